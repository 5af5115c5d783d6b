// SPDX-License-Identifier: BSD-3-Clause
#include "structure/solvent.h"

#include "structure/disjoint_sets.h"
#include "structure/fragments.h"
#include "support/error.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace softmode {

namespace {

constexpr double oxide_ratio = 0.9;    // of the sum of covalent radii: Ti=O 0.74, Cu-OH2 1.1

struct KnownSolvent {
  const char *formula, *without_hydrogen, *name;
};

// neutral molecules only: removing them leaves the framework neutral
constexpr KnownSolvent known_solvents[] = {
    {"H2O", "O", "water"},
    {"CH4O", "CO", "methanol"},
    {"C2H6O", "C2O", "ethanol"},
    {"C3H8O", "C3O", "propanol"},
    {"C3H6O", "C3O", "acetone"},
    {"C4H8O", "C4O", "tetrahydrofuran"},
    {"C4H8O2", "C4O2", "dioxane or ethyl acetate"},
    {"C4H10O", "C4O", "diethyl ether or butanol"},
    {"C2H6O2", "C2O2", "ethylene glycol"},
    {"C3H7NO", "C3NO", "dimethylformamide"},
    {"C5H11NO", "C5NO", "diethylformamide"},
    {"C4H9NO", "C4NO", "dimethylacetamide"},
    {"C5H9NO", "C5NO", "methylpyrrolidone"},
    {"CH3NO", "CNO", "formamide"},
    {"C2H6OS", "C2OS", "dimethyl sulfoxide"},
    {"C2H3N", "C2N", "acetonitrile"},
    {"C5H5N", "C5N", "pyridine"},
    {"H3N", "N", "ammonia"},
    {"C2H7N", "C2N", "dimethylamine"},
    {"C6H6", "C6", "benzene"},
    {"C7H8", "C7", "toluene"},
    {"CHCl3", "CCl3", "chloroform"},
    {"CH2Cl2", "CCl2", "dichloromethane"},
    {"CO2", "", "carbon dioxide"},
    {"N2", "", "nitrogen"},
};

// "" if the molecule is none of the list
std::string solvent_name(const std::string &formula)
{
  for (const KnownSolvent &s : known_solvents)
    if (formula == s.formula) return s.name;
  for (const KnownSolvent &s : known_solvents)
    if (formula == s.without_hydrogen) return std::string(s.name) + " without hydrogens";
  return "";
}

std::vector<bool> metals(const Crystal &crystal)
{
  std::vector<bool> result;
  for (const CrystalAtom &atom : crystal.atoms) result.push_back(is_metal(atom.element));
  return result;
}

// held by one O or N to one metal, and no oxide?
bool is_held_by_one_donor(const Crystal &crystal, const BondGraph &graph,
                          const std::vector<bool> &metal, const std::vector<int> &atoms)
{
  int bonds = 0;
  bool plausible = false;
  for (const int i : atoms)
    for (const Neighbour &n : graph.neighbours[i]) {
      if (!metal[n.atom]) continue;
      ++bonds;
      const std::string &donor = crystal.atoms[i].element;
      const double sum = covalent_radius(donor) + covalent_radius(crystal.atoms[n.atom].element);
      plausible =
          (donor == "O" || donor == "N") && (atoms.size() > 1 || n.distance > oxide_ratio * sum);
    }
  return bonds == 1 && plausible;
}

bool binds_metal(const BondGraph &graph, const std::vector<bool> &metal,
                 const std::vector<int> &atoms)
{
  return std::any_of(atoms.begin(), atoms.end(), [&](int i) {
    return std::any_of(graph.neighbours[i].begin(), graph.neighbours[i].end(),
                       [&](const Neighbour &n) { return metal[n.atom]; });
  });
}

}    // namespace

std::vector<SolventMolecule> find_solvent(const Crystal &crystal, const BondGraph &graph)
{
  const std::vector<bool> metal = metals(crystal);
  std::vector<bool> nonmetal = metal;
  nonmetal.flip();
  std::vector<SolventMolecule> result;
  bool has_framework = std::any_of(metal.begin(), metal.end(), [](bool m) { return m; });
  for (const Fragment &fragment : fragments(graph, nonmetal)) {
    has_framework = has_framework || fragment.dimension > 0;
    if (fragment.dimension > 0) continue;
    const std::string molecule = hill_formula(crystal, fragment.atoms);
    const std::string name = solvent_name(molecule);
    const bool free = !binds_metal(graph, metal, fragment.atoms);
    if (free)
      result.push_back({name.empty() ? "unknown" : name, molecule, fragment.atoms, false});
    else if (!name.empty() && is_held_by_one_donor(crystal, graph, metal, fragment.atoms))
      result.push_back({name, molecule, fragment.atoms, true});
  }
  if (!has_framework)
    result.clear();    // a crystal of molecules has no solvent to tell from the rest
  return result;
}

Crystal without_solvent(const Crystal &crystal, bool remove_free, bool remove_coordinated)
{
  std::vector<bool> removed(crystal.atoms.size());
  std::map<std::string, int> counts;
  for (const SolventMolecule &molecule : find_solvent(crystal, bond_graph(crystal))) {
    if (molecule.coordinated ? !remove_coordinated : !remove_free) continue;
    for (const int i : molecule.atoms) removed[i] = true;
    std::string what = fmt::format("{} {} ({})", molecule.coordinated ? "coordinated" : "free",
                                   molecule.formula, molecule.name);
    if (molecule.name == "unknown") what += "; if it is an ion, what is left is charged";
    ++counts[what];
  }
  Crystal result = crystal;
  result.atoms.clear();
  for (std::size_t i = 0; i < crystal.atoms.size(); ++i)
    if (!removed[i]) result.atoms.push_back(crystal.atoms[i]);
  if (result.atoms.empty())
    fail(ExitCode::structure, "{}: without solvent nothing is left", crystal.source);
  for (const auto &[what, count] : counts)
    result.notes.push_back(fmt::format("removed {} {}", count, what));
  const bool removed_before =
      std::any_of(result.notes.begin(), result.notes.end(),
                  [](const std::string &note) { return note.rfind("removed ", 0) == 0; });
  if (counts.empty() && !removed_before) result.notes.push_back("no such solvent to remove");
  return result;
}

namespace {

constexpr double overlap = 0.75, longest_bond = 1.25;    // of the sum of covalent radii
// solvent is often closer to a framework that it does not hold to than its own poor bonds are long
constexpr double longest_bond_to_ordered = 1.15;

class DisorderedSolvent {
 public:
  DisorderedSolvent(const Crystal &c, const std::vector<bool> &d) :
      crystal(c), disordered(d), metal(metals(c)), parts(c.atoms.size()), nearest(c.atoms.size())
  {
    for (const CrystalAtom &atom : crystal.atoms) {
      radius.push_back(covalent_radius(atom.element));
      hydrogen.push_back(atom.element == "H" || atom.element == "D");
    }
    const double largest = *std::max_element(radius.begin(), radius.end());
    for_each_close_pair(crystal, 2.0 * longest_bond * largest, [&](const ClosePair &p) {
      const double ratio = p.distance / (radius[p.first] + radius[p.second]);
      if (ratio < longest_bond) look_at(p, ratio);
    });
    for (int i = 0; i < static_cast<int>(crystal.atoms.size()); ++i)
      if (nearest[i].atom >= 0) parts.join(i, nearest[i].atom);
  }

  std::vector<bool> find(bool free, bool coordinated, std::vector<std::string> &notes)
  {
    std::map<int, std::vector<int>> members;
    for (int i = 0; i < static_cast<int>(crystal.atoms.size()); ++i)
      if (!metal[i]) members[parts.find(i)].push_back(i);
    std::vector<bool> found(crystal.atoms.size());
    std::map<std::string, std::pair<int, double>> counts[2];    // positions and atoms by element
    for (const auto &[first, atoms] : members) {
      if (std::none_of(atoms.begin(), atoms.end(), [&](int i) { return disordered[i]; })) continue;
      const bool is_free =
          std::none_of(atoms.begin(), atoms.end(), [&](int i) { return holders.count(i) > 0; });
      if (!(is_free ? free : coordinated && is_coordinated_solvent(atoms))) continue;
      for (const int i : atoms) {
        found[i] = true;
        auto &[positions, sum] = counts[is_free ? 0 : 1][crystal.atoms[i].element];
        ++positions;
        sum += crystal.atoms[i].occupancy;
      }
    }
    for (const int k : {0, 1}) {
      std::string text;
      for (const auto &[element, count] : counts[k])
        text += fmt::format("{}{:.3g} {} in {} positions", text.empty() ? "" : ", ", count.second,
                            element, count.first);
      if (!text.empty())
        notes.push_back(fmt::format("removed disordered {} solvent, by occupancy {}",
                                    k == 0 ? "free" : "coordinated", text));
    }
    return found;
  }

 private:
  struct Nearest {
    int atom = -1;
    double ratio = longest_bond;
  };

  void look_at(const ClosePair &p, double ratio)
  {
    const int i = p.first, j = p.second;
    if (metal[i] && metal[j]) return;
    if (metal[i] || metal[j]) {
      if (!hydrogen[i] && !hydrogen[j]) holders[metal[i] ? j : i][metal[i] ? i : j] = ratio;
      return;
    }
    const bool one_ordered = disordered[i] != disordered[j];
    if (one_ordered && (ratio < overlap || ratio > longest_bond_to_ordered)) return;
    if (hydrogen[i] != hydrogen[j]) {    // a hydrogen belongs to one atom
      Nearest &known = nearest[hydrogen[i] ? i : j];
      if (ratio < known.ratio) known = {hydrogen[i] ? j : i, ratio};
      return;
    }
    const bool apart = ratio >= overlap;
    const bool oxygens = crystal.atoms[i].element == "O" && crystal.atoms[j].element == "O";
    if (hydrogen[i] ? apart : apart && oxygens && (disordered[i] || disordered[j])) return;
    parts.join(i, j);
  }

  bool is_coordinated_solvent(const std::vector<int> &atoms) const
  {
    int held_by = -1;
    double donors = 0.0, closest = 1e9;
    std::map<std::string, double> sums;
    for (const int i : atoms) {
      const std::string &element = crystal.atoms[i].element;
      if (!hydrogen[i]) sums[element] += crystal.atoms[i].occupancy;
      const auto held = holders.find(i);
      if (held == holders.end()) continue;
      for (const auto &[metal_atom, ratio] : held->second) {
        if ((element != "O" && element != "N") || (held_by >= 0 && held_by != metal_atom))
          return false;
        held_by = metal_atom;
        closest = std::min(closest, ratio);
      }
      donors += crystal.atoms[i].occupancy;
    }
    if (donors <= 0.0 || donors > 1.05) return false;
    std::map<std::string, int> counts;
    for (const auto &[element, sum] : sums) {
      const double count = sum / donors;
      if (std::abs(count - std::round(count)) > 0.15 || std::lround(count) < 1) return false;
      counts[element] = static_cast<int>(std::lround(count));
    }
    std::string molecule;    // in Hill's order, as carbon comes first in these elements
    for (const auto &[element, count] : counts)
      molecule += element + (count > 1 ? std::to_string(count) : "");
    const bool lone = counts.size() == 1 && counts.begin()->second == 1;
    return !(lone && closest <= oxide_ratio) && !solvent_name(molecule).empty();
  }

  const Crystal &crystal;
  const std::vector<bool> &disordered;
  const std::vector<bool> metal;
  std::vector<double> radius;
  std::vector<bool> hydrogen;
  DisjointSets parts;
  std::vector<Nearest> nearest;                    // heavy atom of each hydrogen
  std::map<int, std::map<int, double>> holders;    // of each nonmetal, its metals and ratios
};

}    // namespace

std::vector<bool> find_disordered_solvent(const Crystal &crystal,
                                          const std::vector<bool> &disordered, bool free,
                                          bool coordinated, std::vector<std::string> &notes)
{
  const std::vector<bool> metal = metals(crystal);
  if (std::none_of(metal.begin(), metal.end(), [](bool m) { return m; }))
    return std::vector<bool>(crystal.atoms.size());    // nothing tells solvent from the rest
  return DisorderedSolvent(crystal, disordered).find(free, coordinated, notes);
}

}    // namespace softmode
