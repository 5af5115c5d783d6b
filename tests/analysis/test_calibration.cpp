// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/calibration.h"
#include "softmode/analysis/error.h"

#include <Eigen/Dense>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>

namespace softmode {

using Eigen::Matrix2d;
using Eigen::Vector2d;
using Eigen::VectorXd;

const std::vector<CalibrationParameter> parameters{{-45.0, 20.0}, {0.0, 20.0}};
const CalibrationGoal goal{{{-0.021, 0.0021}, {-0.020, 0.0020}}};

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
      const VectorXd p = next_calibration_trial(trials, parameters, goal);
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
    const VectorXd p = next_calibration_trial(trials, parameters, goal);
    trials.push_back({p, simulate(p, 0.0012, random)});
  }
  const VectorXd p = next_calibration_trial(trials, parameters, goal);
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
                             parameters, goal);
  EXPECT_LE(std::fabs(next(0) + 45.0), 60.0 + 20.0);
  EXPECT_LE(std::fabs(next(1)), 60.0 + 20.0);
}

/// A two-state bond in a framework, roughly: dH (kJ/mol), dS (J/mol/K), X_a, X_s (cm-1/K) over dE (kcal/mol),
/// log bend ratio, dk and df. Bent as such bonds are: the loose state softens less the softer it is.
std::vector<double> bond_in_framework(const VectorXd &p)
{
  const double dE = p(0), softness = p(1), loosening = std::exp(-0.15 * softness);
  return {2.6 * dE + 1.1 * softness + 0.5 * dE * softness + 5.0,
          -7.0 * softness + 0.4 * softness * softness + 1.5 * dE + 2.0,
          -0.004 + 2.5e-4 * loosening * p(2) - 1.2e-4 * p(3) + 1e-3 * dE,
          -0.009 + 1.0e-4 * loosening * p(2) + 1.6e-4 * p(3) + 5e-4 * softness};
}

const std::vector<double> framework_errors{0.08, 0.25, 0.0011, 0.0012};

std::vector<Estimate> simulate_bond(const VectorXd &p, std::mt19937 &random)
{
  std::vector<Estimate> found;
  const std::vector<double> exact = bond_in_framework(p);
  for (std::size_t o = 0; o < exact.size(); ++o)
    found.push_back({exact[o] + std::normal_distribution<double>(0.0, framework_errors[o])(random),
                     framework_errors[o]});
  return found;
}

const std::vector<CalibrationParameter> bond_parameters{{3.5, 0.3, -10.0, 10.0},
                                                        {std::log(0.7), 0.3, std::log(0.01), 0.0},
                                                        {-45.0, 20.0, -260.0, 260.0},
                                                        {0.0, 20.0, -260.0, 260.0}};
const CalibrationGoal bond_goal{
    {{5.9, 0.2, false}, {22.0, 0.6, false}, {-0.021, 0.0021}, {-0.020, 0.0020}}};

TEST(Calibration, FindsFourParametersOfABentResponse)
{
  std::mt19937 random(5);
  int total = 0;
  for (int run = 0; run < 200; ++run) {
    std::vector<CalibrationTrial> trials;
    do {
      const VectorXd p = next_calibration_trial(trials, bond_parameters, bond_goal);
      for (int j = 0; j < 4; ++j) {
        ASSERT_GE(p(j), bond_parameters[j].lower);
        ASSERT_LE(p(j), bond_parameters[j].upper);
      }
      trials.push_back({p, simulate_bond(p, random)});
    } while (calibration_status(trials.back(), bond_goal) != CalibrationStatus::reached &&
             trials.size() < 40);
    ASSERT_LT(trials.size(), 40u) << run;
    total += static_cast<int>(trials.size());
    // two errors of the last trial and its tolerance bound what the exact response can be off
    const std::vector<double> exact = bond_in_framework(trials.back().parameters);
    for (std::size_t o = 0; o < exact.size(); ++o)
      EXPECT_NEAR(exact[o], bond_goal.targets[o].value,
                  bond_goal.targets[o].tolerance + 4.5 * framework_errors[o]);
  }
  EXPECT_LT(total / 200.0, 13.0);
  RecordProperty("mean_trials", std::to_string(total / 200.0));
}

/// What reweighting would tell at the start: dH and dS over dE and softness, wrong by a factor.
ExpectedResponse expected_of_bond(double factor)
{
  const double dE = bond_parameters[0].start, softness = bond_parameters[1].start;
  ExpectedResponse expected{Eigen::MatrixXd::Constant(4, 4, NAN)};
  expected.slope.topLeftCorner(2, 2) << 2.6 + 0.5 * softness, 1.1 + 0.5 * dE, 1.5,
      -7.0 + 0.8 * softness;
  expected.slope *= factor;
  return expected;
}

double mean_trials(const std::optional<ExpectedResponse> &expected)
{
  std::mt19937 random(5);
  double total = 0.0;
  for (int run = 0; run < 200; ++run) {
    std::vector<CalibrationTrial> trials;
    do {
      const VectorXd p = next_calibration_trial(trials, bond_parameters, bond_goal, 3.0, expected);
      trials.push_back({p, simulate_bond(p, random)});
    } while (calibration_status(trials.back(), bond_goal) != CalibrationStatus::reached &&
             trials.size() < 40);
    EXPECT_LT(trials.size(), 40u);
    total += static_cast<double>(trials.size()) / 200.0;
  }
  return total;
}

TEST(Calibration, AnExpectedResponseSavesTrialsEvenIfItIsWrong)
{
  const double without = mean_trials(std::nullopt);
  EXPECT_LT(mean_trials(expected_of_bond(1.0)), without - 2.0);
  EXPECT_LT(mean_trials(expected_of_bond(0.6)), without - 1.0);
  EXPECT_LT(mean_trials(expected_of_bond(1.6)), without - 1.0);
}

TEST(Calibration, AnExpectedResponseLeadsTheSecondTrialAndChangesTheUnknown)
{
  const VectorXd start = next_calibration_trial({}, bond_parameters, bond_goal);
  CalibrationTrial first{start, {}};
  const std::vector<double> y = bond_in_framework(start);
  for (std::size_t o = 0; o < 4; ++o) first.observables.push_back({y[o], framework_errors[o]});
  const VectorXd second =
      next_calibration_trial({first}, bond_parameters, bond_goal, 3.0, expected_of_bond(1.0));
  EXPECT_NE(second(0), start(0));
  EXPECT_NE(second(1), start(1));
  EXPECT_EQ(second(2), start(2) + 20.0);
  EXPECT_EQ(second(3), start(3));
}

TEST(Calibration, MeetsABentResponseExactlyWithoutNoise)
{
  for (const auto &expected : {std::optional<ExpectedResponse>{},
                               std::optional<ExpectedResponse>{expected_of_bond(1.5)}}) {
    std::vector<CalibrationTrial> trials;
    for (int i = 0; i < 14; ++i) {
      const VectorXd p = next_calibration_trial(trials, bond_parameters, bond_goal, 3.0, expected);
      CalibrationTrial trial{p, {}};
      for (const double y : bond_in_framework(p)) trial.observables.push_back({y, 1e-9});
      trials.push_back(trial);
    }
    const std::vector<double> y = bond_in_framework(trials.back().parameters);
    for (std::size_t o = 0; o < y.size(); ++o)
      EXPECT_NEAR(y[o], bond_goal.targets[o].value, 0.02 * bond_goal.targets[o].tolerance) << o;
  }
}

TEST(Calibration, StaysWithinTheBoundsAndMeetsTheOthersThere)
{
  // y1 = p1 + p2 shall be 10 and y2 = p2 shall be 1, but p1 may be 5 at most
  const std::vector<CalibrationParameter> bounded{{0.0, 1.0, -5.0, 5.0}, {0.0, 1.0, -20.0, 20.0}};
  const CalibrationGoal both{{{10.0, 1e-3}, {1.0, 1.0}}};
  std::vector<CalibrationTrial> trials;
  for (int i = 0; i < 12; ++i) {
    const VectorXd p = next_calibration_trial(trials, bounded, both);
    ASSERT_LE(p(0), 5.0);
    trials.push_back({p, {{p(0) + p(1), 1e-6}, {p(1), 1e-6}}});
  }
  EXPECT_DOUBLE_EQ(trials.back().parameters(0), 5.0);
  EXPECT_NEAR(trials.back().parameters(1), 5.0, 1e-4);    // y1 counts 1e6 times as much
}

TEST(Calibration, StepsDownFromAnUpperBound)
{
  const std::vector<CalibrationParameter> at_the_top{{1.0, 0.5, 0.0, 1.0}};
  EXPECT_EQ(next_calibration_trial({{VectorXd::Constant(1, 1.0), {{2.0, 0.1}}}}, at_the_top,
                                   {{{3.0, 0.1}}})(0),
            0.5);
}

TEST(Calibration, SaysWhenItIsThere)
{
  const auto status = [](Estimate a, Estimate s) {
    return calibration_status({Vector2d(-45, 0), {a, s}}, goal);
  };
  EXPECT_EQ(status({-0.0215, 0.001}, {-0.0195, 0.001}), CalibrationStatus::reached);
  EXPECT_EQ(status({-0.0215, 0.0001}, {-0.0195, 0.001}), CalibrationStatus::away);    // 5 errors
  EXPECT_EQ(status({-0.0240, 0.002}, {-0.0195, 0.001}), CalibrationStatus::away);     // 14 %
  EXPECT_EQ(status({-0.0240, 0.004}, {-0.0195, 0.001}), CalibrationStatus::unprecise);
  EXPECT_EQ(status({-0.0350, 0.004}, {-0.0195, 0.001}), CalibrationStatus::away);
  EXPECT_EQ(status({NAN, 0.001}, {-0.0195, 0.001}), CalibrationStatus::away);
}

TEST(Calibration, AToleranceAloneAcceptsSmallSignificantDeviations)
{
  const auto status = [](Estimate dH) {
    return calibration_status({VectorXd::Zero(1), {dH}}, {{{5.9, 0.2, false}}});
  };
  EXPECT_EQ(status({6.05, 0.01}), CalibrationStatus::reached);    // 15 errors, but within 0.2
  EXPECT_EQ(status({6.15, 0.15}), CalibrationStatus::away);       // precise enough to say so
  EXPECT_EQ(status({6.15, 0.25}), CalibrationStatus::unprecise);
  EXPECT_EQ(status({6.50, 0.25}), CalibrationStatus::away);
  EXPECT_EQ(status({NAN, 0.1}), CalibrationStatus::away);
  EXPECT_EQ(status({6.0, NAN}), CalibrationStatus::unprecise);
}

TEST(Calibration, RefusesWhatCannotBeSolved)
{
  const auto trial = [](double dk, double df, double xa) {
    return CalibrationTrial{Vector2d(dk, df), {{xa, 0.001}, {-0.02, 0.001}}};
  };
  // on one line
  EXPECT_THROW(fit_linear_response({trial(0, 0, -0.01), trial(1, 1, -0.02), trial(2, 2, -0.03)}),
               AnalysisError);
  EXPECT_THROW(fit_linear_response({trial(0, 0, -0.01), trial(1, 1, -0.02)}), AnalysisError);
  // nothing depends on the second parameter
  EXPECT_THROW(next_calibration_trial({trial(0, 0, -0.01), trial(1, 0, -0.02), trial(0, 1, -0.01)},
                                      parameters, goal),
               AnalysisError);
  EXPECT_THROW(next_calibration_trial({}, {{2.0, 1.0, 0.0, 1.0}}, {{{1.0, 0.1}}}), AnalysisError);
  CalibrationTrial without_error = trial(0, 1, -0.01);
  without_error.observables[0].error = 0.0;
  EXPECT_THROW(fit_linear_response({trial(0, 0, -0.01), trial(1, 0, -0.02), without_error}),
               AnalysisError);
}

}    // namespace softmode
