// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/definitions/two_state_bond.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace softmode {

const TwoStateBond two_wells{105.0, 1.95, 6.9, 2.10, 1.33, 0.5};

double lower_root(const TwoStateBond &p, double r)
{
  const double t = p.tight_constant * std::pow(r - p.tight_length, 2);
  const double wall = p.tight_constant * std::pow(std::min(r - p.tight_length, 0.0), 2);
  const double l = p.loose_constant * std::pow(r - p.loose_length, 2) + wall + p.offset;
  return 0.5 * (t + l) - std::sqrt(0.25 * (t - l) * (t - l) + p.coupling * p.coupling);
}

TEST(TwoStateBond, EnergyIsTheLowerRoot)
{
  for (double r = 1.7; r < 2.8; r += 0.013)
    EXPECT_NEAR(evaluate(two_wells, r).energy, lower_root(two_wells, r), 1e-12);
}

TEST(TwoStateBond, DerivativesAreThoseOfTheEnergy)
{
  const double h = 1e-6;
  for (double r = 1.7; r < 2.8; r += 0.0137) {
    const auto e = evaluate(two_wells, r);
    const auto up = evaluate(two_wells, r + h), down = evaluate(two_wells, r - h);
    const double scale = std::max(1.0, std::fabs(e.derivative));
    EXPECT_NEAR(e.derivative, (up.energy - down.energy) / (2 * h), 1e-6 * scale) << r;
    EXPECT_NEAR(e.second_derivative, (up.derivative - down.derivative) / (2 * h),
                1e-6 * std::max(1.0, std::fabs(e.second_derivative)))
        << r;
  }
}

// without the wall the soft loose parabola would be the lower one here: 3.0 kcal/mol at 1.60 A
TEST(TwoStateBond, IsTightWhereItIsShort)
{
  for (double r = 1.60; r < two_wells.tight_length; r += 0.01) {
    EXPECT_LT(evaluate(two_wells, r).loose_contribution, 0.15) << r;
    EXPECT_LT(evaluate(two_wells, r).derivative, evaluate(two_wells, r + 0.01).derivative) << r;
  }
  EXPECT_GT(evaluate(two_wells, 1.60).energy, 12.0);
}

TEST(TwoStateBond, HasTheTwoWellsWhenTheCouplingIsSmall)
{
  TwoStateBond p = two_wells;
  p.coupling = 1e-8;
  EXPECT_NEAR(evaluate(p, 1.95).energy, 0.0, 1e-9);
  EXPECT_NEAR(evaluate(p, 2.10).energy, 1.33, 1e-9);
  EXPECT_NEAR(evaluate(p, 1.95).second_derivative, 210.0, 1e-6);
  EXPECT_NEAR(evaluate(p, 2.10).second_derivative, 13.8, 1e-6);
  EXPECT_NEAR(evaluate(p, 1.95).loose_contribution, 0.0, 1e-9);
  EXPECT_NEAR(evaluate(p, 2.10).loose_contribution, 1.0, 1e-9);
}

TEST(TwoStateBond, KeepsItsDigitsFarFromTheCrossing)
{
  // a gap of 1e9: the plain formula loses nine digits there
  TwoStateBond p = two_wells;
  p.offset = 1e9;
  const double r = 1.97, tight = p.tight_constant * 0.02 * 0.02;
  EXPECT_NEAR(evaluate(p, r).energy, tight, 1e-9);
  EXPECT_NEAR(evaluate(p, r).derivative, 2 * p.tight_constant * 0.02, 1e-9);
}

}    // namespace softmode
