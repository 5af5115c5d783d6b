// SPDX-License-Identifier: BSD-3-Clause
#include "charges/lattice_sum.h"

#include <gtest/gtest.h>

namespace softmode {

namespace {

/// Rock salt with an edge of 5.64 A.
Crystal rock_salt()
{
  Crystal c;
  c.source = "rock salt";
  c.cell = 5.64 * Eigen::Matrix3d::Identity();
  for (int site = 0; site < 8; ++site) {
    const Eigen::Vector3i at(site & 1, site >> 1 & 1, site >> 2 & 1);
    const bool sodium = at.sum() % 2 == 0;
    c.atoms.push_back({sodium ? "Na1" : "Cl1", sodium ? "Na" : "Cl", 0.5 * at.cast<double>()});
  }
  return c;
}

Eigen::VectorXd formal_charges(const Crystal &c)
{
  Eigen::VectorXd q(static_cast<Eigen::Index>(c.atoms.size()));
  for (Eigen::Index i = 0; i < q.size(); ++i)
    q[i] = c.atoms[static_cast<std::size_t>(i)].element == "Na" ? 1.0 : -1.0;
  return q;
}

double energy(const Crystal &c)
{
  const Eigen::VectorXd q = formal_charges(c);
  return 0.5 * q.dot(lattice_sum_of_inverse_distances(c) * q);
}

}    // namespace

TEST(LatticeSum, GivesTheMadelungConstantOfRockSalt)
{
  // 1.7475645946 (D. Borwein, J.M. Borwein, K.F. Taylor, J. Math. Phys. 1985, 26, 2999)
  EXPECT_NEAR(-energy(rock_salt()) / 4.0 * 2.82, 1.7475645946, 1e-7);
}

TEST(LatticeSum, DependsOnNeitherCellNorOrigin)
{
  const double reference = energy(rock_salt());
  for (const std::array<int, 3> &n : {std::array<int, 3>{2, 1, 1}, {1, 3, 2}})
    EXPECT_NEAR(energy(supercell(rock_salt(), n)) / (n[0] * n[1] * n[2]), reference, 1e-6) << n[0];

  Crystal shifted = rock_salt();
  for (CrystalAtom &atom : shifted.atoms)
    for (int k = 0; k < 3; ++k) {
      atom.fractional[k] += 0.37 + 0.1 * k;
      atom.fractional[k] -= std::floor(atom.fractional[k]);
    }
  EXPECT_NEAR(energy(shifted), reference, 1e-7);

  Crystal sheared = rock_salt();    // the same lattice with another choice of b
  sheared.cell.col(1) += sheared.cell.col(0);
  for (CrystalAtom &atom : sheared.atoms) {
    atom.fractional[0] -= atom.fractional[1];
    atom.fractional[0] -= std::floor(atom.fractional[0]);
  }
  EXPECT_NEAR(energy(sheared), reference, 1e-7);
}

TEST(LatticeSum, OfOneChargeInItsBackgroundIsThatOfTheCubicLattice)
{
  // energy of a simple cubic Wigner lattice: -1.4186487397 e^2/A with edge 1 A, in 1/2 q S q
  Crystal c;
  c.cell = 7.0 * Eigen::Matrix3d::Identity();
  c.atoms.push_back({"X1", "Na", Eigen::Vector3d(0.1, 0.2, 0.3)});
  EXPECT_NEAR(0.5 * 7.0 * lattice_sum_of_inverse_distances(c)(0, 0), -1.4186487397, 1e-7);
}

}    // namespace softmode
