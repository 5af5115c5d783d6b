// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/calibration.h"

#include <Eigen/Dense>
#include <gtest/gtest.h>

#include <random>

namespace softmode {

using Eigen::Matrix2d;
using Eigen::Vector2d;
using Eigen::VectorXd;

const Vector2d start(-45.0, 0.0), steps(20.0, 20.0);
const CalibrationGoal goal{{-0.021, -0.020}, 0.10, 2.0};

/// Slopes of a model of two bonds: nearly linear in its parameters.
std::vector<Estimate> simulate(const VectorXd &p, double error, std::mt19937 &random)
{
  std::normal_distribution<double> noise(0.0, error);
  const double dk = p(0), df = p(1);
  return {{-0.0047 + 3.7e-4 * dk - 1.5e-4 * df - 2e-7 * dk * dk + noise(random), error},
          {-0.0100 + 1.2e-4 * dk + 1.8e-4 * df + 1e-7 * dk * df + noise(random), error}};
}

TEST(Calibration, FitsALinearResponseExactly)
{
  Matrix2d slope;
  slope << 2.0, -1.0, 0.5, 3.0;
  const Vector2d intercept(7.0, -4.0);
  std::vector<CalibrationTrial> trials;
  for (const Vector2d &p :
       {Vector2d(100, 3), Vector2d(101, 3), Vector2d(100, 5), Vector2d(99, 9)}) {
    const Vector2d y = intercept + slope * p;
    trials.push_back({p, {{y(0), 0.1}, {y(1), 0.3}}});
  }
  const LinearResponse r = fit_linear_response(trials);
  EXPECT_LT((r.slope - slope).norm(), 1e-10);
  EXPECT_LT((r.intercept - intercept).norm(), 1e-8);
}

TEST(Calibration, WeighsTrialsByTheirErrors)
{
  const VectorXd at0 = VectorXd::Constant(1, 0.0), at1 = VectorXd::Constant(1, 1.0);
  const LinearResponse r = fit_linear_response(
      {{at0, {{0.0, 0.1}}}, {at0, {{5.0, 1e6}}}, {at1, {{2.0, 0.1}}}, {at1, {{-9.0, 1e6}}}});
  EXPECT_NEAR(r.intercept(0), 0.0, 1e-9);
  EXPECT_NEAR(r.slope(0, 0), 2.0, 1e-9);
}

TEST(Calibration, ReachesTheTargetsInAFewTrials)
{
  std::mt19937 random(7);
  int total = 0, worst = 0;
  for (int run = 0; run < 200; ++run) {
    std::vector<CalibrationTrial> trials;
    do {
      const VectorXd p = next_calibration_trial(trials, start, steps, goal);
      trials.push_back({p, simulate(p, 0.0012, random)});
    } while (calibration_status(trials.back(), goal) != CalibrationStatus::reached &&
             trials.size() < 30);
    ASSERT_LT(trials.size(), 30u);
    total += static_cast<int>(trials.size());
    worst = std::max(worst, static_cast<int>(trials.size()));
  }
  EXPECT_LT(total / 200.0, 8.0);
}

TEST(Calibration, AfterManyTrialsTheParametersAreTheTrueOnes)
{
  std::mt19937 random(11);
  std::vector<CalibrationTrial> trials;
  for (int i = 0; i < 60; ++i) {
    const VectorXd p = next_calibration_trial(trials, start, steps, goal);
    trials.push_back({p, simulate(p, 0.0012, random)});
  }
  const VectorXd p = next_calibration_trial(trials, start, steps, goal);
  const auto exact = simulate(p, 1e-12, random);
  EXPECT_NEAR(exact[0].value, -0.021, 0.0005);
  EXPECT_NEAR(exact[1].value, -0.020, 0.0005);
}

TEST(Calibration, DoesNotStrideFarFromWhatIsKnown)
{
  // noise that makes the response look flat sends the solution far away
  const auto trial = [](double dk, double df, double xa, double xs) {
    return CalibrationTrial{Vector2d(dk, df), {{xa, 0.0012}, {xs, 0.0012}}};
  };
  const VectorXd next =
      next_calibration_trial({trial(-45, 0, -0.010, -0.010), trial(-25, 0, -0.0099, -0.010),
                              trial(-45, 20, -0.010, -0.0098)},
                             start, steps, goal);
  EXPECT_LE(std::fabs(next(0) + 45.0), 60.0 + 20.0);
  EXPECT_LE(std::fabs(next(1)), 60.0 + 20.0);
}

TEST(Calibration, SaysWhenItIsThere)
{
  const auto status = [](Estimate a, Estimate s) {
    return calibration_status({start, {a, s}}, goal);
  };
  EXPECT_EQ(status({-0.0215, 0.001}, {-0.0195, 0.001}), CalibrationStatus::reached);
  EXPECT_EQ(status({-0.0215, 0.0001}, {-0.0195, 0.001}), CalibrationStatus::away);    // 5 errors
  EXPECT_EQ(status({-0.0240, 0.002}, {-0.0195, 0.001}), CalibrationStatus::away);     // 14 %
  EXPECT_EQ(status({-0.0240, 0.004}, {-0.0195, 0.001}), CalibrationStatus::unprecise);
  EXPECT_EQ(status({-0.0350, 0.004}, {-0.0195, 0.001}), CalibrationStatus::away);
  EXPECT_EQ(status({NAN, 0.001}, {-0.0195, 0.001}), CalibrationStatus::away);
}

TEST(Calibration, RefusesWhatCannotBeSolved)
{
  const auto trial = [](double dk, double df, double xa) {
    return CalibrationTrial{Vector2d(dk, df), {{xa, 0.001}, {-0.02, 0.001}}};
  };
  // on one line
  EXPECT_THROW(fit_linear_response({trial(0, 0, -0.01), trial(1, 1, -0.02), trial(2, 2, -0.03)}),
               std::invalid_argument);
  EXPECT_THROW(fit_linear_response({trial(0, 0, -0.01), trial(1, 1, -0.02)}),
               std::invalid_argument);
  // nothing depends on the second parameter
  EXPECT_THROW(next_calibration_trial({trial(0, 0, -0.01), trial(1, 0, -0.02), trial(0, 1, -0.01)},
                                      start, steps, goal),
               std::invalid_argument);
  CalibrationTrial without_error = trial(0, 1, -0.01);
  without_error.observables[0].error = 0.0;
  EXPECT_THROW(fit_linear_response({trial(0, 0, -0.01), trial(1, 0, -0.02), without_error}),
               std::invalid_argument);
}

}    // namespace softmode
