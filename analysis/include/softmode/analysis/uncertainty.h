// SPDX-License-Identifier: BSD-3-Clause
// Errors by three ways: covariance, profile likelihood, bootstrap.
#pragma once

#include "softmode/analysis/global_fit.h"
#include "softmode/analysis/nonlinear_least_squares.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

struct Interval {
  double low, high;
};

/// Where chi-squared, minimised over all other parameters, exceeds its minimum by z^2 (times its reduced value with
/// scaled errors), z = 1.96 or Student's quantile with scaled errors: the 95 % interval (D.J. Venzon, S.H. Moolgavkar,
/// Appl. Stat. 1988, 37, 87, doi:10.2307/2347496).
struct ProfileInterval {
  std::optional<double> low,
      high;              ///< nullopt where no value within the bounds raises chi-squared enough
  double error = 0.0;    ///< half the interval / z; NaN if it is open
};

/// \throws AnalysisError if the fit is not usable, has no degrees of freedom (with scaled errors), or the
///   parameter does not exist or is at a bound.
ProfileInterval profile_interval(const LeastSquaresProblem &problem, const NonlinearFit &fit,
                                 Eigen::Index parameter, ErrorScaling scaling);

/// Parameters of resampled data.
struct Bootstrap {
  Eigen::VectorXd mean, error;       ///< standard deviation over the samples
  std::vector<Interval> interval;    ///< 2.5 and 97.5 % of the samples
  int samples = 0, failures = 0;     ///< samples that gave no parameters are left out
};

/// Statistics of samples, whose deviations from their mean are multiplied by `enlarged`.
/// \throws AnalysisError if more failed than there are.
Bootstrap summarise_samples(const std::vector<Eigen::VectorXd> &found, int failures,
                            double enlarged);

/// `estimate` gets the numbers of `blocks` drawn blocks (0 to blocks - 1, with repetitions) and returns the parameters,
/// or nullopt. Errors and intervals (about their means) are enlarged by sqrt(blocks / (blocks - 1)): those of few
/// blocks would be too small (B. Efron, R.J. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 5).
/// \throws AnalysisError for fewer than 2 blocks or 10 samples, or if more than half fail.
Bootstrap bootstrap_blocks(
    int blocks, int samples, std::uint64_t seed,
    const std::function<std::optional<Eigen::VectorXd>(const std::vector<int> &drawn)> &estimate);

/// One parameter's error by all ways.
struct ErrorComparison {
  std::string name;       ///< with its unit
  Estimate covariance;    ///< value, and error of the covariance
  ProfileInterval profile;
  double bootstrap_error;    ///< NaN where there is none
  std::optional<Interval> bootstrap_interval;
  bool
      differ;    ///< the largest error exceeds the smallest by more than 20 %, or a profile is open
};

enum class Resampling {
  cycles,    ///< whole cycles are drawn; needs 2, and errors of fewer than about 8 are rough
  residual_blocks    ///< stretches of residuals of each spectrum are drawn and added to the fit
};

struct BootstrapOptions {
  Resampling resampling = Resampling::residual_blocks;
  int samples = 200;
  std::uint64_t seed = 1;
  int block_points = 20;    ///< length of a stretch of residuals
  int threads = 1;          ///< the result does not depend on their number
};

/// dH, dS and dCp of the one-step fit; thermodynamic_errors.h has what follows from them, too.
/// \throws AnalysisError if the fit is not usable, or as bootstrap_blocks().
std::vector<ErrorComparison> two_state_errors(const std::vector<FitSpectrum> &spectra,
                                              const TwoStateOptions &options,
                                              const TwoStateFit &fit,
                                              const BootstrapOptions &bootstrap);

}    // namespace softmode
