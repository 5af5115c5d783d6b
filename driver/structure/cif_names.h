// SPDX-License-Identifier: BSD-3-Clause
// Space groups by the names that people and programs give them.
#pragma once

#include "structure/crystal.h"

#include <gemmi/symmetry.hpp>

#include <string>
#include <vector>

namespace softmode {

/// What a Hermann-Mauguin symbol can mean.
struct NamedGroups {
  /// Settings, the likeliest first; more than one only for a symbol that leaves the axes or the origin open.
  std::vector<const gemmi::SpaceGroup *> settings;
  bool as_written = true;      ///< false if the symbol had to be interpreted
  bool origin_open = false;    ///< the settings are the two choices of origin
};

/// Settings of a symbol in any spelling: "Fm-3m", "F m 3 m" (before 1992), "F 4/m -3 2/m", "P 2(1)/c", "P2_1/c",
/// "F m(-3) m", "R -3 m H", "F d -3 m S", "F d -3 m :2", "R-3m (hexagonal axes)", "P 21/b" with c unique, in any
/// case. Angles of the cell (degrees) tell hexagonal from rhombohedral axes. Empty if it is none.
NamedGroups groups_of_name(const std::string &name, const CellParameters &cell);

}    // namespace softmode
