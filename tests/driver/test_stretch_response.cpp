// SPDX-License-Identifier: BSD-3-Clause
#include "runs/stretch_response.h"

#include <gtest/gtest.h>

#include <cmath>

namespace softmode {

TEST(StretchResponse, IsThatOfTwoCoupledOscillators)
{
  constexpr double k = 1360.8, f = 195.6, weight_per_K = 8.4e-4, a = 1600.0, s = 1380.0;
  const Eigen::Matrix2d response = free_stretch_response(k, f, a, s, weight_per_K);
  // at T = 0 the weight is 0; wavenumbers go as the root of the force constants
  const auto slopes = [&](double dk, double df) {
    constexpr double T = 1.0;
    const double W = weight_per_K * T;
    return Eigen::Vector2d((a * std::sqrt(1.0 + (dk - df) * W / (k - f)) - a) / T,
                           (s * std::sqrt(1.0 + (dk + df) * W / (k + f)) - s) / T);
  };
  EXPECT_LT((response.col(0) - slopes(1.0, 0.0)).norm(), 1e-5 * response.norm());
  EXPECT_LT((response.col(1) - slopes(0.0, 1.0)).norm(), 1e-5 * response.norm());
}

class ExpectedStretches : public testing::Test {
 protected:
  ExpectedStretches()
  {
    problem.parameters.resize(3);
    problem.observables.resize(3);
    potential.carboxylate.co_constant = Sourced{1200.0, "made up"};
    for (const double T : {200.0, 300.0, 500.0}) {
      PointResult p;
      p.point.temperature_K = T;
      p.mean_weight = {0.1 + 4e-4 * T, 1e-3};
      result.points.push_back(p);
    }
  }

  CalibrationProblem problem;
  Potential potential;
  MaterialResult result;
};

TEST_F(ExpectedStretches, FollowTheLooseWeightOfAllBondsOfACarboxylate)
{
  Redshift line{};
  line.position_at_reference = {1600.0, 1.0};
  result.slopes.push_back({"X_a", line});
  line.position_at_reference = {1400.0, 1.0};
  result.slopes.push_back({"X_s", line});
  ExpectedResponse expected = nothing_expected(problem);
  expect_stretches(expected, problem, potential, result, 3.0);
  const Eigen::Matrix2d free = free_stretch_response(1200.0, 0.0, 1600.0, 1400.0, 3.0 * 4e-4);
  EXPECT_NEAR(expected.slope(1, 1), asymmetric_share * free(0, 0), 1e-12);
  EXPECT_NEAR(expected.slope(1, 2), -asymmetric_share * free(0, 0), 1e-12);
  EXPECT_NEAR(expected.slope(2, 1), symmetric_share * free(1, 0), 1e-12);
  EXPECT_NEAR(expected.slope(2, 2), symmetric_share * free(1, 1), 1e-12);
  EXPECT_TRUE(expected.slope.row(0).array().isNaN().all());
  EXPECT_TRUE(expected.slope.col(0).array().isNaN().all());
}

TEST_F(ExpectedStretches, AreUnknownWithoutSlopes)
{
  ExpectedResponse expected = nothing_expected(problem);
  expect_stretches(expected, problem, potential, result, 3.0);
  EXPECT_TRUE(expected.slope.array().isNaN().all());
}

}    // namespace softmode
