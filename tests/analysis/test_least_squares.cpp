// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/least_squares.h"

#include <gtest/gtest.h>

#include <cmath>

namespace softmode {

TEST(WeightedLeastSquares, ReproducesAnExactLine)
{
  Eigen::MatrixXd design(4, 2);
  design << 1, 1, 1, 2, 1, 3, 1, 5;
  const Eigen::VectorXd y = design * Eigen::Vector2d(3.0, -0.5);
  const LinearFit fit = weighted_least_squares(design, y, Eigen::Vector4d(1, 2, 0.1, 4));
  EXPECT_NEAR(fit.parameters[0], 3.0, 1e-12);
  EXPECT_NEAR(fit.parameters[1], -0.5, 1e-12);
  EXPECT_NEAR(fit.chi_squared, 0.0, 1e-20);
  EXPECT_EQ(fit.degrees_of_freedom, 2);
}

TEST(WeightedLeastSquares, CovarianceIsTheInverseNormalMatrix)
{
  Eigen::MatrixXd design(5, 3);
  design << 1, 0.1, 0.01, 1, 0.7, 0.4, 1, 1.3, 1.7, 1, 2.2, 4.8, 1, 3.1, 9.6;
  Eigen::VectorXd errors(5), y(5);
  errors << 0.1, 0.2, 0.1, 0.5, 0.3;
  y << 1, 2, 1, 4, 2;
  const LinearFit fit = weighted_least_squares(design, y, errors);
  const Eigen::MatrixXd a = errors.cwiseInverse().asDiagonal() * design;
  EXPECT_LT(((a.transpose() * a) * fit.covariance - Eigen::MatrixXd::Identity(3, 3)).norm(), 1e-10);
}

TEST(WeightedLeastSquares, EnlargesErrorsOnlyWhereDataScatterMoreThanTheyShould)
{
  Eigen::MatrixXd design = Eigen::MatrixXd::Ones(4, 1);
  const Eigen::Vector4d y(1.0, -1.0, 1.0,
                          -1.0);    // mean 0, chi2 = 4/sigma^2 with 3 degrees of freedom
  const LinearFit scattered = weighted_least_squares(design, y, Eigen::Vector4d::Constant(0.1));
  EXPECT_NEAR(scattered.reduced_chi_squared(), 400.0 / 3.0, 1e-9);
  EXPECT_NEAR(scattered.error(0), 0.05 * std::sqrt(400.0 / 3.0), 1e-12);
  const LinearFit quiet = weighted_least_squares(design, y, Eigen::Vector4d::Constant(10.0));
  EXPECT_NEAR(quiet.error(0), 5.0, 1e-12);
}

TEST(WeightedLeastSquares, SaysWhenParametersCannotBeTold)
{
  Eigen::MatrixXd same(3, 2);
  same << 1, 2, 1, 2, 1, 2;
  EXPECT_THROW(weighted_least_squares(same, Eigen::Vector3d(1, 2, 3), Eigen::Vector3d::Ones()),
               AnalysisError);
}

TEST(WeightedLeastSquares, RefusesBadData)
{
  const Eigen::MatrixXd ones = Eigen::MatrixXd::Ones(3, 1);
  EXPECT_THROW(weighted_least_squares(ones, Eigen::Vector3d(1, NAN, 3), Eigen::Vector3d::Ones()),
               AnalysisError);
  EXPECT_THROW(weighted_least_squares(ones, Eigen::Vector3d::Ones(), Eigen::Vector3d(1, 0, 1)),
               AnalysisError);
  EXPECT_THROW(weighted_least_squares(Eigen::MatrixXd::Ones(1, 2), Eigen::VectorXd::Ones(1),
                                      Eigen::VectorXd::Ones(1)),
               AnalysisError);
}

}    // namespace softmode
