// SPDX-License-Identifier: BSD-3-Clause
#include "core/bond_statistics.h"

#include <gtest/gtest.h>

namespace softmode {

BondStatistics make(std::size_t bonds)
{
  return {Hysteresis{1.9, 2.1}, StateWeight{2.0, 0.05}, bonds};
}

TEST(RunningMoments, KeepsItsDigitsFarFromZero)
{
  RunningMoments m;
  for (const double v : {1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0}) m.add(v);
  EXPECT_DOUBLE_EQ(m.mean, 1e9 + 10.0);
  EXPECT_DOUBLE_EQ(m.sigma(), std::sqrt(22.5));
}

TEST(BondStatistics, CountsStatesTransitionsAndLengths)
{
  BondStatistics s = make(2);
  // bond 0: tight, between, loose, between, tight; bond 1: always tight
  for (const double r : {1.8, 2.0, 2.2, 2.0, 1.8}) s.add({r, 1.85});
  const BondSummary sum = s.summary();
  EXPECT_DOUBLE_EQ(sum.samples, 5.0);
  EXPECT_DOUBLE_EQ(sum.loose_fraction, 2.0 / 10.0);    // loose in samples 3 and 4
  EXPECT_DOUBLE_EQ(sum.transitions, 2.0);
  EXPECT_NEAR(sum.mean_length, (1.96 + 1.85) / 2.0, 1e-14);
  EXPECT_NEAR(sum.mean_length_loose, 2.1, 1e-14);
  EXPECT_NEAR(sum.sigma_loose, 0.1, 1e-14);
  EXPECT_DOUBLE_EQ(s.records[1].transitions, 0.0);
}

TEST(BondStatistics, LindemannRatioIsTheMeanOverBondsOfSigmaOverMean)
{
  BondStatistics s = make(2);
  for (const double r : {1.9, 2.1}) s.add({r, 2.0 * r});
  EXPECT_NEAR(s.summary().lindemann_ratio, 0.1 / 2.0, 1e-14);    // the same for both bonds
}

TEST(BondStatistics, MeanWeightIsTheAverageOfTheSharedWeight)
{
  BondStatistics s = make(1);
  for (const double r : {1.95, 2.0, 2.05}) s.add({r});
  EXPECT_NEAR(s.summary().mean_weight, 0.5, 1e-14);    // odd around the midpoint
}

TEST(BondStatistics, FirstSampleIsNoTransition)
{
  BondStatistics s = make(1);
  s.add({2.3});
  EXPECT_EQ(s.records[0].state, BondState::loose);
  EXPECT_DOUBLE_EQ(s.summary().transitions, 0.0);
}

TEST(BondStatistics, IsAllZeroBeforeTheFirstSample)
{
  const BondSummary sum = make(3).summary();
  EXPECT_EQ(sum.samples, 0.0);
  EXPECT_EQ(sum.mean_length, 0.0);
}

TEST(BondStatistics, ContinuesExactlyAfterPackAndUnpack)
{
  BondStatistics straight = make(2), first = make(2), second = make(2);
  const double samples[][2] = {{1.8, 2.2}, {2.0, 2.0}, {2.2, 1.7}, {2.0, 2.05}, {1.85, 2.3}};
  for (const auto &r : samples) straight.add({r[0], r[1]});
  for (int i = 0; i < 2; ++i) first.add({samples[i][0], samples[i][1]});
  ASSERT_TRUE(second.unpack(first.pack()));
  for (int i = 2; i < 5; ++i) second.add({samples[i][0], samples[i][1]});
  EXPECT_EQ(straight.pack(), second.pack());
}

TEST(BondStatistics, RefusesTheStatisticsOfOtherBonds)
{
  BondStatistics s = make(2);
  EXPECT_FALSE(s.unpack(make(3).pack()));
}

}    // namespace softmode
