// SPDX-License-Identifier: BSD-3-Clause
#include "charges/lattice_sum.h"

#include "softmode/definitions/constants.h"
#include "structure/bonds.h"

#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <vector>

namespace softmode {

namespace {

constexpr double decay = 4.5;    // both sums stop where their terms are exp(-decay^2) = 2e-9
constexpr double shortest_cutoff = 10.0, longest_cutoff = 30.0;    // A, of the sum over atoms

// 1/r = erfc(r/width)/r + erf(r/width)/r: the first is summed over atoms, the second over waves
void add_real_space(const Crystal &crystal, double cutoff, double width, Eigen::MatrixXd &sum)
{
  for_each_close_pair(crystal, cutoff, [&](const ClosePair &p) {
    const double term = std::erfc(p.distance / width) / p.distance;
    sum(p.first, p.second) += term;
    sum(p.second, p.first) += term;    // an atom and its own image: once for each direction
  });
}

// wave vectors of one half space up to `largest` (1/A)
std::vector<Eigen::Vector3d> half_of_waves(const Eigen::Matrix3d &cell, double largest)
{
  const Eigen::Matrix3d reciprocal = 2.0 * pi * cell.inverse().transpose();
  Eigen::Vector3i most;
  for (int k = 0; k < 3; ++k)
    most[k] = static_cast<int>(std::ceil(largest * cell.col(k).norm() / (2.0 * pi)));
  std::vector<Eigen::Vector3d> waves;
  for (int a = 0; a <= most[0]; ++a)
    for (int b = a == 0 ? 0 : -most[1]; b <= most[1]; ++b)
      for (int c = a == 0 && b == 0 ? 1 : -most[2]; c <= most[2]; ++c) {
        const Eigen::Vector3d wave = reciprocal * Eigen::Vector3d(a, b, c);
        if (wave.norm() < largest) waves.push_back(wave);
      }
  return waves;
}

// cos h(r_i - r_j) = cos h r_i cos h r_j + sin h r_i sin h r_j: one product of matrices
void add_waves(const Crystal &crystal, double width, Eigen::MatrixXd &sum)
{
  const std::vector<Eigen::Vector3d> waves = half_of_waves(crystal.cell, 2.0 * decay / width);
  const double volume = crystal.cell.determinant();
  const auto n = static_cast<Eigen::Index>(crystal.atoms.size());
  Eigen::MatrixXd factors(n, 2 * static_cast<Eigen::Index>(waves.size()));
  for (Eigen::Index k = 0; k < static_cast<Eigen::Index>(waves.size()); ++k) {
    const Eigen::Vector3d &h = waves[static_cast<std::size_t>(k)];
    const double h2 = h.squaredNorm();
    // 2: the other half space
    const double amplitude =
        std::sqrt(2.0 * 4.0 * pi / volume / h2 * std::exp(-0.25 * h2 * width * width));
    for (Eigen::Index i = 0; i < n; ++i) {
      const double phase = h.dot(crystal.position(static_cast<std::size_t>(i)));
      factors(i, 2 * k) = amplitude * std::cos(phase);
      factors(i, 2 * k + 1) = amplitude * std::sin(phase);
    }
  }
  sum.selfadjointView<Eigen::Lower>().rankUpdate(factors);
  sum.triangularView<Eigen::StrictlyUpper>() = sum.transpose();
}

}    // namespace

Eigen::MatrixXd lattice_sum_of_inverse_distances(const Crystal &crystal)
{
  const auto n = static_cast<Eigen::Index>(crystal.atoms.size());
  const double volume = crystal.cell.determinant();
  const double cutoff = std::clamp(1.2 * std::cbrt(volume), shortest_cutoff, longest_cutoff);
  const double width = cutoff / decay;
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(n, n);
  add_real_space(crystal, cutoff, width, sum);
  add_waves(crystal, width, sum);
  sum.array() -= pi * width * width / volume;    // the mean of what was summed over atoms
  sum.diagonal().array() -= 2.0 / (width * std::sqrt(pi));    // the wave of the atom itself
  return sum;
}

}    // namespace softmode
