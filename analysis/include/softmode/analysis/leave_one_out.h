// SPDX-License-Identifier: BSD-3-Clause
// Can one material's value be predicted from those of the others?
#pragma once

#include <Eigen/Core>

#include <cstdint>

namespace softmode {

/// A straight line through all values but one, and what it says of that one; each in turn.
struct LeaveOneOut {
  Eigen::VectorXd predicted;    ///< n
  /// 1 - sum of squared errors of the predictions over that of the mean of the other values: 1 is perfect, 0 no better than
  /// not looking at the material, negative worse (predicted residual sum of squares: D.M. Allen, Technometrics 1974, 16,
  /// 125, doi:10.1080/00401706.1974.10489157).
  double q_squared;
  double mean_absolute_error;    ///< in the unit of the values
  /// How often as high a q_squared comes from values in an order by chance, of 5,000 and the one found. Who tries several
  /// descriptors must expect the smallest of as many.
  double p_value;
};

/// Least squares of `values` (n) on a constant and `descriptors` (n x m), unweighted.
/// \throws AnalysisError for sizes that differ, n < m + 3, numbers that are not finite, or descriptors that, with
///   one material left out, are constant or depend on each other.
LeaveOneOut leave_one_out(const Eigen::MatrixXd &descriptors, const Eigen::VectorXd &values,
                          std::uint64_t seed = 1);

}    // namespace softmode
