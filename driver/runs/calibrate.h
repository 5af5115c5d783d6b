// SPDX-License-Identifier: BSD-3-Clause
// Finds the potential with which the simulated values of a material are the measured ones: redshift
// slopes and, with a two-state metal-oxygen bond, dH and dS (calibration_problem.h).
//
// Campaigns that were run before may be its first trials. Each trial is
//
//   <folder>/trial-01/  potential.yaml, campaign.yaml and the campaign
//   <folder>/held-out/  other seeds and temperatures, with the calibrated potential
//   <folder>/calibration.csv          the path taken
//   <folder>/<material>.yaml          the calibrated potential
#pragma once

#include "engine/workspace.h"
#include "runs/calibration_problem.h"

#include <filesystem>
#include <string>

namespace softmode {

struct CalibrationRequest {
  std::filesystem::path campaign;              ///< YAML; needs `compare`
  std::filesystem::path folder;                ///< of all trials
  std::string material;                        ///< empty: the only one of the campaign
  int workers = 0;                             ///< as of a campaign
  Softness softness = Softness::bend_ratio;    ///< of a two-state bond
  bool from_quadrature = false;    ///< start where a lone bond has the measured dH and dS
  int most_trials = 15;
  double tolerance = 0.10;    ///< relative, of the slopes and of their standard errors
  std::vector<std::filesystem::path> earlier;    ///< campaign folders, see earlier_trial.h
  bool propose =
      false;    ///< write the potential where the response meets the measured values, run nothing
  std::string command_line;
  WithoutLock without_lock = WithoutLock::refused;
};

/// Vary the parameters of calibration_problem() with common seeds until every observable agrees with its
/// measured value, then run the held-out check and write the potential. Continues from trials that are
/// there. Returns the file of the potential. With `propose` the potential is that of the next trial,
/// <folder>/<material>.yaml all the same, and is not checked.
/// \throws Error: as run_campaign() and calibration_problem(); analysis if the values cannot be met or are
///   not precise enough, saying how long a run would be; io if a file exists with other content.
std::filesystem::path calibrate(const CalibrationRequest &request);

}    // namespace softmode
