// SPDX-License-Identifier: BSD-3-Clause
// Weighted linear least squares with full covariance.
#pragma once

#include "softmode/analysis/statistics.h"

#include <Eigen/Core>

namespace softmode {

struct LinearFit {
  Eigen::VectorXd parameters;    ///< p
  Eigen::MatrixXd
      covariance;    ///< of the parameters, from the given errors (not scaled by chi-squared)
  double chi_squared = 0.0;
  int degrees_of_freedom = 0;    ///< data minus parameters

  /// chi-squared / degrees of freedom, NaN without degrees of freedom.
  double reduced_chi_squared() const;

  /// Standard error of parameter i, enlarged by sqrt(reduced chi-squared) where that exceeds 1, that
  /// is, where the data scatter more than their errors allow (R.T. Birge, Phys. Rev. 1932, 40, 207).
  double error(int i) const;

  /// Value and error of the linear combination sum_i c_i p_i, enlarged in the same way.
  Estimate combination(const Eigen::VectorXd &c) const;

 private:
  double variance_scale() const;
};

/// Minimise sum_i [(y_i - (design p)_i) / error_i]^2 by QR.
/// design: n x m; y, errors: n, errors > 0.
/// \throws std::invalid_argument for sizes that do not match; AnalysisError for n < m, errors that are not
///   positive and finite, or columns that depend on each other (to a condition of 1e12).
LinearFit weighted_least_squares(const Eigen::MatrixXd &design, const Eigen::VectorXd &y,
                                 const Eigen::VectorXd &errors);

}    // namespace softmode
