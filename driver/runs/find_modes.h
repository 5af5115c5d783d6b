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
/// \throws Error (host) without LAMMPS's PHONON package; (point) where the relaxation or LAMMPS fails,
///   or by alike_in_all_cells(), which leaves no folder.
void find_modes(const System &system, const LammpsHost &host, const std::filesystem::path &plugin,
                const std::filesystem::path &folder, const std::string &key);

/// Where softmode repeated the cell itself, its copies relax to the same but for what the minimiser leaves: `relaxed`, with
/// their mean in all of them, so that motions of all copies alike are modes.
/// \throws Error (point) that names the atom and the supercell to take, where copies relax to different places.
Crystal alike_in_all_cells(const Crystal &crystal, const Crystal &relaxed);

/// Does the folder hold the modes of this key?
bool has_modes(const std::filesystem::path &folder, const std::string &key);

}    // namespace softmode
