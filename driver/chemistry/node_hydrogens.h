// SPDX-License-Identifier: BSD-3-Clause
// Hydrogens that the oxygens of inorganic nodes lack.
#pragma once

#include "chemistry/missing_hydrogens.h"

#include <vector>

namespace softmode {

/// Oxygens whose neighbours are metals and hydrogens alone. Without a hydrogen, one is an oxide, a hydroxide
/// or water: by its bond-valence sum (2, about 1.1, below 0.6), for oxygens on one metal by the charge of
/// their node where that is known. Of the eight oxygens on three tetravalent metals of an M6O8 node four are
/// hydroxides: M6O8 with twelve carboxylates would be charged 4-.
MissingHydrogens find_missing_hydrogens_of_nodes(const Crystal &crystal, const BondGraph &graph,
                                                 const Chemistry &chemistry);

/// The `count` of some points that lie farthest apart: least sum of 1/distance^2, `distance(i, j)` between
/// points i and j in A. All choices are tried up to 20000; beyond that each next point is the one farthest
/// from those before. `fixed` are points that are in the choice whatever happens. Ascending.
std::vector<int> spread_out(const std::vector<std::vector<double>> &distance, int count,
                            const std::vector<int> &fixed = {});

}    // namespace softmode
