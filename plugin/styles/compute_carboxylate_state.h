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
#include "styles/lammps_topology.h"

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
  void compute_local() override;
  double memory_usage() override;

  /// Add the current bond lengths to the statistics; once per time step.
  void sample();
  std::vector<double> pack_statistics() const { return statistics.pack(); }

 private:
  void parse_keywords(int, char **);
  void find_bonds();
  void take_restored_statistics();
  void measure();

  softmode::StateWeight weight;
  softmode::Hysteresis hysteresis;
  int every;
  std::vector<std::string> elements;
  std::string id_fix;
  class FixCarboxylateState *sampler;

  softmode::CarboxylateTopology topology;
  softmode::BondStatistics statistics;
  softmode::ReneighbourWatch watch;

  struct OwnedBond {
    int oxygen, metal;    // local indices; the oxygen is owned, the metal its closest image
    int index;            // into topology.bonds
  };
  std::vector<OwnedBond> owned;
  std::vector<double> lengths;    // of all bonds, the same on every rank
  bigint measured_at;
  std::vector<double> rows;
  std::vector<double *> row_starts;
};

}    // namespace LAMMPS_NS

#endif
#endif
