// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/uncertainty.h"

#include "synthetic.h"

#include <gtest/gtest.h>

namespace softmode {

namespace {

// y = a exp(-b x) with the noise as given; b has a skewed likelihood where the noise is large
LeastSquaresProblem decay(double noise, std::mt19937 &random)
{
  std::normal_distribution<double> normal(0.0, noise);
  std::vector<double> y;
  for (int i = 0; i < 12; ++i) y.push_back(3.0 * std::exp(-0.4 * i) + normal(random));
  LeastSquaresProblem problem;
  problem.residuals = 12;
  problem.start = Eigen::Vector2d(2.5, 0.3);
  problem.evaluate = [y, noise](const Eigen::VectorXd &p, Eigen::VectorXd &r, Eigen::MatrixXd *j) {
    for (Eigen::Index i = 0; i < 12; ++i) {
      const double x = static_cast<double>(i), e = std::exp(-p[1] * x);
      r[i] = (p[0] * e - y[static_cast<std::size_t>(i)]) / noise;
      if (j) j->row(i) << e / noise, -x * p[0] * e / noise;
    }
    return true;
  };
  return problem;
}

}    // namespace

TEST(Profile, OfALinearModelIsItsCovariance)
{
  LeastSquaresProblem line;
  line.residuals = 5;
  line.start = Eigen::Vector2d(0.0, 0.0);
  const double y[5] = {1.0, 2.2, 2.9, 4.1, 5.3};
  line.evaluate = [&y](const Eigen::VectorXd &p, Eigen::VectorXd &r, Eigen::MatrixXd *j) {
    for (Eigen::Index i = 0; i < 5; ++i) {
      const double x = static_cast<double>(i);
      r[i] = (p[0] + p[1] * x - y[i]) / 0.1;
      if (j) j->row(i) << 10.0, 10.0 * x;
    }
    return true;
  };
  const NonlinearFit fit = least_squares(line);
  for (const Eigen::Index i : {0, 1}) {
    const ProfileInterval p = profile_interval(line, fit, i, ErrorScaling::given);
    ASSERT_TRUE(p.low && p.high);
    EXPECT_NEAR(p.error / fit.estimate(i, ErrorScaling::given).error, 1.0, 1e-3);
    EXPECT_NEAR(0.5 * (*p.low + *p.high), fit.parameters[i], 1e-4);
    const ProfileInterval s = profile_interval(line, fit, i, ErrorScaling::scaled);
    EXPECT_NEAR(s.error / fit.estimate(i, ErrorScaling::scaled).error, 1.0, 1e-3);
  }
}

TEST(Profile, IsSkewedWhereTheModelIs)
{
  std::mt19937 random(71);
  int covered = 0, sets = 1000, used = 0;
  double skew = 0.0;
  for (int s = 0; s < sets; ++s) {
    const LeastSquaresProblem problem = decay(0.25, random);
    const NonlinearFit fit = least_squares(problem);
    if (!fit.usable()) continue;
    const ProfileInterval p = profile_interval(problem, fit, 1, ErrorScaling::given);
    if (!p.low || !p.high) continue;
    ++used;
    covered += *p.low < 0.4 && 0.4 < *p.high;
    skew += (*p.high - fit.parameters[1]) / (fit.parameters[1] - *p.low);
  }
  EXPECT_GT(used, 990);
  EXPECT_GT(covered, 0.93 * used);
  EXPECT_LT(covered, 0.97 * used);
  EXPECT_GT(skew / used, 1.05);
}

TEST(Profile, IsOpenWhereABoundComesFirst)
{
  std::mt19937 random(72);
  LeastSquaresProblem problem = decay(0.1, random);
  problem.lower = Eigen::Vector2d(0.0, 0.0);
  problem.upper = Eigen::Vector2d(INFINITY, 0.42);
  problem.start = Eigen::Vector2d(3.0, 0.35);
  const NonlinearFit fit = least_squares(problem);
  ASSERT_TRUE(fit.usable());
  ASSERT_FALSE(fit.at_bound[1]);
  const ProfileInterval p = profile_interval(problem, fit, 1, ErrorScaling::given);
  EXPECT_TRUE(p.low);
  EXPECT_FALSE(p.high);
  EXPECT_TRUE(std::isnan(p.error));
  EXPECT_THROW(profile_interval(problem, fit, 2, ErrorScaling::given), AnalysisError);
}

TEST(BootstrapBlocks, GivesTheErrorOfAMean)
{
  std::mt19937 random(73);
  std::normal_distribution<double> normal(5.0, 2.0);
  double mean_error = 0.0;
  const int sets = 200, blocks = 8;
  for (int s = 0; s < sets; ++s) {
    std::vector<double> data(blocks);
    for (double &v : data) v = normal(random);
    const Bootstrap b = bootstrap_blocks(blocks, 400, 17 + s, [&](const std::vector<int> &drawn) {
      double sum = 0.0;
      for (const int i : drawn) sum += data[static_cast<std::size_t>(i)];
      return std::optional<Eigen::VectorXd>(Eigen::VectorXd::Constant(1, sum / blocks));
    });
    EXPECT_LT(b.interval[0].low, b.mean[0]);
    mean_error += b.error[0] * b.error[0] / sets;
  }
  EXPECT_NEAR(std::sqrt(mean_error) / (2.0 / std::sqrt(8.0)), 1.0, 0.1);
}

TEST(BootstrapBlocks, RefusesTooLittleAndCountsFailures)
{
  const auto one = [](const std::vector<int> &) {
    return std::optional<Eigen::VectorXd>(Eigen::VectorXd::Ones(1));
  };
  EXPECT_THROW(bootstrap_blocks(1, 100, 1, one), AnalysisError);
  EXPECT_THROW(bootstrap_blocks(3, 5, 1, one), AnalysisError);
  int calls = 0;
  const auto sometimes = [&calls](const std::vector<int> &drawn) -> std::optional<Eigen::VectorXd> {
    if (++calls % 4 == 0) return std::nullopt;
    return Eigen::VectorXd::Constant(1, drawn[0]);
  };
  EXPECT_EQ(bootstrap_blocks(3, 100, 1, sometimes).failures, 25);
  const auto never = [](const std::vector<int> &) -> std::optional<Eigen::VectorXd> {
    return std::nullopt;
  };
  EXPECT_THROW(bootstrap_blocks(3, 100, 1, never), AnalysisError);
}

TEST(TwoStateErrors, AgreeByAllThreeWaysOnGoodData)
{
  std::mt19937 random(74);
  auto spectra = synthetic::TwoState().spectra();
  for (auto &s : spectra) synthetic::add_noise(s, 0.005, random);
  TwoStateOptions options;
  options.heat_capacity = true;
  const TwoStateFit fit = fit_two_state(spectra, options);
  ASSERT_TRUE(fit.quality.usable());
  const auto errors =
      two_state_errors(spectra, options, fit, {Resampling::residual_blocks, 200, 5, 20});
  ASSERT_EQ(errors.size(), 3u);
  for (const ErrorComparison &e : errors) {
    EXPECT_NEAR(e.profile.error / e.covariance.error, 1.0, 0.1) << e.name;
    EXPECT_NEAR(e.bootstrap_error / e.covariance.error, 1.0, 0.2) << e.name;
    ASSERT_TRUE(e.bootstrap_interval);
    EXPECT_LT(e.bootstrap_interval->low, e.covariance.value);
    EXPECT_GT(e.bootstrap_interval->high, e.covariance.value);
  }
}

TEST(TwoStateErrors, DifferWhereCyclesScatterMoreThanPoints)
{
  // cycles with parameters of their own: only the bootstrap over cycles sees it
  std::mt19937 random(75);
  std::vector<FitSpectrum> spectra;
  for (int cycle = 0; cycle < 8; ++cycle) {
    synthetic::TwoState model;
    model.cycles = 1;
    model.points = 101;
    model.dS = 22.0 + (cycle % 2 ? 1.5 : -1.5);
    for (auto s : model.spectra()) {
      s.cycle = cycle;
      synthetic::add_noise(s, 0.002, random);
      spectra.push_back(s);
    }
  }
  const TwoStateFit fit = fit_two_state(spectra, {});
  ASSERT_TRUE(fit.quality.usable());
  const auto errors = two_state_errors(spectra, {}, fit, {Resampling::cycles, 100, 5, 20});
  EXPECT_TRUE(errors[1].differ);
  EXPECT_GT(errors[1].bootstrap_error, 1.2 * errors[1].covariance.error);
}

}    // namespace softmode
