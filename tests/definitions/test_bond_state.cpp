// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/definitions/bond_state.h"

#include <gtest/gtest.h>

namespace softmode {

constexpr Hysteresis thresholds{1.98, 2.02};

TEST(BondState, ChangesOnlyBeyondTheThresholds)
{
  EXPECT_EQ(next_state(thresholds, BondState::tight, 2.01), BondState::tight);
  EXPECT_EQ(next_state(thresholds, BondState::tight, 2.03), BondState::loose);
  EXPECT_EQ(next_state(thresholds, BondState::loose, 1.99), BondState::loose);
  EXPECT_EQ(next_state(thresholds, BondState::loose, 1.97), BondState::tight);
}

TEST(BondState, KeepsItsStateExactlyAtAThreshold)
{
  EXPECT_EQ(next_state(thresholds, BondState::tight, 2.02), BondState::tight);
  EXPECT_EQ(next_state(thresholds, BondState::loose, 1.98), BondState::loose);
}

TEST(BondState, StartsOnTheSideOfTheMidpoint)
{
  EXPECT_EQ(initial_state(thresholds, 1.999), BondState::tight);
  EXPECT_EQ(initial_state(thresholds, 2.001), BondState::loose);
}

TEST(BondState, EqualThresholdsAreOneCutoff)
{
  constexpr Hysteresis cutoff{2.0, 2.0};
  EXPECT_EQ(next_state(cutoff, BondState::loose, 1.9999), BondState::tight);
  EXPECT_EQ(next_state(cutoff, BondState::tight, 2.0001), BondState::loose);
}

}    // namespace softmode
