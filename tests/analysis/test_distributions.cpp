// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/distributions.h"
#include "softmode/analysis/error.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace softmode {

TEST(Distributions, AgreeWithClosedForms)
{
  const double pi = std::acos(-1.0);
  for (const double t : {0.1, 1.0, 3.0, 20.0}) {
    // Student with 1 and 2 degrees of freedom, F with (2, n), chi-squared with 2
    EXPECT_NEAR(t_probability(t, 1), 1.0 - 2.0 / pi * std::atan(t), 1e-13);
    EXPECT_NEAR(t_probability(t, 2), 1.0 - t / std::sqrt(2.0 + t * t), 1e-13);
    EXPECT_NEAR(f_probability(t, 2, 7), std::pow(1.0 + 2.0 * t / 7.0, -3.5), 1e-13);
    EXPECT_NEAR(chi_squared_probability(t, 2), std::exp(-0.5 * t), 1e-13);
    EXPECT_NEAR(chi_squared_probability(t * t, 1), normal_probability(t), 1e-12);
    EXPECT_NEAR(t_probability(t, 1e7), normal_probability(t), 1e-6);
  }
  EXPECT_NEAR(incomplete_beta(2, 3, 0.4), 0.5248, 1e-13);    // 1 - sum of binomials
  EXPECT_DOUBLE_EQ(f_probability(-1.0, 2, 3), 1.0);
}

TEST(Distributions, QuantilesAreThoseOfTables)
{
  EXPECT_NEAR(t_quantile(0.95, 1), 12.7062047362, 1e-8);
  EXPECT_NEAR(t_quantile(0.95, 4), 2.7764451052, 1e-9);
  EXPECT_NEAR(t_quantile(0.95, 1e7), 1.959963985, 1e-6);
  EXPECT_THROW(t_quantile(1.0, 3), std::invalid_argument);
  EXPECT_THROW(t_quantile(0.95, 0), AnalysisError);
}

TEST(RunsTest, CountsRunsAndKnowsChance)
{
  const RunsTest alternating = runs_test({{1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1}});
  EXPECT_EQ(alternating.runs, 12);
  EXPECT_GT(alternating.z, 2.0);
  const RunsTest blocks = runs_test({{1, 2, 1, 0, 3, 1, 1, -1, -2, -1, -1, -1, -1}});
  EXPECT_EQ(blocks.runs, 2);
  EXPECT_LT(blocks.z, -2.0);
  EXPECT_LT(blocks.probability, 0.01);
  std::mt19937 random(31);
  std::normal_distribution<double> normal;
  int alarms = 0;
  for (int set = 0; set < 2000; ++set) {
    std::vector<std::vector<double>> r(3, std::vector<double>(100));
    for (auto &series : r)
      for (double &v : series) v = normal(random);
    alarms += runs_test(r).probability < 0.05;
  }
  EXPECT_NEAR(alarms, 100, 40);
  EXPECT_DOUBLE_EQ(runs_test({{1, 1, 1}}).probability, 1.0);
}

}    // namespace softmode
