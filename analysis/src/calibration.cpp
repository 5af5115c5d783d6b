// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/calibration.h"

#include "softmode/analysis/error.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <numeric>

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

constexpr double curvature = 0.2;    // error of the linear response, tolerances per step^2

/// The parameters' numbers as columns.
struct Space {
  VectorXd start, step, lower, upper;
};

Space space_of(const std::vector<CalibrationParameter> &parameters)
{
  const Index k = static_cast<Index>(parameters.size());
  Space s{VectorXd(k), VectorXd(k), VectorXd(k), VectorXd(k)};
  for (Index j = 0; j < k; ++j) {
    const CalibrationParameter &p = parameters[static_cast<std::size_t>(j)];
    if (!(p.lower <= p.start && p.start <= p.upper))
      throw AnalysisError("calibration: a parameter starts out of its bounds");
    s.start(j) = p.start;
    s.step(j) = p.step;
    s.lower(j) = p.lower;
    s.upper(j) = p.upper;
  }
  return s;
}

double steps_between(const VectorXd &a, const VectorXd &b, const Space &space)
{
  return (a - b).cwiseQuotient(space.step).norm();
}

const VectorXd &nearest(const std::vector<CalibrationTrial> &trials, const VectorXd &wanted,
                        const Space &space)
{
  return std::min_element(trials.begin(), trials.end(),
                          [&](const CalibrationTrial &a, const CalibrationTrial &b) {
                            return steps_between(a.parameters, wanted, space) <
                                   steps_between(b.parameters, wanted, space);
                          })
      ->parameters;
}

/// Sum of squared deviations in units of tolerance or, where that is larger, of the error.
double distance_to_goal(const CalibrationTrial &trial, const CalibrationGoal &goal)
{
  double sum = 0.0;
  for (std::size_t o = 0; o < goal.targets.size(); ++o) {
    const Estimate &found = trial.observables[o];
    sum += std::pow((found.value - goal.targets[o].value) /
                        std::max(found.error, goal.targets[o].tolerance),
                    2);
  }
  return sum;
}

/// The trials with errors that make the fitted response that near the best of them.
std::vector<CalibrationTrial> seen_from_the_best(std::vector<CalibrationTrial> trials,
                                                 const CalibrationGoal &goal, const Space &space)
{
  const VectorXd best =
      std::min_element(trials.begin(), trials.end(),
                       [&](const CalibrationTrial &a, const CalibrationTrial &b) {
                         return distance_to_goal(a, goal) < distance_to_goal(b, goal);
                       })
          ->parameters;
  for (CalibrationTrial &t : trials) {
    const double steps = steps_between(t.parameters, best, space);
    for (std::size_t o = 0; o < goal.targets.size(); ++o)
      t.observables[o].error =
          std::hypot(t.observables[o].error, curvature * goal.targets[o].tolerance * steps * steps);
  }
  return trials;
}

/// Least squares |a x - b| with lower <= x <= upper: of the parameters that leave their bounds the worst
/// is held there and the others are solved for again, until none leaves.
VectorXd solve_within(const MatrixXd &a, const VectorXd &b, const VectorXd &lower,
                      const VectorXd &upper)
{
  VectorXd x = VectorXd::Zero(a.cols());
  std::vector<Index> free(static_cast<std::size_t>(a.cols()));
  std::iota(free.begin(), free.end(), Index{0});
  while (!free.empty()) {
    VectorXd rest = b;
    MatrixXd columns(a.rows(), static_cast<Index>(free.size()));
    for (const Index j : free) x(j) = 0.0;
    rest -= a * x;
    for (std::size_t i = 0; i < free.size(); ++i)
      columns.col(static_cast<Index>(i)) = a.col(free[i]);
    const VectorXd found = columns.colPivHouseholderQr().solve(rest);
    for (std::size_t i = 0; i < free.size(); ++i) x(free[i]) = found(static_cast<Index>(i));
    const VectorXd excess = (x - upper).cwiseMax(lower - x);
    const auto worst = std::max_element(free.begin(), free.end(),
                                        [&](Index i, Index j) { return excess(i) < excess(j); });
    if (!(excess(*worst) > 0.0)) break;
    x(*worst) = std::min(std::max(x(*worst), lower(*worst)), upper(*worst));
    free.erase(worst);
  }
  return x;
}

// tolerances per step; what a parameter of known effect does besides is taken as smaller than what one does
// of which nothing is known, as it is there for another observable
constexpr double unknown_slope = 5.0, side_effect = 1.0;

/// The response that agrees best with the trials and what is expected of it, all with their errors. In
/// units of tolerance and step its unknowns are alike, so few trials determine it as far as they can.
LinearResponse fit_with_expectation(const std::vector<CalibrationTrial> &trials,
                                    const ExpectedResponse &expected, const CalibrationGoal &goal,
                                    const Space &space)
{
  const Index k = space.start.size(), m = static_cast<Index>(goal.targets.size()),
              n = static_cast<Index>(trials.size());
  LinearResponse response{VectorXd(m), MatrixXd(m, k)};
  for (Index o = 0; o < m; ++o) {
    const CalibrationTarget &target = goal.targets[static_cast<std::size_t>(o)];
    MatrixXd rows = MatrixXd::Zero(n + k, k + 1);
    VectorXd values(n + k);
    for (Index i = 0; i < n; ++i) {
      const CalibrationTrial &t = trials[static_cast<std::size_t>(i)];
      const Estimate &e = t.observables[static_cast<std::size_t>(o)];
      rows(i, 0) = target.tolerance / e.error;
      rows.row(i).tail(k) =
          rows(i, 0) * (t.parameters - space.start).cwiseQuotient(space.step).transpose();
      values(i) = (e.value - target.value) / e.error;
    }
    for (Index j = 0; j < k; ++j) {
      const double slope = expected.slope(o, j) * space.step(j) / target.tolerance;
      const bool known = std::isfinite(slope);
      const bool elsewhere = expected.slope.col(j).array().isFinite().any();
      const double error = known       ? std::max(0.5, expected.relative_error * std::fabs(slope))
                           : elsewhere ? side_effect
                                       : unknown_slope;
      rows(n + j, j + 1) = 1.0 / error;
      values(n + j) = known ? slope / error : 0.0;
    }
    const VectorXd fit = rows.colPivHouseholderQr().solve(values);
    response.slope.row(o) = target.tolerance * fit.tail(k).cwiseQuotient(space.step).transpose();
    response.intercept(o) =
        target.value + target.tolerance * fit(0) - response.slope.row(o).dot(space.start);
  }
  return response;
}

/// Where the response meets the targets, within the bounds.
VectorXd solve(const LinearResponse &response, const CalibrationGoal &goal, const Space &space)
{
  const Index m = response.intercept.size();
  VectorXd targets(m), tolerance(m);
  for (Index o = 0; o < m; ++o) {
    targets(o) = goal.targets[static_cast<std::size_t>(o)].value;
    tolerance(o) = goal.targets[static_cast<std::size_t>(o)].tolerance;
  }
  // observables in units of their tolerance, parameters in steps from the start
  const MatrixXd scaled =
      tolerance.cwiseInverse().asDiagonal() * response.slope * space.step.asDiagonal();
  const VectorXd missing =
      (targets - response.intercept - response.slope * space.start).cwiseQuotient(tolerance);
  Eigen::ColPivHouseholderQR<MatrixXd> solver(scaled);
  solver.setThreshold(1e-6);
  const Index fixed = (space.lower.array() == space.upper.array()).count();
  if (solver.rank() < scaled.cols() - fixed)
    throw AnalysisError("calibration: the observables do not depend on all parameters");
  const VectorXd steps =
      solve_within(scaled, missing, (space.lower - space.start).cwiseQuotient(space.step),
                   (space.upper - space.start).cwiseQuotient(space.step));
  return space.start + space.step.cwiseProduct(steps);
}

}    // namespace

LinearResponse fit_linear_response(const std::vector<CalibrationTrial> &trials)
{
  if (!spans(trials)) throw AnalysisError("calibration: the trials do not span the parameters");
  const Design d = design_of(trials);
  const Index k = d.rows.cols() - 1, m = static_cast<Index>(trials[0].observables.size());
  LinearResponse response{VectorXd(m), MatrixXd(m, k)};
  for (Index o = 0; o < m; ++o) {
    MatrixXd rows = d.rows;
    VectorXd values(d.rows.rows());
    for (Index i = 0; i < values.size(); ++i) {
      const Estimate &e = trials[i].observables[static_cast<std::size_t>(o)];
      if (!(e.error > 0.0) || !std::isfinite(e.value))
        throw AnalysisError("calibration: an observable has no error");
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
    const CalibrationTarget &target = goal.targets[o];
    const double off = std::fabs(found.value - target.value);
    const bool near = off <= target.tolerance,
               in_errors = off <= goal.errors_tolerance * found.error,
               exact = found.error <= target.tolerance;
    if (target.within_errors ? !in_errors : !(in_errors || near)) return CalibrationStatus::away;
    if (exact && !near) return CalibrationStatus::away;
    if (!exact) precise = false;
  }
  return precise ? CalibrationStatus::reached : CalibrationStatus::unprecise;
}

namespace {

/// No further from the nearest trial than so many steps in any parameter.
VectorXd reached_from(const std::vector<CalibrationTrial> &trials, const VectorXd &wanted,
                      const Space &space, double longest_stride)
{
  const VectorXd &from = nearest(trials, wanted, space);
  const VectorXd stride = longest_stride * space.step.cwiseAbs();
  return from + (wanted - from).cwiseMin(stride).cwiseMax(-stride);
}

/// A parameter changed by its step, down where up is out of bounds.
void change(VectorXd &parameters, Index which, const Space &space)
{
  const double up = parameters(which) + space.step(which),
               down = parameters(which) - space.step(which);
  parameters(which) = up <= space.upper(which) ? up : std::max(down, space.lower(which));
}

/// Parameters that no trial has changed and of which nothing is expected.
std::vector<Index> unknown_parameters(const std::vector<CalibrationTrial> &trials,
                                      const ExpectedResponse &expected, const Space &space)
{
  std::vector<Index> unknown;
  for (Index j = 0; j < space.start.size(); ++j) {
    const bool known = expected.slope.col(j).array().isFinite().any();
    const bool changed = std::any_of(trials.begin(), trials.end(), [&](const CalibrationTrial &t) {
      return std::fabs(t.parameters(j) - space.start(j)) > 1e-6 * std::fabs(space.step(j));
    });
    if (!known && !changed) unknown.push_back(j);
  }
  return unknown;
}

VectorXd next_with_expectation(const std::vector<CalibrationTrial> &trials, Space space,
                               const CalibrationGoal &goal, const ExpectedResponse &expected,
                               double longest_stride)
{
  const LinearResponse response =
      fit_with_expectation(seen_from_the_best(trials, goal, space), expected, goal, space);
  const std::vector<Index> unknown = unknown_parameters(trials, expected, space);
  Space known = space;
  for (const Index j : unknown) known.lower(j) = known.upper(j) = space.start(j);
  VectorXd next = reached_from(trials, solve(response, goal, known), space, longest_stride);
  if (!unknown.empty()) change(next, unknown.front(), space);
  return next;
}

}    // namespace

VectorXd next_calibration_trial(const std::vector<CalibrationTrial> &trials,
                                const std::vector<CalibrationParameter> &parameters,
                                const CalibrationGoal &goal, double longest_stride,
                                const std::optional<ExpectedResponse> &expected)
{
  const Space space = space_of(parameters);
  if (trials.empty()) return space.start;
  if (expected) return next_with_expectation(trials, space, goal, *expected, longest_stride);
  if (trials.size() <= parameters.size()) {
    VectorXd next = space.start;
    change(next, static_cast<Index>(trials.size()) - 1, space);
    return next;
  }
  const LinearResponse response = fit_linear_response(seen_from_the_best(trials, goal, space));
  return reached_from(trials, solve(response, goal, space), space, longest_stride);
}

}    // namespace softmode
