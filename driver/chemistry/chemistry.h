// SPDX-License-Identifier: BSD-3-Clause
// What the atoms of a bond graph are: metals, carboxylates, aromatic rings, environments.
#pragma once

#include "softmode/definitions/carboxylates.h"
#include "structure/bonds.h"

#include <string>
#include <vector>

namespace softmode {

struct Chemistry {
  std::vector<bool> metal;
  std::vector<bool> aromatic;            ///< member of a five- or six-membered ring of sp2 C and N
  std::vector<bool> carboxylate;         ///< carbon or oxygen of a carboxylate
  std::vector<bool> azolate_nitrogen;    ///< of an imidazolate in a framework without carboxylates
  std::vector<std::string>
      environment;    ///< element and neighbours: "O(CCu)", "Cu(CuO4)", "C(C2H)"
  std::vector<std::string>
      second_shell;    ///< the same with the neighbours of the carbon neighbours: "O(C(CO2)Cu)"
  CarboxylateTopology topology;    ///< tags are atom indices
};

/// Perceive the chemistry of a structure; there may be no carboxylate that binds a metal.
Chemistry perceive(const Crystal &crystal, const BondGraph &graph);

}    // namespace softmode
