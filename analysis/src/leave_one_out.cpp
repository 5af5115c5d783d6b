// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/leave_one_out.h"

#include "softmode/analysis/error.h"

#include <Eigen/QR>

#include <algorithm>
#include <random>
#include <vector>

namespace softmode {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int random_orders = 5000;
constexpr double smallest_rest =
    1e-9;    // of 1 - leverage: below it a value is alone in holding a parameter

/// I - H over its diagonal: times the values, it is value less prediction from the others.
MatrixXd deleted_residuals(const MatrixXd &descriptors)
{
  const Index n = descriptors.rows();
  MatrixXd design(n, descriptors.cols() + 1);
  design.col(0).setOnes();
  design.rightCols(descriptors.cols()) = descriptors;
  const Eigen::ColPivHouseholderQR<MatrixXd> qr(design);
  if (qr.rank() < design.cols())
    throw AnalysisError("leave one out: a descriptor is constant, or follows from others");
  const MatrixXd q = qr.householderQ() * MatrixXd::Identity(n, design.cols());
  MatrixXd rest = MatrixXd::Identity(n, n) - q * q.transpose();
  for (Index i = 0; i < n; ++i) {
    if (rest(i, i) < smallest_rest)
      throw AnalysisError("leave one out: without one of the materials a descriptor is constant");
    rest.row(i) /= rest(i, i);
  }
  return rest;
}

double q_squared(const MatrixXd &residuals, const MatrixXd &from_mean, const VectorXd &values)
{
  return 1.0 - (residuals * values).squaredNorm() / (from_mean * values).squaredNorm();
}

}    // namespace

LeaveOneOut leave_one_out(const MatrixXd &descriptors, const VectorXd &values, std::uint64_t seed)
{
  const Index n = values.size();
  if (descriptors.rows() != n || n < descriptors.cols() + 3 || descriptors.cols() == 0)
    throw AnalysisError("leave one out: needs three values more than descriptors");
  if (!descriptors.allFinite() || !values.allFinite())
    throw AnalysisError("leave one out: values and descriptors must be finite");
  const MatrixXd residuals = deleted_residuals(descriptors);
  // predicting each by the mean of the others leaves n/(n-1) of its deviation
  const MatrixXd from_mean =
      (MatrixXd::Identity(n, n) - MatrixXd::Constant(n, n, 1.0 / static_cast<double>(n))) *
      (static_cast<double>(n) / static_cast<double>(n - 1));
  const VectorXd wrong = residuals * values;
  const double found = q_squared(residuals, from_mean, values);
  std::mt19937_64 random(seed);
  VectorXd shuffled = values;
  int as_good = 0;
  for (int i = 0; i < random_orders; ++i) {
    std::shuffle(shuffled.data(), shuffled.data() + n, random);
    if (q_squared(residuals, from_mean, shuffled) >= found) ++as_good;
  }
  return {values - wrong, found, wrong.cwiseAbs().mean(), (as_good + 1.0) / (random_orders + 1.0)};
}

}    // namespace softmode
