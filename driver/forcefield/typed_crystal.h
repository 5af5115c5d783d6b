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

class TypedCrystal {
 public:
  /// Crystal and potential must outlive it.
  /// \throws Error (structure, parameters) that names the atoms; also if no carboxylate binds a metal
  ///   or stands beside an ion.
  TypedCrystal(const Crystal &crystal, const Potential &potential);
  TypedCrystal(const TypedCrystal &) = delete;
  TypedCrystal &operator=(const TypedCrystal &) = delete;

  int size() const { return static_cast<int>(graph.size()); }
  const UffType &type(int atom) const { return *typed[atom].type; }
  bool is_ionic(int atom) const;
  bool is_carboxylate_bond(int i, int j) const
  {
    return chemistry.carboxylate[i] && chemistry.carboxylate[j];
  }
  double order(int i, int j) const { return bond_order(crystal, chemistry, i, j); }

  /// From an atom to a neighbour, A.
  Eigen::Vector3d bond_vector(int from, const Neighbour &to) const;
  /// Angle at `centre` in the crystal, rad.
  double crystal_angle(int centre, const Neighbour &i, const Neighbour &k) const;
  /// "Cu4+2-O_2-C_R"
  std::string names(std::initializer_list<int> atoms) const;

  const Crystal &crystal;
  const Potential &potential;
  const UffTable table;
  const BondGraph graph;
  const Chemistry chemistry;
  const std::vector<TypedAtom> typed;
};

bool is_sp2(const UffType &type);
bool is_sp3(const UffType &type);

}    // namespace softmode
