// SPDX-License-Identifier: BSD-3-Clause
// Says why an atom has its type, and where the numbers of a term come from.
#pragma once

#include "forcefield/potential.h"
#include "forcefield/system.h"

#include <string>

namespace softmode {

/// What was used for one atom ("O1" or "13"), bond ("Cu1-O1"), angle ("O1-Cu1-O1"), dihedral or improper
/// (four atoms, an improper's centre first). Atoms are labels of the CIF or numbers from 1, as in data.lmp;
/// of equal labels the first that fits.
/// \throws Error (usage) that names the atoms, if there is no such atom or term.
std::string explain(const System &system, const Potential &potential, const std::string &selection);

/// One explanation for each atom type and each type of every term, in the order of the LAMMPS files.
std::string explain_all(const System &system, const Potential &potential);

}    // namespace softmode
