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

/// The crystal without its free, its coordinated solvent, or both; the notes say what was removed, or, if
/// they tell of no removal yet, that there was none.
/// \throws Error (structure) if nothing would be left.
Crystal without_solvent(const Crystal &crystal, bool remove_free, bool remove_coordinated);

/// Solvent of a structure with disorder, as X-rays see it: at partial occupancy, in several positions or groups,
/// on top of each other. Free is what holds to no metal and to nothing that does, of any composition;
/// coordinated, what holds to one metal by O or N that never come together, and has, as far as occupancies tell, the
/// composition of a usual solvent. Parts without a disordered atom are left for without_solvent().
/// \param disordered one per atom
/// \param notes gets what was found
/// \return one per atom: is it such solvent?
std::vector<bool> find_disordered_solvent(const Crystal &crystal,
                                          const std::vector<bool> &disordered, bool free,
                                          bool coordinated, std::vector<std::string> &notes);

}    // namespace softmode
