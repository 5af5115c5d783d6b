// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/redshift.h"

#include <gtest/gtest.h>

#include <cmath>
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

TEST(Redshift, NeedsTwoTemperatures)
{
  EXPECT_THROW(fit_redshift({300}, {{1600, 1}}), std::invalid_argument);
  EXPECT_THROW(fit_redshift({300, 300}, {{1600, 1}, {1601, 1}}), std::invalid_argument);
}

}    // namespace softmode
