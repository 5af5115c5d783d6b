// SPDX-License-Identifier: BSD-3-Clause
// Close pairs of a periodic structure, and the bond graph that follows from them.
#pragma once

#include "structure/crystal.h"

#include <functional>
#include <string>
#include <vector>

namespace softmode {

/// Two atoms (first <= second) and the image of the second: position(second) + cell * shift.
struct ClosePair {
  int first, second;
  Eigen::Vector3i shift;
  double distance;    ///< A
};

/// Call `visit` for every pair of atoms closer than `cutoff` (A), each pair and image once. Linear in
/// the number of atoms (cell lists).
void for_each_close_pair(const Crystal &crystal, double cutoff,
                         const std::function<void(const ClosePair &)> &visit);

/// Single-bond covalent radius in A (B. Cordero et al., Dalton Trans. 2008, 2832, doi:10.1039/b801115j).
double covalent_radius(const std::string &element);

/// The longest that a bond of bond_graph() can be in this structure, from the radii of its elements, A.
double longest_possible_bond(const Crystal &crystal);

bool is_metal(const std::string &element);

/// Standard atomic weight, g/mol.
double atomic_weight(const std::string &element);

struct Neighbour {
  int atom;
  Eigen::Vector3i shift;
  double distance;
};

/// Neighbours of every atom, ascending by atom.
struct BondGraph {
  std::vector<std::vector<Neighbour>> neighbours;
  std::size_t size() const { return neighbours.size(); }
};

/// Bond atoms closer than 1.25 times the sum of their covalent radii. Hydrogens bond to nothing but
/// their nearest neighbour; a metal and a carbon not if an oxygen binds both. Two metals are bonded only as a paddlewheel: closer than 3.2 A and bridged
/// by at least three carboxylates. The elements in `ionic` are bonded to nothing. Takes any structure:
/// atoms may be alone, or bonded to images of themselves.
BondGraph bond_graph(const Crystal &crystal, const std::vector<std::string> &ionic = {});

/// The same for a structure that can be simulated.
/// \throws Error (structure) naming atoms: a lone atom (that no ionic metal holds), two images of one atom bonded to the same atom
///   (cell too small).
BondGraph find_bonds(const Crystal &crystal, const std::vector<std::string> &ionic = {});

}    // namespace softmode
