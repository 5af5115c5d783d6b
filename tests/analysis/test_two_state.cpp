// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/two_state.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace softmode {

const std::vector<double> experiment_K{173.15, 223.15, 273.15, 323.15, 373.15, 423.15, 473.15};

std::vector<Estimate> exact(double dH, double dS, double dCp, double error)
{
  std::vector<Estimate> log_K;
  for (const double T : experiment_K)
    log_K.push_back({log_equilibrium_constant(dH, dS, dCp, T), error});
  return log_K;
}

TEST(TwoState, EquilibriumConstantOfAFraction)
{
  const auto half = log_equilibrium_constant(Estimate{0.5, 0.01});
  ASSERT_TRUE(half);
  EXPECT_NEAR(half->value, 0.0, 1e-14);
  EXPECT_NEAR(half->error, 0.04, 1e-14);
  EXPECT_NEAR(log_equilibrium_constant(Estimate{0.2, 0.01})->value, std::log(0.25), 1e-14);
}

TEST(TwoState, NoEquilibriumConstantWithoutBothStates)
{
  EXPECT_FALSE(log_equilibrium_constant(Estimate{0.0, 0.0}));
  EXPECT_FALSE(log_equilibrium_constant(Estimate{1.0, 0.0}));
  EXPECT_FALSE(log_equilibrium_constant(Estimate{0.3, 0.0}));
}

TEST(TwoState, ReproducesTheInconsistencyOfThePublishedParameters)
{
  // dH 5.9 kJ/mol and dS 22.0 J/mol/K (T0 = 298.15 K) give log10 K = 0.11 there, not the 0.6 of the text,
  // and equal populations near 268 K without dCp
  const double ln_K = log_equilibrium_constant(5.9, 22.0, 37.0, 298.15);
  EXPECT_NEAR(std::exp(ln_K), 1.30, 0.01);
  EXPECT_NEAR(ln_K / std::log(10.0), 0.1155, 0.0005);
  EXPECT_NEAR(log_equilibrium_constant(5.9, 22.0, 0.0, 268.2), 0.0, 0.001);
}

TEST(TwoState, HeatCapacityBendsTheLineAndLeavesTheReferenceAlone)
{
  EXPECT_DOUBLE_EQ(log_equilibrium_constant(5.9, 22.0, 37.0, 298.15),
                   log_equilibrium_constant(5.9, 22.0, 0.0, 298.15));
  // d(ln K)/dT = dH(T) / RT^2, dH(T) = dH + dCp (T - T0)
  const double T = 420.0, h = 0.01;
  const double slope = (log_equilibrium_constant(5.9, 22.0, 37.0, T + h) -
                        log_equilibrium_constant(5.9, 22.0, 37.0, T - h)) /
                       (2 * h);
  EXPECT_NEAR(slope, (5900.0 + 37.0 * (T - 298.15)) / (8.31446261815324 * T * T), 1e-9);
}

TEST(VantHoff, RecoversExactParameters)
{
  const VantHoff plain = fit_vant_hoff(experiment_K, exact(5.9, 22.0, 0.0, 0.05), false);
  EXPECT_NEAR(plain.enthalpy_kJ_mol.value, 5.9, 1e-9);
  EXPECT_NEAR(plain.entropy_J_mol_K.value, 22.0, 1e-8);
  EXPECT_FALSE(plain.heat_capacity_J_mol_K);
  const VantHoff with = fit_vant_hoff(experiment_K, exact(5.9, 22.0, 37.0, 0.05), true);
  EXPECT_NEAR(with.enthalpy_kJ_mol.value, 5.9, 1e-9);
  EXPECT_NEAR(with.entropy_J_mol_K.value, 22.0, 1e-8);
  EXPECT_NEAR(with.heat_capacity_J_mol_K->value, 37.0, 1e-7);
  EXPECT_NEAR(with.log_K_at_reference.value, log_equilibrium_constant(5.9, 22.0, 37.0, 298.15),
              1e-9);
  // dH and dS compensate: ln K inside the data is known better than either would allow alone
  EXPECT_LT(with.log_K_at_reference.error, 0.05);
  EXPECT_GT(1000.0 * with.enthalpy_kJ_mol.error / (8.314 * 298.15), with.log_K_at_reference.error);
}

TEST(VantHoff, NominalIntervalsCoverTheTruth)
{
  std::mt19937 random(6);
  std::normal_distribution<double> normal;
  int covered[3] = {0, 0, 0};
  const int sets = 5000;
  const auto truth = exact(5.9, 22.0, 37.0, 0.1);
  for (int s = 0; s < sets; ++s) {
    auto data = truth;
    for (Estimate &e : data) e.value += 0.1 * normal(random);
    const VantHoff fit = fit_vant_hoff(experiment_K, data, true);
    // undo the enlargement by the scatter, which makes intervals too wide on purpose
    const double scale = std::sqrt(std::max(1.0, fit.reduced_chi_squared));
    covered[0] +=
        std::fabs(fit.enthalpy_kJ_mol.value - 5.9) < 1.96 * fit.enthalpy_kJ_mol.error / scale;
    covered[1] +=
        std::fabs(fit.entropy_J_mol_K.value - 22.0) < 1.96 * fit.entropy_J_mol_K.error / scale;
    covered[2] += std::fabs(fit.heat_capacity_J_mol_K->value - 37.0) <
                  1.96 * fit.heat_capacity_J_mol_K->error / scale;
  }
  for (const int c : covered) {
    EXPECT_GT(c, 0.93 * sets);
    EXPECT_LT(c, 0.97 * sets);
  }
}

TEST(VantHoff, NeedsMorePointsThanItHas)
{
  EXPECT_THROW(fit_vant_hoff({300.0, 400.0}, {{0.0, 0.1}, {0.5, 0.1}}, true), AnalysisError);
  EXPECT_THROW(fit_vant_hoff({300.0}, {{0.0, 0.1}}, false), AnalysisError);
  EXPECT_THROW(fit_vant_hoff({0.0, 300.0}, {{0.0, 0.1}, {1.0, 0.1}}, false), AnalysisError);
}

}    // namespace softmode
