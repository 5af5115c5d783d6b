// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/melt_search.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

namespace softmode {

namespace {

Protocol search()
{
  Protocol p;
  p.type = ProtocolType::melt;
  p.start_K = 300.0;
  p.step_K = 100.0;
  p.tolerance_K = 10.0;
  p.highest_K = 2000.0;
  p.threshold = 0.10;
  return p;
}

using Ratio = std::function<MeltSample(double)>;

/// A whole search with made-up simulations.
std::pair<std::vector<MeltSample>, std::string> run(const Protocol &p, const Ratio &ratio)
{
  std::vector<MeltSample> samples;
  for (;;) {
    const MeltStep step = next_step(p, samples);
    if (!step.next_K) return {samples, step.end};
    if (samples.size() > 100) return {samples, "does not end"};
    samples.push_back(ratio(*step.next_K));
  }
}

MeltSample harmonic(double T)
{
  return {T, {0.10 * std::sqrt(T / 777.0), 0.001}, 0};    // crosses 0.10 at 777 K
}

}    // namespace

TEST(MeltSearch, RaisesThenBisectsToTheTolerance)
{
  const auto [samples, end] = run(search(), harmonic);
  EXPECT_EQ(end, "found");
  const auto found = crossing(search(), samples);
  ASSERT_TRUE(found);
  EXPECT_LE(found->high_K - found->low_K, 10.0);
  EXPECT_LE(found->low_K, 777.0);
  EXPECT_GE(found->high_K, 777.0);
  EXPECT_NEAR(found->temperature_K.value, 777.0, 3.0);
  EXPECT_GT(found->temperature_K.error, 2.0);
  EXPECT_EQ(samples.size(), 6u + 4u);    // 300 to 800, then 100 K halved four times
  EXPECT_FALSE(decomposition_K(samples));
}

TEST(MeltSearch, StartsEachPointFromTheHighestOneBelow)
{
  std::vector<MeltSample> samples{harmonic(300.0)};
  EXPECT_EQ(next_step(search(), samples).from_K, 300.0);
  samples = {harmonic(700.0), harmonic(800.0)};
  const MeltStep middle = next_step(search(), samples);
  EXPECT_EQ(middle.next_K, 750.0);
  EXPECT_EQ(middle.from_K, 700.0);
  EXPECT_FALSE(next_step(search(), {}).from_K);
}

TEST(MeltSearch, ItsErrorCoversTheScatterOfNoisyRatios)
{
  std::mt19937 random(7);
  std::normal_distribution<double> noise(0.0, 1.0);
  int covered = 0;
  double squares = 0.0;
  constexpr int sets = 400;
  for (int i = 0; i < sets; ++i) {
    const auto [samples, end] = run(search(), [&](double T) {
      MeltSample s = harmonic(T);
      s.ratio.value += 0.001 * noise(random);
      return s;
    });
    const auto found = crossing(search(), samples);
    ASSERT_TRUE(found) << end;
    const double z = (found->temperature_K.value - 777.0) / found->temperature_K.error;
    squares += z * z / sets;
    if (std::fabs(z) < 1.0) ++covered;
  }
  // a bracket that noise has led to is off by more than its line says: about as often as errors promise
  EXPECT_GT(covered, sets * 55 / 100);
  EXPECT_LT(std::sqrt(squares), 1.5);
}

TEST(MeltSearch, SaysThatNothingMeltsBelowTheHighestTemperature)
{
  const auto [samples, end] = run(search(), [](double T) {
    return MeltSample{T, {0.02, 0.001}, 0};
  });
  EXPECT_EQ(end, "the ratio stays below 0.1 up to 2000 K");
  EXPECT_EQ(samples.back().temperature_K, 2000.0);
  EXPECT_FALSE(crossing(search(), samples));
}

TEST(MeltSearch, SaysThatItStartedTooHigh)
{
  const auto [samples, end] = run(search(), [](double T) {
    return MeltSample{T, {0.2, 0.001}, 0};
  });
  EXPECT_EQ(samples.size(), 1u);
  EXPECT_NE(end.find("start lower"), std::string::npos) << end;
}

TEST(MeltSearch, TellsDecompositionFromMelting)
{
  const auto [samples, end] = run(search(), [](double T) {
    return MeltSample{T, {0.05, 0.001}, T > 640.0 ? 3 : 0};
  });
  EXPECT_EQ(end, "decomposed");
  EXPECT_FALSE(crossing(search(), samples));
  ASSERT_TRUE(decomposition_K(samples));
  EXPECT_NEAR(*decomposition_K(samples), 645.0, 10.0);
}

TEST(MeltSearch, EndsWithRatiosThatDoNotRiseMonotonically)
{
  std::mt19937 random(3);
  std::uniform_real_distribution<double> any(0.05, 0.15);
  for (int i = 0; i < 200; ++i) {
    const auto [samples, end] = run(search(), [&](double T) {
      return MeltSample{T, {any(random), 0.02}, 0};
    });
    EXPECT_NE(end, "does not end");
  }
}

}    // namespace softmode
