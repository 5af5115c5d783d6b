// SPDX-License-Identifier: BSD-3-Clause
#include "structure/cif_expansion.h"

#include "structure/bonds.h"
#include "structure/element_environment.h"
#include "support/error.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace softmode {

namespace {

constexpr double same_site_distance = 0.1;       // A; images of one site this close are one atom
constexpr std::size_t most_images = 20000000;    // of all sites together

// all images of one site; images on top of each other (special positions) are one atom
void expand(const CifSite &site, int index, const std::vector<gemmi::Op> &operations,
            const gemmi::UnitCell &cell, Expansion &all)
{
  const std::size_t first = all.atoms.size();
  const Eigen::Vector3d &x = site.atom.fractional;
  for (std::size_t op = 0; op < operations.size(); ++op) {
    const auto image = operations[op].apply_to_xyz({{x[0], x[1], x[2]}});
    const gemmi::Fractional f(image[0], image[1], image[2]);
    std::size_t same = first;
    for (; same < all.atoms.size(); ++same) {
      const Eigen::Vector3d &g = all.atoms[same].fractional;
      if (cell.distance_sq(f, gemmi::Fractional(g[0], g[1], g[2])) <
          same_site_distance * same_site_distance)
        break;
    }
    if (same == all.atoms.size()) {
      all.atoms.push_back(site.atom);
      all.atoms.back().fractional = wrapped({f.x, f.y, f.z});
      all.origins.push_back({site.assembly, site.group, {}, index});
      all.site_of.push_back(index);
    }
    all.origins[same].operations.push_back(static_cast<int>(op));
  }
}

Expansion expanded_by(const std::vector<CifSite> &sites, const std::vector<gemmi::Op> &operations,
                      const gemmi::UnitCell &cell, const std::string &name)
{
  if (sites.size() > most_images / operations.size())
    fail(ExitCode::structure, "{}: {} sites with {} operations are more than {} atoms", name,
         sites.size(), operations.size(), most_images);
  Expansion all;
  all.atoms.reserve(sites.size());
  all.origins.reserve(sites.size());
  for (std::size_t i = 0; i < sites.size(); ++i)
    expand(sites[i], static_cast<int>(i), operations, cell, all);
  return all;
}

/// How little a choice of origin makes of the atoms.
struct OriginFaults {
  std::size_t overlaps = 0, misfits = 0;    // pairs; sites where their element cannot be
  bool other_formula = false;
};

OriginFaults faults_of(const Expansion &expansion, const Crystal &frame,
                       const std::optional<Composition> &formula)
{
  Crystal crystal = frame;
  crystal.atoms = expansion.atoms;
  OriginFaults faults;
  std::map<std::string, double> radii;
  for (const CrystalAtom &atom : crystal.atoms) radii[atom.element] = covalent_radius(atom.element);
  // the first atom of each site stands for it
  std::map<int, std::vector<EnvironmentAtom>> around;
  for (int i = 0; i < static_cast<int>(crystal.atoms.size()); ++i)
    if (i == 0 || expansion.site_of[i] != expansion.site_of[i - 1]) around[i] = {};
  constexpr double overlap = 0.5;
  for_each_close_pair(crystal, environment_radius, [&](const ClosePair &pair) {
    const std::string &a = crystal.atoms[pair.first].element,
                      &b = crystal.atoms[pair.second].element;
    if (pair.distance < overlap * (radii[a] + radii[b])) ++faults.overlaps;
    const auto first = around.find(pair.first), second = around.find(pair.second);
    if (first != around.end()) first->second.push_back({{b}, pair.distance});
    if (second != around.end()) second->second.push_back({{a}, pair.distance});
  });
  if (faults.overlaps > 0) return faults;    // which decide alone
  for (const auto &[atom, neighbours] : around)
    if (!fits_environment(crystal.atoms[atom].element, neighbours)) ++faults.misfits;
  faults.other_formula = formula && !is_multiple_of(*formula, crystal.atoms);
  return faults;
}

// which of two origins makes a structure: no overlaps, the formula, elements where they can be
int better_origin(const OriginFaults &a, const OriginFaults &b)
{
  const auto compare = [](std::size_t x, std::size_t y) { return x < y ? -1 : x > y ? 1 : 0; };
  if (const int by = compare(a.overlaps > 0, b.overlaps > 0)) return by;
  if (const int by = compare(a.other_formula, b.other_formula)) return by;
  return compare(a.misfits, b.misfits);
}

// deuterium counts as hydrogen: formulas write one for the other
Composition in_parts(const Composition &composition)
{
  Composition parts;
  double total = 0.0;
  for (const auto &[element, n] : composition) total += n;
  for (const auto &[element, n] : composition) parts[element == "D" ? "H" : element] += n / total;
  return parts;
}

// An asymmetric unit is cut somewhere: atoms there have too few partners.
bool has_its_partners(const std::string &element, const std::vector<EnvironmentAtom> &around)
{
  constexpr double bond = 1.25, triple_bond = 1.25;    // of the sum of covalent radii; A
  int partners = 0;
  double shortest = 1e9;    // to others than hydrogen
  for (const EnvironmentAtom &other : around) {
    const std::string &e = other.elements[0];
    if (other.distance > bond * (covalent_radius(element) + covalent_radius(e))) continue;
    if (is_metal(element) && (is_metal(e) || e == "H" || e == "D")) continue;
    ++partners;
    if (e != "H" && e != "D") shortest = std::min(shortest, other.distance);
  }
  if (is_metal(element)) return partners >= 4;
  if (element == "C") return partners >= 3 || (partners == 2 && shortest < triple_bond);
  if (element == "N") return partners >= 2 || (partners == 1 && shortest < triple_bond);
  return partners >= 1;
}

// The first sign that the atoms are a part of the cell; empty if there is none.
std::string sign_of_a_part(const Crystal &whole, const DeclaredContent &declared)
{
  constexpr double most_of_a_half =
      0.6;    // a part is at most half of the cell; solvent may be left out of it
  if (declared.each_site_many_times) return "the file gives each site a multiplicity above 1";
  if (const double found = density(whole); found < most_of_a_half * declared.density)
    return fmt::format("the atoms listed give {:.2f} g/cm3, the file {:.2f} g/cm3", found,
                       declared.density);
  if (!declared.formula) return {};
  double atoms = 0.0, unit = 0.0;
  for (const CrystalAtom &atom : whole.atoms) atoms += atom.occupancy;
  for (const auto &[element, n] : *declared.formula) unit += n;
  if (atoms < most_of_a_half * unit * declared.formula_units)
    return fmt::format("{:g} atoms are listed, the file's formula and Z give {:g}", atoms,
                       unit * declared.formula_units);
  if (!is_multiple_of(*declared.formula, whole.atoms))
    return "the atoms listed are no multiple of the file's formula";
  return {};
}

std::string sign_of_a_cut(const Crystal &whole, const Expansion &expansion)
{
  const OriginFaults faults = faults_of(expansion, whole, {});
  if (faults.overlaps > 0) return "atoms listed lie on top of each other";
  if (faults.misfits > 0) return "the surroundings of atoms listed do not fit their elements";
  std::vector<std::vector<EnvironmentAtom>> around(whole.atoms.size());
  for_each_close_pair(whole, environment_radius, [&](const ClosePair &p) {
    around[p.first].push_back({{whole.atoms[p.second].element}, p.distance});
    around[p.second].push_back({{whole.atoms[p.first].element}, p.distance});
  });
  for (std::size_t i = 0; i < whole.atoms.size(); ++i)
    if (!has_its_partners(whole.atoms[i].element, around[i]))
      return fmt::format("atom {} ({}) has too few partners", whole.atoms[i].label,
                         whole.atoms[i].element);
  return {};
}

// where the file says nothing of symmetry its atoms are all there are, if they make a structure
void check_is_whole(const Expansion &expansion, const DeclaredContent &declared, Crystal &crystal)
{
  Crystal whole = crystal;
  whole.atoms = expansion.atoms;
  std::string sign = sign_of_a_part(whole, declared);
  if (sign.empty()) sign = sign_of_a_cut(whole, expansion);
  if (!sign.empty())
    fail(ExitCode::structure,
         "{}: no symmetry: expected _space_group_symop_operation_xyz, _symmetry_equiv_pos_as_xyz "
         "or a space group name; {}; for a cell with all atoms listed, add 'x,y,z'",
         crystal.source, sign);
  crystal.notes.push_back(fmt::format(
      "the file says nothing of symmetry: P 1 is taken, as the atoms listed make a structure{}",
      declared.formula ? " of its formula" : ""));
}

}    // namespace

bool is_multiple_of(const Composition &formula, const std::vector<CrystalAtom> &atoms)
{
  Composition found;
  for (const CrystalAtom &atom : atoms) found[atom.element] += atom.occupancy;
  const Composition a = in_parts(found), b = in_parts(formula);
  return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const auto &part) {
           const auto other = b.find(part.first);
           return other != b.end() && std::fabs(part.second - other->second) < 1e-3;
         });
}

Expansion expanded(const CifSymmetry &symmetry, const std::vector<CifSite> &sites,
                   const gemmi::UnitCell &cell, const DeclaredContent &declared, Crystal &crystal)
{
  Expansion first = expanded_by(sites, symmetry.operations, cell, crystal.source);
  if (symmetry.assumed) check_is_whole(first, declared, crystal);
  if (symmetry.origins.size() < 2) return first;
  Expansion second = expanded_by(sites, symmetry.origins[1].second, cell, crystal.source);
  const OriginFaults a = faults_of(first, crystal, declared.formula),
                     b = faults_of(second, crystal, declared.formula);
  if (a.overlaps > 0 && b.overlaps > 0)
    fail(ExitCode::structure,
         "{}: the space group '{}' has two choices of origin and no symmetry operations are "
         "listed, and with both atoms lie on top of each other; write '{}' or '{}', or add "
         "_space_group_symop_operation_xyz",
         crystal.source, symmetry.name, symmetry.origins[0].first, symmetry.origins[1].first);
  const int by = better_origin(a, b);
  const bool take_second = by > 0;
  crystal.notes.push_back(
      fmt::format("the space group '{}' has two choices of origin: '{}' is taken, {}",
                  symmetry.name, symmetry.origins[take_second ? 1 : 0].first,
                  by == 0 ? "with the origin on the centre of symmetry; the atoms do not tell "
                            "which is meant, so write it into the file"
                          : "as the atoms make no structure with the other"));
  return take_second ? second : first;
}

}    // namespace softmode
