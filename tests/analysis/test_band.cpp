// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/band.h"
#include "softmode/analysis/error.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace softmode {

std::vector<double> axis(double low, double high, double step)
{
  std::vector<double> nu;
  for (double x = low; x <= high; x += step) nu.push_back(x);
  return nu;
}

std::vector<double> gaussian(const std::vector<double> &nu, const BandFit &b)
{
  std::vector<double> s;
  for (const double x : nu)
    s.push_back(b.height * std::exp(-4.0 * std::log(2.0) * std::pow((x - b.position) / b.fwhm, 2)) +
                b.baseline);
  return s;
}

TEST(FitBand, RecoversAnExactGaussian)
{
  const auto nu = axis(1500, 1700, 2.7);
  for (const double scale : {1.0, 1e-9, 1e12}) {
    const BandFit truth{1597.31, 14.2, 3.0 * scale, 0.2 * scale};
    const BandFit fit = fit_band(nu, gaussian(nu, truth), {1575, 1620});
    EXPECT_NEAR(fit.position, truth.position, 1e-6);
    EXPECT_NEAR(fit.fwhm, truth.fwhm, 1e-5);
    EXPECT_NEAR(fit.height / scale, 3.0, 1e-6);
    EXPECT_NEAR(fit.baseline / scale, 0.2, 1e-6);
  }
}

TEST(FitBand, IsUnbiasedUnderNoise)
{
  const auto nu = axis(1500, 1700, 2.7);
  const BandFit truth{1597.31, 14.2, 1.0, 0.0};
  std::mt19937 random(8);
  std::normal_distribution<double> normal(0.0, 0.02);
  double mean = 0.0, squares = 0.0;
  const int sets = 300;
  for (int s = 0; s < sets; ++s) {
    auto noisy = gaussian(nu, truth);
    for (double &v : noisy) v += normal(random);
    const double shift = fit_band(nu, noisy, {1575, 1620}).position - truth.position;
    mean += shift / sets;
    squares += shift * shift / sets;
  }
  EXPECT_LT(std::fabs(mean), 4.0 * std::sqrt(squares / sets));
  EXPECT_LT(std::sqrt(squares), 0.3);
}

TEST(FitBand, SaysWhenThereIsNoBand)
{
  const auto nu = axis(1500, 1700, 2.0);
  EXPECT_THROW(fit_band(nu, std::vector<double>(nu.size(), 1.0), {1575, 1620}), AnalysisError);
  EXPECT_THROW(fit_band(nu, std::vector<double>(nu.size(), 1.0), {1590, 1592}), AnalysisError);
  EXPECT_THROW(fit_band(nu, std::vector<double>(nu.size(), NAN), {1575, 1620}), AnalysisError);
  EXPECT_THROW(fit_band(nu, std::vector<double>(nu.size(), 1.0), {1800, 1900}), AnalysisError);
  auto slope = nu;    // a band outside: rises through the whole range
  for (std::size_t i = 0; i < nu.size(); ++i) slope[i] = std::exp((nu[i] - 1500) / 100);
  EXPECT_THROW(fit_band(nu, slope, {1575, 1620}), AnalysisError);
}

TEST(Centroid, IsTheCentreOfASymmetricBandOnASlope)
{
  const auto nu = axis(1550, 1650, 1.0);
  auto s = gaussian(nu, {1600.0, 10.0, 5.0, 0.0});
  for (std::size_t i = 0; i < nu.size(); ++i) s[i] += 1.0 + 0.01 * (nu[i] - 1600.0);
  EXPECT_NEAR(centroid(nu, s, {1570, 1630}), 1600.0, 0.01);
}

TEST(Integral, OfAGaussian)
{
  const auto nu = axis(1500, 1700, 0.5);
  EXPECT_NEAR(integral(nu, gaussian(nu, {1600.0, 10.0, 1.0, 0.0}), {1500, 1700}),
              10.0 * std::sqrt(std::acos(-1.0) / (4.0 * std::log(2.0))), 1e-6);
}

TEST(FindBands, FindsMaximaThatStandOutAndMeasuresThem)
{
  const auto nu = axis(1000, 1800, 1.3);
  auto s = gaussian(nu, {1290.0, 10.0, 0.5, 0.001});
  const auto second = gaussian(nu, {1425.4, 16.0, 1.0, 0.0}),
             faint = gaussian(nu, {1350.0, 5.0, 0.02, 0.0});
  for (std::size_t i = 0; i < s.size(); ++i) s[i] += second[i] + faint[i];
  const auto bands = find_bands(nu, s, {1200, 1480}, 0.1, 12.0);
  ASSERT_EQ(bands.size(), 2u);
  EXPECT_NEAR(bands[0].position, 1290.0, 0.1);
  EXPECT_NEAR(bands[1].position, 1425.4, 0.1);
  EXPECT_NEAR(bands[1].fwhm, 16.0, 0.2);
}

}    // namespace softmode
