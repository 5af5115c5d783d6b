// SPDX-License-Identifier: BSD-3-Clause
// From a crystal and a potential to a typed system.
#pragma once

#include "forcefield/potential.h"
#include "forcefield/system.h"

namespace softmode {

/// Build the system: UFF4MOF terms, crystal lengths and angles where a metal is involved, Morse
/// metal-oxygen bonds, the potential's carboxylate block, its overlay and its charges.
/// \throws Error (structure, parameters) that names the atoms.
System assemble(const Crystal &crystal, const Potential &potential);

}    // namespace softmode
