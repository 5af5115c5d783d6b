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
#include "core/state_split.h"
#include "styles/channel_sampler.h"

#include <memory>
#include <string>
#include <vector>

namespace LAMMPS_NS {

/// On-the-fly velocity-autocorrelation spectra of charge flux, stretches and all atoms; see
/// doc/fix_carboxylate_spectrum.rst.
class FixCarboxylateSpectrum : public Fix {
 public:
  FixCarboxylateSpectrum(class LAMMPS *, int, char **);
  int setmask() override;
  void init() override;
  void setup(int) override;
  void end_of_step() override;
  void post_run() override;
  double compute_scalar() override;
  double compute_array(int, int) override;
  double memory_usage() override;
  void write_restart(FILE *) override;
  void restart(char *) override;

 protected:
  virtual std::unique_ptr<softmode::ChannelSampler> make_sampler();
  softmode::SampledChannels channels;

 private:
  // fix_carboxylate_spectrum.cpp: settings, samples
  void parse_keywords(int, char **);
  bool parse_keyword(const std::string &, char **);
  int parse_groups(int, int, char **);
  void check_keywords() const;
  softmode::SegmentSettings segment_settings();
  int rows_in_range(const softmode::SegmentSettings &) const;
  void prepare();
  void distribute_channels();
  void split_by_state();
  void check_sampling() const;
  void check_charges() const;
  void find_states();
  void find_degrees_of_freedom();
  void start_after_gap();
  void add_states();
  void store_sample();
  void flush();

  // fix_carboxylate_spectrum_output.cpp: files, array, restart
  void write_files();
  softmode::SpectrumResult gather();
  std::vector<softmode::SpectrumColumn> dos_columns(double) const;
  void gather_array();
  std::vector<double> restart_header() const;
  void take_restored();

  // settings
  double resolution;    // cm-1; 0 where the segment length is given
  int segment_samples;
  double overlap;
  softmode::Window window;
  double range_low, range_high;    // cm-1, of the files
  double bands[4];                 // cm-1, where the wavenumbers of single windows are taken
  int write_every;                 // 0: only at the end of a run
  bool with_flux, correct_timestep;
  softmode::QuantumCorrection correction;
  double temperature;           // for absorption; 0: the kinetic one
  double degrees_of_freedom;    // 0: 3 N, less 3 without net momentum
  std::vector<std::string> elements;
  std::vector<std::string> dos_groups;
  std::string id_states;
  std::string spectra_file, blocks_file, autocorrelation_file, states_file;

  softmode::CarboxylateTopology topology;
  std::vector<int> channel_start;    // first channel of each rank, and one past the last
  std::unique_ptr<softmode::ChannelSampler> sampler;

  // samples on their way to the ranks that own the channels: for each rank [sample][its channels]
  static constexpr int batch = 64;
  std::vector<double> sample, pending, received;
  std::vector<softmode::BondSample> pending_states;
  int npending;
  bigint next_sample;
  double timestep_fs;
  double volume_sum;    // over samples, distance^3
  std::unique_ptr<softmode::SegmentSpectrum> spectrum;

  class ComputeCarboxylateState *states;
  softmode::StateHistory history;

  std::vector<double> restored;        // from a restart file, until prepare() takes it
  std::vector<double> array_values;    // [row][column] of compute_array()
  int array_segments;                  // segments they are of

  int ngroups() const { return first_dos_group() + static_cast<int>(dos_groups.size()); }
  int first_dos_group() const
  {
    return softmode::spectrum_groups + (id_states.empty() ? 0 : softmode::split_groups);
  }
};

}    // namespace LAMMPS_NS

#endif
#endif
