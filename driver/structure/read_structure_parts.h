// SPDX-License-Identifier: BSD-3-Clause
// What the readers of Cartesian formats share.
#pragma once

#include "structure/crystal.h"

namespace softmode {

/// Turn positions (A, kept in CrystalAtom::fractional until now) into fractional coordinates of `cell`
/// (columns a, b, c in A, in any orientation), and the cell into LAMMPS's orientation.
/// \throws Error (structure) for a cell that is none.
void place_in_cell(Crystal &crystal, const Eigen::Matrix3d &cell);

/// Labels "O17": element and number of the atom in the file, from 1.
void number_labels(Crystal &crystal);

}    // namespace softmode
