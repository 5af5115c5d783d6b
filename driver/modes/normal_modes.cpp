// SPDX-License-Identifier: BSD-3-Clause
#include "modes/normal_modes.h"

#include "softmode/definitions/constants.h"
#include "support/error.h"

#include <cmath>
#include <cstring>

namespace softmode {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr double eigenvalue_unit = 1e-6;    // rad2/fs2, of style eskm

template <class Real> NormalModes diagonalise_as(const MatrixXd &matrix)
{
  using Matrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic>;
  const Matrix symmetric = (0.5 * (matrix + matrix.transpose())).template cast<Real>();
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(symmetric);
  const auto wavenumber = [](double value) {
    return std::copysign(std::sqrt(std::fabs(value) * eigenvalue_unit), value) /
           (2.0 * pi * speed_of_light_cm_fs);
  };
  return {solver.eigenvalues().template cast<double>().unaryExpr(wavenumber),
          solver.eigenvectors().template cast<double>()};
}

Index first_of(AtomTag tag)
{
  return 3 * static_cast<Index>(tag);
}

/// Adds the velocity of the length between two atoms to a row.
void add_length(const ModeSystem &s, AtomTag a, AtomTag b, double coefficient, MatrixXd &rows,
                Index row)
{
  const Index i = first_of(a), j = first_of(b);
  Eigen::Vector3d u = s.positions.segment<3>(i) - s.positions.segment<3>(j);
  u -= s.cell * (s.cell.inverse() * u).array().round().matrix();
  u.normalize();
  rows.row(row).segment<3>(i) += coefficient / std::sqrt(s.masses(i)) * u.transpose();
  rows.row(row).segment<3>(j) -= coefficient / std::sqrt(s.masses(j)) * u.transpose();
}

}    // namespace

namespace {

MatrixXd matrix_of(const std::string &bytes, Index n)
{
  if (bytes.size() != static_cast<std::size_t>(n * n) * sizeof(double))
    fail(ExitCode::point, "dynamical matrix: {} bytes, expected those of {} x {} numbers",
         bytes.size(), n, n);
  MatrixXd matrix(n, n);
  std::memcpy(matrix.data(), bytes.data(), bytes.size());
  if (!matrix.allFinite()) fail(ExitCode::point, "dynamical matrix: an entry is not finite");
  return matrix;
}

}    // namespace

NormalModes diagonalise(const std::string &bytes, Index n, bool single_precision)
{
  const MatrixXd matrix = matrix_of(bytes, n);
  return single_precision ? diagonalise_as<float>(matrix) : diagonalise_as<double>(matrix);
}

NormalModes diagonalise_alike(const std::string &bytes, Index n, Index copies)
{
  if (copies < 1 || n % (3 * copies) != 0)
    fail(ExitCode::internal, "dynamical matrix: {} atoms are not {} cells of the same atoms", n / 3,
         copies);
  const MatrixXd matrix = matrix_of(bytes, n);
  const Index m = n / copies;
  // the projection on motions (x, x, ... x) / sqrt(copies)
  MatrixXd folded = MatrixXd::Zero(m, m);
  for (Index a = 0; a < copies; ++a)
    for (Index b = 0; b < copies; ++b) folded += matrix.block(a * m, b * m, m, m);
  NormalModes modes = diagonalise_as<double>(folded / static_cast<double>(copies));
  modes.vectors =
      (modes.vectors / std::sqrt(static_cast<double>(copies))).replicate(copies, 1).eval();
  return modes;
}

MatrixXd carboxylate_stretches(const ModeSystem &system)
{
  const double half_root = std::sqrt(0.5);
  const auto &carboxylates = system.topology.carboxylates;
  MatrixXd rows =
      MatrixXd::Zero(2 * static_cast<Index>(carboxylates.size()), system.positions.size());
  for (std::size_t c = 0; c < carboxylates.size(); ++c) {
    const Index row = 2 * static_cast<Index>(c);
    for (const int o : {0, 1}) {
      const AtomTag oxygen = carboxylates[c].oxygens[static_cast<std::size_t>(o)];
      add_length(system, oxygen, carboxylates[c].carbon, o == 0 ? half_root : -half_root, rows,
                 row);
      add_length(system, oxygen, carboxylates[c].carbon, half_root, rows, row + 1);
    }
  }
  return rows;
}

MatrixXd metal_oxygen_stretches(const ModeSystem &system)
{
  const auto &bonds = system.topology.bonds;
  MatrixXd rows = MatrixXd::Zero(static_cast<Index>(bonds.size()), system.positions.size());
  for (std::size_t b = 0; b < bonds.size(); ++b)
    add_length(system, bonds[b].metal, bonds[b].oxygen, 1.0, rows, static_cast<Index>(b));
  return rows;
}

VectorXd character(const MatrixXd &rows, const NormalModes &modes)
{
  if (rows.rows() == 0) return VectorXd::Zero(modes.wavenumber.size());
  // |P e|^2 with the projector P = R^T (R R^T)^+ R
  const MatrixXd projections = rows * modes.vectors;
  const MatrixXd inverse =
      (rows * rows.transpose()).completeOrthogonalDecomposition().pseudoInverse();
  return projections.cwiseProduct(inverse * projections).colwise().sum().transpose();
}

VectorXd atom_share(const std::vector<Index> &atoms, const NormalModes &modes)
{
  VectorXd share = VectorXd::Zero(modes.wavenumber.size());
  for (const Index i : atoms)
    share += modes.vectors.middleRows<3>(3 * i).colwise().squaredNorm().transpose();
  return share;
}

VectorXd infrared_strength(const ModeSystem &system, const NormalModes &modes)
{
  const VectorXd weight = system.charges.cwiseQuotient(system.masses.cwiseSqrt());
  MatrixXd dipole = MatrixXd::Zero(3, weight.size());
  for (Index i = 0; i < weight.size(); ++i) dipole(i % 3, i) = weight(i);
  return (dipole * modes.vectors).colwise().squaredNorm().transpose();
}

VectorXd asymmetric_share(const MatrixXd &rows, const NormalModes &modes)
{
  const MatrixXd squares = (rows * modes.vectors).cwiseAbs2();
  VectorXd share(modes.wavenumber.size());
  for (Index k = 0; k < share.size(); ++k) {
    double asymmetric = 0.0, all = 0.0;
    for (Index row = 0; row < squares.rows(); ++row) {
      if (row % 2 == 0) asymmetric += squares(row, k);
      all += squares(row, k);
    }
    share(k) = asymmetric / all;
  }
  return share;
}

VectorXd displacement(const ModeSystem &system, const NormalModes &modes, Index mode)
{
  const VectorXd d = modes.vectors.col(mode).cwiseQuotient(system.masses.cwiseSqrt());
  return d / d.cwiseAbs().maxCoeff();
}

}    // namespace softmode
