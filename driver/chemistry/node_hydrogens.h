// SPDX-License-Identifier: BSD-3-Clause
// Hydrogens that the oxygens of inorganic nodes lack.
#pragma once

#include "chemistry/missing_hydrogens.h"

namespace softmode {

/// Oxygens whose neighbours are metals and hydrogens alone. Without a hydrogen, one is an oxide, a hydroxide
/// or water: by its bond-valence sum (2, about 1.1, below 0.6), for oxygens on one metal by the charge of
/// their node where that is known. Of the eight oxygens on three tetravalent metals of an M6O8 node four are
/// hydroxides: M6O8 with twelve carboxylates would be charged 4-.
MissingHydrogens find_missing_hydrogens_of_nodes(const Crystal &crystal, const BondGraph &graph,
                                                 const Chemistry &chemistry);

}    // namespace softmode
