// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/extension.h"

#include <gtest/gtest.h>

#include <cmath>

namespace softmode {

TEST(Extension, EndsAtTheTargetOrTheBudget)
{
  EXPECT_EQ(extended_steps(20000, 0.5, 1.0, 100000, 2000), 20000);
  EXPECT_EQ(extended_steps(20000, 1.0, 1.0, 100000, 2000), 20000);
  EXPECT_EQ(extended_steps(100000, 5.0, 1.0, 100000, 2000), 100000);
}

TEST(Extension, AsksForWhatTheSquareRootLawWants)
{
  EXPECT_EQ(extended_steps(20000, 1.2, 1.0, 100000, 2000), 32000);     // 1.1 x 1.44 x 20000 = 31680
  EXPECT_EQ(extended_steps(20000, 1.01, 1.0, 100000, 2000), 26000);    // a quarter more at least
  EXPECT_EQ(extended_steps(20000, 50.0, 1.0, 100000, 2000), 40000);    // twice as much at most
  EXPECT_EQ(extended_steps(60000, 50.0, 1.0, 100000, 2000),
            100000);    // never more than the budget
}

TEST(Extension, TakesNoErrorAtAllAsALargeOne)
{
  EXPECT_EQ(extended_steps(20000, std::nan(""), 1.0, 100000, 2000), 40000);
  EXPECT_EQ(extended_steps(20000, INFINITY, 1.0, 100000, 2000), 40000);
}

TEST(Extension, ReachesTheTargetInFewStages)
{
  int steps = 20000, stages = 0;
  for (; stages < 20; ++stages) {
    const double error = 1000.0 / std::sqrt(steps);    // target reached at 1e6 / 1 steps
    const int longer = extended_steps(steps, error, 1.0, 100000000, 2000);
    if (longer == steps) break;
    steps = longer;
  }
  EXPECT_GE(steps, 1000000);
  EXPECT_LE(steps, 1300000);
  EXPECT_LE(stages, 8);
}

}    // namespace softmode
