// SPDX-License-Identifier: BSD-3-Clause
// Disordered atoms that no disorder group tells together: what overlaps excludes each other, what is bonded
// as molecules are goes together.
#pragma once

#include "structure/disorder.h"

#include <string>
#include <utility>
#include <vector>

namespace softmode {

/// One way to fill a place.
struct Alternative {
  std::vector<int> atoms;    ///< ascending; may be empty: nothing is there
  double occupancy;          ///< weights of a place add up to any number
};

/// Atoms of which one alternative is kept.
struct DisorderPlace {
  std::vector<int> atoms;    ///< ascending
  std::vector<Alternative> alternatives;
  std::string complaint;    ///< why it cannot be resolved; else empty
  int family = -1;          ///< places that choose together, see LooseDisorder
};

/// Two atoms closer than a bond; ratio to the sum of their covalent radii.
struct DisorderContact {
  int first, second;
  Eigen::Vector3i shift;
  double ratio;
};

struct LooseDisorder {
  std::vector<DisorderPlace> places;
  /// (atom, the atom that it follows): hydrogens on a disordered atom, ends of a disordered chain.
  std::vector<std::pair<int, int>> riders;
};

/// Places of the disordered atoms without a group, after those of atoms with one, which join families.
///
/// A hydrogen rides on the nearest atom that it can be bonded to if that is disordered with the same
/// occupancy; so do heavier atoms that overlap with nothing and hold to no ordered atom. Atoms that overlap
/// (0.75 of the sum of covalent radii), or are less than 80 degrees apart about an ordered nonmetal, exclude
/// each other. Where all atoms of a place do, each is an alternative. Otherwise alternatives grow from each
/// atom by the neighbours of the same occupancy that fit best (bond lengths, angles about ordered
/// atoms), and have as many atoms of each element as the occupancies add up to: rings over a mirror,
/// methyl and water hydrogens. Hydrogens on some of the oxygens of a node, as of mu3-O/OH, are taken farthest apart.
///
/// Places on one molecular part that have the same atoms, and alternatives of different composition (NH2 or H
/// on each of four positions), are a family: together they keep what the occupancies add up to, if
/// that is whole numbers. In a family a place may stay empty; elsewhere occupancies that do not add up to 1 are a complaint.
LooseDisorder loose_disorder(const Crystal &crystal, const std::vector<AtomOrigin> &origins,
                             const std::vector<DisorderContact> &contacts,
                             std::vector<DisorderPlace> grouped = {});

}    // namespace softmode
