// SPDX-License-Identifier: GPL-2.0-only
#ifdef FIX_CLASS
// clang-format off
FixStyle(carboxylate/spectrum,FixCarboxylateSpectrum);
// clang-format on
#else

#ifndef LMP_FIX_CARBOXYLATE_SPECTRUM_H
#define LMP_FIX_CARBOXYLATE_SPECTRUM_H

#include "fix.h"

#include "core/segment_spectrum.h"
#include "core/spectrum_tables.h"
#include "core/stretch_channels.h"
#include "styles/lammps_topology.h"

#include <memory>
#include <string>
#include <vector>

namespace LAMMPS_NS {

/// On-the-fly velocity-autocorrelation spectra of charge flux, carboxylate stretches and
/// metal-oxygen stretches; see doc/fix_carboxylate_spectrum.rst.
class FixCarboxylateSpectrum : public Fix {
 public:
  FixCarboxylateSpectrum(class LAMMPS *, int, char **);
  int setmask() override;
  void init() override;
  void setup(int) override;
  void end_of_step() override;
  void post_run() override;
  double compute_scalar() override;
  double memory_usage() override;

 private:
  void parse_keywords(int, char **);
  void prepare();
  void check_sampling() const;
  void check_charges() const;
  void start_after_gap();
  void find_owned_terms();
  void add_flux(double *);
  void add_stretches(double *);
  void flush();
  void write_files();
  softmode::SpectrumResult gather() const;
  static std::string write_table(const std::string &, const softmode::SpectrumResult &,
                                 void (*)(FILE *, const softmode::SpectrumResult &));

  // settings
  double resolution;    // cm-1; 0 where the segment length is given
  int segment_samples;
  double overlap;
  double range_low, range_high;    // cm-1, of spectra and blocks files
  int write_every;                 // 0: only at the end of a run
  bool with_flux, correct_timestep;
  std::vector<std::string> elements;
  std::string spectra_file, blocks_file, autocorrelation_file;

  // channels
  softmode::StretchChannels channels;
  std::vector<int> channel_start;    // first channel of each rank, and one past the last
  struct OwnedTerm {
    int atom, partner;    // local indices; atom is owned
    const softmode::StretchTerm *term;
  };
  std::vector<OwnedTerm> owned;
  softmode::ReneighbourWatch watch;

  // samples on their way to the ranks that own the channels: [channel][sample]
  static constexpr int batch = 64;
  std::vector<double> pending, received;
  int npending;
  bigint next_sample;
  double timestep_fs;
  std::unique_ptr<softmode::SegmentSpectrum> spectrum;
};

}    // namespace LAMMPS_NS

#endif
#endif
