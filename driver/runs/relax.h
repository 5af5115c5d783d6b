// SPDX-License-Identifier: BSD-3-Clause
// Relaxes a system by a LAMMPS process in a folder.
#pragma once

#include "lammps/host.h"
#include "lammps/relaxation.h"

namespace softmode {

/// Write the relaxation's files into the folder and run it, with a progress line. The folder has potential.lmp.
/// \param largest_force that may be left on an atom along an axis, kcal/mol/A
/// \throws Error (point) with LAMMPS's reason, or if larger forces or, for the cell, a
///   pressure above 100 atm are left.
Relaxed relax(const System &system, Relaxation what, const LammpsHost &host,
              const std::filesystem::path &plugin, const std::filesystem::path &folder,
              double largest_force = 0.01);

}    // namespace softmode
