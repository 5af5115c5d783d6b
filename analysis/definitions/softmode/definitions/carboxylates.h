// SPDX-License-Identifier: BSD-3-Clause
// What a carboxylate and a metal-carboxylate bond are, found in a bond graph: one definition for the
// plugin, which sees a running LAMMPS, and for the driver, which builds the system.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace softmode {

/// What an atom can be for the search; everything else is `other`.
enum class AtomRole : std::uint8_t { other, carbon, oxygen, metal };

using AtomTag = std::int64_t;

/// One -CO2 group. Oxygens in ascending tag order.
struct Carboxylate {
  AtomTag carbon;
  std::array<AtomTag, 2> oxygens;
};

/// One bond between a metal and a carboxylate oxygen.
struct MetalCarboxylateBond {
  AtomTag metal;
  AtomTag oxygen;
  int carboxylate;    ///< index into CarboxylateTopology::carboxylates
};

struct CarboxylateTopology {
  std::vector<Carboxylate> carboxylates;      ///< ascending by carbon tag
  std::vector<MetalCarboxylateBond> bonds;    ///< ascending by (oxygen, metal)
};

namespace detail {

struct CarboxylateSearch {
  const std::unordered_map<AtomTag, AtomRole> &roles;
  std::unordered_map<AtomTag, std::vector<AtomTag>> neighbours;

  AtomRole role(AtomTag tag) const
  {
    const auto found = roles.find(tag);
    return found == roles.end() ? AtomRole::other : found->second;
  }

  std::vector<AtomTag> neighbours_of(AtomTag tag, AtomRole wanted) const
  {
    std::vector<AtomTag> result;
    const auto found = neighbours.find(tag);
    if (found == neighbours.end()) return result;
    for (const AtomTag n : found->second)
      if (role(n) == wanted) result.push_back(n);
    return result;
  }

  /// An oxygen whose only non-metal neighbour is one carbon (an ester or acid oxygen is not one).
  bool is_carboxylate_oxygen(AtomTag oxygen) const
  {
    int carbons = 0;
    for (const AtomTag n : neighbours.at(oxygen)) {
      if (role(n) == AtomRole::metal) continue;
      if (role(n) != AtomRole::carbon) return false;
      ++carbons;
    }
    return carbons == 1;
  }
};

}    // namespace detail

/// Find every carboxylate (a carbon with exactly two oxygen neighbours, each bonded to no other
/// non-metal, and exactly one further neighbour) and every bond from its oxygens to a metal.
/// `bonds` may hold a pair twice or in either order. The result does not depend on input order.
inline CarboxylateTopology find_carboxylates(const std::unordered_map<AtomTag, AtomRole> &roles,
                                             const std::vector<std::pair<AtomTag, AtomTag>> &bonds)
{
  detail::CarboxylateSearch search{roles, {}};
  for (const auto &[i, j] : bonds) {
    search.neighbours[i].push_back(j);
    search.neighbours[j].push_back(i);
  }
  std::vector<AtomTag> carbons;
  for (auto &[tag, list] : search.neighbours) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    if (search.role(tag) == AtomRole::carbon) carbons.push_back(tag);
  }
  std::sort(carbons.begin(), carbons.end());

  CarboxylateTopology topology;
  for (const AtomTag carbon : carbons) {
    const auto oxygens = search.neighbours_of(carbon, AtomRole::oxygen);
    if (oxygens.size() != 2 || search.neighbours.at(carbon).size() != 3) continue;
    if (!search.is_carboxylate_oxygen(oxygens[0]) || !search.is_carboxylate_oxygen(oxygens[1]))
      continue;
    const int index = static_cast<int>(topology.carboxylates.size());
    topology.carboxylates.push_back({carbon, {oxygens[0], oxygens[1]}});
    for (const AtomTag oxygen : oxygens)
      for (const AtomTag metal : search.neighbours_of(oxygen, AtomRole::metal))
        topology.bonds.push_back({metal, oxygen, index});
  }
  std::sort(topology.bonds.begin(), topology.bonds.end(), [](const auto &a, const auto &b) {
    return std::make_pair(a.oxygen, a.metal) < std::make_pair(b.oxygen, b.metal);
  });
  return topology;
}

}    // namespace softmode
