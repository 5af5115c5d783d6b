// SPDX-License-Identifier: BSD-3-Clause
#include "structure/bonds.h"
#include "structure/crystal.h"
#include "support/error.h"
#include "support/files.h"

#include <gemmi/cif.hpp>
#include <gemmi/smcif.hpp>
#include <gemmi/symmetry.hpp>

#include <Eigen/LU>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

constexpr double same_site_distance = 0.1;    // A; images of one site this close are one atom
constexpr double overlap_of_radii =
    0.5;    // of the sum of covalent radii; closer is no bond but an error

gemmi::cif::Document parse(const std::filesystem::path &file)
{
  const std::string text = read_file(file);
  try {
    return gemmi::cif::read_memory(text.data(), text.size(), file.c_str());
  } catch (const std::exception &e) {
    fail(ExitCode::structure,
         "{} (not a valid CIF; correct that place or export the structure again)", e.what());
  }
}

const gemmi::cif::Block &single_structure(const gemmi::cif::Document &document,
                                          const std::string &name)
{
  const gemmi::cif::Block *found = nullptr;
  for (const gemmi::cif::Block &block : document.blocks) {
    if (!const_cast<gemmi::cif::Block &>(block).find_loop("_atom_site_fract_x")) continue;
    if (found)
      fail(ExitCode::structure,
           "{}: holds more than one structure (data_{} and data_{}); keep one per file", name,
           found->name, block.name);
    found = &block;
  }
  if (!found)
    fail(ExitCode::structure, "{}: no atoms; expected a loop with _atom_site_fract_x, _y, _z",
         name);
  return *found;
}

Eigen::Matrix3d read_cell(const gemmi::cif::Block &block, const gemmi::UnitCell &cell,
                          const std::string &name)
{
  for (const char *tag : {"_cell_length_a", "_cell_length_b", "_cell_length_c", "_cell_angle_alpha",
                          "_cell_angle_beta", "_cell_angle_gamma"})
    if (!block.find_value(tag)) fail(ExitCode::structure, "{}: {} is missing", name, tag);
  const double parameters[] = {cell.a, cell.b, cell.c, cell.alpha, cell.beta, cell.gamma};
  for (const double p : parameters)
    if (!std::isfinite(p) || p <= 0.0)
      fail(ExitCode::structure,
           "{}: the cell is not positive numbers: a {} b {} c {} alpha {} beta {} gamma {} "
           "(_cell_length_a ...)",
           name, cell.a, cell.b, cell.c, cell.alpha, cell.beta, cell.gamma);
  Eigen::Matrix3d m;
  for (int row = 0; row < 3; ++row)
    for (int column = 0; column < 3; ++column) m(row, column) = cell.orth.mat[row][column];
  if (!(m.determinant() > 1.0))
    fail(ExitCode::structure, "{}: the cell angles {} {} {} enclose no volume", name, cell.alpha,
         cell.beta, cell.gamma);
  return m;
}

std::vector<gemmi::Op> read_symmetry(const gemmi::cif::Block &constant_block,
                                     const gemmi::SmallStructure &structure,
                                     const std::string &name)
{
  auto &block = const_cast<gemmi::cif::Block &>(constant_block);
  for (const char *tag : {"_space_group_symop_operation_xyz", "_space_group_symop.operation_xyz",
                          "_symmetry_equiv_pos_as_xyz"}) {
    gemmi::cif::Column column = block.find_values(tag);
    if (!column) continue;
    std::vector<gemmi::Op> operations;
    for (const std::string &value : column) {
      const std::string triplet = gemmi::cif::as_string(value);
      try {
        operations.push_back(gemmi::parse_triplet(triplet));
      } catch (const std::exception &) {
        fail(ExitCode::structure, "{}: '{}' in {} is not a symmetry operation like 'x,-y,z+1/2'",
             name, triplet, tag);
      }
    }
    const bool has_identity =
        std::any_of(operations.begin(), operations.end(),
                    [](const gemmi::Op &op) { return op == gemmi::Op::identity(); });
    if (!has_identity)
      fail(ExitCode::structure, "{}: the symmetry operations in {} lack the identity 'x,y,z'", name,
           tag);
    return operations;
  }
  if (const gemmi::SpaceGroup *group = structure.find_spacegroup()) {
    std::vector<gemmi::Op> operations;
    for (const gemmi::Op &op : group->operations()) operations.push_back(op);
    return operations;
  }
  if (!structure.spacegroup_hm.empty())
    fail(ExitCode::structure,
         "{}: the space group '{}' is not known and no symmetry operations are listed; add "
         "_space_group_symop_operation_xyz",
         name, structure.spacegroup_hm);
  fail(ExitCode::structure,
       "{}: no symmetry: expected _space_group_symop_operation_xyz, _symmetry_equiv_pos_as_xyz or "
       "a space group "
       "name; for a cell with all atoms listed, add 'x,y,z'",
       name);
}

std::string list_some(const std::vector<std::string> &lines)
{
  constexpr std::size_t most = 20;
  std::string text;
  for (std::size_t i = 0; i < lines.size() && i < most; ++i) text += "\n  " + lines[i];
  if (lines.size() > most) text += fmt::format("\n  and {} more", lines.size() - most);
  return text;
}

void check_sites(const gemmi::SmallStructure &structure, const std::string &name)
{
  std::vector<std::string> disordered;
  for (const auto &site : structure.sites) {
    if (site.element == gemmi::El::X)
      fail(ExitCode::structure, "{}: atom {}: '{}' is not an element", name, site.label,
           site.type_symbol);
    if (!std::isfinite(site.fract.x) || !std::isfinite(site.fract.y) ||
        !std::isfinite(site.fract.z))
      fail(ExitCode::structure, "{}: atom {}: a fractional coordinate is missing or not a number",
           name, site.label);
    if (site.occ != 1.0)
      disordered.push_back(
          fmt::format("atom {} ({}): occupancy {}", site.label, site.element.name(), site.occ));
    else if (site.disorder_group != 0)
      disordered.push_back(fmt::format("atom {} ({}): disorder group {}", site.label,
                                       site.element.name(), site.disorder_group));
  }
  if (!disordered.empty())
    fail(ExitCode::structure,
         "{}: {} of {} sites are disordered; softmode simulates one ordered structure. Choose one "
         "alternative and "
         "give its atoms occupancy 1:{}",
         name, disordered.size(), structure.sites.size(), list_some(disordered));
}

Eigen::Vector3d wrapped(const gemmi::Fractional &f)
{
  Eigen::Vector3d v(f.x, f.y, f.z);
  for (int k = 0; k < 3; ++k) {
    v[k] -= std::floor(v[k]);
    if (v[k] > 1.0 - 1e-9) v[k] = 0.0;    // -1e-17 would become 1
  }
  return v;
}

// all images of one site; images on top of each other (special positions) are one atom
void expand(const gemmi::SmallStructure::Site &site, const std::vector<gemmi::Op> &operations,
            const gemmi::UnitCell &cell, std::vector<CrystalAtom> &atoms)
{
  const std::size_t first = atoms.size();
  for (const gemmi::Op &op : operations) {
    const auto image = op.apply_to_xyz({{site.fract.x, site.fract.y, site.fract.z}});
    const gemmi::Fractional f(image[0], image[1], image[2]);
    bool known = false;
    for (std::size_t i = first; i < atoms.size() && !known; ++i) {
      const Eigen::Vector3d &g = atoms[i].fractional;
      known = cell.distance_sq(f, gemmi::Fractional(g[0], g[1], g[2])) <
              same_site_distance * same_site_distance;
    }
    if (!known) atoms.push_back({site.label, site.element.name(), wrapped(f)});
  }
}

void check_overlaps(const Crystal &crystal)
{
  std::vector<std::string> overlaps;
  for_each_close_pair(crystal, 1.5, [&](const ClosePair &pair) {
    const CrystalAtom &a = crystal.atoms[pair.first], &b = crystal.atoms[pair.second];
    const double limit =
        overlap_of_radii * (covalent_radius(a.element) + covalent_radius(b.element));
    if (pair.distance < limit)
      overlaps.push_back(fmt::format("{} and {}: {:.3f} A", a.label, b.label, pair.distance));
  });
  if (!overlaps.empty())
    fail(ExitCode::structure,
         "{}: atoms lie on top of each other; is the symmetry right, is an alternative site left "
         "in?{}",
         crystal.source, list_some(overlaps));
}

}    // namespace

Crystal read_cif(const std::filesystem::path &file)
{
  const std::string name = file.string();
  const gemmi::cif::Document document = parse(file);
  const gemmi::cif::Block &block = single_structure(document, name);
  const gemmi::SmallStructure structure = gemmi::make_small_structure_from_block(block);

  Crystal crystal;
  crystal.source = name;
  crystal.space_group = structure.spacegroup_hm;
  crystal.cell = read_cell(block, structure.cell, name);
  check_sites(structure, name);
  const std::vector<gemmi::Op> operations = read_symmetry(block, structure, name);
  for (const auto &site : structure.sites) expand(site, operations, structure.cell, crystal.atoms);
  check_overlaps(crystal);
  return crystal;
}

}    // namespace softmode
