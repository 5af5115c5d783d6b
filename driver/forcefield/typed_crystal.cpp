// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/typed_crystal.h"

#include "chemistry/formal_charge.h"
#include "chemistry/missing_hydrogens.h"
#include "support/error.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace softmode {

namespace {

// what softmode follows is the bonds between carboxylates and metals, or their contacts with ions, the
// only atoms that find_bonds() lets be alone: there must be some
void check_framework(const Crystal &crystal, const BondGraph &graph, const Chemistry &chemistry)
{
  const bool has_ion = std::any_of(graph.neighbours.begin(), graph.neighbours.end(),
                                   [](const auto &list) { return list.empty(); });
  if (chemistry.topology.bonds.empty() && !(has_ion && !chemistry.topology.carboxylates.empty()))
    fail(ExitCode::structure,
         "{}: no carboxylate (C bonded to two O and one other atom) that binds a metal, and no "
         "imidazolate",
         crystal.source);
}

std::vector<std::string> checked_atoms(const Crystal &crystal, const BondGraph &graph,
                                       const Chemistry &chemistry)
{
  const MissingHydrogens missing = find_missing_hydrogens(crystal, graph, chemistry);
  refuse_missing_hydrogens(crystal, missing);
  std::vector<std::string> notes = notes_of_missing(crystal, missing);
  for (std::string &flaw : find_missing_charge(crystal, graph, chemistry, missing))
    notes.push_back(std::move(flaw));
  return notes;
}

// Where an atom of a linker, or water, lacks hydrogens every number that follows would be wrong without a word: a stop.
// What bond valences and formal charges alone tell is a note, as averaged or poor coordinates give such sums, too.
// A metal holds an oxygen whether the potential calls it ionic or not.
std::vector<std::string> checked_atoms(const Crystal &crystal, const Potential &potential,
                                       const BondGraph &graph, const Chemistry &chemistry)
{
  if (potential.ionic.empty()) return checked_atoms(crystal, graph, chemistry);
  const BondGraph with_ions = bond_graph(crystal);
  return checked_atoms(crystal, with_ions, perceive(crystal, with_ions));
}

}    // namespace

PerceivedCrystal::PerceivedCrystal(const Crystal &c, const Potential &p) :
    crystal(c), potential(p), graph(find_bonds(c, p.ionic)), chemistry(perceive(c, graph)),
    doubts(checked_atoms(c, p, graph, chemistry))
{
  check_framework(c, graph, chemistry);    // after its hydrogens: a bare formate is no carboxylate
}

TypedCrystal::TypedCrystal(const Crystal &c, const Potential &p) :
    PerceivedCrystal(c, p), table(UffTable::read(p.atom_types)),
    typed(assign_types(c, graph, chemistry, table))
{
  if (p.overlay && chemistry.topology.imidazolates)
    fail(ExitCode::parameters,
         "{}: an overlay couples C-O of carboxylates, and {} has imidazolates; use a potential "
         "without one",
         p.file.string(), c.source);
}

bool PerceivedCrystal::is_ionic(int atom) const
{
  return std::find(potential.ionic.begin(), potential.ionic.end(), crystal.atoms[atom].element) !=
         potential.ionic.end();
}

std::vector<IonicContact> PerceivedCrystal::ionic_contacts() const
{
  std::vector<IonicContact> contacts;
  if (potential.ionic.empty()) return contacts;
  const auto add = [&](int metal, int oxygen, double distance) {
    if (is_ionic(metal) && crystal.atoms[oxygen].element == "O" && chemistry.carboxylate[oxygen])
      contacts.push_back({metal, oxygen, distance});
  };
  for_each_close_pair(crystal, potential.state->bond_below->value, [&](const ClosePair &p) {
    add(p.first, p.second, p.distance);
    add(p.second, p.first, p.distance);
  });
  return contacts;
}

std::vector<MetalCarboxylateBond> PerceivedCrystal::coupled_bonds() const
{
  std::map<AtomTag, int> carboxylate_of;
  for (std::size_t i = 0; i < chemistry.topology.carboxylates.size(); ++i)
    for (const AtomTag oxygen : chemistry.topology.carboxylates[i].oxygens)
      carboxylate_of[oxygen] = static_cast<int>(i);
  std::vector<MetalCarboxylateBond> bonds = chemistry.topology.bonds;
  std::set<std::pair<int, int>> pairs;
  for (const IonicContact &c : ionic_contacts()) {
    if (!pairs.emplace(c.metal, c.oxygen).second)
      fail(ExitCode::structure,
           "{}: {} {} touches two images of oxygen {}; take a larger supercell", crystal.source,
           crystal.atoms[c.metal].element, c.metal + 1, c.oxygen + 1);
    bonds.push_back({c.metal, c.oxygen, carboxylate_of.at(c.oxygen)});
  }
  return bonds;
}

Eigen::Vector3d PerceivedCrystal::bond_vector(int from, const Neighbour &to) const
{
  return crystal.cell * (crystal.atoms[to.atom].fractional + to.shift.cast<double>() -
                         crystal.atoms[from].fractional);
}

double PerceivedCrystal::crystal_angle(int centre, const Neighbour &i, const Neighbour &k) const
{
  const Eigen::Vector3d a = bond_vector(centre, i), b = bond_vector(centre, k);
  return std::atan2(a.cross(b).norm(), a.dot(b));
}

std::string TypedCrystal::names(std::initializer_list<int> atoms) const
{
  std::string text;
  for (const int atom : atoms) text += (text.empty() ? "" : "-") + typed[atom].type->name;
  return text;
}

bool is_sp2(const UffType &t)
{
  return t.geometry == "trigonal" || t.geometry == "resonant-trigonal";
}

bool is_sp3(const UffType &t)
{
  return t.geometry == "tetrahedral";
}

}    // namespace softmode
