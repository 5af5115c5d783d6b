// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/lone_bond.h"

#include "softmode/definitions/constants.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace softmode {

const std::vector<double> temperatures{173.15, 223.15, 273.15, 323.15, 373.15, 423.15, 473.15};

LoneBond bond(double loose_length, double loose_constant, double offset, double coupling,
              double ratio, double midpoint)
{
  return {
      {105.0, 1.95, loose_constant, loose_length, offset, coupling}, {midpoint, 0.04}, ratio, 2};
}

/// Sets of DESIGN.md, section 4, chosen there for dH 5.9, dS 22.0, K(298 K) 1.30 with a loose well that has no wall of
/// its own; and what a midpoint rule of 20,000 points a side, written apart from this code, gives with the wall.
struct Known {
  LoneBond bond;
  double enthalpy, entropy, heat_capacity, K;    ///< kJ/mol, J/mol/K, J/mol/K
};
const std::vector<Known> known{
    {bond(2.10, 6.9, 1.33, 0.5, 0.17, 2.06), 5.986, 22.938, 3.090, 1.38247},
    {bond(2.15, 10.2, 1.28, 1.0, 0.14, 2.06), 5.890, 22.415, 4.587, 1.33659},
    {bond(2.25, 13.4, 1.30, 1.0, 0.18, 2.08), 5.922, 22.049, 1.112, 1.29104}};

TEST(LoneBond, AgreesWithAnIndependentQuadrature)
{
  for (const Known &k : known) {
    const LoneBondThermodynamics t = lone_bond_thermodynamics(k.bond, temperatures);
    EXPECT_NEAR(t.enthalpy_kJ_mol, k.enthalpy, 0.001);
    EXPECT_NEAR(t.entropy_J_mol_K, k.entropy, 0.002);
    EXPECT_NEAR(t.heat_capacity_J_mol_K, k.heat_capacity, 0.002);
    EXPECT_NEAR(std::exp(t.log_K_at_reference), k.K, 0.00002);
  }
}

TEST(LoneBond, IsHalfLooseWhereBothHalvesAreTheSame)
{
  // without r^2 K would be exactly 1; r^2 adds about 4 <|r - r_mid|> / r_mid
  LoneBond b = bond(2.05, 105.0, 0.0, 1e-6, 1.0, 2.00);
  EXPECT_GT(lone_bond_log_K(b, 300.0), 0.0);
  b.wells.tight_length += 1000.0;
  b.wells.loose_length += 1000.0;
  b.weight.midpoint += 1000.0;
  EXPECT_NEAR(lone_bond_log_K(b, 300.0), 0.0, 1e-3);
}

TEST(LoneBond, DeepNarrowWellsAreHarmonic)
{
  // far apart, K = sqrt(k_t/k_l) (r_l/r_t)^2 / ratio exp(-dE/RT), as each integral is a Gaussian
  LoneBond b = bond(4.0, 50.0, 1.5, 1e-3, 0.25, 3.0);
  const double T = 200.0, RT = gas_constant_J_mol_K * T / 1000.0 / kilojoule_per_kilocalorie;
  const auto moment = [&](double r, double k) { return (r * r + RT / (2.0 * k)) / std::sqrt(k); };
  EXPECT_NEAR(lone_bond_log_K(b, T),
              std::log(moment(4.0, 50.0) / moment(1.95, 105.0) / 0.25) - 1.5 / RT, 1e-5);
  const double two_bends = lone_bond_log_K(b, T);
  b.bends = 0;
  EXPECT_NEAR(two_bends - lone_bond_log_K(b, T), std::log(4.0), 1e-5);
}

TEST(LoneBond, BendsFollowTheWeight)
{
  const LoneBond b = known[0].bond;
  EXPECT_NEAR(bend_partition(b, 1.5), 1.0, 1e-9);
  EXPECT_NEAR(bend_partition(b, 2.06), 2.0 / 1.17, 1e-12);
  EXPECT_NEAR(bend_partition(b, 2.6), 1.0 / 0.17, 1e-9);
}

TEST(LoneBond, SolverFindsTheBondOfGivenThermodynamics)
{
  for (const LoneBondSoftness softness :
       {LoneBondSoftness::bend_ratio, LoneBondSoftness::loose_constant})
    for (const Known &k : known) {
      LoneBond start = k.bond;
      const LoneBondThermodynamics wanted = lone_bond_thermodynamics(k.bond, temperatures);
      start.wells.offset = 0.2;
      (softness == LoneBondSoftness::bend_ratio ? start.bend_ratio : start.wells.loose_constant) *=
          3.0;
      const LoneBond found = solve_lone_bond(start, softness, wanted.enthalpy_kJ_mol,
                                             wanted.entropy_J_mol_K, temperatures);
      EXPECT_NEAR(found.wells.offset, k.bond.wells.offset, 1e-5);
      EXPECT_NEAR(found.bend_ratio, k.bond.bend_ratio, 1e-5);
      EXPECT_NEAR(found.wells.loose_constant, k.bond.wells.loose_constant, 1e-4);
    }
}

TEST(LoneBond, RefusesWhatHasNoAnswer)
{
  LoneBond b = known[0].bond;
  EXPECT_THROW(lone_bond_log_K(b, 0.0), AnalysisError);
  EXPECT_THROW(lone_bond_thermodynamics(b, {200.0, 300.0}), AnalysisError);
  EXPECT_THROW(solve_lone_bond(b, LoneBondSoftness::bend_ratio, 5.9, 1e5, temperatures),
               AnalysisError);
  b.bend_ratio = 0.0;
  EXPECT_THROW(lone_bond_log_K(b, 300.0), AnalysisError);
  b = known[0].bond;
  b.wells.loose_constant = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(lone_bond_log_K(b, 300.0), AnalysisError);
}

}    // namespace softmode
