// SPDX-License-Identifier: BSD-3-Clause
// UFF4MOF atom type and bond order of every atom and bond, each with its reason.
#pragma once

#include "chemistry/chemistry.h"
#include "forcefield/uff.h"

#include <string>
#include <vector>

namespace softmode {

struct TypedAtom {
  const UffType *type;
  std::string reason;    ///< why this type
};

/// Type every atom. \throws Error (parameters) that names the atom, its neighbours and the types tried.
std::vector<TypedAtom> assign_types(const Crystal &crystal, const BondGraph &graph,
                                    const Chemistry &chemistry, const UffTable &table);

/// UFF4MOF bond order between two bonded atoms: metal-nonmetal 1/2, metal-metal 1/4, carboxylate C-O
/// and aromatic ring bonds 3/2, else 1.
double bond_order(const Crystal &crystal, const Chemistry &chemistry, int i, int j);

/// "C3 (C) bonded to O1, O1, C2", for messages.
std::string describe_atom(const Crystal &crystal, const BondGraph &graph, int atom);

}    // namespace softmode
