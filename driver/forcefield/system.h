// SPDX-License-Identifier: BSD-3-Clause
// A typed system, ready to be written as LAMMPS files.
#pragma once

#include "forcefield/potential.h"
#include "structure/crystal.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

struct AtomType {
  std::string element;
  std::string environment;    ///< "O(CCu)"
  std::string uff_type;       ///< UFF4MOF's, or the name that a field of tables gives it
  double mass;                ///< g/mol
  double epsilon;    ///< kcal/mol; 0 in a field of tables, whose pairs have numbers of their own
  double sigma;      ///< A
  double charge;     ///< e, mean of its atoms; 0 where none is given
  std::string reason;    ///< why this type, and where its numbers come from
};

/// One LAMMPS bond, angle, dihedral or improper type.
struct TermType {
  std::string style;
  std::string coefficients;
  std::string reason;    ///< atoms it stands for and where its numbers come from
};

template <std::size_t N> struct Term {
  std::array<int, N> atoms;    ///< from 0
  int type;                    ///< from 0
};

template <std::size_t N> struct TermList {
  std::vector<TermType> types;
  std::vector<Term<N>> terms;
};

/// The pair interactions of a field of tables.
struct PairCommands {
  std::string styles;                       ///< pair_style, pair_modify, special_bonds
  std::string kspace;                       ///< after read_data; empty where there is none
  std::vector<std::string> coefficients;    ///< lines, each with its source
  std::string charges;                      ///< how they are in the energy, for the user
  double cutoff;                            ///< the longest, A
};

struct System {
  Crystal crystal;
  std::vector<AtomType> atom_types;
  std::vector<int> type_of_atom;    ///< from 0
  std::vector<double> charges;      ///< e, one per atom
  std::string charge_method;        ///< where they are from
  std::optional<Electrostatics> electrostatics;
  std::optional<PairCommands>
      pairs;    ///< of a field of tables; absent: Lennard-Jones of the types
  std::vector<std::string> packages;    ///< of LAMMPS, beyond what every point needs
  TermList<2> bonds;
  TermList<3> angles;
  TermList<4> dihedrals, impropers;
  double vdw_cutoff;    ///< A; of a field of tables the longest cutoff
  /// Styles and coefficients of the user's own, which replace those of the terms; empty: the terms'.
  std::string own_commands;
  bool has_charges;
  std::size_t carboxylates;
  bool imidazolates;                      ///< in place of carboxylates, of which there are none
  std::size_t metal_carboxylate_bonds;    ///< for ionic metals, contacts
  double metal_oxygen_length;             ///< mean over them in the crystal, A
  std::vector<int> ionic_types;           ///< atom types of ionic metals, from 0
};

/// "96 carboxylates, 192 metal-carboxylate bonds"
std::string counted_bonds(const System &system);

}    // namespace softmode
