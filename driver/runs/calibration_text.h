// SPDX-License-Identifier: BSD-3-Clause
// What a calibration tells: trials in words, the path as a table.
#pragma once

#include "runs/calibration_problem.h"

#include <string>
#include <vector>

namespace softmode {

/// "dE 1.28 kcal/mol, dk -45.00 kcal/mol/A2, X_a -0.0210 +- 0.0011 (measured -0.021) cm-1/K".
std::string describe(const CalibrationProblem &problem, const CalibrationTrial &trial);

/// "dE 1.28 kcal/mol, dk -45.00 kcal/mol/A2".
std::string describe_numbers(const CalibrationProblem &problem, const Eigen::VectorXd &parameters);

/// "agrees" or how not.
std::string verdict(CalibrationStatus status);

/// Which parameters stand at a bound: " bend-ratio is at its bound 0.01;", or empty.
std::string at_bounds(const CalibrationProblem &problem, const CalibrationTrial &trial);

/// By which factor a run must be longer for every standard error to be within its tolerance.
double longer_by(const CalibrationProblem &problem, const CalibrationTrial &trial);

/// calibration.csv: a row per trial with its name, numbers, observables and their standard errors.
std::string path_table(const CalibrationProblem &problem, const std::vector<std::string> &names,
                       const std::vector<CalibrationTrial> &trials);

}    // namespace softmode
