// SPDX-License-Identifier: BSD-3-Clause
#include "structure/read_structure.h"

#include "structure/checks.h"
#include "structure/read_structure_parts.h"
#include "structure/structure_kind.h"
#include "support/error.h"

#include <Eigen/LU>

#include <algorithm>
#include <cctype>
#include <fstream>

namespace softmode {

namespace {

std::string lower(std::string text)
{
  for (char &c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

struct NamedFormat {
  StructureFormat format;
  const char *name;
  std::initializer_list<const char *> extensions;
};

const NamedFormat named_formats[] = {
    {StructureFormat::cif, "CIF", {".cif", ".mcif", ".mmcif"}},
    {StructureFormat::poscar, "POSCAR", {".poscar", ".contcar", ".vasp"}},
    {StructureFormat::extended_xyz, "extended XYZ", {".xyz", ".extxyz", ".exyz"}},
    {StructureFormat::lammps_data, "LAMMPS data", {".data", ".lmp", ".lammps", ".lammps-data"}},
    {StructureFormat::pdb, "PDB", {".pdb", ".ent"}},
    {StructureFormat::shelx, "SHELX", {".res", ".ins"}},
};

const char *name_of(StructureFormat format)
{
  return std::find_if(std::begin(named_formats), std::end(named_formats),
                      [&](const NamedFormat &f) { return f.format == format; })
      ->name;
}

std::optional<StructureFormat> format_by_name(const std::filesystem::path &file)
{
  const std::string name = lower(file.filename().string()),
                    extension = lower(file.extension().string());
  for (const NamedFormat &format : named_formats)
    for (const char *known : format.extensions)
      if (extension == known) return format.format;
  if (name.rfind("poscar", 0) == 0 || name.rfind("contcar", 0) == 0) return StructureFormat::poscar;
  if (name.rfind("data.", 0) == 0) return StructureFormat::lammps_data;
  return std::nullopt;
}

// enough to tell what it is; "" for what is no file
std::string start_of(const std::filesystem::path &file)
{
  constexpr std::size_t looked_at = 65536;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) return "";
  std::string start(looked_at, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(start.data(), looked_at);
  start.resize(static_cast<std::size_t>(in.gcount()));
  const std::string mark = "\xef\xbb\xbf";
  if (start.rfind(mark, 0) == 0) start.erase(0, mark.size());
  return start;
}

}    // namespace

StructureFormat format_of(const std::filesystem::path &file)
{
  return format_by_name(file).value_or(StructureFormat::cif);
}

Crystal read_structure(const std::filesystem::path &file, const ReadOptions &options)
{
  const std::string start = start_of(file);
  const std::optional<StructureFormat> named = format_by_name(file),
                                       found = format_by_content(start, named);
  std::optional<ForeignKind> foreign = foreign_by_content(start);
  if (!foreign && !found) foreign = foreign_by_name(file.extension().string());
  if (foreign)
    fail(ExitCode::structure,
         "{}: is {}; {}. Expected CIF, POSCAR, extended XYZ, LAMMPS data, PDB or SHELX",
         file.string(), foreign->what, foreign->advice);
  const StructureFormat format = found.value_or(StructureFormat::cif);
  Crystal crystal = read_structure_text(read_text(file), file.string(), format, options);
  if (named && format != *named)
    crystal.notes.push_back(
        fmt::format("the name is that of a {} file, but it is read as what it holds: {}",
                    name_of(*named), name_of(format)));
  return crystal;
}

Crystal read_structure_text(const std::string &text, const std::string &source,
                            StructureFormat format, const ReadOptions &options)
{
  Crystal crystal;
  switch (format) {
    case StructureFormat::cif:
      return read_cif_text(text, source, options);
    case StructureFormat::pdb:
      return read_cif_text(cif_of_pdb(text, source), source, options);
    case StructureFormat::shelx:
      return read_cif_text(cif_of_shelx(text, source), source, options);
    case StructureFormat::poscar:
      crystal = read_poscar_text(text, source);
      break;
    case StructureFormat::extended_xyz:
      crystal = read_extended_xyz_text(text, source);
      break;
    case StructureFormat::lammps_data:
      crystal = read_lammps_data_text(text, source);
      break;
  }
  take_deuterium_as_hydrogen(crystal);
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

Eigen::Matrix3d right_handed(const Eigen::Matrix3d &cell, Crystal &crystal)
{
  if (!(cell.determinant() < 0.0)) return cell;
  crystal.notes.emplace_back(
      "the cell vectors are left-handed: a and b change places, which leaves the crystal as it is");
  Eigen::Matrix3d swapped = cell;
  swapped.col(0) = cell.col(1);
  swapped.col(1) = cell.col(0);
  return swapped;
}

void number_labels(Crystal &crystal)
{
  for (std::size_t i = 0; i < crystal.atoms.size(); ++i)
    crystal.atoms[i].label = crystal.atoms[i].element + std::to_string(i + 1);
}

}    // namespace softmode
