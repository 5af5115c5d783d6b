// SPDX-License-Identifier: BSD-3-Clause
#include "structure/solvent.h"

#include "structure/fragments.h"
#include "support/error.h"

#include <algorithm>
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
  if (counts.empty()) result.notes.push_back("no such solvent to remove");
  return result;
}

}    // namespace softmode
