// SPDX-License-Identifier: BSD-3-Clause
#include "chemistry/inspection.h"

#include "chemistry/chemistry.h"
#include "chemistry/formal_charge.h"
#include "chemistry/missing_hydrogens.h"
#include "structure/fragments.h"
#include "structure/solvent.h"

#include <Eigen/LU>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace softmode {

namespace {

void add(LengthStatistics &s, double length)
{
  s.min = s.count == 0 ? length : std::min(s.min, length);
  s.max = s.count == 0 ? length : std::max(s.max, length);
  s.mean += (length - s.mean) / ++s.count;
}

/// A metal and its image, relative to some atom.
using MetalImage = std::array<int, 4>;

class Inspector {
 public:
  explicit Inspector(const Crystal &c) :
      crystal(c), graph(bond_graph(c)), chemistry(perceive(c, graph)),
      solvents(find_solvent(c, graph)), solvent_of(c.atoms.size(), -1)
  {
    for (int k = 0; k < static_cast<int>(solvents.size()); ++k)
      for (const int i : solvents[k].atoms) solvent_of[i] = k;
  }

  Inspection look()
  {
    describe_cell();
    describe_metals();
    describe_nodes();
    describe_oxygens();
    describe_linkers();
    describe_solvents();
    result.notes = crystal.notes;
    result.flags = find_flaws(crystal, graph);
    flag_missing_hydrogens();
    return std::move(result);
  }

 private:
  void describe_cell()
  {
    result.formula = formula(crystal);
    result.space_group = crystal.space_group;
    result.cell = cell_parameters(crystal.cell);
    result.volume = crystal.cell.determinant();
    result.density = density(crystal);
    result.atoms = crystal.atoms.size();
    double charge = 0.0;
    for (const CrystalAtom &atom : crystal.atoms) {
      if (!atom.charge) return;
      charge += *atom.charge;
    }
    result.net_charge = charge;
  }

  int count_metals(int atom) const
  {
    const auto &list = graph.neighbours[atom];
    return static_cast<int>(std::count_if(
        list.begin(), list.end(), [&](const Neighbour &n) { return chemistry.metal[n.atom]; }));
  }

  int count_element(int atom, const std::string &element) const
  {
    const auto &list = graph.neighbours[atom];
    return static_cast<int>(std::count_if(list.begin(), list.end(), [&](const Neighbour &n) {
      return crystal.atoms[n.atom].element == element;
    }));
  }

  // an oxygen with no neighbours but metals and hydrogens: of a node, or water
  bool is_inorganic_oxygen(int atom) const
  {
    return crystal.atoms[atom].element == "O" &&
           count_metals(atom) + count_element(atom, "H") ==
               static_cast<int>(graph.neighbours[atom].size());
  }

  std::string inorganic_name(int oxygen) const
  {
    if (solvent_of[oxygen] >= 0) return solvents[solvent_of[oxygen]].name;
    const int hydrogens = count_element(oxygen, "H");
    return hydrogens == 0 ? "oxide" : hydrogens == 1 ? "hydroxide" : "water";
  }

  std::string partner_name(int atom) const
  {
    const std::string &element = crystal.atoms[atom].element;
    if (chemistry.metal[atom]) return element;
    if (solvent_of[atom] >= 0) return element + " (" + solvents[solvent_of[atom]].name + ")";
    if (chemistry.carboxylate[atom]) return element + " (carboxylate)";
    if (is_inorganic_oxygen(atom)) return element + " (" + inorganic_name(atom) + ")";
    return element + " (linker)";
  }

  void describe_metals()
  {
    std::map<std::pair<std::string, std::string>, MetalKind> kinds;
    for (int i = 0; i < static_cast<int>(graph.size()); ++i) {
      if (!chemistry.metal[i]) continue;
      const std::string &element = crystal.atoms[i].element;
      const int coordination = static_cast<int>(graph.neighbours[i].size()) - count_metals(i);
      MetalKind &kind =
          kinds
              .emplace(std::make_pair(element, chemistry.environment[i]),
                       MetalKind{element, chemistry.environment[i], 0, coordination, {}})
              .first->second;
      ++kind.count;
      for (const Neighbour &n : graph.neighbours[i])
        add(kind.bonds[partner_name(n.atom)], n.distance);
    }
    for (auto &[key, kind] : kinds) result.metals.push_back(std::move(kind));
  }

  void describe_nodes()
  {
    std::vector<bool> member(graph.size());
    for (int i = 0; i < static_cast<int>(graph.size()); ++i)
      member[i] = chemistry.metal[i] || (crystal.atoms[i].element == "O" && count_metals(i) >= 2);
    std::map<std::tuple<std::string, int, int, int, int>, int> counts;
    for (const Fragment &fragment : fragments(graph, member)) {
      std::vector<int> metals;
      std::array<int, 3> bridges{};    // oxide, hydroxide, water
      for (const int i : fragment.atoms)
        if (chemistry.metal[i])
          metals.push_back(i);
        else if (is_inorganic_oxygen(i))
          ++bridges[std::min(count_element(i, "H"), 2)];
      ++counts[{hill_formula(crystal, metals), bridges[0], bridges[1], bridges[2],
                fragment.dimension}];
    }
    for (const auto &[key, count] : counts)
      result.nodes.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key),
                              std::get<3>(key), std::get<4>(key), count});
  }

  void describe_oxygens()
  {
    for (int i = 0; i < static_cast<int>(graph.size()); ++i)
      if (is_inorganic_oxygen(i) && count_metals(i) > 0)
        ++result.oxygens[fmt::format("{}, {} metal{}", inorganic_name(i), count_metals(i),
                                     count_metals(i) == 1 ? "" : "s")];
  }

  std::set<MetalImage> metals_of(int carbon, const Neighbour &oxygen) const
  {
    std::set<MetalImage> images;
    for (const Neighbour &n : graph.neighbours[oxygen.atom]) {
      const Eigen::Vector3i shift = oxygen.shift + n.shift;
      if (chemistry.metal[n.atom] && n.atom != carbon)
        images.insert({n.atom, shift[0], shift[1], shift[2]});
    }
    return images;
  }

  // how a carboxylate binds: from the metals of its two oxygens
  std::string binding(int carbon) const
  {
    std::vector<std::set<MetalImage>> metals;
    for (const Neighbour &n : graph.neighbours[carbon])
      if (chemistry.carboxylate[n.atom] && crystal.atoms[n.atom].element == "O")
        metals.push_back(metals_of(carbon, n));
    std::set<MetalImage> all = metals[0], shared;
    all.insert(metals[1].begin(), metals[1].end());
    for (const MetalImage &m : metals[0])
      if (metals[1].count(m)) shared.insert(m);
    if (all.empty()) return "free";
    if (!shared.empty()) return all.size() == 1 ? "chelating" : "chelating and bridging";
    if (all.size() == 1) return "monodentate";
    const bool one_oxygen = metals[0].empty() || metals[1].empty();
    return fmt::format("bridging {} metals{}", all.size(), one_oxygen ? " by one oxygen" : "");
  }

  void describe_linkers()
  {
    std::vector<bool> nonmetal = chemistry.metal;
    nonmetal.flip();
    const std::vector<std::vector<int>> rings = small_rings(graph, chemistry.aromatic);
    std::map<std::tuple<std::string, int, int, int>, Linker> kinds;
    result.mixed_linkers = 0;
    for (const Fragment &fragment : fragments(graph, nonmetal)) {
      const bool organic = std::any_of(fragment.atoms.begin(), fragment.atoms.end(),
                                       [&](int i) { return crystal.atoms[i].element == "C"; });
      if (!organic || solvent_of[fragment.atoms[0]] >= 0) continue;
      Linker linker{hill_formula(crystal, fragment.atoms), 0, 0, 0, 0, false};
      std::set<std::string> bindings;
      for (const int i : fragment.atoms) {
        const bool carbon = crystal.atoms[i].element == "C";
        if (carbon && chemistry.carboxylate[i]) {
          ++linker.carboxylates;
          ++result.carboxylates[*bindings.insert(binding(i)).first];
          linker.formate = count_element(i, "H") == 1;
        }
        if (crystal.atoms[i].element == "O" && !chemistry.carboxylate[i] && is_hydroxyl(i))
          ++linker.hydroxyls;
      }
      for (const std::vector<int> &ring : rings)
        if (std::binary_search(fragment.atoms.begin(), fragment.atoms.end(), ring[0]))
          ++linker.aromatic_rings;
      if (bindings.size() > 1) ++result.mixed_linkers;
      ++kinds
            .emplace(std::make_tuple(linker.formula, linker.carboxylates, linker.aromatic_rings,
                                     linker.hydroxyls),
                     linker)
            .first->second.count;
    }
    for (auto &[key, linker] : kinds) result.linkers.push_back(std::move(linker));
  }

  // one bond to carbon, and none to another nonmetal but hydrogen: -OH, or -O- on a metal
  bool is_hydroxyl(int oxygen) const
  {
    return count_element(oxygen, "C") == 1 &&
           count_metals(oxygen) + count_element(oxygen, "H") + 1 ==
               static_cast<int>(graph.neighbours[oxygen].size()) &&
           graph.neighbours[oxygen].size() > 1;
  }

  // HKUST-1 from X-rays: the waters on its metals are lone O
  void flag_missing_hydrogens()
  {
    const MissingHydrogens missing = find_missing_hydrogens(crystal, graph, chemistry);
    std::set<int> flagged;
    for (const SolventMolecule &s : solvents) {
      if (s.name.find(" without hydrogens") == std::string::npos) continue;
      const CrystalAtom &a = crystal.atoms[s.atoms.front()];
      flagged.insert(s.atoms.begin(), s.atoms.end());
      const bool alone = s.atoms.size() == 1 && graph.neighbours[s.atoms.front()].empty();
      result.flags.push_back(fmt::format(
          "{} ({:.3f} {:.3f} {:.3f}) is {}: hydrogen is missing{}", a.label, a.fractional[0],
          a.fractional[1], a.fractional[2], s.name,
          alone ? ", and nothing tells its place; --remove-solvent takes the molecule off" : ""));
    }
    for (const MissingHydrogen &m : missing.atoms)
      if (flagged.count(m.atom) == 0) result.flags.push_back(describe_missing(crystal, m));
    for (const std::string &doubt : missing.doubts) result.notes.push_back(doubt);
    for (std::string &flaw : find_missing_charge(crystal, graph, chemistry, missing))
      result.flags.push_back(std::move(flaw));
    if (!missing.atoms.empty())
      result.notes.push_back("--add-hydrogens puts hydrogens on what lacks them, as a model");
  }

  void describe_solvents()
  {
    std::map<std::tuple<std::string, std::string, bool>, int> counts;
    for (const SolventMolecule &m : solvents) ++counts[{m.name, m.formula, m.coordinated}];
    for (const auto &[key, count] : counts)
      result.solvents.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), count});
  }

  const Crystal &crystal;
  BondGraph graph;
  Chemistry chemistry;
  std::vector<SolventMolecule> solvents;
  std::vector<int> solvent_of;    // index into solvents, -1 for other atoms
  Inspection result;
};

}    // namespace

Inspection inspect(const Crystal &crystal)
{
  return Inspector(crystal).look();
}

}    // namespace softmode
