// SPDX-License-Identifier: BSD-3-Clause
// Connected parts of a bond graph, and small rings in it.
#pragma once

#include "structure/bonds.h"

#include <string>
#include <vector>

namespace softmode {

/// Atoms that are connected, and in how many directions the part goes on without end: 0 a molecule, 1 a
/// chain, 2 a layer, 3 a framework.
struct Fragment {
  std::vector<int> atoms;    ///< ascending
  int dimension;
};

/// Connected parts of the atoms with member[i], ascending by their first atom.
std::vector<Fragment> fragments(const BondGraph &graph, const std::vector<bool> &member);

/// Rings of five or six atoms with member[i], each once; atoms ascending.
std::vector<std::vector<int>> small_rings(const BondGraph &graph, const std::vector<bool> &member);

/// Hill formula of some atoms: "C8H4O4".
std::string hill_formula(const Crystal &crystal, const std::vector<int> &atoms);

}    // namespace softmode
