// SPDX-License-Identifier: BSD-3-Clause
// Metals that have lost a donor: their shell has a hole that the shells of their element do not have.
#pragma once

#include "chemistry/chemistry.h"

#include <optional>
#include <vector>

namespace softmode {

/// What the metals of an element have in common, and where one of them has less. One entry an atom.
struct LostDonors {
  std::vector<std::optional<int>>
      charge;                     ///< of the element's whole shells; empty where they do not tell
  std::vector<double> valence;    ///< bond valence that a shell lacks, 0 if it is whole
};

/// Compare the shells of oxygens of the metals of each element: those with the most oxygens, if a quarter of the
/// element has as many, are whole. A shell lacks a donor if it has fewer, a lower bond-valence sum by more than
/// that of a water, and its bonds point away from a hole. A metal in a lower state has longer bonds, and no hole.
LostDonors find_lost_donors(const Crystal &crystal, const BondGraph &graph,
                            const Chemistry &chemistry);

}    // namespace softmode
