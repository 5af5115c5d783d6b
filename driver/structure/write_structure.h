// SPDX-License-Identifier: BSD-3-Clause
// Structures as files: CIF, extended XYZ, LAMMPS data.
#pragma once

#include "structure/crystal.h"

#include <filesystem>
#include <string>
#include <vector>

namespace softmode {

/// Text of a CIF in P1 with every atom of the cell, labelled by element and number, and its charge if
/// all atoms have one; the data block is named after crystal.source. `comments` become its first lines, each after "# ".
std::string cif_text(const Crystal &crystal, const std::vector<std::string> &comments);

/// One frame, with Lattice, Properties and pbc; the comments are left out, as the format has no place
/// for them.
std::string extended_xyz_text(const Crystal &crystal);

/// LAMMPS data file in units real (or metal) with one atom type per element; atom_style charge if every
/// atom has a charge, atomic otherwise. Tilts as they are: see with_small_tilts().
std::string lammps_data_text(const Crystal &crystal, const std::vector<std::string> &comments);

/// Write in the format that the file's name tells, see format_of().
/// \throws Error (usage) for a format that is only read; (io).
void write_structure(const std::filesystem::path &file, const Crystal &crystal,
                     const std::vector<std::string> &comments);

}    // namespace softmode
