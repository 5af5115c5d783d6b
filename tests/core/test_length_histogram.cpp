// SPDX-License-Identifier: BSD-3-Clause
#include "core/length_histogram.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <utility>

namespace softmode {

namespace {

double gaussian(double r, double centre, double sigma)
{
  return std::exp(-0.5 * std::pow((r - centre) / sigma, 2)) / sigma;
}

/// A histogram without noise: counts are the density at the middle of the bins, rounded.
template <typename Density> LengthHistogram exact_histogram(Density density, double scale = 1e9)
{
  LengthHistogram h(1.5, 0.005, 300);
  for (std::size_t i = 0; i < h.counts.size(); ++i)
    h.counts[i] =
        static_cast<std::uint64_t>(std::llround(scale * density(h.length(static_cast<double>(i)))));
  return h;
}

/// Two wells; `loose` is the population of the one at 2.45. Sigma is added to both widths.
auto double_well(double loose, double sigma = 0.0)
{
  return [=](double r) {
    return (1.0 - loose) * gaussian(r, 2.0, std::hypot(0.06, sigma)) +
           loose * gaussian(r, 2.45, std::hypot(0.10, sigma));
  };
}

/// Minimum of a function between two lengths, by golden section.
template <typename Function> double minimum(Function f, double a, double b)
{
  const double ratio = 0.5 * (std::sqrt(5.0) - 1.0);
  while (b - a > 1e-7) {
    const double c = b - ratio * (b - a), d = a + ratio * (b - a);
    (f(c) < f(d) ? b : a) = f(c) < f(d) ? d : c;
  }
  return 0.5 * (a + b);
}

double normal_number(std::mt19937_64 &random)
{
  // not std::normal_distribution, whose numbers differ between libraries
  const auto uniform = [&random] { return (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53; };
  const double radius = std::sqrt(-2.0 * std::log(uniform()));
  return radius * std::cos(2.0 * pi * uniform());
}

/// Morse well of depth 6 RT, width 0.06 at the bottom: free energy 6 (1 - exp(-a (r - 2)))^2.
constexpr double morse_depth = 6.0;
const double morse_a = 1.0 / (0.06 * std::sqrt(2.0 * morse_depth));
const double morse_inflection = 2.0 + std::log(2.0) / morse_a;    // where exp(-a (r - 2)) = 1/2

double morse(double r)
{
  return std::exp(-morse_depth * std::pow(1.0 - std::exp(-morse_a * (r - 2.0)), 2));
}

}    // namespace

TEST(LengthHistogram, CountsLengthsInTheirBins)
{
  LengthHistogram h(1.0, 0.5, 3);
  for (const double r : {0.99, 1.0, 1.49, 1.5, 2.49, 2.5, 7.0, std::nan("")}) h.add(r);
  EXPECT_EQ(h.counts, (std::vector<std::uint64_t>{2, 1, 1}));
  EXPECT_EQ(h.underflow, 2u);    // 0.99 and the one that is no number
  EXPECT_EQ(h.overflow, 2u);     // the upper end belongs to no bin
  EXPECT_EQ(h.samples(), 4u);
  EXPECT_DOUBLE_EQ(h.length(2.0), 2.25);
}

TEST(LengthHistogram, RefusesBinsThatAreNone)
{
  EXPECT_THROW(LengthHistogram(1.0, 0.0, 3), std::invalid_argument);
  EXPECT_THROW(LengthHistogram(1.0, -0.1, 3), std::invalid_argument);
  EXPECT_THROW(LengthHistogram(1.0, 0.1, 0), std::invalid_argument);
  EXPECT_THROW(LengthHistogram(std::nan(""), 0.1, 3), std::invalid_argument);
}

TEST(LengthHistogram, ContinuesExactlyAfterPackAndUnpack)
{
  LengthHistogram straight(1.0, 0.1, 20), first = straight, second = straight;
  std::mt19937_64 random(4);
  for (int i = 0; i < 500; ++i) {
    if (i == 200) { ASSERT_TRUE(second.unpack(first.pack())); }
    const double r = 2.0 + 0.7 * normal_number(random);
    straight.add(r);
    (i < 200 ? first : second).add(r);
  }
  EXPECT_GT(straight.underflow, 0u);
  EXPECT_GT(straight.overflow, 0u);
  EXPECT_EQ(straight.pack(), second.pack());
  EXPECT_EQ(straight.counts, second.counts);
}

TEST(LengthHistogram, RefusesTheHistogramOfOtherBinsUnchanged)
{
  LengthHistogram h(1.0, 0.1, 20);
  h.add(1.55);
  const std::vector<double> before = h.pack();
  EXPECT_FALSE(h.unpack(LengthHistogram(1.0, 0.1, 21).pack()));
  EXPECT_FALSE(h.unpack(LengthHistogram(1.0, 0.2, 20).pack()));
  EXPECT_FALSE(h.unpack(LengthHistogram(1.1, 0.1, 20).pack()));
  EXPECT_FALSE(h.unpack({}));
  std::vector<double> broken = before;
  broken.back() = -1.0;
  EXPECT_FALSE(h.unpack(broken));
  broken.back() = std::nan("");
  EXPECT_FALSE(h.unpack(broken));
  EXPECT_EQ(h.pack(), before);
}

TEST(PotentialOfMeanForce, IsTheFreeEnergyWithAndWithoutTheShellVolume)
{
  // P(r) ~ r^2 exp(-u(r)), u harmonic: the radial profile is u, the plain one u - 2 ln r
  const auto u = [](double r) { return 0.5 * std::pow((r - 2.2) / 0.1, 2); };
  const LengthHistogram h = exact_histogram([&](double r) { return r * r * std::exp(-u(r)); });
  const PotentialOfMeanForce pmf = potential_of_mean_force(h);
  ASSERT_EQ(pmf.length.size(), 300u);
  const auto plain = [&](double r) { return u(r) - 2.0 * std::log(r); };
  const double radial_minimum = u(2.1975);    // 2.1975 and 2.2025 are the nearest bins
  double plain_minimum = 1e9;
  for (const double r : pmf.length) plain_minimum = std::min(plain_minimum, plain(r));
  int compared = 0;
  for (std::size_t i = 0; i < 300; ++i) {
    const double r = pmf.length[i];
    EXPECT_NEAR(r, 1.5 + 0.005 * (static_cast<double>(i) + 0.5), 1e-12);
    if (h.counts[i] < 1000000) continue;
    EXPECT_NEAR(pmf.radial[i], u(r) - radial_minimum, 1e-5);
    EXPECT_NEAR(pmf.plain[i], plain(r) - plain_minimum, 1e-5);
    ++compared;
  }
  EXPECT_GT(compared, 100);
}

TEST(PotentialOfMeanForce, IsUndefinedWhereThereIsNoSampleOrNoShell)
{
  LengthHistogram h(-1.0, 1.0, 4);    // middles -0.5, 0.5, 1.5, 2.5
  for (const double r : {-0.5, 0.5, 0.5, 2.5}) h.add(r);
  const PotentialOfMeanForce pmf = potential_of_mean_force(h);
  EXPECT_TRUE(std::isnan(pmf.radial[0]));
  EXPECT_NEAR(pmf.plain[0], std::log(2.0), 1e-14);
  EXPECT_EQ(pmf.plain[1], 0.0);
  EXPECT_EQ(pmf.radial[1], 0.0);
  EXPECT_TRUE(std::isnan(pmf.plain[2]));
  EXPECT_TRUE(std::isnan(pmf.radial[2]));
  EXPECT_NEAR(pmf.radial[3], std::log(2.0) + 2.0 * std::log(5.0), 1e-14);
  for (const double v : potential_of_mean_force(LengthHistogram(0, 1, 3)).plain)
    EXPECT_TRUE(std::isnan(v));
}

TEST(SmoothedCounts, KeepAConstantConstantUpToTheEnds)
{
  const SmoothedCounts s = smoothed_counts(std::vector<std::uint64_t>(30, 7), 4.0);
  ASSERT_EQ(s.size(), 30);
  for (const double d : s.density) EXPECT_NEAR(d, 7.0, 1e-12);
  EXPECT_EQ(s.beyond(3, 1), 26.0 * 7.0);
  EXPECT_EQ(s.beyond(3, -1), 3.0 * 7.0);
}

TEST(SmoothedCounts, KnowTheirNoise)
{
  // many histograms of a constant density: variances of the density and of its slope
  std::mt19937_64 random(8);
  const double expected = 500.0;
  double squares = 0.0, slopes = 0.0;
  for (int set = 0; set < 2000; ++set) {
    std::vector<std::uint64_t> counts(41);
    for (std::uint64_t &n : counts)
      n = static_cast<std::uint64_t>(
          std::llround(expected + std::sqrt(expected) * normal_number(random)));
    const SmoothedCounts s = smoothed_counts(counts, 2.0);
    squares += std::pow(s.density[20] - expected, 2) / (s.noise * expected) / 2000.0;
    slopes +=
        std::pow(std::log(s.density[20] / s.density[21]), 2) / (s.slope_noise / expected) / 2000.0;
  }
  EXPECT_NEAR(squares, 1.0, 0.15);
  EXPECT_NEAR(slopes, 1.0, 0.15);
}

TEST(FindThresholds, DividesTwoBasinsAtTheMinimumBetweenThem)
{
  // smoothing with sigma widens Gaussians to known ones; the higher basin may be either one
  for (const double loose : {0.02, 0.3, 0.9})
    for (const double sigma : {0.005, 0.02}) {
      const double expected = minimum(double_well(loose, sigma), 2.05, 2.42);
      const ProfileThresholds t = find_thresholds(exact_histogram(double_well(loose)), sigma);
      EXPECT_EQ(t.kind, DivideKind::minimum_between_basins);
      EXPECT_NEAR(t.divide, expected, 2e-4) << loose << " " << sigma;
      EXPECT_NEAR(t.tight_below, t.divide - 0.02, 1e-12);
      EXPECT_NEAR(t.loose_above, t.divide + 0.02, 1e-12);
    }
}

TEST(FindThresholds, TakesTheGapAskedFor)
{
  const ProfileThresholds t = find_thresholds(exact_histogram(double_well(0.3)), 0.02, 0.1);
  EXPECT_NEAR(t.loose_above - t.tight_below, 0.1, 1e-12);
  EXPECT_NEAR(0.5 * (t.loose_above + t.tight_below), t.divide, 1e-12);
}

TEST(FindThresholds, FindsTheMinimumInSampledLengths)
{
  std::mt19937_64 random(5);
  const double expected = minimum(double_well(0.3, 0.02), 2.1, 2.4);
  LengthHistogram h(1.5, 0.005, 300);
  for (int i = 0; i < 100000; ++i) {
    const bool loose = i % 10 < 3;
    h.add((loose ? 2.45 : 2.0) + (loose ? 0.10 : 0.06) * normal_number(random));
  }
  const ProfileThresholds t = find_thresholds(h);
  EXPECT_EQ(t.kind, DivideKind::minimum_between_basins);
  EXPECT_NEAR(t.divide, expected, 0.01);
}

TEST(FindThresholds, DividesAGapWithoutSamplesInItsMiddle)
{
  LengthHistogram h(1.0, 0.01, 200);
  h.counts[20] = 3000;    // at 1.205
  h.counts[90] = 1000;    // at 1.905
  EXPECT_NEAR(find_thresholds(h, 0.02).divide, 1.555, 1e-9);
  std::swap(h.counts[20], h.counts[90]);
  EXPECT_NEAR(find_thresholds(h, 0.02).divide, 1.555, 1e-9);
}

TEST(FindThresholds, TakesTheHighestOfSeveralBasins)
{
  const auto three = [](double r) {
    return gaussian(r, 1.8, 0.05) + 0.3 * gaussian(r, 2.15, 0.05) + 0.05 * gaussian(r, 2.7, 0.05);
  };
  EXPECT_NEAR(find_thresholds(exact_histogram(three), 0.005).divide, minimum(three, 1.9, 2.1),
              0.001);
}

TEST(FindThresholds, TakesNoNoiseForABasin)
{
  // broad wells of few samples are rough, those of more than 0.05 of the height among it
  std::mt19937_64 random(9);
  for (int set = 0; set < 200; ++set) {
    LengthHistogram h(1.0, 0.005, 500);
    for (int i = 0; i < 1500; ++i) h.add(2.2 + 0.15 * normal_number(random));
    EXPECT_THROW(find_thresholds(h), std::runtime_error) << set;
  }
}

TEST(FindThresholds, NeedsSamplesAndADipForASecondBasin)
{
  const auto with_second = [](double population) {
    return exact_histogram([=](double r) {
      return (1.0 - population) * gaussian(r, 1.9, 0.05) + population * gaussian(r, 2.5, 0.05);
    });
  };
  EXPECT_EQ(find_thresholds(with_second(0.006)).kind, DivideKind::minimum_between_basins);
  EXPECT_EQ(find_thresholds(with_second(0.004)).kind, DivideKind::inflection);

  // a plateau behind a dip of a given depth
  const auto with_dip = [](double depth) {
    return exact_histogram([=](double r) {
      const double plateau = r > 2.1 ? 0.2 * (1.0 - depth * gaussian(r, 2.4, 0.1) * 0.1) : 0.0;
      return std::max(plateau, std::exp(-0.5 * std::pow((r - 2.0) / 0.05, 2)));
    });
  };
  EXPECT_EQ(find_thresholds(with_dip(0.08)).kind, DivideKind::minimum_between_basins);
  EXPECT_NEAR(find_thresholds(with_dip(0.08)).divide, 2.4, 0.001);
  EXPECT_EQ(find_thresholds(with_dip(0.03)).kind, DivideKind::inflection);
}

TEST(FindThresholds, DividesASingleWellAtItsInflection)
{
  for (const double shift : {0.0, 0.001, 0.002, 0.003, 0.004}) {    // within a bin
    const LengthHistogram h = exact_histogram([&](double r) { return morse(r - shift); });
    const ProfileThresholds sharp = find_thresholds(h, 0.005);
    EXPECT_EQ(sharp.kind, DivideKind::inflection);
    EXPECT_NEAR(sharp.divide, morse_inflection + shift, 0.001) << shift;
  }
  // default smoothing widens the well and moves the inflection out
  EXPECT_NEAR(find_thresholds(exact_histogram(morse)).divide, morse_inflection, 0.02);
}

TEST(FindThresholds, FindsTheInflectionInSampledLengths)
{
  std::mt19937_64 random(6);
  LengthHistogram h(1.5, 0.005, 300);
  while (h.samples() < 400000)
    for (int i = 0; i < 1000; ++i) {
      const double r = 1.75 + static_cast<double>(random() >> 11) * 0x1p-53;
      if (static_cast<double>(random() >> 11) * 0x1p-53 < morse(r)) h.add(r);
    }
  const ProfileThresholds t = find_thresholds(h);
  EXPECT_EQ(t.kind, DivideKind::inflection);
  EXPECT_NEAR(t.divide, find_thresholds(exact_histogram(morse)).divide, 0.04);
}

TEST(FindThresholds, FindsNothingInAHarmonicWell)
{
  EXPECT_THROW(find_thresholds(exact_histogram([](double r) { return gaussian(r, 2.2, 0.06); })),
               std::runtime_error);
  std::mt19937_64 random(7);
  for (const int samples : {1000, 10000, 100000})
    for (int set = 0; set < 1000000 / samples && set < 100; ++set) {
      LengthHistogram h(1.5, 0.005, 300);
      for (int i = 0; i < samples; ++i) h.add(2.2 + 0.06 * normal_number(random));
      EXPECT_THROW(find_thresholds(h), std::runtime_error) << samples << " " << set;
    }
}

TEST(FindThresholds, SaysWhatToDoWhereItFindsNothing)
{
  try {
    find_thresholds(exact_histogram([](double r) { return gaussian(r, 2.2, 0.06); }));
    FAIL();
  } catch (const std::runtime_error &error) {
    EXPECT_NE(std::string(error.what()).find("give thresholds"), std::string::npos);
  }
}

TEST(FindThresholds, RefusesFewSamplesAndWrongSettings)
{
  LengthHistogram h(1.5, 0.005, 300);
  for (int i = 0; i < 999; ++i) h.add(i % 2 == 0 ? 2.0 : 2.5);
  for (int i = 0; i < 10; ++i) h.add(9.0);    // in no bin
  EXPECT_THROW(find_thresholds(h), std::invalid_argument);
  h.add(2.5);
  EXPECT_NEAR(find_thresholds(h).divide, 2.25, 0.01);
  EXPECT_THROW(find_thresholds(h, 0.0), std::invalid_argument);
  EXPECT_THROW(find_thresholds(h, std::nan("")), std::invalid_argument);
  EXPECT_THROW(find_thresholds(h, 0.02, -0.1), std::invalid_argument);
  EXPECT_THROW(find_thresholds(h, 1e300), std::invalid_argument);
  EXPECT_THROW(find_thresholds(h, 0.02, 1e300), std::invalid_argument);
  EXPECT_THROW(find_thresholds(LengthHistogram(1.0, 0.1, 9)), std::invalid_argument);
}

TEST(FindThresholds, AcceptsAWellAtEitherEndOfTheHistogram)
{
  for (const std::size_t peak : {0u, 1u, 298u, 299u}) {
    LengthHistogram h(1.5, 0.005, 300);
    h.counts[peak] = 5000;
    EXPECT_THROW(find_thresholds(h), std::runtime_error) << peak;
    EXPECT_THROW(find_thresholds(h, 0.0001), std::runtime_error) << peak;
  }
  // steepest at its first bin
  EXPECT_THROW(
      find_thresholds(exact_histogram([](double r) { return std::exp(-9.0 * std::sqrt(r - 1.5)); }),
                      0.0001),
      std::runtime_error);
  LengthHistogram single(1.5, 0.1, 1);
  for (int i = 0; i < 1000; ++i) single.add(1.501);
  EXPECT_THROW(find_thresholds(single), std::runtime_error);
}

}    // namespace softmode
