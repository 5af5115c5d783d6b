// SPDX-License-Identifier: BSD-3-Clause
#include "structure/write_structure.h"

#include "structure/bonds.h"
#include "structure/read_structure.h"
#include "support/error.h"
#include "support/files.h"

#include <gemmi/to_cif.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <sstream>

namespace softmode {

namespace {

bool has_charges(const Crystal &crystal)
{
  return !crystal.atoms.empty() &&
         std::all_of(crystal.atoms.begin(), crystal.atoms.end(),
                     [](const CrystalAtom &atom) { return atom.charge.has_value(); });
}

// the file's name in letters, digits and '_'
std::string block_name(const Crystal &crystal)
{
  std::string name = std::filesystem::path(crystal.source).stem().string();
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name.empty() ? "structure" : name;
}

}    // namespace

std::string cif_text(const Crystal &crystal, const std::vector<std::string> &comments)
{
  gemmi::cif::Document document;
  gemmi::cif::Block &block = document.add_new_block(block_name(crystal));
  const CellParameters cell = cell_parameters(crystal.cell);
  const char *tags[] = {"_cell_length_a",    "_cell_length_b",   "_cell_length_c",
                        "_cell_angle_alpha", "_cell_angle_beta", "_cell_angle_gamma"};
  for (int k = 0; k < 6; ++k) block.set_pair(tags[k], fmt::format("{:.6f}", cell[k]));
  if (!crystal.model.empty()) block.set_pair("_softmode_model", gemmi::cif::quote(crystal.model));
  block.set_pair("_space_group_name_H-M_alt", "'P 1'");
  block.set_pair("_space_group_IT_number", "1");
  block.init_loop("_space_group_symop_", {"operation_xyz"}).add_row({"'x,y,z'"});
  const bool charges = has_charges(crystal);
  std::vector<std::string> columns{"label",   "type_symbol", "fract_x",
                                   "fract_y", "fract_z",     "occupancy"};
  if (charges) columns.push_back("charge");
  gemmi::cif::Loop &loop = block.init_loop("_atom_site_", columns);
  std::map<std::string, int> count;
  for (const CrystalAtom &atom : crystal.atoms) {
    const Eigen::Vector3d &f = atom.fractional;
    std::vector<std::string> row{fmt::format("{}{}", atom.element, ++count[atom.element]),
                                 atom.element,
                                 fmt::format("{:.8f}", f[0]),
                                 fmt::format("{:.8f}", f[1]),
                                 fmt::format("{:.8f}", f[2]),
                                 fmt::format("{:g}", atom.occupancy)};
    if (charges) row.push_back(fmt::format("{:.6f}", *atom.charge));
    loop.add_row(row);
  }
  std::ostringstream out;
  for (const std::string &comment : comments) out << "# " << comment << '\n';
  gemmi::cif::write_cif_to_stream(out, document, gemmi::cif::Style::NoBlankLines);
  return out.str();
}

std::string extended_xyz_text(const Crystal &crystal)
{
  const bool charges = has_charges(crystal);
  fmt::memory_buffer out;
  const auto put = std::back_inserter(out);
  fmt::format_to(put, "{}\nLattice=\"", crystal.atoms.size());
  for (int k = 0; k < 9; ++k)
    fmt::format_to(put, "{}{:.10f}", k ? " " : "", crystal.cell(k % 3, k / 3));
  fmt::format_to(put, "\" Properties=species:S:1:pos:R:3{} pbc=\"T T T\"{}\n",
                 charges ? ":initial_charges:R:1" : "",
                 crystal.model.empty() ? "" : fmt::format(" model=\"{}\"", crystal.model));
  for (std::size_t i = 0; i < crystal.atoms.size(); ++i) {
    const Eigen::Vector3d x = crystal.position(i);
    fmt::format_to(put, "{:<2} {:16.8f} {:16.8f} {:16.8f}", crystal.atoms[i].element, x[0], x[1],
                   x[2]);
    if (charges) fmt::format_to(put, " {:10.6f}", *crystal.atoms[i].charge);
    fmt::format_to(put, "\n");
  }
  return to_string(out);
}

std::string lammps_data_text(const Crystal &crystal, const std::vector<std::string> &comments)
{
  const bool charges = has_charges(crystal);
  std::map<std::string, int> types;
  for (const CrystalAtom &atom : crystal.atoms) types[atom.element] = 0;
  int next_type = 0;
  for (auto &[element, type] : types) type = ++next_type;

  const Eigen::Matrix3d &h = crystal.cell;
  fmt::memory_buffer out;
  const auto put = std::back_inserter(out);
  fmt::format_to(put, "{} from {}", formula(crystal),
                 std::filesystem::path(crystal.source).filename().string());
  if (!crystal.model.empty()) fmt::format_to(put, "; MODEL: {}", crystal.model);
  for (const std::string &comment : comments) fmt::format_to(put, "; {}", comment);
  fmt::format_to(put, "\n\n{} atoms\n{} atom types\n\n", crystal.atoms.size(), types.size());
  fmt::format_to(put, "0 {:.10f} xlo xhi\n0 {:.10f} ylo yhi\n0 {:.10f} zlo zhi\n", h(0, 0), h(1, 1),
                 h(2, 2));
  if (std::max({std::abs(h(0, 1)), std::abs(h(0, 2)), std::abs(h(1, 2))}) > 1e-8)
    fmt::format_to(put, "{:.10f} {:.10f} {:.10f} xy xz yz\n", h(0, 1), h(0, 2), h(1, 2));
  fmt::format_to(put, "\nMasses\n\n");
  for (const auto &[element, type] : types)
    fmt::format_to(put, "{} {:.5f}    # {}\n", type, atomic_weight(element), element);
  fmt::format_to(put, "\nAtoms # {}\n\n", charges ? "charge" : "atomic");
  for (std::size_t i = 0; i < crystal.atoms.size(); ++i) {
    const Eigen::Vector3d x = crystal.position(i);
    fmt::format_to(put, "{} {} ", i + 1, types[crystal.atoms[i].element]);
    if (charges) fmt::format_to(put, "{:.6f} ", *crystal.atoms[i].charge);
    fmt::format_to(put, "{:.8f} {:.8f} {:.8f}\n", x[0], x[1], x[2]);
  }
  return to_string(out);
}

void write_structure(const std::filesystem::path &file, const Crystal &crystal,
                     const std::vector<std::string> &comments)
{
  switch (format_of(file)) {
    case StructureFormat::cif:
      return write_file(file, cif_text(crystal, comments));
    case StructureFormat::extended_xyz:
      return write_file(file, extended_xyz_text(crystal));
    case StructureFormat::lammps_data:
      return write_file(file, lammps_data_text(with_small_tilts(crystal), comments));
    case StructureFormat::poscar:
    case StructureFormat::pdb:
    case StructureFormat::shelx:
      break;
  }
  fail(ExitCode::usage,
       "{}: POSCAR, PDB and SHELX are read, not written; give a name in .cif, .xyz or .data",
       file.string());
}

}    // namespace softmode
