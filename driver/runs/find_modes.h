// SPDX-License-Identifier: BSD-3-Clause
// Normal modes of a system at the zone centre, by a LAMMPS process in a folder.
#pragma once

#include "forcefield/system.h"
#include "lammps/host.h"
#include "modes/mode_files.h"

#include <filesystem>
#include <string>
#include <vector>

namespace softmode {

/// Relax the atoms in the cell of the crystal, take LAMMPS's dynamical matrix, and write modes.csv (a row for each mode) and
/// modes.json (the relaxed structure, and the motion of the modes that are worth a look) into the folder, which holds
/// nothing else afterwards. \param key what the modes depend on; kept in modes.json
/// \throws Error (host) without LAMMPS's PHONON package; (point) where the relaxation or LAMMPS fails.
void find_modes(const System &system, const LammpsHost &host, const std::filesystem::path &plugin,
                const std::filesystem::path &folder, const std::string &key);

/// Does the folder hold the modes of this key?
bool has_modes(const std::filesystem::path &folder, const std::string &key);

}    // namespace softmode
