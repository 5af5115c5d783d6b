// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/agreement.h"
#include "softmode/analysis/error.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <stdexcept>

namespace softmode {

namespace {

TEST(Agreement, MeansOfDeviations)
{
  const std::vector<ValuePair> pairs = {{{1.0, 0.3}, 2.0}, {{5.0, 0.4}, 2.0}};
  EXPECT_DOUBLE_EQ(mean_absolute_error(pairs).value, 2.0);
  EXPECT_DOUBLE_EQ(mean_absolute_error(pairs).error, 0.25);
  EXPECT_DOUBLE_EQ(mean_signed_error(pairs).value, 1.0);
  EXPECT_THROW(mean_absolute_error({}), AnalysisError);
}

TEST(Agreement, RanksAndTheirTies)
{
  EXPECT_DOUBLE_EQ(spearman({1, 2, 3, 4}, {10, 20, 30, 1000}), 1.0);
  EXPECT_DOUBLE_EQ(spearman({1, 2, 3, 4}, {4, 3, 2, 1}), -1.0);
  // ranks 1 2.5 2.5 4 against 1 2 3 4: 4.5 / sqrt(4.5 * 5)
  EXPECT_NEAR(spearman({1, 2, 2, 3}, {1, 2, 3, 4}), 4.5 / std::sqrt(22.5), 1e-12);
  EXPECT_TRUE(std::isnan(spearman({1, 1, 1}, {1, 2, 3})));
  EXPECT_THROW(spearman({1, 2}, {1, 2}), AnalysisError);
  EXPECT_THROW(spearman({1, 2, 3}, {1, 2}), AnalysisError);
}

std::vector<ValuePair> ordered(int n, double error)
{
  std::vector<ValuePair> pairs;
  for (int i = 0; i < n; ++i) pairs.push_back({{double(i), error}, double(i)});
  return pairs;
}

TEST(Agreement, ChanceOfAPerfectOrder)
{
  // two of the n! orders are as strong
  EXPECT_NEAR(rank_correlation(ordered(5, 0.01)).p_value, 2.0 / 120.0, 1e-12);
  EXPECT_LT(rank_correlation(ordered(10, 0.01)).p_value, 1e-3);
}

TEST(Agreement, ErrorsOfTheSimulationReachTheCorrelation)
{
  const RankCorrelation sharp = rank_correlation(ordered(10, 0.01)),
                        blurred = rank_correlation(ordered(10, 3.0));
  EXPECT_DOUBLE_EQ(sharp.rho.value, 1.0);
  EXPECT_DOUBLE_EQ(sharp.rho.error, 0.0);
  EXPECT_GT(blurred.rho.error, 0.05);
  EXPECT_EQ(rank_correlation(ordered(10, 3.0), 4).rho.error,
            rank_correlation(ordered(10, 3.0), 4).rho.error);
}

TEST(Agreement, ChanceIsUniformWhereThereIsNoRelation)
{
  std::mt19937_64 random(5);
  int below = 0;
  const int trials = 400;
  for (int t = 0; t < trials; ++t) {
    std::vector<ValuePair> pairs;
    for (int i = 0; i < 7; ++i)
      pairs.push_back({{std::normal_distribution<double>()(random), 0.01},
                       std::normal_distribution<double>()(random)});
    if (rank_correlation(pairs).p_value <= 0.2) ++below;
  }
  EXPECT_NEAR(below / double(trials), 0.2, 0.06);
}

}    // namespace

}    // namespace softmode
