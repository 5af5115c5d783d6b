// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/definitions/state_weight.h"

#include <gtest/gtest.h>

namespace softmode {

TEST(StateWeight, IsZeroForTightHalfAtTheMidpointOneForLoose)
{
  const StateWeight w{2.0, 0.04};
  EXPECT_NEAR(evaluate(w, 1.5).weight, 0.0, 1e-10);
  EXPECT_DOUBLE_EQ(evaluate(w, 2.0).weight, 0.5);
  EXPECT_NEAR(evaluate(w, 2.5).weight, 1.0, 1e-10);
}

TEST(StateWeight, SwitchesBy76PercentWithinOneWidthOfTheMidpoint)
{
  const StateWeight w{2.0, 0.04};
  EXPECT_NEAR(evaluate(w, 2.04).weight - evaluate(w, 1.96).weight, std::tanh(1.0), 1e-14);
}

TEST(StateWeight, IsTheHyperbolicTangentToRounding)
{
  const StateWeight w{2.0, 0.04};
  for (double r = 1.0; r < 3.0; r += 0.013) {
    const double t = std::tanh((r - 2.0) / 0.04);
    EXPECT_NEAR(evaluate(w, r).weight, 0.5 * (1.0 + t), 2e-15) << r;
    EXPECT_NEAR(evaluate(w, r).slope, 0.5 * (1.0 - t * t) / 0.04, 1e-13) << r;
  }
}

TEST(StateWeight, SlopeIsTheDerivative)
{
  const StateWeight w{2.06, 0.04};
  for (const double r : {1.9, 2.0, 2.05, 2.06, 2.1, 2.2}) {
    const double h = 1e-6;
    const double numeric = (evaluate(w, r + h).weight - evaluate(w, r - h).weight) / (2.0 * h);
    EXPECT_NEAR(evaluate(w, r).slope, numeric, 1e-7 + 1e-7 * numeric) << "r = " << r;
  }
}

TEST(StateWeight, StaysFiniteFarOut)
{
  const StateWeight w{2.0, 0.001};
  for (const double r : {0.1, 100.0}) {
    EXPECT_TRUE(std::isfinite(evaluate(w, r).weight));
    EXPECT_EQ(evaluate(w, r).slope, 0.0);
  }
}

}    // namespace softmode
