// SPDX-License-Identifier: BSD-3-Clause
// A campaign from its file to its results, in a folder of its own.
#pragma once

#include "engine/engine_settings.h"
#include "engine/slurm_executor.h"
#include "engine/workspace.h"
#include "results/results.h"

#include <filesystem>
#include <string>

namespace softmode {

struct CampaignRun {
  std::filesystem::path campaign;    ///< YAML
  std::filesystem::path folder;      ///< empty: the campaign's name, in the current folder
  int workers = 0;                   ///< 0: as in the file, else as measured on this machine
  std::string command_line;          ///< for the manifest
  EngineRequest engine{};            ///< MPI ranks and accelerator of each point, as options say
  bool slurm = false;                ///< through Slurm instead of on this machine
  SlurmOptions slurm_options{};
  WithoutLock without_lock = WithoutLock::refused;
};

struct CampaignOutcome {
  std::filesystem::path folder;
  Results results;
  bool detached = false;    ///< submitted to Slurm, and nobody waits: no results yet
};

/// A campaign file with its materials and the LAMMPS of this machine. An empty folder: the campaign's name, here.
/// \throws Error: campaign, structure, parameters, host.
Workshop open_workshop(const std::filesystem::path &campaign_file,
                       const std::filesystem::path &folder, const EngineRequest &engine = {});

/// The same of a campaign folder, from what it has frozen.
Workshop workshop_of(const std::filesystem::path &campaign_folder);

/// Tables, their provenance and the report, in the campaign's folder or another. \param active see write_report()
void write_results(const Campaign &campaign, const Results &results,
                   const std::filesystem::path &campaign_folder,
                   const std::filesystem::path &output_folder,
                   const std::filesystem::path &data_folder, bool active = false);

/// Simulate every point that is missing, then write tables and report. Prints what it does and how far
/// it is.
/// \throws Error: campaign, structure, parameters, host, io, busy; point if points failed; interrupted if
///   it was stopped, which leaves a folder to continue from.
CampaignOutcome run_campaign(const CampaignRun &request);

}    // namespace softmode
