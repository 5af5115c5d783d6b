// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/calibration.h"

#include <Eigen/Dense>

#include <cmath>
#include <stdexcept>

namespace softmode {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// Rows (1, p) of all trials, each parameter in units of its spread so that the rank means something.
struct Design {
  MatrixXd rows;
  VectorXd centre, scale;
};

Design design_of(const std::vector<CalibrationTrial> &trials)
{
  const Index n = static_cast<Index>(trials.size()), k = trials[0].parameters.size();
  Design d{MatrixXd(n, k + 1), VectorXd::Zero(k), VectorXd::Zero(k)};
  for (const CalibrationTrial &t : trials) d.centre += t.parameters / static_cast<double>(n);
  for (const CalibrationTrial &t : trials)
    d.scale = d.scale.cwiseMax((t.parameters - d.centre).cwiseAbs());
  for (Index j = 0; j < k; ++j)
    if (!(d.scale(j) > 0.0)) d.scale(j) = 1.0;
  for (Index i = 0; i < n; ++i) {
    d.rows(i, 0) = 1.0;
    d.rows.row(i).tail(k) = (trials[i].parameters - d.centre).cwiseQuotient(d.scale).transpose();
  }
  return d;
}

bool spans(const std::vector<CalibrationTrial> &trials)
{
  if (trials.empty() || static_cast<Index>(trials.size()) < trials[0].parameters.size() + 1)
    return false;
  const Design d = design_of(trials);
  return Eigen::ColPivHouseholderQR<MatrixXd>(d.rows).setThreshold(1e-6).rank() == d.rows.cols();
}

VectorXd nearest(const std::vector<CalibrationTrial> &trials, const VectorXd &wanted,
                 const VectorXd &steps)
{
  const CalibrationTrial *best = nullptr;
  double least = INFINITY;
  for (const CalibrationTrial &t : trials) {
    const double distance = (t.parameters - wanted).cwiseQuotient(steps).norm();
    if (distance < least) {
      least = distance;
      best = &t;
    }
  }
  return best->parameters;
}

}    // namespace

LinearResponse fit_linear_response(const std::vector<CalibrationTrial> &trials)
{
  if (!spans(trials))
    throw std::invalid_argument("calibration: the trials do not span the parameters");
  const Design d = design_of(trials);
  const Index k = d.rows.cols() - 1, m = static_cast<Index>(trials[0].observables.size());
  LinearResponse response{VectorXd(m), MatrixXd(m, k)};
  for (Index o = 0; o < m; ++o) {
    MatrixXd rows = d.rows;
    VectorXd values(d.rows.rows());
    for (Index i = 0; i < values.size(); ++i) {
      const Estimate &e = trials[i].observables[static_cast<std::size_t>(o)];
      if (!(e.error > 0.0) || !std::isfinite(e.value))
        throw std::invalid_argument("calibration: an observable has no error");
      rows.row(i) /= e.error;
      values(i) = e.value / e.error;
    }
    const VectorXd fit = rows.colPivHouseholderQr().solve(values);
    response.slope.row(o) = fit.tail(k).cwiseQuotient(d.scale).transpose();
    response.intercept(o) = fit(0) - response.slope.row(o).dot(d.centre);
  }
  return response;
}

CalibrationStatus calibration_status(const CalibrationTrial &trial, const CalibrationGoal &goal)
{
  bool precise = true;
  for (std::size_t o = 0; o < goal.targets.size(); ++o) {
    const Estimate &found = trial.observables[o];
    const double off = std::fabs(found.value - goal.targets[o]);
    const double allowed = goal.relative_tolerance * std::fabs(goal.targets[o]);
    if (!(off <= goal.errors_tolerance * found.error)) return CalibrationStatus::away;
    if (!(found.error <= allowed))
      precise = false;
    else if (!(off <= allowed))
      return CalibrationStatus::away;
  }
  return precise ? CalibrationStatus::reached : CalibrationStatus::unprecise;
}

VectorXd next_calibration_trial(const std::vector<CalibrationTrial> &trials, const VectorXd &start,
                                const VectorXd &steps, const CalibrationGoal &goal,
                                double longest_stride)
{
  if (trials.empty()) return start;
  if (static_cast<Index>(trials.size()) <= start.size()) {
    VectorXd next = start;
    const Index which = static_cast<Index>(trials.size()) - 1;
    next(which) += steps(which);
    return next;
  }
  const LinearResponse response = fit_linear_response(trials);
  const VectorXd targets =
      Eigen::Map<const VectorXd>(goal.targets.data(), static_cast<Index>(goal.targets.size()));
  // observables in units of their tolerance, parameters in units of their steps
  const VectorXd tolerance = goal.relative_tolerance * targets.cwiseAbs();
  const MatrixXd scaled =
      tolerance.cwiseInverse().asDiagonal() * response.slope * steps.asDiagonal();
  Eigen::ColPivHouseholderQR<MatrixXd> solver(scaled);
  solver.setThreshold(1e-6);
  if (solver.rank() < scaled.cols())
    throw std::invalid_argument("calibration: the observables do not depend on all parameters");
  const VectorXd wanted =
      steps.cwiseProduct(solver.solve((targets - response.intercept).cwiseQuotient(tolerance)));
  const VectorXd from = nearest(trials, wanted, steps);
  const VectorXd stride = longest_stride * steps.cwiseAbs();
  return from + (wanted - from).cwiseMin(stride).cwiseMax(-stride);
}

}    // namespace softmode
