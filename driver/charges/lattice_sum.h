// SPDX-License-Identifier: BSD-3-Clause
// Coulomb sums over the images of a periodic cell.
#pragma once

#include "structure/crystal.h"

namespace softmode {

/// Sum over lattice vectors L of 1/|r_j + L - r_i| for every pair of atoms, without the zero length
/// (i = j, L = 0), in 1/A: n x n, symmetric. Each unit charge has a uniform background of the opposite
/// charge, which cancels for a neutral cell. With charges q, the electrostatic energy of the cell is
/// 1/2 q^T S q, in e^2/A. Summed after P.P. Ewald, Ann. Phys. 1921, 369, 253,
/// doi:10.1002/andp.19213690304, to 1e-8 whatever the cell: nothing depends on the splitting.
Eigen::MatrixXd lattice_sum_of_inverse_distances(const Crystal &crystal);

}    // namespace softmode
