// SPDX-License-Identifier: BSD-3-Clause
#include "modes/normal_modes.h"

#include "softmode/definitions/constants.h"
#include "support/error.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <stdexcept>

namespace softmode {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double carbon = 12.011, oxygen = 15.999;    // g/mol
constexpr double spring = 0.5;                        // g/mol/fs2

/// O-C-O on a line along x, the second oxygen across the face of the cell, with two springs.
ModeSystem linear_carboxylate()
{
  ModeSystem s{Eigen::Matrix3d::Identity() * 10.0, VectorXd(9), VectorXd(9), VectorXd(9), {}};
  s.positions << 9.5, 5.0, 5.0, 8.25, 5.0, 5.0, 0.75, 5.0, 5.0;    // C, O, O
  s.masses << carbon, carbon, carbon, oxygen, oxygen, oxygen, oxygen, oxygen, oxygen;
  s.charges << 0.8, 0.8, 0.8, -0.4, -0.4, -0.4, -0.4, -0.4, -0.4;
  s.topology.carboxylates.push_back({0, {1, 2}});
  return s;
}

/// What LAMMPS writes: mass-weighted, in 1e-6 rad2/fs2.
std::string matrix_of(const ModeSystem &s)
{
  MatrixXd m = MatrixXd::Zero(9, 9);
  for (const Index o : {3, 6}) {
    m(0, 0) += spring / carbon;
    m(o, o) += spring / oxygen;
    m(0, o) = m(o, 0) = -spring / std::sqrt(s.masses(0) * s.masses(o));
  }
  m *= 1e6;
  return {reinterpret_cast<const char *>(m.data()), sizeof(double) * 81};
}

double wavenumber(double omega_squared)
{
  return std::sqrt(omega_squared) / (2.0 * pi * speed_of_light_cm_fs);
}

}    // namespace

TEST(Modes, OfTwoSpringsOnALine)
{
  const ModeSystem s = linear_carboxylate();
  for (const bool single : {false, true}) {
    const NormalModes modes = diagonalise(matrix_of(s), 9, single);
    const double tolerance = single ? 0.1 : 1e-6;
    for (Index k = 0; k < 7; ++k) EXPECT_NEAR(modes.wavenumber(k), 0.0, single ? 3.0 : 1e-3);
    EXPECT_NEAR(modes.wavenumber(7), wavenumber(spring / oxygen), tolerance);
    EXPECT_NEAR(modes.wavenumber(8), wavenumber(spring / oxygen + 2.0 * spring / carbon),
                tolerance);
  }
}

TEST(Modes, StretchesAreCarboxylateAndTranslationsAreNot)
{
  const ModeSystem s = linear_carboxylate();
  const NormalModes modes = diagonalise(matrix_of(s), 9);
  const MatrixXd rows = carboxylate_stretches(s);
  const VectorXd share = character(rows, modes), asymmetric = asymmetric_share(rows, modes);
  for (Index k = 0; k < 7; ++k) EXPECT_NEAR(share(k), 0.0, 1e-12);
  EXPECT_NEAR(share(7), 1.0, 1e-12);
  EXPECT_NEAR(share(8), 1.0, 1e-12);
  EXPECT_NEAR(asymmetric(7), 0.0, 1e-12);
  EXPECT_NEAR(asymmetric(8), 1.0, 1e-12);
}

TEST(Modes, RowsThatDependOnEachOtherChangeNothing)
{
  const ModeSystem s = linear_carboxylate();
  const NormalModes modes = diagonalise(matrix_of(s), 9);
  const MatrixXd rows = carboxylate_stretches(s);
  MatrixXd twice(4, 9);
  twice << rows, 0.3 * rows.row(0) - rows.row(1), rows.row(1);
  EXPECT_LT((character(twice, modes) - character(rows, modes)).cwiseAbs().maxCoeff(), 1e-10);
}

// dmu/dQ of the asymmetric stretch: charges q, -q/2, -q/2 that move against each other
TEST(Modes, InfraredStrengthIsThatOfTheMovingCharges)
{
  const ModeSystem s = linear_carboxylate();
  const VectorXd strength = infrared_strength(s, diagonalise(matrix_of(s), 9));
  EXPECT_NEAR(strength(7), 0.0, 1e-12);
  const double q = 0.8, total = carbon + 2.0 * oxygen;
  EXPECT_NEAR(strength(8), q * q * total / (carbon * 2.0 * oxygen), 1e-9);
  // sum over all modes: sum of q^2/m, whatever the forces are
  EXPECT_NEAR(strength.sum(), 3.0 * (q * q / carbon + 2.0 * 0.16 / oxygen), 1e-9);
}

TEST(Modes, MetalOxygenStretchesAreOfTheirBonds)
{
  ModeSystem s = linear_carboxylate();
  s.topology.bonds.push_back({0, 1, 0});    // takes the carbon for a metal
  const NormalModes modes = diagonalise(matrix_of(s), 9);
  const VectorXd share = character(metal_oxygen_stretches(s), modes);
  EXPECT_NEAR(share.sum(), 1.0, 1e-12);    // one direction, over a complete set
  EXPECT_NEAR(share(0), 0.0, 1e-12);
}

TEST(Modes, SharesOfAtomsAreThoseOfTheirKineticEnergy)
{
  const ModeSystem s = linear_carboxylate();
  const NormalModes modes = diagonalise(matrix_of(s), 9);
  const VectorXd of_carbon = atom_share({0}, modes), of_all = atom_share({0, 1, 2}, modes);
  EXPECT_NEAR(of_carbon(7), 0.0, 1e-12);
  // asymmetric stretch: momenta add up to 0, so that m v^2 is as 1/m on either side
  EXPECT_NEAR(of_carbon(8), 2.0 * oxygen / (carbon + 2.0 * oxygen), 1e-12);
  for (Index k = 0; k < 9; ++k) EXPECT_NEAR(of_all(k), 1.0, 1e-12);
}

TEST(Modes, DisplacementHasALargestComponentOfOne)
{
  const ModeSystem s = linear_carboxylate();
  const VectorXd d = displacement(s, diagonalise(matrix_of(s), 9), 8);
  EXPECT_NEAR(d.cwiseAbs().maxCoeff(), 1.0, 1e-12);
  EXPECT_NEAR(s.masses.cwiseProduct(d).sum(), 0.0, 1e-9);    // the centre of mass is at rest
}

TEST(Modes, RefusesAMatrixOfAnotherSizeOrWithoutNumbers)
{
  std::string bytes = matrix_of(linear_carboxylate());
  EXPECT_THROW(diagonalise(bytes, 12), Error);
  const double nan = std::nan("");
  std::memcpy(bytes.data(), &nan, sizeof nan);
  EXPECT_THROW(diagonalise(bytes, 9), Error);
}

}    // namespace softmode
