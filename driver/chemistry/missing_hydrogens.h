// SPDX-License-Identifier: BSD-3-Clause
// Atoms that lack hydrogens, as X-rays and some databases leave them: carbon, nitrogen and hydroxyl of
// linkers by angles and lengths, oxygen on metals by bond valences and the formal charge of the node.
#pragma once

#include "chemistry/chemistry.h"

#include <string>
#include <vector>

namespace softmode {

/// Where hydrogens go, relative to the bonds that an atom has.
enum class HydrogenPlacement {
  undecided,    ///< cannot be told
  opposite,    ///< one, away from all neighbours: aromatic CH, CH with three C, NH, OH on 2 or 3 metals
  planar_pair,         ///< two, in the plane of the neighbour's own neighbours: =CH2, NH2 on a ring
  tetrahedral_pair,    ///< two, across the plane of two neighbours: CH2, water on two metals
  tetrahedral_side,    ///< one of such a pair, on the side with more room: NH2 with one H, OH on a metal
  rotor,               ///< one to three about the only bond, turned to where there is room: CH3, OH
  flat_rotor           ///< two in a plane with the only bond, turned likewise: water on one metal
};

struct MissingHydrogen {
  int atom;
  int count;    ///< hydrogens it lacks; 0 if undecided
  HydrogenPlacement placement;
  double length;    ///< of the bond to come, A
  double
      angle;    ///< of a pair and a flat rotor between hydrogens, of a rotor between bond and H; degrees
  std::string group;       ///< what it will be: "aromatic or vinyl CH"
  std::string why;         ///< "is a carbon with 2 neighbours at 120 degrees"
  bool bridges = false;    ///< an oxygen between metals: told by bond valences alone
  bool partly =
      false;    ///< it has hydrogens, but not all: another group with as many is conceivable
};

struct MissingHydrogens {
  std::vector<MissingHydrogen> atoms;    ///< ascending by atom; certain
  std::vector<std::string> doubts;       ///< what may be missing, for notes
  std::vector<std::string>
      models;    ///< what the structure alone does not decide and was decided here
};

/// Certain means that no assignment of usual valences leaves the atom complete: see the rules at each
/// search. Takes any structure.
MissingHydrogens find_missing_hydrogens(const Crystal &crystal, const BondGraph &graph,
                                        const Chemistry &chemistry);

/// \throws Error (structure) that names the atoms, why, and how softmode mends it, if others than bridging oxygens
///   and groups with a part of their hydrogens lack some.
void refuse_missing_hydrogens(const Crystal &crystal, const MissingHydrogens &missing);

/// What is left for notes: the doubts, groups with a part of their hydrogens, and bridging oxygens, with which
/// the charge of a node does not close. Atoms are counted in the cell of the file.
std::vector<std::string> notes_of_missing(const Crystal &crystal, const MissingHydrogens &missing);

/// "C3 (0.703 0.493 0.203) is a carbon with 2 neighbours at 120 degrees: hydrogen is missing"
std::string describe_missing(const Crystal &crystal, const MissingHydrogen &missing);

}    // namespace softmode
