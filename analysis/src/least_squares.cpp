// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/least_squares.h"

#include "softmode/analysis/error.h"

#include <Eigen/QR>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace softmode {

double LinearFit::reduced_chi_squared() const
{
  return degrees_of_freedom > 0 ? chi_squared / degrees_of_freedom
                                : std::numeric_limits<double>::quiet_NaN();
}

double LinearFit::variance_scale() const
{
  return degrees_of_freedom > 0 ? std::max(1.0, reduced_chi_squared()) : 1.0;
}

double LinearFit::error(int i) const
{
  return std::sqrt(covariance(i, i) * variance_scale());
}

Estimate LinearFit::combination(const Eigen::VectorXd &c) const
{
  return {c.dot(parameters), std::sqrt(c.dot(covariance * c) * variance_scale())};
}

LinearFit weighted_least_squares(const Eigen::MatrixXd &design, const Eigen::VectorXd &y,
                                 const Eigen::VectorXd &errors)
{
  if (design.rows() != y.size() || y.size() != errors.size())
    throw std::invalid_argument("least squares: design, data and errors differ in size");
  if (design.rows() < design.cols())
    throw AnalysisError("least squares: fewer data than parameters");
  if (!errors.allFinite() || errors.minCoeff() <= 0.0 || !y.allFinite() || !design.allFinite())
    throw AnalysisError("least squares: data must be finite and errors positive");

  // columns are scaled to unit length first: 1 and 1/T differ by orders of magnitude
  const Eigen::VectorXd weights = errors.cwiseInverse();
  Eigen::MatrixXd a = weights.asDiagonal() * design;
  const Eigen::VectorXd scale = a.colwise().norm().cwiseMax(std::numeric_limits<double>::min());
  a = a * scale.cwiseInverse().asDiagonal();
  const Eigen::VectorXd b = weights.asDiagonal() * y;

  Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(a);
  qr.setThreshold(1e-12);
  if (qr.rank() < design.cols())
    throw AnalysisError("least squares: the data cannot tell the parameters apart");
  LinearFit fit;
  const Eigen::VectorXd scaled = qr.solve(b);
  fit.parameters = scaled.cwiseQuotient(scale);
  const Eigen::MatrixXd r =
      qr.matrixR().topLeftCorner(design.cols(), design.cols()).triangularView<Eigen::Upper>();
  const Eigen::MatrixXd r_inverse = r.triangularView<Eigen::Upper>().solve(
      Eigen::MatrixXd::Identity(design.cols(), design.cols()));
  const Eigen::MatrixXd p = qr.colsPermutation();
  const Eigen::MatrixXd covariance = p * (r_inverse * r_inverse.transpose()) * p.transpose();
  fit.covariance =
      scale.cwiseInverse().asDiagonal() * covariance * scale.cwiseInverse().asDiagonal();
  fit.chi_squared = (a * scaled - b).squaredNorm();
  fit.degrees_of_freedom = static_cast<int>(design.rows() - design.cols());
  return fit;
}

}    // namespace softmode
