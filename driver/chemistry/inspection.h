// SPDX-License-Identifier: BSD-3-Clause
// What a structure is, in a chemist's terms, and what looks wrong with it.
#pragma once

#include "structure/bonds.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

struct LengthStatistics {
  int count = 0;
  double mean = 0.0, min = 0.0, max = 0.0;    ///< A
};

/// Metal atoms of one element with the same neighbours.
struct MetalKind {
  std::string element, environment;    ///< "Cu", "Cu(CuO4)"
  int count;
  int coordination;                                 ///< neighbours that are no metals
  std::map<std::string, LengthStatistics> bonds;    ///< by partner: "O (carboxylate)"
};

/// Metals that share oxygen atoms or are bonded to each other.
struct Node {
  std::string metals;                ///< "Zr6"
  int oxides, hydroxides, waters;    ///< oxygens between its metals that belong to no linker
  int dimension;                     ///< 0 a cluster, 1 a chain, 2 a layer
  int count;
};

/// Organic part that is bonded to a metal and is no solvent.
struct Linker {
  std::string formula;                                   ///< as in the structure: "C9H3O6"
  int count, carboxylates, aromatic_rings, hydroxyls;    ///< the latter three per linker
  bool formate;
};

/// Solvent of one kind.
struct Solvent {
  std::string name, formula;
  bool coordinated;
  int count;
};

struct Inspection {
  std::string formula, space_group;
  CellParameters cell;       ///< A, degrees
  double volume, density;    ///< A3, g/cm3
  std::size_t atoms;
  std::optional<double> net_charge;    ///< e, if every atom has a charge
  std::vector<MetalKind> metals;
  std::vector<Node> nodes;
  std::map<std::string, int> carboxylates;    ///< number by binding: "free", "monodentate", ...
  int mixed_linkers;                          ///< linkers whose carboxylates bind in different ways
  std::map<std::string, int> oxygens;    ///< of no linker: "oxide, 4 metals", "hydroxide, 3 metals"
  std::vector<Linker> linkers;
  std::vector<Solvent> solvents;
  std::vector<std::string> notes;    ///< of the crystal
  std::vector<std::string> flags;    ///< what looks wrong; empty if nothing does
};

/// Look at any structure, also one that cannot be simulated.
Inspection inspect(const Crystal &crystal);

/// What looks wrong, one line each: partial occupancy, contacts below 0.8 A, atoms without a bond,
/// carbon with more than four neighbours, hydrogen with two, oxygen with more than two nonmetals, a net
/// charge. Missing hydrogens, also those of solvent, are flagged by inspect().
std::vector<std::string> find_flaws(const Crystal &crystal, const BondGraph &graph);

/// As a table for people, and as JSON with the same content; units are in the keys.
std::string inspection_table(const Inspection &inspection);
std::string inspection_json(const Inspection &inspection);

}    // namespace softmode
