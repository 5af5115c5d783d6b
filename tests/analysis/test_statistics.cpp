// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/statistics.h"

#include "softmode/analysis/determined.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

namespace softmode {

namespace {

/// AR(1) with unit variance: the error of the mean of n is sqrt((1+a)/(1-a)/n).
std::vector<double> autoregressive(int n, double a, std::mt19937 &random)
{
  std::normal_distribution<double> normal;
  std::vector<double> series(static_cast<std::size_t>(n));
  double x = normal(random);
  for (double &v : series) v = x = a * x + std::sqrt(1.0 - a * a) * normal(random);
  return series;
}

/// Root mean square of the errors given, over the true scatter of the means.
double error_ratio(int n, double a)
{
  std::mt19937 random(17);
  double given = 0.0, scatter = 0.0;
  for (int set = 0; set < 2000; ++set) {
    const Estimate e = correlated_mean(autoregressive(n, a, random));
    given += e.error * e.error;
    scatter += e.value * e.value;
  }
  return std::sqrt(given / scatter);
}

}    // namespace

TEST(CorrelatedMean, IsMeanAndErrorOfIndependentData)
{
  std::mt19937 random(1);
  const Estimate e = correlated_mean(autoregressive(10000, 0.0, random));
  EXPECT_NEAR(e.value, 0.0, 0.04);
  EXPECT_NEAR(e.error, 0.01, 0.001);
  EXPECT_NEAR(error_ratio(40, 0.0), 1.09, 0.06);    // the noise of the sum, one-sided
}

TEST(CorrelatedMean, SeesThroughCorrelation)
{
  std::mt19937 random(2);
  const double expected = std::sqrt((1.0 + 0.95) / (1.0 - 0.95) / 50000.0);
  EXPECT_NEAR(correlated_mean(autoregressive(50000, 0.95, random)).error, expected, 0.1 * expected);
}

TEST(CorrelatedMean, IsHardlyTooSmallForShortSeries)
{
  const double a = std::exp(-0.5);    // 2 samples to forget: 10, 20 and 70 correlation times
  EXPECT_NEAR(error_ratio(20, a), 0.86, 0.04);
  EXPECT_NEAR(error_ratio(40, a), 0.98, 0.06);
  EXPECT_NEAR(error_ratio(140, a), 1.02, 0.06);
}

TEST(CorrelatedMean, HasNoErrorForAConstant)
{
  const Estimate e = correlated_mean(std::vector<double>(10, 3.0));
  EXPECT_DOUBLE_EQ(e.value, 3.0);
  EXPECT_DOUBLE_EQ(e.error, 0.0);
}

TEST(CorrelatedMean, RefusesTooFewSamples)
{
  EXPECT_THROW(correlated_mean({1.0, 2.0, 3.0}), AnalysisError);
}

TEST(Jackknife, OfAMeanIsTheStandardErrorOfTheMean)
{
  const std::vector<double> v{1.0, 4.0, 2.0, 8.0, 5.0};
  const auto mean = [&](const std::vector<double> &w) {
    return std::inner_product(v.begin(), v.end(), w.begin(), 0.0) /
           std::accumulate(w.begin(), w.end(), 0.0);
  };
  const Estimate e = jackknife(std::vector<double>(5, 1.0), mean);
  double spread = 0.0;
  for (const double x : v) spread += (x - 4.0) * (x - 4.0);
  EXPECT_DOUBLE_EQ(e.value, 4.0);
  EXPECT_NEAR(e.error, std::sqrt(spread / 20.0), 1e-12);
}

TEST(Jackknife, GivesTheErrorOfANonlinearStatistic)
{
  // log of a mean: error = error(mean)/mean, checked against the true spread over many sets
  std::mt19937 random(3);
  std::normal_distribution<double> normal(10.0, 1.0);
  double mean_error = 0.0, sum = 0.0, squares = 0.0;
  const int sets = 2000, n = 16;
  for (int s = 0; s < sets; ++s) {
    std::vector<double> v(n);
    for (double &x : v) x = normal(random);
    const Estimate e = jackknife(std::vector<double>(n, 1.0), [&](const std::vector<double> &w) {
      return std::log(std::inner_product(v.begin(), v.end(), w.begin(), 0.0) /
                      std::accumulate(w.begin(), w.end(), 0.0));
    });
    mean_error += e.error / sets;
    sum += e.value;
    squares += e.value * e.value;
  }
  const double spread = std::sqrt(squares / sets - sum * sum / sets / sets);
  EXPECT_NEAR(mean_error, spread, 0.05 * spread);
}

TEST(Jackknife, WeighsUnequalBlocks)
{
  // one block of two samples and four of one: the same as means of the six samples, to leading order
  const std::vector<double> sizes{2.0, 1.0, 1.0, 1.0, 1.0}, means{3.0, 2.0, 4.0, 1.0, 5.0};
  const auto mean = [&](const std::vector<double> &w) {
    double sum = 0.0, total = 0.0;
    for (std::size_t i = 0; i < 5; ++i) {
      sum += w[i] * sizes[i] * means[i];
      total += w[i] * sizes[i];
    }
    return sum / total;
  };
  const Estimate e = jackknife(sizes, mean);
  EXPECT_DOUBLE_EQ(e.value, 3.0);
  EXPECT_GT(e.error, 0.4);
  EXPECT_LT(e.error, 0.8);
}

TEST(Jackknife, NeedsTwoBlocks)
{
  EXPECT_THROW(jackknife({1.0}, [](const auto &) { return 0.0; }), AnalysisError);
}

TEST(WeightedMean, CountsByTheErrors)
{
  const Estimate m = weighted_mean({{1.0, 1.0}, {4.0, 2.0}});
  EXPECT_NEAR(m.value, (1.0 + 4.0 / 4.0) / 1.25, 1e-14);
  EXPECT_NEAR(m.error, 1.0 / std::sqrt(1.25), 1e-14);
  EXPECT_THROW(weighted_mean({}), AnalysisError);
  EXPECT_THROW(weighted_mean({{1.0, 0.0}}), AnalysisError);
}

TEST(Determined, IsWhatExceedsItsStandardError)
{
  EXPECT_TRUE(is_determined({-0.0222, 0.0007}));
  EXPECT_FALSE(is_determined({-0.018, 0.034}));
  EXPECT_FALSE(is_determined({1.0, 1.0}));
  EXPECT_FALSE(is_determined({0.0, 0.0}));
  EXPECT_TRUE(is_determined({1.0, std::nan("")}));
  EXPECT_EQ(remark_on({-0.018, 0.034}), " (not determined)");
  EXPECT_EQ(remark_on_sign({0.02, 0.05}), " (sign not determined)");
  EXPECT_EQ(remark_on({2.0, 1.0}), "");
}

}    // namespace softmode
