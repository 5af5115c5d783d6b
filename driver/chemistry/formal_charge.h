// SPDX-License-Identifier: BSD-3-Clause
// Formal charges: of metals by their bond valences, of what binds them, and of the whole structure. Where they do
// not close, an atom is missing.
#pragma once

#include "chemistry/chemistry.h"
#include "chemistry/missing_hydrogens.h"

#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// Charge of a metal; of several oxidation states the one whose bond valences to oxygen add up to it.
/// Empty if there is none, or it has other donors than oxygen and more than one state.
std::optional<int> charge_of_metal(const Crystal &crystal, const BondGraph &graph,
                                   const Chemistry &chemistry, int metal);

/// Share of the charge of a ligand that its donor atom brings: of a phenolate -1, of an imine 0; empty where atoms and
/// lengths do not tell. Carboxylates, and oxygens on metals and hydrogens alone, are not asked for here.
std::optional<double> charge_of_donor(const Crystal &crystal, const BondGraph &graph,
                                      const Chemistry &chemistry, int donor);

/// Metals whose bond-valence sum is far below every charge they have, and a total of formal charges that is not
/// zero, one line each; empty where all is well or where a part of the structure has no charge that is known.
/// Hydrogens that are known to be missing are counted as there. Images of a site make one line.
std::vector<std::string> find_missing_charge(const Crystal &crystal, const BondGraph &graph,
                                             const Chemistry &chemistry,
                                             const MissingHydrogens &missing);

}    // namespace softmode
