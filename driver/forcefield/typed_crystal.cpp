// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/typed_crystal.h"

#include "support/error.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

// what softmode follows is the bonds between carboxylates and metals, or their contacts with ions, the
// only atoms that find_bonds() lets be alone: there must be some
Chemistry perceive_framework(const Crystal &crystal, const BondGraph &graph)
{
  Chemistry chemistry = perceive(crystal, graph);
  const bool has_ion = std::any_of(graph.neighbours.begin(), graph.neighbours.end(),
                                   [](const auto &list) { return list.empty(); });
  if (chemistry.topology.bonds.empty() && !(has_ion && !chemistry.topology.carboxylates.empty()))
    fail(ExitCode::structure,
         "{}: no carboxylate (C bonded to two O and one other atom) that binds a metal, and no "
         "imidazolate",
         crystal.source);
  return chemistry;
}

}    // namespace

PerceivedCrystal::PerceivedCrystal(const Crystal &c, const Potential &p) :
    crystal(c), potential(p), graph(find_bonds(c, p.ionic)), chemistry(perceive_framework(c, graph))
{
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
