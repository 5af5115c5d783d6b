// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/arrhenius.h"
#include "softmode/analysis/error.h"
#include "softmode/definitions/constants.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <stdexcept>

namespace softmode {

namespace {

double rate(double T)
{
  return 12.0 * std::exp(-5000.0 / (gas_constant_J_mol_K * T));
}

TEST(Arrhenius, FindsTheEnergyOfExactRates)
{
  std::vector<RatePoint> rates;
  for (const double T : {173.15, 273.15, 373.15, 473.15})
    rates.push_back({T, {rate(T), 0.01 * rate(T)}});
  const Arrhenius fit = fit_arrhenius(rates);
  EXPECT_NEAR(fit.activation_energy_kJ_mol.value, 5.0, 1e-10);
  EXPECT_NEAR(fit.log_prefactor.value, std::log(12.0), 1e-10);
  EXPECT_NEAR(fit.reduced_chi_squared, 0.0, 1e-12);
}

TEST(Arrhenius, CoversTheTruthWithItsErrors)
{
  std::mt19937_64 random(17);
  int inside = 0;
  const int trials = 2000;
  for (int t = 0; t < trials; ++t) {
    std::vector<RatePoint> rates;
    for (double T = 173.15; T < 480.0; T += 50.0) {
      const double error = 0.03 * rate(T);
      rates.push_back({T, {std::normal_distribution<double>(rate(T), error)(random), error}});
    }
    const Estimate e = fit_arrhenius(rates).activation_energy_kJ_mol;
    if (std::fabs(e.value - 5.0) < e.error) ++inside;
  }
  // a little more than 68.3 %: errors grow where rates scatter more, and never shrink
  EXPECT_NEAR(inside / double(trials), 0.74, 0.04);
}

TEST(Arrhenius, RefusesWhatHasNoSlope)
{
  EXPECT_THROW(fit_arrhenius({}), AnalysisError);
  EXPECT_THROW(fit_arrhenius({{300.0, {1.0, 0.1}}, {300.0, {1.1, 0.1}}}), AnalysisError);
  EXPECT_THROW(fit_arrhenius({{300.0, {1.0, 0.1}}, {400.0, {0.0, 0.1}}}), AnalysisError);
  EXPECT_THROW(fit_arrhenius({{300.0, {1.0, 0.1}}, {400.0, {1.0, NAN}}}), AnalysisError);
}

}    // namespace

}    // namespace softmode
