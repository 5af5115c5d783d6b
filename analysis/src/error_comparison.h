// SPDX-License-Identifier: BSD-3-Clause
// From a profile and bootstrap samples to the three errors of each quantity. Internal to the library.
#pragma once

#include "resampled_spectra.h"
#include "softmode/analysis/thermodynamic_errors.h"

namespace softmode {

/// A fit in which dH, dS[, dCp] are parameters from `first` on, for profiles.
struct ProfiledFit {
  const LeastSquaresProblem &problem;
  const NonlinearFit &fit;
  Eigen::Index first;
  ErrorScaling scaling;
  Eigen::MatrixXd external;    ///< of dH, dS[, dCp]: covariance that the problem does not know of
};

/// The largest error exceeds the smallest by more than 20 %, or a profile is open.
bool errors_differ(const ErrorComparison &comparison);

/// \throws std::invalid_argument for temperatures (K) that are not positive, or as profile_interval().
ThermodynamicErrors compare_errors(const Thermodynamics &thermodynamics,
                                   const std::vector<double> &temperature_K,
                                   const ProfiledFit &profiled, const Samples &samples,
                                   double enlarged);

}    // namespace softmode
