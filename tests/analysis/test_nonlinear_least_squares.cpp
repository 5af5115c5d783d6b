// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/nonlinear_least_squares.h"

#include <gtest/gtest.h>

#include <cmath>

namespace softmode {

namespace {

// y = a exp(-b x) (+ c exp(-b x)) at x = 0 .. 9, with a deviation of alternating sign
LeastSquaresProblem decay(bool twice)
{
  LeastSquaresProblem problem;
  problem.residuals = 10;
  problem.start = twice ? Eigen::VectorXd(Eigen::Vector3d(1.0, 0.2, 0.5))
                        : Eigen::VectorXd(Eigen::Vector2d(1.0, 0.2));
  problem.evaluate = [](const Eigen::VectorXd &p, Eigen::VectorXd &r, Eigen::MatrixXd *j) {
    for (Eigen::Index i = 0; i < r.size(); ++i) {
      const double x = static_cast<double>(i), e = std::exp(-p[1] * x);
      const double a = p[0] + (p.size() == 3 ? p[2] : 0.0);
      r[i] = a * e - (3.0 * std::exp(-0.35 * x) + (i % 2 ? 0.02 : -0.02));
      if (!j) continue;
      (*j)(i, 0) = e;
      (*j)(i, 1) = -x * a * e;
      if (p.size() == 3) (*j)(i, 2) = e;
    }
    return true;
  };
  return problem;
}

}    // namespace

TEST(LeastSquares, ConvergesAndGivesBothKindsOfErrors)
{
  const NonlinearFit fit = least_squares(decay(false));
  ASSERT_EQ(fit.status, FitStatus::converged);
  EXPECT_NEAR(fit.parameters[0], 3.0, 0.05);
  EXPECT_NEAR(fit.parameters[1], 0.35, 0.01);
  EXPECT_EQ(fit.degrees_of_freedom, 8);
  const Estimate given = fit.estimate(0, ErrorScaling::given),
                 scaled = fit.estimate(0, ErrorScaling::scaled);
  EXPECT_NEAR(scaled.error / given.error, std::sqrt(fit.chi_squared / 8.0), 1e-12);
  // the covariance is the inverse of J^T J at the minimum
  Eigen::VectorXd r(10);
  Eigen::MatrixXd j(10, 2);
  decay(false).evaluate(fit.parameters, r, &j);
  EXPECT_LT((fit.covariance * (j.transpose() * j) - Eigen::Matrix2d::Identity()).norm(), 1e-10);
  EXPECT_LT((j.transpose() * r).norm(), 1e-9);
}

TEST(LeastSquares, SaysWhichParametersCannotBeTold)
{
  const NonlinearFit fit = least_squares(decay(true));
  EXPECT_EQ(fit.status, FitStatus::rank_deficient);
  EXPECT_FALSE(fit.usable());
  EXPECT_NE(fit.message.find("0, 2"), std::string::npos) << fit.message;
  EXPECT_TRUE(std::isnan(fit.estimate(0, ErrorScaling::scaled).error));
  EXPECT_TRUE(std::isnan(fit.estimate(2, ErrorScaling::given).error));
}

TEST(LeastSquares, KeepsBoundsAndGivesNoErrorThere)
{
  LeastSquaresProblem problem = decay(false);
  problem.lower = Eigen::Vector2d(0.0, 0.0);
  problem.upper = Eigen::Vector2d(INFINITY, 0.25);
  const NonlinearFit fit = least_squares(problem);
  ASSERT_EQ(fit.status, FitStatus::converged);
  EXPECT_NEAR(fit.parameters[1], 0.25, 1e-9);
  EXPECT_TRUE(fit.at_bound[1]);
  EXPECT_FALSE(fit.at_bound[0]);
  EXPECT_TRUE(std::isnan(fit.estimate(1, ErrorScaling::scaled).error));
  EXPECT_TRUE(std::isfinite(fit.estimate(0, ErrorScaling::scaled).error));
}

TEST(LeastSquares, SaysWhenItDidNotConverge)
{
  LeastSquaresProblem problem = decay(false);
  problem.iteration_limit = 1;
  const NonlinearFit fit = least_squares(problem);
  EXPECT_EQ(fit.status, FitStatus::not_converged);
  EXPECT_TRUE(std::isnan(fit.estimate(0, ErrorScaling::scaled).error));
}

TEST(LeastSquares, SaysWhenTheModelCannotBeEvaluated)
{
  LeastSquaresProblem problem = decay(false);
  problem.evaluate = [](const Eigen::VectorXd &, Eigen::VectorXd &r, Eigen::MatrixXd *) {
    r.setConstant(NAN);
    return true;
  };
  EXPECT_EQ(least_squares(problem).status, FitStatus::failed);
}

TEST(LeastSquares, RefusesBadInput)
{
  LeastSquaresProblem few = decay(false), outside = decay(false), bounds = decay(false);
  few.residuals = 1;
  EXPECT_THROW(least_squares(few), AnalysisError);
  few.residuals = 3;
  few.eliminated = 2;
  EXPECT_THROW(least_squares(few), AnalysisError);
  outside.lower = Eigen::Vector2d(2.0, 0.0);
  EXPECT_THROW(least_squares(outside), AnalysisError);
  outside.lower = Eigen::VectorXd();
  outside.start[0] = NAN;
  EXPECT_THROW(least_squares(outside), AnalysisError);
  bounds.upper = Eigen::VectorXd::Ones(3);
  EXPECT_THROW(least_squares(bounds), std::invalid_argument);
}

}    // namespace softmode
