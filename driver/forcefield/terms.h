// SPDX-License-Identifier: BSD-3-Clause
// The terms of a field, from a typed crystal: one function for each kind, one file for each function.
#pragma once

#include "forcefield/system.h"
#include "forcefield/typed_crystal.h"

#include <map>
#include <string>

namespace softmode {

/// Collects terms; equal coefficients share one type.
template <std::size_t N> class TermCollector {
 public:
  explicit TermCollector(TermList<N> &target) : list(target) {}

  void add(const std::array<int, N> &atoms, const TermType &type)
  {
    const std::string key = type.style + " " + type.coefficients + " " + type.reason;
    const auto [entry, inserted] = index.emplace(key, static_cast<int>(list.types.size()));
    if (inserted) list.types.push_back(type);
    list.terms.push_back({atoms, entry->second});
  }

 private:
  TermList<N> &list;
  std::map<std::string, int> index;
};

/// Natural length of a carboxylate C-O, A: the potential's, or the crystal's with its shift.
double carboxylate_length(const CarboxylateBlock &block, double crystal_length);

/// Harmonic, Morse or two-state bonds; metal-oxygen and carboxylate bonds as the potential says.
void add_bonds(const TypedCrystal &typed_crystal, TermList<2> &list);

/// UFF's shapes, harmonic at the crystal's angle, or those of the overlay.
void add_angles(const TypedCrystal &typed_crystal, TermList<3> &list);

/// UFF's torsions, none about a bond of a metal, and the overlay's cross terms M-O-C-O'.
void add_dihedrals(const TypedCrystal &typed_crystal, TermList<4> &list);

/// UFF's inversions, the centre first.
void add_impropers(const TypedCrystal &typed_crystal, TermList<4> &list);

}    // namespace softmode
