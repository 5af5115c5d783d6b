// SPDX-License-Identifier: BSD-3-Clause
// Extended charge equilibration (EQeq): partial charges of a periodic structure by one linear solve.
#pragma once

#include "charges/ionisation.h"
#include "structure/crystal.h"

namespace softmode {

/// Charges in e, one per atom, that minimise
///   E(q) = sum_i (X_i q_i + J_i q_i^2 / 2) + sum_{i,j,L} (lambda k / 4) q_i q_j (1/r + o(r)),
///   o(r) = exp(-a^2 r^2) (2 a - a^2 r - 1/r),  a = sqrt(J_i J_j) / k,  k = e^2 / (4 pi epsilon_0),
/// over all images L, at a total charge of 0. X and J are slope and curvature of the free atom's energy
/// around its charge centre; lambda = 1.2 as published: C.E. Wilmer, K.C. Kim, R.Q. Snurr, J. Phys.
/// Chem. Lett. 2012, 3, 2506, doi:10.1021/jz3008485. The published program cuts its Ewald sums (splitting
/// 50 A) after two cells on each side, counted from unwrapped coordinates; here they are summed to the
/// end, so that charges depend neither on the choice of origin nor on the cell. The difference is below
/// 0.001 e in IRMOF-1; in HKUST-1 equivalent Cu scatter over 0.03 e there.
/// A supercell is solved as the cell it repeats.
/// \throws Error (parameters) for an element without ionisation energies, or if there is no solution.
Eigen::VectorXd eqeq_charges(const Crystal &crystal, const IonisationTable &table);

}    // namespace softmode
