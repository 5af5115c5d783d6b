// SPDX-License-Identifier: BSD-3-Clause
// What a carboxylate and a metal-carboxylate bond are, found in a bond graph: one definition for the
// plugin, which sees a running LAMMPS, and for the driver, which builds the system. Where there is no
// carboxylate, imidazolates take their place: N-C-N as O-C-O, so that ZIFs, which are known to melt, can be
// followed in the same way.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace softmode {

/// What an atom can be for the search; everything else is `other`.
enum class AtomRole : std::uint8_t { other, carbon, oxygen, nitrogen, metal };

using AtomTag = std::int64_t;

/// One -CO2 group. Oxygens in ascending tag order. Of an imidazolate: the carbon between the nitrogens, and
/// these as "oxygens".
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
  bool imidazolates = false;                  ///< all of them are; there is no carboxylate
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

  /// An oxygen whose only non-metal neighbour is one carbon (an ester or acid oxygen is not one); a
  /// nitrogen on a metal and two carbons (one of pyrimidine, or with a hydrogen, is not one).
  bool is_donor(AtomTag donor) const
  {
    int carbons = 0, metals = 0;
    for (const AtomTag n : neighbours.at(donor)) {
      if (role(n) == AtomRole::metal)
        ++metals;
      else if (role(n) == AtomRole::carbon)
        ++carbons;
      else
        return false;
    }
    return role(donor) == AtomRole::oxygen ? carbons == 1 : carbons == 2 && metals > 0;
  }

  /// Carbons, ascending, with two such donors and one other neighbour.
  void add_groups(const std::vector<AtomTag> &carbons, AtomRole donor,
                  CarboxylateTopology &topology) const
  {
    for (const AtomTag carbon : carbons) {
      const auto donors = neighbours_of(carbon, donor);
      if (donors.size() != 2 || neighbours.at(carbon).size() != 3) continue;
      if (!is_donor(donors[0]) || !is_donor(donors[1])) continue;
      const int index = static_cast<int>(topology.carboxylates.size());
      topology.carboxylates.push_back({carbon, {donors[0], donors[1]}});
      for (const AtomTag atom : donors)
        for (const AtomTag metal : neighbours_of(atom, AtomRole::metal))
          topology.bonds.push_back({metal, atom, index});
    }
  }
};

}    // namespace detail

/// Find every carboxylate (a carbon with exactly two oxygen neighbours, each bonded to no other
/// non-metal, and exactly one further neighbour) and every bond from its oxygens to a metal. Where there is
/// none, every imidazolate (a carbon with exactly two nitrogens, each bonded to one more carbon and to a
/// metal, and one further neighbour), and the bonds of its nitrogens.
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
  search.add_groups(carbons, AtomRole::oxygen, topology);
  topology.imidazolates = topology.carboxylates.empty();
  if (topology.imidazolates) search.add_groups(carbons, AtomRole::nitrogen, topology);
  topology.imidazolates = topology.imidazolates && !topology.carboxylates.empty();
  std::sort(topology.bonds.begin(), topology.bonds.end(), [](const auto &a, const auto &b) {
    return std::make_pair(a.oxygen, a.metal) < std::make_pair(b.oxygen, b.metal);
  });
  return topology;
}

}    // namespace softmode
