// SPDX-License-Identifier: BSD-3-Clause
// Whether an element can be where an atom is: by the distances to its neighbours and the valences that follow.
#pragma once

#include <string>
#include <vector>

namespace softmode {

constexpr double environment_radius = 3.2;    ///< A; neighbours beyond it say nothing

struct EnvironmentAtom {
  std::vector<std::string> elements;    ///< what it may be; several while it is not decided itself
  double distance;                      ///< A
};

/// No neighbour is closer than such atoms come, a hydrogen has a neighbour it is bonded to, a metal is
/// coordinated (ions of groups 1 and 2 may be alone), and the bonds of a nonmetal add up to a valence it has, by
/// s = exp((r1 + r2 - d) / 0.37 A) over covalent radii (L. Pauling, J. Am. Chem. Soc. 1947, 69, 542,
/// doi:10.1021/ja01195a024, for the form; 0.37 A: I. D. Brown, D. Altermatt, Acta Cryst. B 1985, 41, 244,
/// doi:10.1107/S0108768185002063). Missing hydrogens are allowed for.
bool fits_environment(const std::string &element, const std::vector<EnvironmentAtom> &around);

}    // namespace softmode
