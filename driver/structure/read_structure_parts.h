// SPDX-License-Identifier: BSD-3-Clause
// What the readers of Cartesian formats share.
#pragma once

#include "structure/crystal.h"

namespace softmode {

/// Turn positions (A, kept in CrystalAtom::fractional until now) into fractional coordinates of `cell`
/// (columns a, b, c in A, in any orientation), and the cell into LAMMPS's orientation.
/// \throws Error (structure) for a cell that is none.
void place_in_cell(Crystal &crystal, const Eigen::Matrix3d &cell);

/// The cell with its vectors in right-handed order: of a left-handed one a and b change places, which leaves the crystal
/// as it is where positions are Cartesian. Says so in a note.
Eigen::Matrix3d right_handed(const Eigen::Matrix3d &cell, Crystal &crystal);

/// Labels "O17": element and number of the atom in the file, from 1.
void number_labels(Crystal &crystal);

}    // namespace softmode
