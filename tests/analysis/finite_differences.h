// SPDX-License-Identifier: BSD-3-Clause
// Largest deviation of an analytic Jacobian from central differences.
#pragma once

#include "softmode/analysis/nonlinear_least_squares.h"

#include <algorithm>
#include <cmath>

namespace softmode {

/// Of the column with the largest deviation, relative to the largest element of that column. Differences are
/// extrapolated (Richardson), so that 1e-8 can be expected of a right Jacobian; `step` is relative.
inline double jacobian_deviation(const LeastSquaresProblem &problem, const Eigen::VectorXd &p,
                                 double step = 1e-3)
{
  const Eigen::Index n = problem.residuals, m = p.size();
  Eigen::VectorXd r(n), ahead(n), behind(n);
  Eigen::MatrixXd jacobian(n, m);
  if (!problem.evaluate(p, r, &jacobian)) return INFINITY;
  double worst = 0.0;
  for (Eigen::Index k = 0; k < m; ++k) {
    const auto difference = [&](double h) -> Eigen::VectorXd {
      Eigen::VectorXd q = p;
      q[k] = p[k] + h;
      if (!problem.evaluate(q, ahead, nullptr)) return Eigen::VectorXd::Constant(n, INFINITY);
      q[k] = p[k] - h;
      if (!problem.evaluate(q, behind, nullptr)) return Eigen::VectorXd::Constant(n, INFINITY);
      return (ahead - behind) / (2.0 * h);
    };
    const double h = step * std::max(1e-3, std::fabs(p[k]));
    const Eigen::VectorXd d1 = difference(h), d2 = difference(0.5 * h), d4 = difference(0.25 * h);
    const Eigen::VectorXd e1 = (4.0 * d2 - d1) / 3.0, e2 = (4.0 * d4 - d2) / 3.0;
    const Eigen::VectorXd d = (16.0 * e2 - e1) / 15.0;
    const double size = std::max(d.cwiseAbs().maxCoeff(), 1e-300);
    worst = std::max(worst, (jacobian.col(k) - d).cwiseAbs().maxCoeff() / size);
  }
  return worst;
}

}    // namespace softmode
