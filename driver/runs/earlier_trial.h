// SPDX-License-Identifier: BSD-3-Clause
// Campaigns that were run before, as trials of a calibration.
#pragma once

#include "campaign/campaign.h"
#include "runs/calibration_problem.h"

#include <filesystem>
#include <string>

namespace softmode {

struct EarlierTrial {
  std::string name;       ///< of the campaign
  Potential potential;    ///< with an overlay: without one in its file, that which couples nothing
  CalibrationTrial trial;
  MaterialResult result;
};

/// The potential, with an overlay that couples nothing (bend-ratio 1, dk 0) where its file has none.
Potential with_overlay(Potential potential);

/// What the campaign in `folder` found for `material` of `campaign`. Apart from the numbers that are calibrated its
/// potential must be `start`, its structure and temperatures must be those of `campaign`.
/// \throws Error: campaign, naming what differs; io if the folder is none of a campaign; analysis if it has no slopes yet.
EarlierTrial earlier_trial(const Campaign &campaign, std::size_t material, const Potential &start,
                           const CalibrationProblem &problem, const std::filesystem::path &folder,
                           const std::filesystem::path &data_folder);

}    // namespace softmode
