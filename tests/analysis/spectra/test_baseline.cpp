// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/spectra/baseline.h"

#include <Eigen/Dense>
#include <gtest/gtest.h>

#include <cmath>
#include <ctime>
#include <functional>
#include <random>

namespace softmode {

namespace {

using Values = std::vector<double>;

Values even_axis(std::size_t n, double low = 1200, double high = 1800)
{
  Values x(n);
  for (std::size_t i = 0; i < n; ++i)
    x[i] = low + (high - low) * static_cast<double>(i) / static_cast<double>(n - 1);
  return x;
}

Values at_all(const Values &x, const std::function<double(double)> &f)
{
  Values y;
  for (const double v : x) y.push_back(f(v));
  return y;
}

double band(double x, double position, double fwhm)
{
  return std::exp(-4.0 * std::log(2.0) * std::pow((x - position) / fwhm, 2));
}

double bands(double x)
{
  return band(x, 1370, 25) + 0.6 * band(x, 1590, 30);
}

double largest_difference(const Values &a, const Values &b)
{
  double largest = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::fmax(largest, std::fabs(a[i] - b[i]));
  return largest;
}

Values sum(const Values &a, const Values &b)
{
  Values out = a;
  for (std::size_t i = 0; i < a.size(); ++i) out[i] += b[i];
  return out;
}

const std::vector<WavenumberRange> empty_regions{{1200, 1280}, {1450, 1500}, {1700, 1800}};

TEST(Baseline, ConstantIsTheMeanOfItsRegions)
{
  const Values x{1, 2, 3, 4, 5, 6}, y{1, 2, 30, 40, 6, 7};
  EXPECT_EQ(constant_baseline(x, y, {{1, 2}, {5, 6}}), Values(6, 4.0));
  EXPECT_EQ(constant_baseline(x, y, {{1, 2}, {0, 2.5}}), Values(6, 1.5));    // each point once
}

TEST(Baseline, LinearThroughEndsOrRegions)
{
  const Values x = even_axis(301);
  const Values line = at_all(x, [](double v) { return 0.3 - 2e-4 * (v - 1200); });
  const Values y = sum(line, at_all(x, bands));
  EXPECT_LT(largest_difference(linear_baseline(x, y), line), 1e-12);
  EXPECT_LT(largest_difference(linear_baseline(x, y, {1200, 1260}, {1700, 1800}), line), 1e-10);
  EXPECT_GT(largest_difference(linear_baseline(x, y, {1200, 1400}, {1700, 1800}), line), 0.01);
}

TEST(Baseline, PolynomialsAreFoundBetweenBands)
{
  const Values x = even_axis(601);
  for (const int degree : {0, 1, 2, 3, 5}) {
    const Values truth =
        at_all(x, [&](double v) { return 0.2 + 0.1 * std::pow((v - 1480) / 300, degree); });
    const Values y = sum(truth, at_all(x, bands));
    EXPECT_LT(largest_difference(polynomial_baseline(x, y, empty_regions, degree), truth), 1e-8)
        << degree;
    if (degree == 0) continue;
    const Values too_low = polynomial_baseline(x, y, empty_regions, degree - 1);
    EXPECT_GT(largest_difference(too_low, truth), 1e-3);
  }
}

TEST(Baseline, HighDegreesAreWellConditioned)
{
  const Values x = even_axis(2001, 400, 4000);
  const Values truth = at_all(x, [](double v) { return std::pow((v - 2200) / 1800, 12); });
  EXPECT_LT(largest_difference(polynomial_baseline(x, truth, {{400, 4000}}, 12), truth), 1e-10);
}

TEST(Baseline, RubberBandIsTheLowerHull)
{
  // the hull at a point is the lowest chord between any two points around it
  std::mt19937 random(3);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  for (int set = 0; set < 20; ++set) {
    Values x, y;
    for (int i = 0; i < 40; ++i) {
      x.push_back(1000 + i + 0.5 * uniform(random));
      y.push_back(uniform(random));
    }
    const Values hull = rubber_band_baseline(x, y);
    for (std::size_t k = 0; k < x.size(); ++k) {
      double lowest = y[k];
      for (std::size_t i = 0; i < k; ++i)
        for (std::size_t j = k + 1; j < x.size(); ++j)
          lowest = std::fmin(lowest, y[i] + (y[j] - y[i]) * (x[k] - x[i]) / (x[j] - x[i]));
      EXPECT_NEAR(hull[k], lowest, 1e-12);
      EXPECT_LE(hull[k], y[k]);
    }
  }
}

TEST(Baseline, RubberBandFindsAConvexBaseline)
{
  const Values x = even_axis(601);
  const Values truth = at_all(x, [](double v) { return 0.1 + 1e-6 * std::pow(v - 1450, 2); });
  const Values found = rubber_band_baseline(x, sum(truth, at_all(x, bands)));
  // below a band it is a chord of the parabola, 1e-6 (width/2)^2 above it at most
  EXPECT_LT(largest_difference(found, truth), 1e-6 * 60 * 60);
  EXPECT_NEAR(found[0], truth[0], 1e-12);
  EXPECT_NEAR(found[600], truth[600], 1e-12);
}

TEST(Baseline, AsymmetricLeastSquaresSolvesItsEquations)
{
  const std::size_t n = 60;
  const Values x = even_axis(n);
  std::mt19937 random(4);
  std::normal_distribution<double> noise(0.0, 0.02);
  Values y = at_all(x, bands);
  for (double &v : y) v += noise(random);
  const double smoothness = 50.0, asymmetry = 0.02;
  const Values z = asymmetric_least_squares_baseline(x, y, smoothness, asymmetry);
  Eigen::MatrixXd d = Eigen::MatrixXd::Zero(n - 2, n);
  for (Eigen::Index i = 0; i + 2 < static_cast<Eigen::Index>(n); ++i)
    d.block(i, i, 1, 3) << 1.0, -2.0, 1.0;
  Eigen::VectorXd weight(n);
  const Eigen::Map<const Eigen::VectorXd> data(y.data(), n), found(z.data(), n);
  for (std::size_t i = 0; i < n; ++i) weight[i] = y[i] > z[i] ? asymmetry : 1 - asymmetry;
  const Eigen::MatrixXd matrix =
      Eigen::MatrixXd(weight.asDiagonal()) + smoothness * d.transpose() * d;
  const Eigen::VectorXd expected = matrix.llt().solve(weight.cwiseProduct(data));
  EXPECT_LT((found - expected).cwiseAbs().maxCoeff(), 1e-10);
}

TEST(Baseline, AsymmetricLeastSquaresFindsACurvedBaseline)
{
  const Values x = even_axis(601);
  const Values truth = at_all(x, [](double v) { return 0.2 + 0.05 * std::sin((v - 1200) / 200); });
  const Values found =
      asymmetric_least_squares_baseline(x, sum(truth, at_all(x, bands)), 1e6, 0.001);
  EXPECT_LT(largest_difference(found, truth), 0.01);
  EXPECT_GT(
      largest_difference(
          asymmetric_least_squares_baseline(x, sum(truth, at_all(x, bands)), 1e6, 0.5), truth),
      0.1);    // without asymmetry it runs through the bands
}

TEST(Baseline, AsymmetricLeastSquaresIsExactForLinesHoweverStiff)
{
  for (const std::size_t n : {100u, 10000u})
    for (const double smoothness : {1e3, 1e9, 1e12, 1e16}) {
      const Values x = even_axis(n);
      Values y = at_all(x, [](double v) { return 1.0 + 1e-3 * v; });
      EXPECT_LT(largest_difference(asymmetric_least_squares_baseline(x, y, smoothness, 0.01), y),
                1e-7)
          << n << " " << smoothness;
      for (std::size_t i = 0; i < n; i += 2) y[i] += 0.01;    // every other point is above the line
      const Values found = asymmetric_least_squares_baseline(x, y, smoothness, 0.01);
      EXPECT_NEAR(found[n / 2] - 1.0 - 1e-3 * x[n / 2], 0.01 * 0.01, 1e-5)
          << n << " " << smoothness;
    }
}

TEST(Baseline, SnipClipsBandsAndKeepsWhatIsWider)
{
  const Values x = even_axis(601);
  const Values line = at_all(x, [](double v) { return 0.3 + 2e-4 * (v - 1200); });
  const Values y = sum(line, at_all(x, bands));
  EXPECT_LT(largest_difference(snip_baseline(x, y, 60), line), 1e-3);
  EXPECT_GT(largest_difference(snip_baseline(x, y, 5), line), 0.5);
  EXPECT_LT(largest_difference(snip_baseline(x, line, 60), line), 1e-12);
  for (std::size_t i = 0; i < x.size(); ++i) EXPECT_LE(snip_baseline(x, y, 30)[i], y[i]);
}

TEST(Baseline, SnipByHand)
{
  // p = 1: each at most the mean of its neighbours, of the values before; then p = 2
  const Values x{1, 2, 3, 4, 5, 6, 7};
  EXPECT_EQ(snip_baseline(x, {0, 0, 4, 8, 4, 0, 0}, 1), (Values{0, 0, 4, 4, 4, 0, 0}));
  EXPECT_EQ(snip_baseline(x, {0, 0, 4, 8, 4, 0, 0}, 2), (Values{0, 0, 2, 0, 2, 0, 0}));
}

TEST(Baseline, CompressedSnipKeepsTheScale)
{
  const Values x = even_axis(601);
  const Values counts = at_all(x, [](double v) { return 1e4 + 1e5 * bands(v); });
  EXPECT_LT(largest_difference(snip_baseline(x, counts, 60, true), Values(601, 1e4)), 20.0);
  EXPECT_LT(largest_difference(snip_baseline(x, Values(601, 0.25), 60, true), Values(601, 0.25)),
            1e-12);
  Values negative = counts;
  negative[7] = -1e-3;
  EXPECT_THROW(snip_baseline(x, negative, 60, true), std::invalid_argument);
  EXPECT_NO_THROW(snip_baseline(x, negative, 60, false));
}

TEST(Baseline, RefusesWhatItCannotUse)
{
  const Values x = even_axis(10), y(10, 1.0);
  Values broken = y, unordered = x;
  broken[3] = NAN;
  std::swap(unordered[3], unordered[4]);
  using Function = std::function<Values(const Values &, const Values &)>;
  const Function functions[] = {
      [](const Values &a, const Values &b) {
        return constant_baseline(a, b, {{0, 1e4}});
      },
      [](const Values &a, const Values &b) { return linear_baseline(a, b); },
      [](const Values &a, const Values &b) {
        return linear_baseline(a, b, {0, 1500}, {1501, 2000});
      },
      [](const Values &a, const Values &b) {
        return polynomial_baseline(a, b, {{0, 1e4}}, 1);
      },
      [](const Values &a, const Values &b) { return rubber_band_baseline(a, b); },
      [](const Values &a, const Values &b) {
        return asymmetric_least_squares_baseline(a, b, 100, 0.01);
      },
      [](const Values &a, const Values &b) { return snip_baseline(a, b, 2); }};
  for (const Function &f : functions) {
    EXPECT_LT(largest_difference(f(x, y), y), 1e-9);
    EXPECT_THROW(f(x, broken), std::invalid_argument);
    EXPECT_THROW(f(unordered, y), std::invalid_argument);
    EXPECT_THROW(f(x, Values(9, 1.0)), std::invalid_argument);
    EXPECT_THROW(f(even_axis(4), Values(4, 1.0)), std::invalid_argument);
  }
}

TEST(Baseline, RefusesParametersOutOfRange)
{
  const Values x = even_axis(10), y(10, 1.0);
  EXPECT_THROW(constant_baseline(x, y, {}), std::invalid_argument);
  EXPECT_THROW(constant_baseline(x, y, {{1, 2}}), std::invalid_argument);
  EXPECT_THROW(constant_baseline(x, y, {{1500, 1400}}), std::invalid_argument);
  EXPECT_THROW(linear_baseline(x, y, {1200, 1500}, {1400, 1800}), std::invalid_argument);
  EXPECT_THROW(polynomial_baseline(x, y, {{1200, 1300}}, 2), std::invalid_argument);
  EXPECT_THROW(polynomial_baseline(x, y, {{1200, 1800}}, -1), std::invalid_argument);
  EXPECT_THROW(polynomial_baseline(x, y, {{1200, 1800}}, 13), std::invalid_argument);
  for (const double bad : {0.0, -1.0, 1e17, double(NAN)})
    EXPECT_THROW(asymmetric_least_squares_baseline(x, y, bad, 0.01), std::invalid_argument);
  for (const double bad : {0.0, 1.0, double(NAN)})
    EXPECT_THROW(asymmetric_least_squares_baseline(x, y, 100, bad), std::invalid_argument);
  EXPECT_THROW(asymmetric_least_squares_baseline(x, at_all(x, bands), 100, 0.01, 1),
               std::runtime_error);
  EXPECT_THROW(snip_baseline(x, y, 0), std::invalid_argument);
  EXPECT_THROW(snip_baseline(x, y, 5), std::invalid_argument);
}

TEST(WithoutBaseline, SubtractsAndNotes)
{
  Spectrum s;
  s.wavenumber = {1, 2, 3, 4, 5};
  s.intensity = {2, 3, 4, 3, 2};
  const Spectrum out = without_baseline(s, {1, 1, 1, 1, 2}, "by hand");
  EXPECT_EQ(out.intensity, (Values{1, 2, 3, 2, 0}));
  EXPECT_EQ(out.notes, std::vector<std::string>{"baseline subtracted: by hand"});
  EXPECT_THROW(without_baseline(s, {1, 1}, ""), std::invalid_argument);
}

TEST(Baseline, AMillionPointsAreFast)
{
  const Values x = even_axis(1000000);
  std::mt19937 random(9);
  std::normal_distribution<double> noise(0.0, 0.005);
  Values y = at_all(x, bands);
  for (double &v : y) v += noise(random);
  const auto seconds = [&](const std::function<void()> &what) {
    const std::clock_t start = std::clock();    // CPU time: a busy machine is no slow baseline
    what();
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  };
  EXPECT_LT(seconds([&] { rubber_band_baseline(x, y); }), 0.5);
  EXPECT_LT(seconds([&] { polynomial_baseline(x, y, empty_regions, 3); }), 2.0);
  EXPECT_LT(seconds([&] { snip_baseline(x, y, 50); }), 2.0);
  EXPECT_LT(seconds([&] { asymmetric_least_squares_baseline(x, y, 1e9, 0.01); }), 10.0);
}

}    // namespace

}    // namespace softmode
