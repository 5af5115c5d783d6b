// SPDX-License-Identifier: GPL-2.0-only
// Which metal-carboxylate bonds a running LAMMPS has, and how long they are now: the same on every rank.
#pragma once

#include "core/distance_bonds.h"
#include "softmode/definitions/carboxylates.h"
#include "styles/lammps_topology.h"

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace softmode {

/// Where bonds are found by distance.
struct DistanceSearch {
  BondDistances limits;
  std::vector<bool> metal_types;    ///< by atom type, index 0 unused
};

class BondFollower {
 public:
  BondFollower(LAMMPS_NS::LAMMPS *lmp, const char *style) : lmp(lmp), style(style), watch(lmp) {}
  virtual ~BondFollower() = default;
  BondFollower(const BondFollower &) = delete;
  BondFollower &operator=(const BondFollower &) = delete;

  /// Find the carboxylates and their bonds among the atoms of the group. Collective.
  void find(int groupbit, const std::vector<AtomRole> &roles,
            const std::optional<DistanceSearch> &search);

  /// Lengths of all bonds at this step, NaN where a bond is absent. Collective, measured once per step.
  const std::vector<double> &lengths();

  /// The same, after bonds that have formed since have joined. Collective.
  const std::vector<double> &lengths_at_sample();

  /// Bonds whose oxygen this rank owns.
  std::vector<int> owned_bonds() const;

  /// Local indices may have changed, or the step number has: measure again.
  void invalidate();

  /// Pairs found by distance, for a restart file, and back. Empty for bonds of the topology.
  std::vector<double> pack() const;
  void unpack(const std::vector<double> &data);

  bool by_distance() const { return search.has_value(); }
  double memory_usage() const;

  CarboxylateTopology topology;

 protected:
  struct Candidate {
    int oxygen, metal;    ///< local indices; the oxygen is owned, the metal its closest image
    int bond;             ///< in topology.bonds, -1 for pairs found by distance
  };

  /// The candidates have changed.
  virtual void take_candidates() {}
  /// Distances of the candidates.
  virtual void measure_candidates(std::vector<double> &distances);

  LAMMPS_NS::LAMMPS *lmp;
  std::vector<Candidate> candidates;

 private:
  void find_candidates();
  void find_near_candidates();
  void measure();
  void measure_topology();
  void measure_pairs();
  void add_bond(const std::pair<AtomTag, AtomTag> &oxygen_metal);

  const char *style;
  int groupbit = 1;
  std::optional<DistanceSearch> search;
  DistanceBonds distance_bonds;
  std::unordered_map<AtomTag, int> carboxylate_of;    // by oxygen
  ReneighbourWatch watch;
  std::vector<double> distances;    // of the candidates
  std::vector<NearPair> pairs;
  std::vector<double> now;
  LAMMPS_NS::bigint measured_at = -1;
};

}    // namespace softmode
