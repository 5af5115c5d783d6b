// SPDX-License-Identifier: BSD-3-Clause
// Relaxing a system by LAMMPS: what to give it, and what it made of it.
#pragma once

#include "forcefield/system.h"

#include <filesystem>
#include <string>

namespace softmode {

enum class Relaxation { atoms, cell };    ///< atoms in the cell of the crystal; atoms and cell

/// Files of a relaxation in its folder.
namespace relaxation_file {
inline constexpr const char *input = "relax.lmp", *data = "data-crystal.lmp",
                            *potential = "potential.lmp", *log = "log.relax", *output = "relax.txt",
                            *positions = "relaxed.dump", *numbers = "relaxed.csv";
}    // namespace relaxation_file

/// Minimise the atoms of a system that is set up. They are shaken first, by at most 0.02 A: a crystal's
/// symmetry may hold them on a saddle point.
std::string relax_atoms_commands();
/// Minimise atoms and cell; the box has to be triclinic.
std::string relax_cell_commands();

/// A whole input script, which reads data-crystal.lmp and potential.lmp.
std::string relaxation_input(const System &system, Relaxation what,
                             const std::filesystem::path &plugin);

struct Relaxed {
  Crystal crystal;                     ///< atoms in the order of the system's
  double energy_before, energy;        ///< kcal/mol
  double largest_force;                ///< on an atom along an axis, kcal/mol/A
  double pressure_before, pressure;    ///< atm
};

/// Read what the script left in the folder. \throws Error (point) if a number is missing.
Relaxed read_relaxed(const System &system, const std::filesystem::path &folder);

}    // namespace softmode
