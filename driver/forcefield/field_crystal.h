// SPDX-License-Identifier: BSD-3-Clause
// A crystal in a field of tables: the type of each atom, and the rows that make its terms.
#pragma once

#include "forcefield/system.h"
#include "forcefield/typed_crystal.h"

#include <initializer_list>
#include <string>
#include <vector>

namespace softmode {

class FieldCrystal : public PerceivedCrystal {
 public:
  /// The potential has a field. Crystal and potential must outlive it.
  /// \throws Error (structure, parameters) that names the atoms; also for an environment without a type.
  FieldCrystal(const Crystal &crystal, const Potential &potential);

  const Field &field() const { return *potential.field; }
  /// Name of its type, and why.
  const std::string &type(int atom) const { return types[atom]; }
  std::string reason(int atom) const;
  /// "O_ca-Zn-O_ca"
  std::string names(const std::vector<int> &atoms) const;

 private:
  std::vector<std::string> types;
};

/// Every bond, angle, dihedral and improper (about three neighbours, the centre first) of the crystal
/// by the rows of the field.
/// \throws Error (parameters) that names the atoms, their neighbours and the types tried, for one that
///   has neither a row nor is listed as absent.
void add_field_terms(const FieldCrystal &in, System &system);

/// Pair styles and coefficients for the atom types of the system, and its packages.
/// \throws Error (parameters) that names a type without numbers, or forms that do not go together.
void add_field_pairs(const FieldCrystal &in, System &system);

}    // namespace softmode
