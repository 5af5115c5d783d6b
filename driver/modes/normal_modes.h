// SPDX-License-Identifier: BSD-3-Clause
// Normal modes of a whole structure, and how much of each is carboxylate stretch. No LAMMPS, no files.
#pragma once

#include "softmode/definitions/carboxylates.h"

#include <Eigen/Dense>

#include <string>
#include <vector>

namespace softmode {

/// A structure at a minimum of its energy; three entries per atom in the vectors.
struct ModeSystem {
  Eigen::Matrix3d cell;            ///< columns a, b, c, A
  Eigen::VectorXd positions;       ///< A
  Eigen::VectorXd masses;          ///< g/mol, three times each
  Eigen::VectorXd charges;         ///< e, three times each
  CarboxylateTopology topology;    ///< tags are positions in the list of atoms, from 0
};

/// Ascending in wavenumber; the three translations are among them, close to 0.
struct NormalModes {
  Eigen::VectorXd wavenumber;    ///< cm-1, negative where unstable
  Eigen::MatrixXd vectors;       ///< columns, orthonormal in mass-weighted coordinates
};

/// Diagonalise LAMMPS's dynamical matrix.
/// \param bytes of the binary file of dynamical_matrix, style eskm in units real: n x n doubles in 1e-6 rad2/fs2
/// \param n three times the number of atoms
/// \param single_precision twice as fast, and good to 0.1 cm-1 above 1000 cm-1
/// \throws Error (point) if the size of bytes is not that of n, or an entry is not finite.
NormalModes diagonalise(const std::string &bytes, Eigen::Index n, bool single_precision = false);

/// The modes of a supercell in which all of its cells move alike: those at the zone centre of one cell, n / copies of them,
/// as motions of the whole supercell.
/// \param bytes of the supercell's matrix, whose atoms come cell by cell
/// \throws Error (point) as diagonalise(); (internal) if n is not 3 times a multiple of copies.
NormalModes diagonalise_alike(const std::string &bytes, Eigen::Index n, Eigen::Index copies);

/// Velocities of the C-O lengths of all carboxylates, two rows for each, in mass-weighted coordinates: (1, -1)/sqrt(2) and
/// (1, 1)/sqrt(2) of the two lengths, asymmetric and symmetric stretch, in turn.
Eigen::MatrixXd carboxylate_stretches(const ModeSystem &system);
/// The same of the metal-carboxylate bonds, a row for each.
Eigen::MatrixXd metal_oxygen_stretches(const ModeSystem &system);

/// Share of each mode's kinetic energy in the motions that the rows span, 0 to 1. The rows need not be independent.
Eigen::VectorXd character(const Eigen::MatrixXd &rows, const NormalModes &modes);

/// Share of each mode's kinetic energy in these atoms (positions in the list of atoms), 0 to 1.
Eigen::VectorXd atom_share(const std::vector<Eigen::Index> &atoms, const NormalModes &modes);

/// |d mu / d Q|^2 of each mode with fixed charges, e2 mol/g: what its infrared absorption is proportional to.
Eigen::VectorXd infrared_strength(const ModeSystem &system, const NormalModes &modes);

/// Shares of asymmetric and symmetric motion in each mode's carboxylate stretches: a value in 0 to 1, 1 for purely
/// asymmetric; NaN where there are none.
Eigen::VectorXd asymmetric_share(const Eigen::MatrixXd &carboxylate_rows, const NormalModes &modes);

/// Displacements of the atoms in one mode, A, the largest component being 1.
Eigen::VectorXd displacement(const ModeSystem &system, const NormalModes &modes, Eigen::Index mode);

}    // namespace softmode
