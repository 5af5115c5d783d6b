// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/redshift.h"

#include "softmode/analysis/least_squares.h"
#include "softmode/definitions/constants.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>

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
    throw std::invalid_argument("redshift: needs at least two temperatures, each with a position");
  Eigen::VectorXd t(n), position(n), errors(n);
  for (Index i = 0; i < n; ++i) {
    t[i] = temperature_K[i] - reference_temperature_K;
    position[i] = position_cm[i].value;
    errors[i] = position_cm[i].error;
  }
  Redshift result{};
  result.curve_reduced_chi_squared = std::numeric_limits<double>::quiet_NaN();
  const Index temperatures = count_different(t);
  if (temperatures > 2) {
    const LinearFit parabola = weighted_least_squares(powers(t, 2), position, errors);
    result.curvature = Estimate{parabola.parameters[2], parabola.error(2)};
  }
  double scale = 1.0;
  if (temperatures > 3) {
    result.curve_reduced_chi_squared =
        weighted_least_squares(powers(t, temperatures > 5 ? 3 : 2), position, errors)
            .reduced_chi_squared();
    scale = std::sqrt(std::max(1.0, result.curve_reduced_chi_squared));
  }
  const Eigen::MatrixXd design = powers(t, 1);
  // checks the errors, too; its weights are the same for all, so the errors come in afterwards
  weighted_least_squares(design, position, errors);
  const LinearFit line = weighted_least_squares(design, position, Eigen::VectorXd::Ones(n));
  // p = C design^T y, each y with its own error
  const Eigen::VectorXd p_error =
      scale * (line.covariance * design.transpose() * errors.asDiagonal()).rowwise().norm();
  result.position_at_reference = {line.parameters[0], p_error[0]};
  result.slope = {line.parameters[1], p_error[1]};
  const double chi_squared =
      (position - design * line.parameters).cwiseQuotient(errors).squaredNorm();
  result.reduced_chi_squared =
      n > 2 ? chi_squared / static_cast<double>(n - 2) : std::numeric_limits<double>::quiet_NaN();
  return result;
}

}    // namespace softmode
