// SPDX-License-Identifier: BSD-3-Clause
// Structures from files: CIF, VASP's POSCAR, extended XYZ, LAMMPS data, PDB, SHELX. No library of Debian 12
// for C++ reads them all; gemmi reads CIF, the others are short enough for readers of our own.
#pragma once

#include "structure/crystal.h"

#include <filesystem>
#include <string>

namespace softmode {

enum class StructureFormat { cif, poscar, extended_xyz, lammps_data, pdb, shelx };

/// By the file's name, in upper or lower case: *.cif, *.mcif, *.mmcif; *.poscar, *.contcar, *.vasp, POSCAR*,
/// CONTCAR*; *.xyz, *.extxyz, *.exyz; *.data, *.lmp, *.lammps, data.*; *.pdb, *.ent; *.res, *.ins; everything else
/// is a CIF. An extension goes before the start of the name.
StructureFormat format_of(const std::filesystem::path &file);

/// Read a structure in the format that stands in the file, or, where its content does not tell, that of its name.
/// \throws Error (structure; io) that names the file and its line or atom; for a kind of file that is
///   none of these, what it is and what to do.
Crystal read_structure(const std::filesystem::path &file, const ReadOptions &options = {});

/// The same for a text in a known format; `source` names it in messages. \throws Error (structure).
Crystal read_structure_text(const std::string &text, const std::string &source,
                            StructureFormat format, const ReadOptions &options = {});

/// POSCAR or CONTCAR of VASP 5 (with a line of elements), or of VASP 4 whose first line lists them: any scale,
/// also a negative one, which is a volume; Direct and Cartesian; selective dynamics is skipped.
/// \throws Error (structure).
Crystal read_poscar_text(const std::string &text, const std::string &source);

/// The first frame of an extended XYZ file: Lattice="..." and Properties=... with species, pos and,
/// if there are any, charges (charge, charges, initial_charges). \throws Error (structure).
Crystal read_extended_xyz_text(const std::string &text, const std::string &source);

/// A LAMMPS data file of atom_style atomic, charge, molecular, bond, angle or full, named after "Atoms #" or told by
/// the columns; boxes that are orthogonal, tilted or given by avec, bvec, cvec; types by number or label. The
/// element follows from the mass, else from the label. Its bonds become the given bonds.
/// \throws Error (structure).
Crystal read_lammps_data_text(const std::string &text, const std::string &source);

/// The first model of a PDB file with CRYST1 as the text of a CIF, alternative locations as disorder groups.
/// \throws Error (structure).
std::string cif_of_pdb(const std::string &text, const std::string &source);

/// A SHELX .res or .ins file as the text of a CIF: LATT and SYMM, PART, occupancies through free variables,
/// divided by the multiplicity of special positions. Q peaks are left out. \throws Error (structure).
std::string cif_of_shelx(const std::string &text, const std::string &source);

}    // namespace softmode
