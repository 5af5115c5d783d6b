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
/// \throws std::invalid_argument for fewer than parameters + 1 trials, trials that do not span the space
///   of parameters (a straight line through one point), or errors that are not positive.
LinearResponse fit_linear_response(const std::vector<CalibrationTrial> &trials);

struct CalibrationGoal {
  std::vector<double> targets;         ///< measured observables
  double relative_tolerance = 0.10;    ///< of each target
  double errors_tolerance = 2.0;       ///< and in standard errors of the simulation
};

/// How a trial stands to the goal.
enum class CalibrationStatus {
  away,         ///< some observable is further from its target than a tolerance
  unprecise,    ///< all agree within their errors, but an error exceeds the relative tolerance
  reached       ///< all within both tolerances, errors within the relative one
};
CalibrationStatus calibration_status(const CalibrationTrial &trial, const CalibrationGoal &goal);

/// Parameters of the next trial. While the trials do not span the parameters: `start`, then `start` with
/// one parameter after the other changed by its step. Then where the fitted response meets the targets,
/// no further from the nearest trial than `steps` times `longest_stride` in any parameter.
/// \throws std::invalid_argument if the fitted response does not depend on the parameters in enough
///   directions to meet the targets.
Eigen::VectorXd next_calibration_trial(const std::vector<CalibrationTrial> &trials,
                                       const Eigen::VectorXd &start, const Eigen::VectorXd &steps,
                                       const CalibrationGoal &goal, double longest_stride = 3.0);

}    // namespace softmode
