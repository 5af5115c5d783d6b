// SPDX-License-Identifier: BSD-3-Clause
// Least squares of models that are linear in most of their parameters: areas and baselines of many spectra.
#pragma once

#include "softmode/analysis/fit_spectrum.h"
#include "softmode/analysis/nonlinear_least_squares.h"

#include <Eigen/Core>

#include <functional>
#include <optional>
#include <vector>

namespace softmode {

/// Model of the spectra of a group at the nonlinear parameters p: fixed(p) + basis(p) c, with coefficients c
/// of each spectrum's own.
struct BasisAt {
  struct Derivative {
    Eigen::Index parameter;
    Eigen::Index column;       ///< of the basis; -1 for the fixed part
    Eigen::VectorXd values;    ///< n
  };
  Eigen::MatrixXd basis;                  ///< n x q
  Eigen::VectorXd fixed;                  ///< n, or empty
  std::vector<Derivative> derivatives;    ///< those that do not vanish, if asked for
};

struct SeparableProblem {
  std::vector<SpectrumGroup> groups;
  /// Fill the basis of a group; false where p is outside what the model allows.
  std::function<bool(const SpectrumGroup &group, const Eigen::VectorXd &p, bool derive,
                     BasisAt &at)>
      basis;
  Eigen::VectorXd start, lower, upper;    ///< of p (m, may be 0)
  int iteration_limit = 300;
  bool start_is_close = false;    ///< as in LeastSquaresProblem
};

/// Coefficients are in the unit of the intensities; residuals are data minus model in units of the noise.
struct SeparableFit {
  NonlinearFit nonlinear;                       ///< of p
  std::vector<Eigen::MatrixXd> coefficients;    ///< per group, q x s
  std::vector<Eigen::MatrixXd> residuals;       ///< per group, n x s
  Eigen::MatrixXd
      covariance;    ///< of p followed by the coefficients of all groups, column after column;
                     ///< not scaled; NaN unless nonlinear.usable()
  Eigen::Index data = 0, parameters = 0;    ///< numbers of both, linear ones included

  /// Index into `covariance` of coefficient j of spectrum s of group g.
  Eigen::Index index(std::size_t g, Eigen::Index s, Eigen::Index j) const;
};

/// Variable projection: the coefficients are eliminated, and the derivative of the projection is complete
/// (G.H. Golub, V. Pereyra, SIAM J. Numer. Anal. 1973, 10, 413, doi:10.1137/0710036). Errors are those of the fit of all
/// parameters together.
/// \throws AnalysisError as least_squares().
SeparableFit fit_separable(const SeparableProblem &problem);

/// The minimum near the start, by Gauss-Newton steps through normal equations, several times as fast as
/// least_squares(): for bootstraps, whose fits start where the minimum of hardly different data was. nullopt where they
/// do not get there (to 1e-7 standard errors and a condition of 1e13), or leave the bounds.
std::optional<Eigen::VectorXd> close_minimum(const SeparableProblem &problem);

/// The residuals of the projection as a plain problem, for checks of its Jacobian.
LeastSquaresProblem projected(const SeparableProblem &problem);

}    // namespace softmode
