// SPDX-License-Identifier: BSD-3-Clause
// Models of structures whose hydrogens X-rays have not seen.
#pragma once

#include "chemistry/missing_hydrogens.h"

#include <Eigen/Core>

#include <vector>

namespace softmode {

/// Put hydrogens on every atom that lacks some, see find_missing_hydrogens(), at standard lengths (C-H 1.085 A on
/// sp2, 1.09 A on sp3 carbon, N-H 1.01 A, O-H 0.96 A) and angles. Groups that turn about one bond are turned
/// to where they are least crowded; OH on sp2 carbon lies in its plane. Nothing else moves. Charges are
/// dropped. The result is marked as a model; its notes tell what went where, and what the structure does
/// not decide.
/// \throws Error (structure) that lists atoms whose hydrogens cannot be told, or have no room.
Crystal with_hydrogens(const Crystal &crystal);

/// Directions (unit vectors) of hydrogens on an atom, each set one way to place them; `neighbours` are
/// vectors to its neighbours (A), `beyond` from it to the other neighbours of its only neighbour. Empty if
/// undecided. \pre as many neighbours as the placement has: one for planar_pair and rotors, two for
/// tetrahedral_pair and tetrahedral_side.
std::vector<std::vector<Eigen::Vector3d>>
hydrogen_directions(const MissingHydrogen &missing, const std::vector<Eigen::Vector3d> &neighbours,
                    const std::vector<Eigen::Vector3d> &beyond);

}    // namespace softmode
