// SPDX-License-Identifier: BSD-3-Clause
// MPI ranks and accelerator package of the points. Both decide the last digits of a sum, and so where a trajectory goes:
// they follow from a rule and from what the user says, never from a measurement, and belong to a point's identity.
#pragma once

#include "campaign/campaign.h"
#include "lammps/host.h"

#include <filesystem>
#include <string>
#include <vector>

namespace softmode {

/// What options of the command line ask for.
struct EngineRequest {
  int ranks = 0;              ///< 0: not said
  std::string accelerator;    ///< "none", "opt", "omp", "kk"; empty: not said
};

/// One per material: as the options or the campaign file say, else as the folder of the campaign was begun with, else by
/// the rule: one rank, and the styles of OPENMP where LAMMPS has them. How many processors there are plays no part.
/// \throws Error (usage) where options and campaign file contradict each other; (host) where LAMMPS lacks the package or
///   MPI; (io) if engine.json is damaged.
std::vector<EngineSettings> engine_settings(const Campaign &campaign,
                                            const std::filesystem::path &folder,
                                            const LammpsHost &host, const EngineRequest &request);

/// Was the campaign of this folder begun with settings for a material of this name?
bool has_engine_settings(const std::filesystem::path &folder, const std::string &material);

/// Write them to the folder's engine.json, beside those of materials that are no longer in the campaign.
void keep_engine_settings(const Campaign &campaign, const std::filesystem::path &folder,
                          const std::vector<EngineSettings> &settings);

/// \throws Error (host) where LAMMPS lacks the package or MPI.
void need_engine(const EngineSettings &settings, const LammpsHost &host);

/// "1 rank, omp styles".
std::string in_words(const EngineSettings &settings);

}    // namespace softmode
