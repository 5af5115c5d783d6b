// SPDX-License-Identifier: BSD-3-Clause
// Nonlinear least squares with bounds, covariance and a status that says what can be trusted.
#pragma once

#include "softmode/analysis/statistics.h"

#include <Eigen/Core>

#include <functional>
#include <string>
#include <vector>

namespace softmode {

/// Minimise |r(p)|^2. Residuals are in units of their errors where these are known.
struct LeastSquaresProblem {
  /// Fill r (n) and, where jacobian is not null, dr/dp (n x m); both have their sizes already. false: p
  /// is outside what the model allows, and the step is taken back.
  using Evaluate =
      std::function<bool(const Eigen::VectorXd &p, Eigen::VectorXd &r, Eigen::MatrixXd *jacobian)>;

  Eigen::Index residuals = 0;      ///< n
  Eigen::VectorXd start;           ///< m
  Eigen::VectorXd lower, upper;    ///< m, or empty; infinite where there is no bound
  Evaluate evaluate;
  /// Parameters that the residuals have besides p (linear ones that were eliminated); they count in the
  /// degrees of freedom.
  Eigen::Index eliminated = 0;
  int iteration_limit = 500;
  /// The start is the minimum of data that hardly differ, as in a bootstrap: Gauss-Newton steps are tried first, and
  /// all else only where they do not get to the minimum. The result is the same, in a fraction of the time.
  bool start_is_close = false;
};

enum class FitStatus {
  converged,
  not_converged,     ///< parameters are not at a minimum; no errors
  rank_deficient,    ///< some parameters cannot be told from each other; no errors
  failed             ///< the model could not be evaluated; no errors
};

/// given: errors follow from those of the data. scaled: multiplied by sqrt(chi-squared / degrees of
/// freedom), for data whose errors are equal but unknown. enlarged: the same where that factor exceeds 1, for data that
/// may scatter more than their errors allow (R.T. Birge, Phys. Rev. 1932, 40, 207, doi:10.1103/PhysRev.40.207).
enum class ErrorScaling { given, scaled, enlarged };

/// Factor of the covariance; NaN for `scaled` without degrees of freedom.
double variance_factor(ErrorScaling scaling, double chi_squared, double degrees_of_freedom);

struct NonlinearFit {
  Eigen::VectorXd parameters;    ///< m
  Eigen::MatrixXd covariance;    ///< m x m, (J^T J)^-1, not scaled; NaN for parameters at a bound,
                                 ///< and everywhere unless converged
  double chi_squared = 0.0;
  Eigen::Index degrees_of_freedom = 0;
  FitStatus status = FitStatus::failed;
  std::string message;           ///< the status in words, with the parameters concerned
  std::vector<bool> at_bound;    ///< m
  double condition = 0.0;        ///< of the Jacobian with columns of unit length, free parameters
  int iterations = 0;

  bool usable() const { return status == FitStatus::converged; }
  /// chi-squared / degrees of freedom, NaN without degrees of freedom.
  double reduced_chi_squared() const;
  /// Factor of the covariance: 1, or the reduced chi-squared, or the larger of both (1 without degrees of freedom).
  double scale(ErrorScaling scaling) const;
  Estimate estimate(Eigen::Index i, ErrorScaling scaling) const;
};

/// Levenberg-Marquardt (Ceres, dense QR), then Gauss-Newton steps as long as they bring the residuals closer to
/// orthogonal to the Jacobian (D.M. Bates, D.G. Watts, Technometrics 1981, 23, 179). Where they stay far from it, as
/// on a plateau, the fit has not converged.
/// \throws std::invalid_argument for bounds of another number; AnalysisError for fewer residuals than parameters, a start that
///   is not finite or outside its bounds.
NonlinearFit least_squares(const LeastSquaresProblem &problem);

/// (J^T J)^-1 over the parameters that are not `excluded`, NaN elsewhere, and the condition of J with
/// columns of unit length. Everything is NaN if the condition exceeds 1e11 (rank deficient).
struct Covariance {
  Eigen::MatrixXd matrix;
  double condition;
  bool full_rank;
  std::vector<Eigen::Index>
      confounded;    ///< parameters that make up the direction least determined
};
Covariance covariance_of(const Eigen::MatrixXd &jacobian, const std::vector<bool> &excluded);

}    // namespace softmode
