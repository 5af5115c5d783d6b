// SPDX-License-Identifier: GPL-2.0-only
#ifdef FIX_CLASS
// clang-format off
FixStyle(carboxylate/kinetics,FixCarboxylateKinetics);
// clang-format on
#else

#ifndef LMP_FIX_CARBOXYLATE_KINETICS_H
#define LMP_FIX_CARBOXYLATE_KINETICS_H

#include "fix.h"

#include "core/kinetics_tables.h"

#include <memory>
#include <string>
#include <vector>

namespace LAMMPS_NS {

/// Rates, survival functions, events and profile of the bonds that a compute carboxylate/state follows;
/// see doc/fix_carboxylate_kinetics.rst.
class FixCarboxylateKinetics : public Fix {
 public:
  FixCarboxylateKinetics(class LAMMPS *, int, char **);
  ~FixCarboxylateKinetics() override;
  int setmask() override;
  void init() override;
  void end_of_step() override;
  void post_run() override;
  double compute_vector(int) override;
  double memory_usage() override;
  void write_restart(FILE *) override;
  void restart(char *) override;

 private:
  void parse_keywords(int, char **);
  void prepare();
  void take_restored();
  void open_events();
  std::string keep_events_until(bigint) const;
  void write_events(const std::vector<std::int8_t> &, const std::vector<double> &);
  void write_files();
  softmode::KineticsResult result() const;

  std::string id_states;
  int max_lag, write_every;
  double bin_low, bin_width;
  int nbins;          // 0: chosen around the midpoint
  double interval;    // between samples, time units
  std::string rates_file, survival_file, profile_file, events_file;

  class ComputeCarboxylateState *states;
  std::unique_ptr<softmode::BondKinetics> kinetics;
  std::unique_ptr<softmode::LengthHistogram> histogram;
  std::vector<std::int8_t> last;    // states at the last sample, for the events
  FILE *events;                     // on rank 0
  bigint next_sample;
  std::vector<double> restored;
};

}    // namespace LAMMPS_NS

#endif
#endif
