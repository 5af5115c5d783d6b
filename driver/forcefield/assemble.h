// SPDX-License-Identifier: BSD-3-Clause
// From a crystal and a potential to a typed system.
#pragma once

#include "forcefield/potential.h"
#include "forcefield/system.h"

namespace softmode {

/// Build the system: the terms of the potential's field, or UFF4MOF terms as published, or with lengths and angles of the crystal where a metal
/// is involved and the potential's carboxylate block (potentials/README.md has the rules); its overlay
/// and its charges.
/// \throws Error (structure, parameters) that names the atoms.
System assemble(const Crystal &crystal, const Potential &potential);

}    // namespace softmode
