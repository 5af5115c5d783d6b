// SPDX-License-Identifier: BSD-3-Clause
// Finds the overlay with which the simulated redshift slopes of a material are the measured ones.
//
//   <folder>/trial-01/  potential.yaml, campaign.yaml and the campaign of the first trial
//   <folder>/held-out/  other seeds and temperatures, with the calibrated potential
//   <folder>/calibration.csv          the path taken
//   <folder>/<material>.yaml          the calibrated potential
#pragma once

#include "softmode/analysis/calibration.h"

#include <filesystem>
#include <string>

namespace softmode {

struct CalibrationRequest {
  std::filesystem::path campaign;    ///< YAML; needs `compare` and, for the material, an overlay
  std::filesystem::path folder;      ///< of all trials
  std::string material;              ///< empty: the only one of the campaign
  int workers = 0;                   ///< as of a campaign
  int most_trials = 10;
  double tolerance = 0.10;    ///< relative, of the slopes and of their standard errors
  std::string command_line;
};

/// Vary dk and df of the overlay (Overlay::stretch_change, cross_change) until X_a and X_s are within
/// tolerance and two standard errors of the measured ones, then run the held-out check and write the
/// potential. Continues from trials that are there. Returns the file of the potential.
/// \throws Error: as run_campaign(); campaign if there is nothing to calibrate on; parameters if the
///   potential has no overlay; analysis if the slopes cannot be met or are not precise enough, saying how
///   long a run would be; io if the potential exists with other content.
std::filesystem::path calibrate(const CalibrationRequest &request);

}    // namespace softmode
