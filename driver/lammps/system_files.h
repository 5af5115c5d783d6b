// SPDX-License-Identifier: BSD-3-Clause
// The typed system as LAMMPS files.
#pragma once

#include "forcefield/system.h"

#include <string>

namespace softmode {

/// Data file: box, masses, atoms (style full), bonds, angles, dihedrals, impropers. Coefficients are
/// in coefficient_commands().
std::string lammps_data(const System &system);

/// Commands before read_data: units, styles, special bonds; units alone where the user's own commands
/// give the styles.
std::string style_commands(const System &system);

/// The two parts of style_commands(): what is fixed once there is a box, and what has to be said again after read_restart.
std::string frame_commands();
std::string force_style_commands(const System &system);

/// Whether the charges are in the energy and how, for messages: "not in the energy".
std::string charges_in_energy(const System &system);

/// Coefficients, one commented line per type, to be included after read_data; or the user's own commands
/// under a list of the types.
std::string coefficient_commands(const System &system);

}    // namespace softmode
