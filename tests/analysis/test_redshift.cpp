// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/redshift.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

namespace softmode {

const std::vector<double> experiment_K{173.15, 223.15, 273.15, 323.15, 373.15, 423.15, 473.15};

TEST(Redshift, RecoversAnExactSlopeAndPosition)
{
  std::vector<Estimate> position;
  for (const double T : experiment_K) position.push_back({1592.4 - 0.021 * (T - 298.15), 0.1});
  const Redshift fit = fit_redshift(experiment_K, position);
  EXPECT_NEAR(fit.slope.value, -0.021, 1e-12);
  EXPECT_NEAR(fit.position_at_reference.value, 1592.4, 1e-10);
  EXPECT_NEAR(fit.slope.error, 0.1 / std::sqrt(70000.0),
              1e-9);    // sum of (T - mean)^2 = 28 x 50^2
}

TEST(Redshift, NominalIntervalsCoverTheTruth)
{
  // 500 synthetic experiments with the errors given: 95 % intervals must hold the truth in 93 to 97 %
  std::mt19937 random(4);
  std::normal_distribution<double> normal;
  int covered = 0;
  double bias = 0.0, error = 0.0;
  const int sets = 5000;
  for (int s = 0; s < sets; ++s) {
    std::vector<Estimate> position;
    for (const double T : experiment_K)
      position.push_back({1592.4 - 0.021 * (T - 298.15) + 0.3 * normal(random), 0.3});
    const Redshift fit = fit_redshift(experiment_K, position);
    const double plain_error = 0.3 / std::sqrt(70000.0);
    covered += std::fabs(fit.slope.value + 0.021) < 1.96 * plain_error;
    EXPECT_GE(fit.slope.error, plain_error - 1e-12);
    bias += (fit.slope.value + 0.021) / sets;
    error = plain_error;
  }
  EXPECT_GT(covered, 0.93 * sets);
  EXPECT_LT(covered, 0.97 * sets);
  EXPECT_LT(std::fabs(bias), 0.1 * error);
}

TEST(Redshift, ReportsScatterBeyondTheErrors)
{
  const Redshift fit =
      fit_redshift({100, 200, 300, 400}, {{10, 0.01}, {11, 0.01}, {10, 0.01}, {11, 0.01}});
  EXPECT_GT(fit.reduced_chi_squared, 1000.0);
  EXPECT_GT(fit.slope.error,
            0.001);    // enlarged by the scatter; the bare errors would give 0.00004
}

// a curve has one slope, however the errors are spread over it, and an error that does not grow with its curvature
TEST(Redshift, ACurveIsNoScatter)
{
  const auto curve = [](double T) {
    return 1600.0 - 9.0 / (1.0 + std::exp(709.6 / T - 2.646));    // dH 5.9 kJ/mol, dS 22 J/mol/K
  };
  const auto fit = [&](const std::function<double(double)> &error) {
    std::vector<Estimate> position;
    for (const double T : experiment_K)
      position.push_back({curve(T), error(T)});
    return fit_redshift(experiment_K, position);
  };
  const Redshift even = fit([](double) { return 0.1; });
  const Redshift uneven = fit([](double T) { return T < 300.0 ? 0.05 : 0.5; });
  EXPECT_NEAR(even.slope.value, uneven.slope.value, 1e-12);
  EXPECT_NEAR(even.slope.error, 0.1 / std::sqrt(70000.0), 1e-9);
  EXPECT_GT(even.reduced_chi_squared, 4.0);
  EXPECT_LT(even.curve_reduced_chi_squared, 1.0);
  ASSERT_TRUE(even.curvature);
  EXPECT_GT(even.curvature->value, 3.0 * even.curvature->error);
}

TEST(Redshift, FewTemperaturesLeaveNoScatterToMeasure)
{
  const Redshift two = fit_redshift({200, 400}, {{10, 0.3}, {9, 0.4}});
  EXPECT_NEAR(two.slope.value, -0.005, 1e-12);
  EXPECT_NEAR(two.slope.error, 0.5 / 200.0, 1e-12);
  EXPECT_TRUE(std::isnan(two.reduced_chi_squared));
  EXPECT_FALSE(two.curvature);
  const Redshift three = fit_redshift({200, 300, 400}, {{10, 0.3}, {12, 0.1}, {9, 0.4}});
  EXPECT_NEAR(three.slope.error, 0.5 / 200.0, 1e-12);
  ASSERT_TRUE(three.curvature);
  EXPECT_TRUE(std::isnan(three.curve_reduced_chi_squared));
}

TEST(Redshift, NeedsTwoTemperatures)
{
  EXPECT_THROW(fit_redshift({300}, {{1600, 1}}), std::invalid_argument);
  EXPECT_THROW(fit_redshift({300, 300}, {{1600, 1}, {1601, 1}}), std::invalid_argument);
}

}    // namespace softmode
