// SPDX-License-Identifier: BSD-3-Clause
// Relaxes a system by a LAMMPS process in a folder.
#pragma once

#include "lammps/host.h"
#include "lammps/relaxation.h"

namespace softmode {

/// What a relaxation can be asked for beyond the defaults.
struct RelaxationOptions {
  std::string then{};             ///< commands that LAMMPS shall run at the minimum
  double largest_force = 0.01;    ///< that may be left on an atom along an axis, kcal/mol/A
};

/// Write the relaxation's files into the folder and run it, with a progress line. The folder has potential.lmp.
/// \throws Error (point) with LAMMPS's reason, or if larger forces or, for the cell, a
///   pressure above 100 atm are left.
Relaxed relax(const System &system, Relaxation what, const LammpsHost &host,
              const std::filesystem::path &plugin, const std::filesystem::path &folder,
              const RelaxationOptions &options = {});

}    // namespace softmode
