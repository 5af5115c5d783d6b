// SPDX-License-Identifier: BSD-3-Clause
// What a calibration varies in a potential, and what it shall meet.
//
// A potential whose metal-oxygen bond has two states: dE, one softness, dk and df, so that dH and dS of
// the counted populations, X_a and X_s are the measured ones. Any other: dk and df, for X_a and X_s.
#pragma once

#include "forcefield/potential.h"
#include "results/results.h"
#include "softmode/analysis/calibration.h"
#include "support/yaml.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// The number that makes the loose state soft, and with it dS.
enum class Softness {
  bend_ratio,           ///< Overlay::bend_ratio
  metal_angle_ratio,    ///< Overlay::metal_angle_ratio
  loose_constant        ///< TwoStateWells::loose_constant
};

/// A number of the potential. Files hold it rounded to `digits`, so that a trial found on disk is the
/// same as the one that was run.
struct CalibratedParameter {
  std::string name;                                ///< "dE", as messages say it
  std::string unit;                                ///< empty for a ratio
  int digits;                                      ///< after the decimal point
  bool logarithmic;                                ///< calibrated by its logarithm
  CalibrationParameter range;                      ///< of the number or its logarithm
  std::function<Sourced &(Potential &)> number;    ///< where it stands
};

/// A result of a campaign with its measured value.
struct CalibratedObservable {
  std::string name, unit;
  int digits;                           ///< after the decimal point, in messages
  std::vector<std::string> compared;    ///< rows of the comparison that are then no predictions
  CalibrationTarget target;
  std::function<std::optional<Estimate>(const MaterialResult &)> in;
};

struct CalibrationProblem {
  std::vector<CalibratedParameter> parameters;
  std::vector<CalibratedObservable> observables;
  std::string
      metal;    ///< key in Potential::metal_oxygen whose two-state bond is varied; empty: none
  std::string note;    ///< why a two-state bond is not varied, if so

  CalibrationGoal goal() const;
  std::vector<CalibrationParameter> ranges() const;
  /// Names of the observables: "dH, dS, X_a, X_s".
  std::string observable_names() const;
};

/// The problem for a potential and the entry of its material in a file of measured values (X_a, X_s,
/// vant-hoff). The potential has an overlay (with_overlay()). `tolerance` is relative, for the slopes; dH and dS are met within their measured errors.
/// \throws Error: parameters if there is no state or C-O constant, several two-state bonds or a start out of bounds;
///   campaign if a measured value is missing.
CalibrationProblem calibration_problem(const Potential &potential, const YamlNode &measured,
                                       Softness softness, double tolerance);

/// Of which nothing is known.
ExpectedResponse nothing_expected(const CalibrationProblem &problem);

/// Numbers as files hold them, rounded, from parameters in the scale of the calibration, and back.
Eigen::VectorXd numbers_of(const CalibrationProblem &problem, const Eigen::VectorXd &parameters);
Eigen::VectorXd parameters_of(const CalibrationProblem &problem, const Eigen::VectorXd &numbers);

/// The potential with these numbers, whose source says `how`.
Potential with_numbers(const CalibrationProblem &problem, Potential potential,
                       const Eigen::VectorXd &numbers, const std::string &how);

/// Observables of a trial. \throws Error (analysis) that names the one that is missing and, from the
/// notes of the result, why.
std::vector<Estimate> observables_in(const CalibrationProblem &problem,
                                     const MaterialResult &result);

}    // namespace softmode
