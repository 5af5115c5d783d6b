// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/leave_one_out.h"

#include <Eigen/QR>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <stdexcept>

namespace softmode {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

struct Made {
  MatrixXd x;
  VectorXd y;
};

Made made_up(int n, int m, double slope, double noise, std::uint64_t seed)
{
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  Made made{MatrixXd(n, m), VectorXd(n)};
  for (int i = 0; i < n; ++i) {
    for (int k = 0; k < m; ++k) made.x(i, k) = normal(random);
    made.y[i] = 2.0 + slope * made.x.row(i).sum() + noise * normal(random);
  }
  return made;
}

TEST(LeaveOneOut, IsWhatFittingAllOthersSays)
{
  const Made made = made_up(9, 2, 0.7, 0.5, 3);
  const LeaveOneOut result = leave_one_out(made.x, made.y);
  double wrong = 0.0, of_mean = 0.0;
  for (int out = 0; out < 9; ++out) {
    MatrixXd design(8, 3);
    VectorXd y(8);
    for (int i = 0, row = 0; i < 9; ++i)
      if (i != out) {
        design.row(row) << 1.0, made.x(i, 0), made.x(i, 1);
        y[row++] = made.y[i];
      }
    const VectorXd p = design.colPivHouseholderQr().solve(y);
    const double predicted = p[0] + p[1] * made.x(out, 0) + p[2] * made.x(out, 1);
    EXPECT_NEAR(result.predicted[out], predicted, 1e-12);
    wrong += std::pow(made.y[out] - predicted, 2);
    of_mean += std::pow(made.y[out] - y.mean(), 2);
  }
  EXPECT_NEAR(result.q_squared, 1.0 - wrong / of_mean, 1e-12);
}

TEST(LeaveOneOut, SeesARelationAndNone)
{
  const Made related = made_up(10, 1, 1.0, 0.1, 7);
  EXPECT_GT(leave_one_out(related.x, related.y).q_squared, 0.9);
  EXPECT_LT(leave_one_out(related.x, related.y).p_value, 1e-3);
  int significant = 0;
  for (int t = 0; t < 200; ++t) {
    const Made made = made_up(10, 1, 0.0, 1.0, 100 + static_cast<std::uint64_t>(t));
    if (leave_one_out(made.x, made.y).p_value < 0.1) ++significant;
  }
  EXPECT_NEAR(significant / 200.0, 0.1, 0.06);
}

TEST(LeaveOneOut, RefusesWhatCannotBeLeftOut)
{
  Made made = made_up(8, 1, 1.0, 0.1, 1);
  EXPECT_THROW(leave_one_out(made.x, made.y.head(7)), AnalysisError);
  EXPECT_THROW(leave_one_out(made.x.topRows(3), made.y.head(3)), AnalysisError);
  made.x.setConstant(2.0);
  EXPECT_THROW(leave_one_out(made.x, made.y), AnalysisError);
  made.x(3, 0) = 4.0;    // constant once this one is out
  EXPECT_THROW(leave_one_out(made.x, made.y), AnalysisError);
  made.y[2] = NAN;
  EXPECT_THROW(leave_one_out(made_up(8, 1, 1.0, 0.1, 1).x, made.y), AnalysisError);
}

}    // namespace

}    // namespace softmode
