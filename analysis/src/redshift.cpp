// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/redshift.h"

#include "softmode/analysis/error.h"
#include "softmode/analysis/least_squares.h"
#include "softmode/definitions/constants.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace softmode {

namespace {

using Eigen::Index;

/// Columns 1, t, ..., t^degree.
Eigen::MatrixXd powers(const Eigen::VectorXd &t, Index degree)
{
  Eigen::MatrixXd design = Eigen::MatrixXd::Ones(t.size(), degree + 1);
  for (Index k = 1; k <= degree; ++k) design.col(k) = design.col(k - 1).cwiseProduct(t);
  return design;
}

LinearFit equal_weights(const Eigen::VectorXd &t, const Eigen::VectorXd &position, Index degree)
{
  return weighted_least_squares(powers(t, degree), position, Eigen::VectorXd::Ones(t.size()));
}

/// Errors of the parameters p = C design^T y of a fit of equal weights, each y with its own error.
Eigen::VectorXd propagated(const LinearFit &fit, const Eigen::VectorXd &t, Index degree,
                           const Eigen::VectorXd &errors)
{
  return (fit.covariance * powers(t, degree).transpose() * errors.asDiagonal()).rowwise().norm();
}

Index count_different(const Eigen::VectorXd &t)
{
  return static_cast<Index>(std::set<double>(t.data(), t.data() + t.size()).size());
}

}    // namespace

Redshift fit_redshift(const std::vector<double> &temperature_K,
                      const std::vector<Estimate> &position_cm)
{
  const auto n = static_cast<Index>(temperature_K.size());
  if (temperature_K.size() != position_cm.size() || n < 2)
    throw AnalysisError("redshift: needs at least two temperatures, each with a position");
  Eigen::VectorXd t(n), position(n), errors(n);
  for (Index i = 0; i < n; ++i) {
    t[i] = temperature_K[i] - reference_temperature_K;
    position[i] = position_cm[i].value;
    errors[i] = position_cm[i].error;
    if (!(errors[i] > 0.0)) throw AnalysisError("redshift: errors must be positive");
  }
  const Index temperatures = count_different(t);
  const double mean_variance = errors.squaredNorm() / static_cast<double>(n);
  Redshift result{};
  result.curve_reduced_chi_squared = std::numeric_limits<double>::quiet_NaN();
  double scale = 1.0;
  if (temperatures > 3) {
    result.curve_reduced_chi_squared =
        equal_weights(t, position, temperatures > 5 ? 3 : 2).reduced_chi_squared() / mean_variance;
    scale = std::sqrt(std::max(1.0, result.curve_reduced_chi_squared));
  }
  if (temperatures > 2) {
    const LinearFit parabola = equal_weights(t, position, 2);
    result.curvature =
        Estimate{parabola.parameters[2], scale * propagated(parabola, t, 2, errors)[2]};
  }
  const LinearFit line = equal_weights(t, position, 1);
  const Eigen::VectorXd line_errors = scale * propagated(line, t, 1, errors);
  result.position_at_reference = {line.parameters[0], line_errors[0]};
  result.slope = {line.parameters[1], line_errors[1]};
  result.reduced_chi_squared =
      n > 2 ? line.reduced_chi_squared() / mean_variance : std::numeric_limits<double>::quiet_NaN();
  return result;
}

}    // namespace softmode
