// SPDX-License-Identifier: BSD-3-Clause
#include "charges/eqeq.h"

#include "charges/lattice_sum.h"
#include "structure/bonds.h"
#include "support/error.h"

#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <vector>

namespace softmode {

namespace {

constexpr double coulomb_eV_A = 14.399645;    // e^2 / (4 pi epsilon_0), CODATA 2018
constexpr double lambda = 1.2;                // Coulomb scaling, jz3008485
constexpr double overlap_decay = 5.5;         // the overlap is dropped where a r exceeds it: 1e-13

// two smeared atoms on top of each other repel less than points: what 1/r counts too much, 1/A
double overlap(double r, double a)
{
  return std::exp(-a * a * r * r) * (2.0 * a - a * a * r - 1.0 / r);
}

Eigen::MatrixXd interactions(const Crystal &crystal, const std::vector<ChargeCentre> &centres)
{
  Eigen::MatrixXd sum = lattice_sum_of_inverse_distances(crystal);
  double softest = centres.front().hardness_eV();
  for (const ChargeCentre &c : centres) softest = std::min(softest, c.hardness_eV());
  for_each_close_pair(crystal, overlap_decay * coulomb_eV_A / softest, [&](const ClosePair &p) {
    const double a = std::sqrt(centres[static_cast<std::size_t>(p.first)].hardness_eV() *
                               centres[static_cast<std::size_t>(p.second)].hardness_eV()) /
                     coulomb_eV_A;
    const double term = overlap(p.distance, a);
    sum(p.first, p.second) += term;
    sum(p.second, p.first) += term;
  });
  return 0.5 * lambda * coulomb_eV_A * sum;
}

Eigen::VectorXd charges_of_cell(const Crystal &crystal, const IonisationTable &table)
{
  std::vector<ChargeCentre> centres;
  for (const CrystalAtom &atom : crystal.atoms) centres.push_back(table.at(atom.element));
  const auto n = static_cast<Eigen::Index>(centres.size());

  // electronegativities become equal, and the charges add up to 0 (last row; last unknown: -mu)
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(n + 1, n + 1);
  Eigen::VectorXd right = Eigen::VectorXd::Zero(n + 1);
  matrix.topLeftCorner(n, n) = interactions(crystal, centres);
  for (Eigen::Index i = 0; i < n; ++i) {
    const ChargeCentre &c = centres[static_cast<std::size_t>(i)];
    matrix(i, i) += c.hardness_eV();
    matrix(i, n) = matrix(n, i) = 1.0;
    right[i] = -c.electronegativity_eV();
  }
  const Eigen::VectorXd charges = matrix.partialPivLu().solve(right).head(n);
  if (!charges.allFinite())
    fail(ExitCode::parameters, "{}: EQeq finds no charges: its equations have no solution",
         crystal.source);
  return charges;
}

}    // namespace

Eigen::VectorXd eqeq_charges(const Crystal &crystal, const IonisationTable &table)
{
  const Eigen::VectorXd charges = charges_of_cell(repeated_cell(crystal), table);
  return charges.replicate(static_cast<Eigen::Index>(crystal.atoms.size()) / charges.size(), 1);
}

}    // namespace softmode
