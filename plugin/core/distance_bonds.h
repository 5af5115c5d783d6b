// SPDX-License-Identifier: GPL-2.0-only
// Metal-carboxylate bonds found by distance, for fields without metal-oxygen bonds. Pure: no LAMMPS
// header.
#pragma once

#include "softmode/definitions/carboxylates.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>
#include <vector>

namespace softmode {

/// A metal and a carboxylate oxygen that are near each other now.
struct NearPair {
  AtomTag oxygen, metal;
  double length;
};

/// A pair becomes a bond below `bond_below` and is one until it is longer than `broken_above`.
struct BondDistances {
  double bond_below;
  double broken_above;
};

/// Follows bonds by the tags of their atoms: a bond that breaks and forms again is the same bond.
class DistanceBonds {
 public:
  DistanceBonds() = default;
  explicit DistanceBonds(const BondDistances &limits) : distances(limits) {}

  /// Lengths of all bonds known, NaN where absent; `pairs` must hold every pair shorter than
  /// broken_above, in any order. A pair seen through several periodic images counts as its shortest.
  std::vector<double> lengths(const std::vector<NearPair> &pairs) const
  {
    std::vector<double> result(bonds.size(), std::numeric_limits<double>::quiet_NaN());
    for (const NearPair &p : pairs) {
      const auto found = index.find({p.oxygen, p.metal});
      if (found == index.end()) continue;
      const std::size_t b = found->second;
      if (p.length > (present[b] ? distances.broken_above : distances.bond_below)) continue;
      result[b] = std::isnan(result[b]) ? p.length : std::min(result[b], p.length);
    }
    return result;
  }

  /// The same at a sample: new bonds are added behind those known, ascending by (oxygen, metal), so that
  /// the order does not depend on that of `pairs`.
  std::vector<double> update(const std::vector<NearPair> &pairs)
  {
    std::vector<std::pair<AtomTag, AtomTag>> fresh;
    for (const NearPair &p : pairs)
      if (p.length < distances.bond_below && index.count({p.oxygen, p.metal}) == 0)
        fresh.emplace_back(p.oxygen, p.metal);
    std::sort(fresh.begin(), fresh.end());
    fresh.erase(std::unique(fresh.begin(), fresh.end()), fresh.end());
    for (const auto &pair : fresh) add(pair);
    const std::vector<double> now = lengths(pairs);
    for (std::size_t b = 0; b < bonds.size(); ++b) present[b] = !std::isnan(now[b]);
    return now;
  }

  void add(const std::pair<AtomTag, AtomTag> &oxygen_metal)
  {
    index[oxygen_metal] = bonds.size();
    bonds.push_back(oxygen_metal);
    present.push_back(false);
  }

  BondDistances distances{};
  std::vector<std::pair<AtomTag, AtomTag>> bonds;    ///< (oxygen, metal), in order of appearance
  std::vector<bool> present;                         ///< at the last sample

 private:
  std::map<std::pair<AtomTag, AtomTag>, std::size_t> index;
};

}    // namespace softmode
