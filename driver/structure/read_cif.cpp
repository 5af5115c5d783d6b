// SPDX-License-Identifier: BSD-3-Clause
#include "structure/checks.h"
#include "structure/cif_symmetry.h"
#include "structure/crystal.h"
#include "structure/disorder.h"
#include "structure/solvent.h"
#include "support/error.h"

#include <gemmi/cif.hpp>
#include <gemmi/numb.hpp>
#include <gemmi/small.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace softmode {

namespace {

using gemmi::cif::as_number;
using gemmi::cif::as_string;
using gemmi::cif::Block;

constexpr double same_site_distance = 0.1;       // A; images of one site this close are one atom
constexpr std::size_t most_images = 20000000;    // of all sites together

/// One row of the atom loop.
struct Site {
  CrystalAtom atom;
  std::string assembly, group;
};

gemmi::cif::Document parse(const std::string &text, const std::string &name)
{
  try {
    return gemmi::cif::read_memory(text.data(), text.size(), name.c_str());
  } catch (const std::exception &e) {
    fail(ExitCode::structure,
         "{} (not a valid CIF; correct that place or export the structure again)", e.what());
  }
}

Block &single_structure(gemmi::cif::Document &document, const std::string &name)
{
  Block *found = nullptr;
  for (Block &block : document.blocks) {
    if (!block.find_values("_atom_site_fract_x")) continue;
    if (found)
      fail(ExitCode::structure,
           "{}: holds more than one structure (data_{} and data_{}); keep one per file", name,
           found->name, block.name);
    found = &block;
  }
  if (found) return *found;
  for (Block &block : document.blocks)
    if (block.find_values("_atom_site_Cartn_x") || block.find_values("_atom_site.Cartn_x"))
      fail(ExitCode::structure,
           "{}: gives Cartesian coordinates only (mmCIF?); expected _atom_site_fract_x, _y, _z",
           name);
  fail(ExitCode::structure, "{}: no atoms; expected a loop with _atom_site_fract_x, _y, _z", name);
}

gemmi::UnitCell read_cell(const Block &block, const std::string &name)
{
  const auto positive = [&](const char *tag, const char *unit) {
    const std::string *value = block.find_value(tag);
    if (!value) fail(ExitCode::structure, "{}: {} is missing", name, tag);
    const double number = as_number(*value);
    if (!std::isfinite(number) || number <= 0.0)
      fail(ExitCode::structure, "{}: {} is {}, expected a positive number ({})", name, tag,
           shortened(*value), unit);
    return number;
  };
  gemmi::UnitCell cell;
  cell.set(positive("_cell_length_a", "A"), positive("_cell_length_b", "A"),
           positive("_cell_length_c", "A"), positive("_cell_angle_alpha", "degrees"),
           positive("_cell_angle_beta", "degrees"), positive("_cell_angle_gamma", "degrees"));
  if (!(cell.volume > 1e-6 * cell.a * cell.b * cell.c))
    fail(ExitCode::structure, "{}: the cell angles {} {} {} enclose no volume", name, cell.alpha,
         cell.beta, cell.gamma);
  return cell;
}

Eigen::Matrix3d matrix_of(const gemmi::UnitCell &cell)
{
  Eigen::Matrix3d m;
  for (int row = 0; row < 3; ++row)
    for (int column = 0; column < 3; ++column) m(row, column) = cell.orth.mat[row][column];
  return m;
}

// value of an optional column, "" for one that is absent, '?' or '.'
std::string text_in(const gemmi::cif::Table::Row &row, int column)
{
  return row.has2(column) ? as_string(row[column]) : std::string();
}

double number_in(const gemmi::cif::Table::Row &row, int column, const char *what,
                 const std::string &where)
{
  const std::string text = text_in(row, column);
  const double number = text.empty() ? NAN : as_number(text);
  if (!std::isfinite(number))
    fail(ExitCode::structure, "{}: {} is missing or not a number{}", where, what,
         text.empty() ? "" : ": '" + shortened(text) + "'");
  return number;
}

// "Cu2+" is copper, "C1" carbon, "O1W" oxygen
std::string element_of(const std::string &symbol, const std::string &where)
{
  std::size_t letters = 0;
  while (letters < symbol.size() && std::isalpha(static_cast<unsigned char>(symbol[letters])))
    ++letters;
  return element_symbol(letters == 0 || letters > 2 ? symbol : symbol.substr(0, letters), where);
}

double occupancy_in(const gemmi::cif::Table::Row &row, int column, const std::string &where)
{
  if (text_in(row, column).empty()) return 1.0;    // the dictionary's default
  const double occupancy = number_in(row, column, "the occupancy", where);
  if (occupancy < 0.0 || occupancy > 1.001)
    fail(ExitCode::structure, "{}: occupancy {}, expected 0 to 1", where, occupancy);
  return occupancy;
}

std::vector<Site> read_sites(Block &block, const std::string &name, std::vector<std::string> &notes)
{
  enum { label, x, y, z, symbol, occupancy, assembly, group, charge, type_charge, partial_charge };
  gemmi::cif::Table table = block.find(
      {"_atom_site_label", "_atom_site_fract_x", "_atom_site_fract_y", "_atom_site_fract_z",
       "?_atom_site_type_symbol", "?_atom_site_occupancy", "?_atom_site_disorder_assembly",
       "?_atom_site_disorder_group", "?_atom_site_charge", "?_atom_type_partial_charge",
       "?_atom_site_partial_charge"});
  if (!table.ok())
    fail(ExitCode::structure,
         "{}: expected _atom_site_label, _atom_site_fract_x, _y and _z in one loop; one is missing",
         name);
  if (!table.has_column(symbol))
    notes.push_back("no _atom_site_type_symbol: the elements are taken from the labels");
  const int charge_column = table.has_column(charge)        ? charge
                            : table.has_column(type_charge) ? type_charge
                                                            : partial_charge;
  std::vector<Site> sites;
  for (const gemmi::cif::Table::Row row : table) {
    Site site;
    site.atom.label = as_string(row[label]);
    const std::string where = fmt::format("{}: atom {}", name, site.atom.label);
    site.atom.element =
        element_of(table.has_column(symbol) ? as_string(row[symbol]) : site.atom.label, where);
    for (const int column : {x, y, z})
      site.atom.fractional[column - x] = number_in(row, column, "a fractional coordinate", where);
    site.atom.occupancy = occupancy_in(row, occupancy, where);
    site.assembly = text_in(row, assembly);
    site.group = text_in(row, group);
    if (site.group == "0") site.group.clear();    // SHELX's PART 0: always there
    if (!text_in(row, charge_column).empty())
      site.atom.charge = number_in(row, charge_column, "the charge", where);
    sites.push_back(std::move(site));
  }
  if (sites.empty())
    fail(ExitCode::structure, "{}: no atoms; the loop of _atom_site_fract_x is empty", name);
  return sites;
}

// charges that are given per type of atom, for sites without one of their own
void add_type_charges(Block &block, const std::string &name, std::vector<Site> &sites)
{
  gemmi::cif::Table sites_table = block.find({"_atom_site_label", "?_atom_site_type_symbol"});
  if (!sites_table.has_column(1)) return;
  std::map<std::string, double> charges;
  for (auto row : block.find({"_atom_type_symbol", "_atom_type_partial_charge"}))
    charges[row.str(0)] =
        number_in(row, 1, "the charge", fmt::format("{}: _atom_type_symbol {}", name, row.str(0)));
  std::size_t i = 0;
  for (auto row : sites_table) {
    const auto found = charges.find(row.str(1));
    if (found != charges.end() && !sites[i].atom.charge) sites[i].atom.charge = found->second;
    ++i;
  }
}

std::vector<GivenBond> read_bonds(Block &block, const std::string &name)
{
  std::vector<GivenBond> bonds;
  for (auto row : block.find({"_geom_bond_atom_site_label_1", "_geom_bond_atom_site_label_2",
                              "?_geom_bond_distance"})) {
    GivenBond bond{row.str(0), row.str(1)};
    if (!text_in(row, 2).empty())
      bond.length = number_in(row, 2, "_geom_bond_distance",
                              fmt::format("{}: bond {}-{}", name, bond.first, bond.second));
    bonds.push_back(std::move(bond));
  }
  return bonds;
}

void note_equal_labels(const std::vector<Site> &sites, std::vector<std::string> &notes)
{
  std::set<std::string> known, twice;
  for (const Site &site : sites)
    if (!known.insert(site.atom.label).second) twice.insert(site.atom.label);
  if (!twice.empty())
    notes.push_back(
        fmt::format("{} labels stand for several sites, such as {}", twice.size(), *twice.begin()));
}

void refuse_disorder(const std::vector<Site> &sites, const std::string &name)
{
  std::string list;
  int count = 0;
  for (const Site &site : sites) {
    if (!is_disordered(site.atom, {site.assembly, site.group, {}})) continue;
    ++count;
    list += fmt::format("\n  atom {} ({}): occupancy {:g}", site.atom.label, site.atom.element,
                        site.atom.occupancy);
    if (!site.assembly.empty()) list += ", assembly " + site.assembly;
    if (!site.group.empty()) list += ", disorder group " + site.group;
  }
  if (count > 0)
    fail(ExitCode::structure,
         "{}: {} of {} sites are disordered; softmode simulates one ordered structure. Choose one "
         "alternative and give its atoms occupancy 1, or let --disorder-seed N of 'softmode "
         "convert' choose by occupancy; where they are solvent, --remove-solvent and "
         "--remove-coordinated-solvent take them off first:{}",
         name, count, sites.size(), list);
}

// all images of one site; images on top of each other (special positions) are one atom
void expand(const Site &site, const std::vector<gemmi::Op> &operations, const gemmi::UnitCell &cell,
            std::vector<CrystalAtom> &atoms, std::vector<AtomOrigin> &origins)
{
  const std::size_t first = atoms.size();
  const Eigen::Vector3d &x = site.atom.fractional;
  for (std::size_t op = 0; op < operations.size(); ++op) {
    const auto image = operations[op].apply_to_xyz({{x[0], x[1], x[2]}});
    const gemmi::Fractional f(image[0], image[1], image[2]);
    std::size_t same = first;
    for (; same < atoms.size(); ++same) {
      const Eigen::Vector3d &g = atoms[same].fractional;
      if (cell.distance_sq(f, gemmi::Fractional(g[0], g[1], g[2])) <
          same_site_distance * same_site_distance)
        break;
    }
    if (same == atoms.size()) {
      atoms.push_back(site.atom);
      atoms.back().fractional = wrapped({f.x, f.y, f.z});
      origins.push_back({site.assembly, site.group, {}});
    }
    origins[same].operations.push_back(static_cast<int>(op));
  }
}

// drops the atoms, and the sites that none are left of
void remove_disordered_solvent(Crystal &crystal, std::vector<AtomOrigin> &origins,
                               const ReadOptions &options, std::vector<Site> &sites)
{
  std::vector<bool> disordered;
  for (std::size_t i = 0; i < origins.size(); ++i)
    disordered.push_back(is_disordered(crystal.atoms[i], origins[i]));
  const std::vector<bool> removed =
      find_disordered_solvent(crystal, disordered, options.remove_solvent,
                              options.remove_coordinated_solvent, crystal.notes);
  std::vector<CrystalAtom> atoms;
  std::vector<AtomOrigin> origins_left;
  std::vector<bool> left(sites.size());
  for (std::size_t i = 0; i < origins.size(); ++i) {
    if (removed[i]) continue;
    left[origins[i].site] = true;
    atoms.push_back(crystal.atoms[i]);
    origins_left.push_back(origins[i]);
  }
  std::vector<Site> sites_left;
  for (std::size_t k = 0; k < sites.size(); ++k)
    if (left[k]) sites_left.push_back(sites[k]);
  crystal.atoms = std::move(atoms);
  origins = std::move(origins_left);
  sites = std::move(sites_left);
}

// "C9 H3 Cu1.5 O6" as numbers of atoms; empty if it cannot be read
std::map<std::string, double> composition_of(const std::string &text)
{
  std::map<std::string, double> composition;
  std::size_t at = 0;
  while (at < text.size()) {
    if (!std::isalpha(static_cast<unsigned char>(text[at]))) {
      if (text[at++] != ' ') return {};
      continue;
    }
    const std::size_t end =
        std::min(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz", at + 1), text.size());
    const std::size_t next = std::min(text.find_first_not_of("0123456789.", end), text.size());
    composition[text.substr(at, end - at)] +=
        next == end ? 1.0 : as_number(text.substr(end, next - end));
    at = next;
  }
  return composition;
}

// whether hydrogens or solvent of the file's own formula are missing, or atoms are left twice
void note_other_formula(const Block &block, Crystal &crystal)
{
  const std::string *value = block.find_value("_chemical_formula_sum");
  if (!value || as_string(*value).empty()) return;    // as_string() of '?' is empty
  const std::map<std::string, double> given = composition_of(as_string(*value));
  std::map<std::string, double> found;
  for (const CrystalAtom &atom : crystal.atoms) found[atom.element] += atom.occupancy;
  double total_given = 0.0, total_found = 0.0;
  for (const auto &[element, n] : given) total_given += n;
  for (const auto &[element, n] : found) total_found += n;
  bool same = given.size() == found.size();
  for (const auto &[element, n] : found) {
    const auto other = given.find(element);
    same = same && other != given.end() &&
           std::fabs(n / total_found - other->second / total_given) < 1e-3;
  }
  if (!same)
    crystal.notes.push_back(
        fmt::format("the atoms are {}, which is no multiple of the file's _chemical_formula_sum {}",
                    formula(crystal), shortened(as_string(*value))));
}

}    // namespace

Crystal read_cif(const std::filesystem::path &file, const ReadOptions &options)
{
  return read_cif_text(read_text(file), file.string(), options);
}

Crystal read_cif_text(const std::string &text, const std::string &name, const ReadOptions &options)
{
  gemmi::cif::Document document = parse(text, name);
  Block &block = single_structure(document, name);
  const gemmi::UnitCell cell = read_cell(block, name);

  Crystal crystal;
  crystal.source = name;
  crystal.cell = matrix_of(cell);
  check_cell(crystal.cell, name);
  std::vector<Site> sites = read_sites(block, name, crystal.notes);
  add_type_charges(block, name, sites);
  note_equal_labels(sites, crystal.notes);
  const CifSymmetry symmetry = read_symmetry(block, crystal.cell, name);
  crystal.space_group = symmetry.name;
  crystal.notes.insert(crystal.notes.end(), symmetry.notes.begin(), symmetry.notes.end());
  crystal.given_bonds = read_bonds(block, name);
  const std::string *model = block.find_value("_softmode_model");
  if (model && !as_string(*model).empty()) mark_as_model(crystal, as_string(*model));
  if (sites.size() > most_images / symmetry.operations.size())
    fail(ExitCode::structure, "{}: {} sites with {} operations are more than {} atoms", name,
         sites.size(), symmetry.operations.size(), most_images);
  std::vector<AtomOrigin> origins;
  for (std::size_t k = 0; k < sites.size(); ++k) {
    const std::size_t first = origins.size();
    expand(sites[k], symmetry.operations, cell, crystal.atoms, origins);
    for (std::size_t i = first; i < origins.size(); ++i) origins[i].site = static_cast<int>(k);
  }
  note_other_formula(block, crystal);
  if (options.remove_solvent || options.remove_coordinated_solvent)
    remove_disordered_solvent(crystal, origins, options, sites);
  if (!options.disorder_seed && !options.keep_flaws) refuse_disorder(sites, name);
  if (options.disorder_seed) crystal = resolve_disorder(crystal, origins, *options.disorder_seed);
  if (!options.keep_flaws) check_overlaps(crystal);
  return crystal;
}

}    // namespace softmode
