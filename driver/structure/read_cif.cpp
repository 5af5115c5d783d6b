// SPDX-License-Identifier: BSD-3-Clause
#include "structure/bonds.h"
#include "structure/checks.h"
#include "structure/cif_expansion.h"
#include "structure/cif_sites.h"
#include "structure/cif_symmetry.h"
#include "structure/cif_text.h"
#include "structure/cif_values.h"
#include "structure/crystal.h"
#include "structure/disorder.h"
#include "structure/merge_atoms.h"
#include "structure/solvent.h"
#include "support/error.h"

#include <gemmi/unitcell.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace softmode {

namespace {

using gemmi::cif::as_string;
using gemmi::cif::Block;

// a block with at least one atom that has a place
bool holds_structure(Block &block)
{
  for (const char *tag : {"_atom_site_fract_x", "_atom_site_Cartn_x"})
    for (const std::string &value : block.find_values(tag))
      if (!gemmi::cif::is_null(value)) return true;
  return false;
}

Block &single_structure(gemmi::cif::Document &document, const std::string &name)
{
  Block *found = nullptr;
  for (Block &block : document.blocks) {
    if (!holds_structure(block)) continue;
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

constexpr std::array<const char *, 3> angle_tags{"_cell_angle_alpha", "_cell_angle_beta",
                                                 "_cell_angle_gamma"};

bool has_angles(const Block &block)
{
  return std::any_of(angle_tags.begin(), angle_tags.end(),
                     [&](const char *tag) { return block.find_value(tag); });
}

gemmi::UnitCell read_cell(const Block &block, const std::string &name)
{
  const auto positive = [&](const char *tag, const char *unit) {
    const std::string *value = block.find_value(tag);
    if (!value) fail(ExitCode::structure, "{}: {} is missing", name, tag);
    const double number = cif_number(as_string(*value));
    if (!std::isfinite(number) || number <= 0.0)
      fail(ExitCode::structure, "{}: {} is {}, expected a positive number ({}){}", name, tag,
           shortened(*value), unit, hint_on_number(as_string(*value)));
    return number;
  };
  const bool given = has_angles(block);    // 90 is the dictionary's default
  const auto angle = [&](int k) { return given ? positive(angle_tags[k], "degrees") : 90.0; };
  gemmi::UnitCell cell;
  cell.set(positive("_cell_length_a", "A"), positive("_cell_length_b", "A"),
           positive("_cell_length_c", "A"), angle(0), angle(1), angle(2));
  if (!(cell.volume > 1e-6 * cell.a * cell.b * cell.c))
    fail(ExitCode::structure, "{}: the cell angles {} {} {} enclose no volume", name, cell.alpha,
         cell.beta, cell.gamma);
  return cell;
}

// angles that the file leaves out are taken where its symmetry leaves no others
void check_assumed_angles(const CifSymmetry &symmetry, Crystal &crystal)
{
  if (!fixes_angles(symmetry.operations, crystal.cell))
    fail(ExitCode::structure,
         "{}: no cell angles, and the symmetry '{}' leaves them open; add _cell_angle_alpha, "
         "_cell_angle_beta and _cell_angle_gamma (degrees)",
         crystal.source,
         symmetry.name.empty() ? symmetry.operations.back().triplet() : symmetry.name);
  crystal.notes.emplace_back("the file has no cell angles: 90 degrees are taken");
}

std::vector<GivenBond> read_bonds(Block &block, const std::string &name)
{
  std::vector<GivenBond> bonds;
  for (auto row : block.find({"_geom_bond_atom_site_label_1", "_geom_bond_atom_site_label_2",
                              "?_geom_bond_distance"})) {
    GivenBond bond{row.str(0), row.str(1)};
    if (bond.first.empty() || bond.second.empty()) continue;    // '?': none is given
    if (row.has2(2)) {
      bond.length = cif_number(row.str(2));
      if (!std::isfinite(*bond.length))
        fail(ExitCode::structure, "{}: bond {}-{}: _geom_bond_distance is not a number: '{}'", name,
             bond.first, bond.second, shortened(row.str(2)));
    }
    bonds.push_back(std::move(bond));
  }
  return bonds;
}

void note_equal_labels(const std::vector<CifSite> &sites, std::vector<std::string> &notes)
{
  std::set<std::string> known, twice;
  for (const CifSite &site : sites)
    if (!known.insert(site.atom.label).second) twice.insert(site.atom.label);
  if (!twice.empty())
    notes.push_back(
        fmt::format("{} labels stand for several sites, such as {}", twice.size(), *twice.begin()));
}

void refuse_disorder(const std::vector<CifSite> &sites, const std::string &name)
{
  std::string list;
  int count = 0;
  for (const CifSite &site : sites) {
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

std::string formula_text(const Block &block)
{
  const std::string *value = block.find_value("_chemical_formula_sum");
  return value ? in_ascii(as_string(*value)) : std::string();    // as_string() of '?' is empty
}

DeclaredContent declared_content(Block &block)
{
  const auto number = [&](const char *tag) {
    const std::string *value = block.find_value(tag);
    return value ? cif_number(as_string(*value)) : std::nan("");
  };
  DeclaredContent declared{read_formula(formula_text(block)), number("_cell_formula_units_Z"),
                           number("_exptl_crystal_density_diffrn"), false};
  const auto multiplicities = block.find_values("_atom_site_symmetry_multiplicity");
  declared.each_site_many_times =
      multiplicities.length() > 0 &&
      std::all_of(multiplicities.begin(), multiplicities.end(),
                  [](const std::string &m) { return cif_number(as_string(m)) > 1.0; });
  return declared;
}

// whether hydrogens or solvent of the file's own formula are missing, or atoms are left twice
void note_other_formula(const Block &block, Crystal &crystal)
{
  const std::string text = formula_text(block);
  if (text.empty()) return;
  const std::optional<Composition> given = read_formula(text);
  if (!given)
    crystal.notes.push_back(fmt::format(
        "the file's _chemical_formula_sum {} is no formula; the atoms are not compared with it",
        shortened(text)));
  else if (!is_multiple_of(*given, crystal.atoms))
    crystal.notes.push_back(
        fmt::format("the atoms are {}, which is no multiple of the file's _chemical_formula_sum {}",
                    formula(crystal), shortened(text)));
}

// elements that the file names in a formula or in its list of types
std::optional<std::set<std::string>> named_elements(Block &block)
{
  std::set<std::string> elements;
  for (const char *tag : {"_chemical_formula_sum", "_chemical_formula_moiety"}) {
    const std::string *value = block.find_value(tag);
    const auto composition = value ? read_formula(as_string(*value)) : std::nullopt;
    if (!composition || !elements.empty()) continue;
    for (const auto &[element, n] : *composition) elements.insert(element);
  }
  std::vector<std::string> types;
  for (const std::string &type : block.find_values("_atom_type_symbol"))
    types.push_back(as_string(type));
  const bool has_formula = !elements.empty(), of_force_field = hold_types_of_force_field(types);
  for (const std::string &type : types) {
    SiteReadings readings = readings_of_type(type, "");
    if (has_formula && !light_reading_of_type(type).empty()) continue;    // the formula tells
    open_to_light_reading(readings, type, "", of_force_field);
    elements.insert(readings.elements.begin(), readings.elements.end());
  }
  if (elements.empty()) return std::nullopt;
  return elements;
}

// what each site is; dummy sites go
void settle(Block &block, std::vector<CifSite> &sites, Expansion &all, Crystal &crystal)
{
  const bool plain = std::all_of(sites.begin(), sites.end(), [](const CifSite &site) {
    return site.readings.elements.size() == 1 && !site.readings.maybe_dummy;
  });
  if (plain) return;
  std::vector<ReadSite> read(sites.size());
  for (std::size_t i = 0; i < sites.size(); ++i)
    read[i] = {sites[i].atom.label, sites[i].group, sites[i].readings, sites[i].atom.occupancy, 0};
  for (std::size_t i = all.site_of.size(); i-- > 0;)
    read[all.site_of[i]].first_atom = static_cast<int>(i);
  crystal.atoms = all.atoms;
  const std::vector<std::string> elements =
      settle_elements(crystal, all.site_of, read, named_elements(block), crystal.notes);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < all.atoms.size(); ++i) {
    const std::string &element = elements[all.site_of[i]];
    if (element.empty()) continue;
    if (kept != i) {
      all.atoms[kept] = std::move(all.atoms[i]);
      all.origins[kept] = std::move(all.origins[i]);
    }
    all.atoms[kept++].element = element;
  }
  all.atoms.resize(kept, all.atoms[0]);
  all.origins.resize(kept);
  std::vector<CifSite> real;
  std::vector<int> number(sites.size());
  for (std::size_t i = 0; i < sites.size(); ++i) {
    number[i] = static_cast<int>(real.size());
    sites[i].atom.element = elements[i];
    if (!elements[i].empty()) real.push_back(std::move(sites[i]));
  }
  for (AtomOrigin &origin : all.origins) origin.site = number[origin.site];
  sites = std::move(real);
  if (sites.empty())
    fail(ExitCode::structure, "{}: no atoms; all sites are dummy atoms", crystal.source);
}

// keeps the atoms, and the sites that some are left of
void keep_atoms(Crystal &crystal, std::vector<AtomOrigin> &origins, std::vector<CifSite> &sites,
                const std::vector<bool> &removed)
{
  std::vector<CrystalAtom> atoms;
  std::vector<AtomOrigin> origins_left;
  std::vector<bool> left(sites.size());
  for (std::size_t i = 0; i < origins.size(); ++i) {
    if (removed[i]) continue;
    left[origins[i].site] = true;
    atoms.push_back(crystal.atoms[i]);
    origins_left.push_back(origins[i]);
  }
  std::vector<CifSite> sites_left;
  std::vector<int> number(sites.size());
  for (std::size_t k = 0; k < sites.size(); ++k) {
    number[k] = static_cast<int>(sites_left.size());
    if (left[k]) sites_left.push_back(sites[k]);
  }
  for (AtomOrigin &origin : origins_left) origin.site = number[origin.site];
  crystal.atoms = std::move(atoms);
  origins = std::move(origins_left);
  sites = std::move(sites_left);
}

// Sites of occupancy 0 that are alternatives of others, and what is bonded to these, are not there. Others may be atoms
// whose occupancy was not set: they are refused as disordered.
void leave_out_empty_sites(Crystal &crystal, std::vector<AtomOrigin> &origins,
                           std::vector<CifSite> &sites)
{
  constexpr double overlap = 0.75, bond = 1.25;    // of the sum of covalent radii
  const auto empty = [&](int i) { return crystal.atoms[i].occupancy <= 0.0; };
  if (std::none_of(sites.begin(), sites.end(),
                   [](const CifSite &site) { return site.atom.occupancy <= 0.0; }))
    return;
  std::map<int, std::vector<int>> bonded;    // empty ones among each other
  std::vector<bool> site_goes(sites.size());
  std::vector<int> next;
  const auto leave_out = [&](int atom) {
    if (site_goes[origins[atom].site]) return;
    site_goes[origins[atom].site] = true;
    next.push_back(origins[atom].site);
  };
  for_each_close_pair(crystal, 4.0, [&](const ClosePair &p) {
    if (!empty(p.first) && !empty(p.second)) return;
    const double ratio = p.distance / (covalent_radius(crystal.atoms[p.first].element) +
                                       covalent_radius(crystal.atoms[p.second].element));
    if (empty(p.first) && empty(p.second)) {
      if (ratio > bond) return;
      bonded[origins[p.first].site].push_back(p.second);
      bonded[origins[p.second].site].push_back(p.first);
    } else if (ratio < overlap) {
      leave_out(empty(p.first) ? p.first : p.second);
    }
  });
  while (!next.empty()) {
    const int site = next.back();
    next.pop_back();
    for (const int atom : bonded[site]) leave_out(atom);
  }
  std::set<std::string> labels;
  std::vector<bool> removed;
  for (std::size_t i = 0; i < origins.size(); ++i) {
    removed.push_back(site_goes[origins[i].site]);
    if (removed.back()) labels.insert(crystal.atoms[i].label);
  }
  if (labels.empty()) return;
  crystal.notes.push_back(fmt::format(
      "{} sites of occupancy 0 beside others are left out: {}{}", labels.size(), *labels.begin(),
      labels.size() > 1 ? fmt::format(" and {} more", labels.size() - 1) : ""));
  keep_atoms(crystal, origins, sites, removed);
}

// drops the atoms, and the sites that none are left of
void remove_disordered_solvent(Crystal &crystal, std::vector<AtomOrigin> &origins,
                               const ReadOptions &options, std::vector<CifSite> &sites)
{
  std::vector<bool> disordered;
  for (std::size_t i = 0; i < origins.size(); ++i)
    disordered.push_back(is_disordered(crystal.atoms[i], origins[i]));
  const std::vector<bool> removed =
      find_disordered_solvent(crystal, disordered, options.remove_solvent,
                              options.remove_coordinated_solvent, crystal.notes);
  keep_atoms(crystal, origins, sites, removed);
}

}    // namespace

Crystal read_cif(const std::filesystem::path &file, const ReadOptions &options)
{
  return read_cif_text(read_text(file), file.string(), options);
}

Crystal read_cif_text(const std::string &text, const std::string &name, const ReadOptions &options)
{
  Crystal crystal;
  crystal.source = name;
  gemmi::cif::Document document = parse_cif(text, name, crystal.notes);
  Block &block = single_structure(document, name);
  const gemmi::UnitCell cell = read_cell(block, name);
  crystal.cell = matrix_of(cell);
  check_cell(crystal.cell, name);
  std::vector<CifSite> sites = read_sites(block, cell, name, options, crystal.notes);
  note_equal_labels(sites, crystal.notes);
  const CifSymmetry symmetry = read_symmetry(block, crystal.cell, name);
  if (!has_angles(block)) check_assumed_angles(symmetry, crystal);
  crystal.space_group = symmetry.name;
  crystal.notes.insert(crystal.notes.end(), symmetry.notes.begin(), symmetry.notes.end());
  crystal.given_bonds = read_bonds(block, name);
  const std::string *model = block.find_value("_softmode_model");
  if (model && !as_string(*model).empty()) mark_as_model(crystal, as_string(*model));
  Expansion all = expanded(symmetry, sites, cell, declared_content(block), crystal);
  settle(block, sites, all, crystal);
  crystal.atoms = std::move(all.atoms);
  leave_out_empty_sites(crystal, all.origins, sites);
  const std::vector<ClosePair> overlaps = overlapping_pairs(crystal);
  bool changed = merge_atoms_listed_twice(crystal, all.origins, overlaps);
  note_other_formula(block, crystal);
  if (options.remove_solvent || options.remove_coordinated_solvent) {
    remove_disordered_solvent(crystal, all.origins, options, sites);
    changed = true;
  }
  if (!options.disorder_seed && !options.keep_flaws) refuse_disorder(sites, name);
  if (options.disorder_seed) {
    crystal = resolve_disorder(crystal, all.origins, *options.disorder_seed);
    changed = true;
  }
  take_deuterium_as_hydrogen(crystal);
  if (!options.keep_flaws) changed ? check_overlaps(crystal) : refuse_overlaps(crystal, overlaps);
  return crystal;
}

}    // namespace softmode
