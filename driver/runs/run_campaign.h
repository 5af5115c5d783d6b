// SPDX-License-Identifier: BSD-3-Clause
// A campaign from its file to its results, in a folder of its own.
#pragma once

#include "results/results.h"

#include <filesystem>
#include <string>

namespace softmode {

struct CampaignRun {
  std::filesystem::path campaign;    ///< YAML
  std::filesystem::path folder;      ///< empty: the campaign's name, in the current folder
  int workers = 0;                   ///< 0: as in the file, else one per processor
  std::string command_line;          ///< for the manifest
};

struct CampaignOutcome {
  std::filesystem::path folder;
  Results results;
};

/// Simulate every point that is missing, then write tables and report. Prints what it does and how far
/// it is.
/// \throws Error: campaign, structure, parameters, host, io, busy; point if points failed; interrupted if
///   it was stopped, which leaves a folder to continue from.
CampaignOutcome run_campaign(const CampaignRun &request);

}    // namespace softmode
