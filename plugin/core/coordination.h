// SPDX-License-Identifier: GPL-2.0-only
// How carboxylates and metals are bound at one moment. Pure: no LAMMPS header.
#pragma once

#include "softmode/definitions/carboxylates.h"

#include <array>
#include <unordered_map>
#include <vector>

namespace softmode {

/// Binding of one carboxylate, by the bonds that count.
enum class Denticity : int {
  free = 0,           ///< no bond
  monodentate = 1,    ///< one metal, through one oxygen
  chelating = 2,      ///< one metal, through both oxygens
  bridging = 3        ///< two metals or more, through any oxygens
};
inline constexpr int denticities = 4;

/// Denticity of each carboxylate and number of bonds of each metal, over the bonds with counts[b].
struct Coordination {
  std::vector<Denticity> denticity;    ///< by carboxylate
  std::unordered_map<AtomTag, int>
      of_metal;    ///< every metal in `bonds`, also with none that counts
  std::array<double, denticities> carboxylates{};    ///< how many of each kind
};

inline Coordination coordination(const CarboxylateTopology &topology,
                                 const std::vector<bool> &counts)
{
  struct Seen {
    AtomTag metal = -1, oxygen = -1;
    Denticity denticity = Denticity::free;
  };
  std::vector<Seen> seen(topology.carboxylates.size());
  Coordination c;
  for (std::size_t b = 0; b < topology.bonds.size(); ++b) {
    const MetalCarboxylateBond &bond = topology.bonds[b];
    int &number = c.of_metal[bond.metal];
    if (!counts[b]) continue;
    ++number;
    Seen &s = seen[bond.carboxylate];
    if (s.denticity == Denticity::free)
      s = {bond.metal, bond.oxygen, Denticity::monodentate};
    else if (bond.metal != s.metal)
      s.denticity = Denticity::bridging;
    else if (bond.oxygen != s.oxygen && s.denticity == Denticity::monodentate)
      s.denticity = Denticity::chelating;
  }
  for (const Seen &s : seen) {
    c.denticity.push_back(s.denticity);
    c.carboxylates[static_cast<int>(s.denticity)] += 1.0;
  }
  return c;
}

}    // namespace softmode
