// SPDX-License-Identifier: BSD-3-Clause
// Solvent in the pores and on the metals of a framework.
#pragma once

#include "structure/bonds.h"

#include <string>
#include <vector>

namespace softmode {

struct SolventMolecule {
  std::string name;       ///< "water", or "unknown" for a free molecule that is in no list
  std::string formula;    ///< "H2O"
  std::vector<int> atoms;
  bool coordinated;    ///< bound to one metal by one O or N; else free
};

/// Free: molecules that are bonded to no metal. Coordinated: molecules of a list of usual solvents that
/// hold to one metal by one O or N, also without their hydrogens; a lone O counts as water only if it is
/// not as close as an oxide (0.9 of the sum of the covalent radii).
std::vector<SolventMolecule> find_solvent(const Crystal &crystal, const BondGraph &graph);

/// The crystal without its free, its coordinated solvent, or both; the notes say what was removed.
/// \throws Error (structure) if nothing would be left.
Crystal without_solvent(const Crystal &crystal, bool remove_free, bool remove_coordinated);

}    // namespace softmode
