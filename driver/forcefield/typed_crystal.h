// SPDX-License-Identifier: BSD-3-Clause
// A crystal as a potential sees it: its bonds, its chemistry and a type for each atom. What terms are
// made from, and what explanations of them are read from.
#pragma once

#include "chemistry/chemistry.h"
#include "forcefield/potential.h"
#include "forcefield/typing.h"

#include <Eigen/Core>

#include <initializer_list>
#include <string>
#include <vector>

namespace softmode {

/// A carboxylate oxygen near an ionic metal; each image of a pair is a contact of its own.
struct IonicContact {
  int metal, oxygen;
  double distance;    ///< A
};

/// A crystal, its bonds and its chemistry, as far as they depend on the potential.
class PerceivedCrystal {
 public:
  /// Crystal and potential must outlive it.
  /// \throws Error (structure) that names the atoms; also if no carboxylate binds a metal or stands
  ///   beside an ion, and if hydrogens are missing.
  PerceivedCrystal(const Crystal &crystal, const Potential &potential);
  PerceivedCrystal(const PerceivedCrystal &) = delete;
  PerceivedCrystal &operator=(const PerceivedCrystal &) = delete;

  int size() const { return static_cast<int>(graph.size()); }
  bool is_ionic(int atom) const;
  bool is_carboxylate_bond(int i, int j) const
  {
    return chemistry.carboxylate[i] && chemistry.carboxylate[j];
  }
  /// Contacts shorter than the state's `bond_below`; none without ionic metals.
  std::vector<IonicContact> ionic_contacts() const;
  /// Metal-carboxylate bonds and ionic contacts: what the terms of an overlay are about.
  /// \throws Error (structure) if an ion touches two images of one oxygen, which terms of atoms cannot tell apart.
  std::vector<MetalCarboxylateBond> coupled_bonds() const;
  /// From an atom to a neighbour, A.
  Eigen::Vector3d bond_vector(int from, const Neighbour &to) const;
  /// Angle at `centre` in the crystal, rad.
  double crystal_angle(int centre, const Neighbour &i, const Neighbour &k) const;

  const Crystal &crystal;
  const Potential &potential;
  const BondGraph graph;
  const Chemistry chemistry;
  const std::vector<std::string> doubts;    ///< atoms that may be missing, for notes
};

/// With a UFF4MOF type for each atom.
class TypedCrystal : public PerceivedCrystal {
 public:
  /// \throws Error (structure, parameters) as above, and for an atom that has no type.
  TypedCrystal(const Crystal &crystal, const Potential &potential);

  const UffType &type(int atom) const { return *typed[atom].type; }
  double order(int i, int j) const { return bond_order(crystal, chemistry, i, j); }
  /// "Cu4+2-O_2-C_R"
  std::string names(std::initializer_list<int> atoms) const;

  const UffTable table;
  const std::vector<TypedAtom> typed;
};

bool is_sp2(const UffType &type);
bool is_sp3(const UffType &type);

}    // namespace softmode
