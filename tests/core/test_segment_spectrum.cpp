// SPDX-License-Identifier: BSD-3-Clause
#include "core/segment_spectrum.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace softmode {

SegmentSettings settings(int samples, int hop, double interval_fs, int groups = 1)
{
  SegmentSettings s;
  s.samples = samples;
  s.hop = hop;
  s.interval_fs = interval_fs;
  s.groups = groups;
  return s;
}

std::vector<double> density(const SegmentSpectrum &s, int group = 0, double series = 1.0)
{
  std::vector<double> result(s.points());
  for (const SpectrumBlock &b : s.blocks)
    for (int k = 0; k < s.points(); ++k)
      result[k] += b.power[static_cast<std::size_t>(group) * s.points() + k] *
                   density_factor(s.settings, s.window_power, series * s.segments);
  return result;
}

double integral(const SegmentSettings &s, const std::vector<double> &spectrum)
{
  const double step = sampled_wavenumber(s, 1);
  return step * std::accumulate(spectrum.begin(), spectrum.end(), 0.0);
}

TEST(SegmentSpectrum, ShowsACosineAtItsWavenumberWithItsMeanSquare)
{
  const auto set = settings(2000, 1000, 2.0);
  SegmentSpectrum s(set, {0});
  const double wavenumber = 1597.3, amplitude = 3.0;
  for (int i = 0; i < 10000; ++i) {
    const double v = amplitude * std::cos(2.0 * pi * speed_of_light_cm_fs * wavenumber * 2.0 * i);
    s.add_sample(&v);
  }
  EXPECT_EQ(s.segments, 9);
  const auto spectrum = density(s);
  const auto peak = std::max_element(spectrum.begin(), spectrum.end()) - spectrum.begin();
  EXPECT_NEAR(sampled_wavenumber(set, static_cast<int>(peak)), wavenumber,
              0.6 * sampled_wavenumber(set, 1));
  EXPECT_NEAR(integral(set, spectrum), amplitude * amplitude / 2.0, 1e-3);
}

TEST(SegmentSpectrum, IntegralOfWhiteNoiseIsItsVariance)
{
  const auto set = settings(512, 256, 2.0);
  SegmentSpectrum s(set, {0});
  std::mt19937 random(3);
  std::normal_distribution<double> normal(0.0, 2.0);
  for (int i = 0; i < 400000; ++i) {
    const double v = normal(random);
    s.add_sample(&v);
  }
  EXPECT_NEAR(integral(set, density(s)), 4.0, 0.04);    // 1600 independent segments of 512
}

TEST(SegmentSpectrum, ResolutionOfAHannWindowIs144BinsFwhm)
{
  const auto set = settings(1024, 512, 2.0);
  SegmentSpectrum s(set, {0});
  const double wavenumber = sampled_wavenumber(set, 400);
  for (int i = 0; i < 1024; ++i) {
    const double v = std::cos(2.0 * pi * speed_of_light_cm_fs * wavenumber * 2.0 * i);
    s.add_sample(&v);
  }
  const auto spectrum = density(s);
  const auto half_width = [&](int step) {
    int k = 400;
    while (spectrum[k] > 0.5 * spectrum[400]) k += step;
    const double t =
        (spectrum[k - step] - 0.5 * spectrum[400]) / (spectrum[k - step] - spectrum[k]);
    return std::abs(k - step - 400) + t;
  };
  // points are half bins, because segments are padded to twice their length
  EXPECT_NEAR((half_width(1) + half_width(-1)) / 2.0, 1.44,
              0.04);    // interpolated between half bins
}

TEST(SegmentSpectrum, AutocorrelationIsTheDirectSumOverAllTimeOrigins)
{
  const int n = 60;
  const auto set = settings(n, n, 1.0);
  SegmentSpectrum s(set, {0});
  std::mt19937 random(5);
  std::normal_distribution<double> normal;
  std::vector<double> v(n);
  for (double &x : v) {
    x = normal(random);
    s.add_sample(&x);
  }
  const auto acf = autocorrelation(set, s.plain_power.data(), 1.0);
  for (int lag = 0; lag < n; ++lag) {
    double direct = 0.0;
    for (int i = 0; i + lag < n; ++i) direct += v[i] * v[i + lag];
    EXPECT_NEAR(acf[lag], direct / (n - lag), 1e-12)
        << "lag " << lag;    // circular would mix in the far end
  }
}

TEST(SegmentSpectrum, SumsChannelsIntoTheirGroups)
{
  const auto set = settings(64, 64, 1.0, 2);
  SegmentSpectrum all(set, {1, 0, 1}), first(set, {0}), second(set, {0}), third(set, {0});
  std::mt19937 random(7);
  std::normal_distribution<double> normal;
  for (int i = 0; i < 64; ++i) {
    const double v[3] = {normal(random), normal(random), normal(random)};
    all.add_sample(v);
    first.add_sample(&v[0]);
    second.add_sample(&v[1]);
    third.add_sample(&v[2]);
  }
  const int n = all.points();
  for (int k = 0; k < n; ++k) {
    EXPECT_NEAR(all.blocks[0].power[k], second.blocks[0].power[k], 1e-12);
    EXPECT_NEAR(all.blocks[0].power[n + k], first.blocks[0].power[k] + third.blocks[0].power[k],
                1e-12);
  }
}

TEST(SegmentSpectrum, KeepsItsTotalsWhenBlocksMerge)
{
  auto set = settings(32, 16, 1.0);
  set.max_blocks = 4;
  SegmentSpectrum few(set, {0});
  set.max_blocks = 1000;
  SegmentSpectrum many(set, {0});
  std::mt19937 random(9);
  std::normal_distribution<double> normal;
  for (int i = 0; i < 32 + 16 * 36; ++i) {
    const double v = normal(random);
    few.add_sample(&v);
    many.add_sample(&v);
  }
  ASSERT_EQ(few.segments, 37);
  EXPECT_EQ(many.blocks.size(), 37u);
  EXPECT_LE(few.blocks.size(), 4u);
  EXPECT_GE(few.blocks.size(), 2u);
  int segments = 0;
  for (const auto &b : few.blocks) segments += b.segments;
  EXPECT_EQ(segments, 37);
  const auto a = density(few), b = density(many);
  for (std::size_t k = 0; k < a.size(); ++k) EXPECT_NEAR(a[k], b[k], 1e-12);
}

TEST(SegmentSpectrum, TrueWavenumberUndoesVelocityVerletsShift)
{
  // oscillate with the integrator itself: omega dt = 2 sin(omega_seen dt / 2)
  const double dt = 0.5, wavenumber = 1600.0;
  const double omega = 2.0 * pi * speed_of_light_cm_fs * wavenumber;
  double x = 1.0, v = 0.0;
  int crossings = 0;
  double first = 0.0, last = 0.0;
  for (int i = 1; i <= 400000; ++i) {
    const double before = x;
    v -= 0.5 * dt * omega * omega * x;
    x += dt * v;
    v -= 0.5 * dt * omega * omega * x;
    if (before < 0.0 && x >= 0.0) {
      last = dt * (i - x / (x - before));
      if (crossings++ == 0) first = last;
    }
  }
  const double seen = (crossings - 1) / ((last - first) * speed_of_light_cm_fs);
  EXPECT_GT(seen - wavenumber, 1.0);    // the shift is real: 1.5 cm-1
  EXPECT_NEAR(true_wavenumber(seen, dt), wavenumber, 0.01);
}

TEST(SegmentSpectrum, KeepsOnlyTheMeanOfChannelsWithoutASpectrum)
{
  SegmentSpectrum s(settings(32, 16, 1.0), {0, mean_only});
  SegmentSpectrum alone(settings(32, 16, 1.0), {0});
  std::mt19937 random(2);
  std::normal_distribution<double> normal;
  double sum = 0.0;
  for (int i = 0; i < 100; ++i) {
    const double v[2] = {normal(random), 3.0 + i};
    sum += v[1];
    s.add_sample(v);
    alone.add_sample(v);
  }
  EXPECT_EQ(s.value_sums[1], sum);
  EXPECT_EQ(s.samples, 100);
  ASSERT_EQ(s.blocks.size(), alone.blocks.size());
  for (std::size_t b = 0; b < s.blocks.size(); ++b)
    EXPECT_EQ(s.blocks[b].power, alone.blocks[b].power);
  EXPECT_EQ(s.blocks[0].windows[0], 1.0);
}

TEST(SegmentSpectrum, LetsTheEndOfASegmentAddToFurtherGroups)
{
  auto set = settings(32, 32, 1.0, 2);
  set.lines = 1;
  SegmentSpectrum s(set, {0});
  int calls = 0;
  s.at_segment_end = [&](std::size_t channel, const std::vector<double> &power,
                         SpectrumBlock &block) {
    EXPECT_EQ(channel, 0u);
    if (++calls % 2 == 0) return;    // every other segment
    for (int k = 0; k < s.points(); ++k) block.power[s.points() + k] += power[k];
    block.windows[1] += 1.0;
    block.lines[0].add(1.0, 2.0);
  };
  std::mt19937 random(4);
  std::normal_distribution<double> normal;
  for (int i = 0; i < 64; ++i) {
    const double v = normal(random);
    s.add_sample(&v);
  }
  ASSERT_EQ(s.blocks.size(), 2u);
  for (int k = 0; k < s.points(); ++k) {
    EXPECT_EQ(s.blocks[0].power[s.points() + k], s.blocks[0].power[k]);
    EXPECT_EQ(s.blocks[1].power[s.points() + k], 0.0);
  }
  EXPECT_EQ(s.blocks[0].windows[1] + s.blocks[1].windows[1], 1.0);
  EXPECT_EQ(s.blocks[0].lines[0].y, 2.0);
}

TEST(SegmentSpectrum, SurvivesThatAnotherPartOfTheProgramCleansUpFftw)
{
  // as LAMMPS's PPPM does whenever it sets its grid up anew
  const auto spectrum = [](bool clean_up) {
    SegmentSpectrum s(settings(480, 240, 2.0), {0});
    std::mt19937 random(5);
    std::normal_distribution<double> normal;
    for (int i = 0; i < 2400; ++i) {
      if (clean_up && i % 700 == 0) fftw_cleanup();
      const double v = normal(random);
      s.add_sample(&v);
    }
    return density(s);
  };
  EXPECT_EQ(spectrum(true), spectrum(false));
}

TEST(SegmentSpectrum, FftFriendlyLengthsHaveSmallFactorsOnly)
{
  EXPECT_EQ(fft_friendly(1), 1);
  EXPECT_EQ(fft_friendly(7), 8);
  EXPECT_EQ(fft_friendly(3001), 3072);
}

TEST(SegmentSpectrum, RefusesSettingsThatContradictThemselves)
{
  EXPECT_THROW(SegmentSpectrum(settings(1, 1, 1.0), {0}), std::invalid_argument);
  EXPECT_THROW(SegmentSpectrum(settings(10, 11, 1.0), {0}), std::invalid_argument);
  EXPECT_THROW(SegmentSpectrum(settings(10, 5, 0.0), {0}), std::invalid_argument);
}

}    // namespace softmode
