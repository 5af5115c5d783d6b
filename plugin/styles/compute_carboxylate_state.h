// SPDX-License-Identifier: GPL-2.0-only
#ifdef COMPUTE_CLASS
// clang-format off
ComputeStyle(carboxylate/state,ComputeCarboxylateState);
// clang-format on
#else

#ifndef LMP_COMPUTE_CARBOXYLATE_STATE_H
#define LMP_COMPUTE_CARBOXYLATE_STATE_H

#include "compute.h"

#include "core/bond_statistics.h"
#include "core/coordination.h"
#include "core/length_histogram.h"
#include "styles/bond_follower.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace LAMMPS_NS {

/// Tight/loose state of every metal-carboxylate bond; see doc/compute_carboxylate_state.rst.
class ComputeCarboxylateState : public Compute {
 public:
  ComputeCarboxylateState(class LAMMPS *, int, char **);
  ~ComputeCarboxylateState() override;
  void init() override;
  void setup() override;
  void compute_vector() override;
  void compute_peratom() override;
  void compute_local() override;
  double memory_usage() override;

  /// Add the current bond lengths to the statistics; once per time step.
  void sample();
  std::vector<double> pack_statistics() const;

  // for the fixes that follow the same bonds

  int sampled_every() const { return every; }
  /// False while thresholds are still being learnt from the profile.
  bool knows_thresholds() const { return learning_samples == 0; }
  const softmode::CarboxylateTopology &topology() const { return bonds->topology; }
  bool finds_bonds_by_distance() const { return bonds->by_distance(); }
  const softmode::StateWeight &state_weight() const { return weight; }
  /// Lengths of all bonds at this step, NaN where absent. Collective.
  const std::vector<double> &lengths_now() { return bonds->lengths(); }
  /// States at these lengths: 0 tight, 1 loose, -1 absent.
  std::vector<std::int8_t> states_at(const std::vector<double> &lengths) const;

 protected:
  std::unique_ptr<softmode::BondFollower> bonds;

 private:
  void parse_keywords(int, char **);
  int parse_hysteresis(int, int, char **);
  int parse_distance(int, int, char **);
  void check_keywords() const;
  void find_bonds();
  void take_restored_statistics();
  void learn_thresholds(const std::vector<double> &);
  softmode::Coordination coordination_of(const std::vector<std::int8_t> &) const;

  softmode::StateWeight weight;
  softmode::Hysteresis hysteresis;
  int every;
  double temperature;    // for the free energy; 0: not given
  std::vector<std::string> elements;
  std::optional<softmode::DistanceSearch> search;
  std::string id_fix;
  class FixCarboxylateState *sampler;

  softmode::BondStatistics statistics;
  std::array<double, softmode::denticities> carboxylate_sums;    // over samples, by denticity
  double metal_bond_sum;    // tight bonds per metal, over samples

  // thresholds from the profile
  bigint learning_samples;    // samples still to come; 0: thresholds are known
  double threshold_gap;
  softmode::LengthHistogram profile;

  std::vector<double> rows;
  std::vector<double *> row_starts;
  int nmax;
};

}    // namespace LAMMPS_NS

#endif
#endif
