// SPDX-License-Identifier: BSD-3-Clause
#include "core/state_split.h"

#include <gtest/gtest.h>

#include <random>

namespace softmode {

// carboxylate 0 has bonds 0 and 1, carboxylate 1 bond 2, carboxylate 2 none
const std::vector<MetalCarboxylateBond> bonds{{10, 2, 0}, {11, 3, 0}, {12, 5, 1}};

StateHistory history_of(const std::vector<std::vector<std::int8_t>> &samples)
{
  StateHistory h(3, static_cast<int>(samples.size()));
  for (const auto &states : samples) {
    BondSample s{states, {}};
    for (const std::int8_t state : states) s.weights.push_back(state == 0 ? 0.1 : 0.9);
    h.add(s, bonds);
  }
  return h;
}

TEST(StateHistory, TellsWhatACarboxylateWasDuringTheWindow)
{
  EXPECT_EQ(history_of({{0, 0, 1}, {0, 0, 1}}).of_carboxylate(0), WindowState::tight);
  EXPECT_EQ(history_of({{1, 1, 1}, {1, 1, 1}}).of_carboxylate(0), WindowState::loose);
  EXPECT_EQ(history_of({{0, 1, 1}, {0, 1, 1}}).of_carboxylate(0), WindowState::mixed);
  EXPECT_EQ(history_of({{0, 1, 1}, {1, 0, 1}}).of_carboxylate(0), WindowState::changing);
  EXPECT_EQ(history_of({{0, 0, 1}, {0, 0, 0}}).of_carboxylate(0), WindowState::tight);
  EXPECT_EQ(history_of({{0, 0, 1}, {0, 0, 0}}).of_carboxylate(1), WindowState::changing);
  EXPECT_EQ(history_of({{0, 0, 1}}).of_carboxylate(2), WindowState::unbound);
}

TEST(StateHistory, AnAbsentBondIsLooseAndItsWeightIs1)
{
  const StateHistory h = history_of({{-1, 1, 0}, {-1, 1, 0}});
  EXPECT_EQ(h.of_carboxylate(0), WindowState::loose);
  EXPECT_NEAR(h.mean_weight(0, {1.0, 1.0}), (1.0 + 0.9) / 2.0, 1e-14);
  // a bond that joins at the end was absent before
  const StateHistory joined = history_of({{0}, {0, 0}});
  EXPECT_EQ(joined.of_carboxylate(0), WindowState::changing);
}

TEST(StateHistory, MeanWeightHasTheSquaresOfTheWindow)
{
  const StateHistory h = history_of({{0, 0, 0}, {0, 0, 1}, {0, 0, 1}});
  EXPECT_NEAR(h.mean_weight(1, {1.0, 2.0, 0.5}), (0.1 + 4.0 * 0.9 + 0.25 * 0.9) / 5.25, 1e-14);
}

TEST(StateHistory, KeepsTheOverlapAndContinuesAfterARestart)
{
  StateHistory h = history_of({{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {1, 1, 1}});
  h.keep_overlap(2);
  EXPECT_EQ(h.history.size(), 2u);
  EXPECT_EQ(h.of_carboxylate(0), WindowState::loose);
  const std::vector<double> packed = h.pack();
  StateHistory again(3, 4);
  const double *next = packed.data();
  again.unpack(next, bonds);
  EXPECT_EQ(next, packed.data() + packed.size());
  EXPECT_EQ(again.pack(), packed);
  EXPECT_EQ(again.of_carboxylate(0), WindowState::loose);
}

TEST(Centroid, IsTheMeanWavenumberWithinTheRange)
{
  const std::vector<double> power{5.0, 1.0, 3.0, 0.0, 100.0};
  const auto axis = [](int k) { return 100.0 * k; };
  EXPECT_NEAR(centroid(power, axis, 50.0, 350.0), (100.0 + 600.0) / 4.0, 1e-12);
  EXPECT_TRUE(std::isnan(centroid(power, axis, 290.0, 310.0)));
}

TEST(FitLine, FindsTheLineAndItsScatter)
{
  std::mt19937 random(5);
  std::normal_distribution<double> noise(0.0, 4.0);
  std::uniform_real_distribution<double> weight(0.0, 1.0);
  // 300 data sets: pulls of unit variance
  double pull2 = 0.0;
  for (int set = 0; set < 300; ++set) {
    std::vector<SpectrumBlock> blocks(16);
    for (SpectrumBlock &b : blocks) {
      b.lines.resize(1);
      for (int i = 0; i < 20; ++i) {
        const double w = weight(random);
        b.lines[0].add(w, 1600.0 - 9.0 * w + noise(random));
      }
    }
    const FittedLine f = fit_line(blocks, 0);
    EXPECT_EQ(f.windows, 320.0);
    const double pull = (f.slope + 9.0) / f.slope_error;
    pull2 += pull * pull / 300.0;
    if (set == 0) { EXPECT_NEAR(f.at_zero, 1600.0, 5.0 * f.at_zero_error); }
  }
  EXPECT_NEAR(std::sqrt(pull2), 1.0, 0.12);
}

TEST(FitLine, HasNoSlopeWithoutSpread)
{
  std::vector<SpectrumBlock> blocks(2);
  for (SpectrumBlock &b : blocks) {
    b.lines.resize(1);
    for (int i = 0; i < 5; ++i) b.lines[0].add(0.5, 1600.0 + i);
  }
  EXPECT_TRUE(std::isnan(fit_line(blocks, 0).slope));
}

}    // namespace softmode
