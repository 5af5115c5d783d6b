// SPDX-License-Identifier: BSD-3-Clause
// Parameters of a model whose simulated observables shall meet measured ones, when every observable has
// a standard error and every simulation costs minutes.
//
// The response is taken as linear, y = a + J p, and fitted to all simulations so far by least squares
// weighted with their errors; the next simulation is made where the fit meets the targets. With as many
// observables as parameters this is the secant method, with more trials its errors average out.
#pragma once

#include "softmode/analysis/statistics.h"

#include <Eigen/Core>

#include <limits>
#include <optional>
#include <vector>

namespace softmode {

/// One simulation: its parameters and the observables found, in one order throughout.
struct CalibrationTrial {
  Eigen::VectorXd parameters;
  std::vector<Estimate> observables;
};

/// y = intercept + slope p, a row per observable.
struct LinearResponse {
  Eigen::VectorXd intercept;
  Eigen::MatrixXd slope;
};

/// Fit the response of each observable to the trials, weighted by 1/error^2.
/// \throws AnalysisError for fewer than parameters + 1 trials, trials that do not span the space
///   of parameters (a straight line through one point), or errors that are not positive.
LinearResponse fit_linear_response(const std::vector<CalibrationTrial> &trials);

/// A measured value and how closely it is to be met.
struct CalibrationTarget {
  double value;
  double tolerance;    ///< absolute: largest deviation and largest standard error
  /// Must a deviation be within CalibrationGoal::errors_tolerance standard errors as well? Without, a
  /// deviation that is significant but smaller than the tolerance is accepted.
  bool within_errors = true;
};

struct CalibrationGoal {
  std::vector<CalibrationTarget> targets;    ///< in the order of the observables
  double errors_tolerance = 2.0;             ///< in standard errors of the simulation
};

/// How a trial stands to the goal.
enum class CalibrationStatus {
  away,         ///< some observable is further from its target than tolerance or errors allow
  unprecise,    ///< none is, but the error of one exceeds its tolerance
  reached       ///< all agree, and precisely
};
CalibrationStatus calibration_status(const CalibrationTrial &trial, const CalibrationGoal &goal);

/// A parameter in the scale in which observables are nearly linear in it: a force constant by its
/// logarithm, an energy as it is.
struct CalibrationParameter {
  double start;
  double step;    ///< over which observables change by some tolerances and the response is linear
  double lower = -std::numeric_limits<double>::infinity(), upper = -lower;
};

/// What is known of the response before it is simulated: a row per observable, a column per parameter,
/// NaN where nothing is. A known slope is believed to `relative_error` of itself, an unknown one is taken
/// as 0 to within 5 tolerances per step, or 1 if another slope of that parameter is known, until trials say better.
struct ExpectedResponse {
  Eigen::MatrixXd slope;
  double relative_error = 0.5;
};

/// Parameters of the next trial. While there are no more trials than parameters: the start, then the
/// start with one parameter after the other changed by its step. Then where the response meets the
/// targets, within the bounds and no further from the nearest trial than `longest_stride` steps in any
/// parameter. The response is linear near the best trial only, so a trial d steps away from it counts
/// with an error of tolerance x d^2 / 5 besides its own. If targets cannot be met within the bounds,
/// parameters stay at them and the others meet the targets as closely as they can.
/// With an expected response the second trial is made where it meets what it knows of, so a parameter
/// with a known slope needs no trial of its own; the others are changed by their steps on the way.
/// \throws AnalysisError if the fitted response does not depend on the parameters in enough
///   directions to meet the targets, or a start is out of its bounds.
Eigen::VectorXd next_calibration_trial(const std::vector<CalibrationTrial> &trials,
                                       const std::vector<CalibrationParameter> &parameters,
                                       const CalibrationGoal &goal, double longest_stride = 3.0,
                                       const std::optional<ExpectedResponse> &expected = {});

}    // namespace softmode
