// SPDX-License-Identifier: BSD-3-Clause
#include "structure/read_structure.h"

#include "structure/checks.h"
#include "structure/read_structure_parts.h"

#include <Eigen/LU>

#include <algorithm>

namespace softmode {

StructureFormat format_of(const std::filesystem::path &file)
{
  const std::string name = file.filename().string(), extension = file.extension().string();
  const auto is_one_of = [](const std::string &text, std::initializer_list<const char *> list) {
    return std::any_of(list.begin(), list.end(), [&](const char *t) { return text == t; });
  };
  if (name.rfind("POSCAR", 0) == 0 || name.rfind("CONTCAR", 0) == 0 ||
      is_one_of(extension, {".poscar", ".vasp"}))
    return StructureFormat::poscar;
  if (is_one_of(extension, {".xyz", ".extxyz"})) return StructureFormat::extended_xyz;
  if (name.rfind("data.", 0) == 0 || is_one_of(extension, {".data", ".lmp", ".lammps"}))
    return StructureFormat::lammps_data;
  return StructureFormat::cif;
}

Crystal read_structure(const std::filesystem::path &file, const ReadOptions &options)
{
  Crystal crystal;
  switch (format_of(file)) {
    case StructureFormat::cif:
      return read_cif(file, options);
    case StructureFormat::poscar:
      crystal = read_poscar(file);
      break;
    case StructureFormat::extended_xyz:
      crystal = read_extended_xyz(file);
      break;
    case StructureFormat::lammps_data:
      crystal = read_lammps_data(file);
      break;
  }
  if (!options.keep_flaws) check_overlaps(crystal);
  return crystal;
}

void place_in_cell(Crystal &crystal, const Eigen::Matrix3d &cell)
{
  check_cell(cell, crystal.source);
  const Eigen::Matrix3d inverse = cell.inverse();
  for (CrystalAtom &atom : crystal.atoms) atom.fractional = wrapped(inverse * atom.fractional);
  crystal.cell = upright(cell);
}

void number_labels(Crystal &crystal)
{
  for (std::size_t i = 0; i < crystal.atoms.size(); ++i)
    crystal.atoms[i].label = crystal.atoms[i].element + std::to_string(i + 1);
}

}    // namespace softmode
