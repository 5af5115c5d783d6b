// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/peak_width.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace softmode {

namespace {

/// Density of lengths whose g(r) is made of Gaussians.
std::vector<double> density(const std::vector<double> &r, double sigma, double second = 0.0)
{
  std::vector<double> d;
  for (const double x : r)
    d.push_back(x * x *
                (std::exp(-0.5 * std::pow((x - 2.0) / sigma, 2)) +
                 second * std::exp(-0.5 * std::pow((x - 3.0) / 0.1, 2))));
  return d;
}

std::vector<double> lengths(double from, double to)
{
  std::vector<double> r;
  for (double x = from; x < to; x += 0.005) r.push_back(x);
  return r;
}

TEST(PeakWidth, OfAGaussianIsThatOfItsStandardDeviation)
{
  const auto r = lengths(1.0, 4.0);
  for (const double sigma : {0.05, 0.1, 0.2})
    EXPECT_NEAR(peak_width_ratio(r, density(r, sigma)),
                std::sqrt(8.0 * std::log(2.0)) * sigma / 2.0, 2e-4);
  // a second, lower peak changes nothing
  EXPECT_NEAR(peak_width_ratio(r, density(r, 0.1, 0.3)), peak_width_ratio(r, density(r, 0.1)),
              1e-6);
}

TEST(PeakWidth, IsNotGivenWhereThePeakIsCut)
{
  EXPECT_TRUE(std::isnan(peak_width_ratio(lengths(1.99, 3.0), density(lengths(1.99, 3.0), 0.1))));
  EXPECT_TRUE(std::isnan(peak_width_ratio(lengths(1.0, 2.01), density(lengths(1.0, 2.01), 0.1))));
  EXPECT_TRUE(std::isnan(peak_width_ratio({1.0, 2.0}, {0.0, 0.0})));
  EXPECT_THROW(peak_width_ratio({1.0}, {}), AnalysisError);
  EXPECT_THROW(peak_width_ratio({0.0, 1.0}, {1.0, 1.0}), AnalysisError);
}

}    // namespace

}    // namespace softmode
