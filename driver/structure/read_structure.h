// SPDX-License-Identifier: BSD-3-Clause
// Structures from files: CIF, VASP's POSCAR, extended XYZ, LAMMPS data. No library of Debian 12 for C++
// reads them all; gemmi reads CIF, the others are short enough for readers of our own.
#pragma once

#include "structure/crystal.h"

#include <filesystem>

namespace softmode {

enum class StructureFormat { cif, poscar, extended_xyz, lammps_data };

/// By the file's name: POSCAR*, CONTCAR*, *.poscar, *.vasp; *.xyz, *.extxyz; data.*, *.data, *.lmp,
/// *.lammps; everything else is a CIF.
StructureFormat format_of(const std::filesystem::path &file);

/// Read a structure in the format that its name tells.
/// \throws Error (structure; io) that names the file and its line or atom.
Crystal read_structure(const std::filesystem::path &file, const ReadOptions &options = {});

/// Read a POSCAR or CONTCAR of VASP 5 (with a line of elements): any scale, also a negative one, which
/// is a volume; Direct and Cartesian; selective dynamics is skipped. \throws Error (structure; io).
Crystal read_poscar(const std::filesystem::path &file);

/// Read the first frame of an extended XYZ file: Lattice="..." and Properties=... with species, pos and,
/// if there are any, charges (charge, charges, initial_charges). \throws Error (structure; io).
Crystal read_extended_xyz(const std::filesystem::path &file);

/// Read a LAMMPS data file of atom_style atomic, charge or full, named after "Atoms #"; the element
/// follows from the mass. Its bonds become the given bonds. \throws Error (structure; io).
Crystal read_lammps_data(const std::filesystem::path &file);

}    // namespace softmode
