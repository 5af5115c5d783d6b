// SPDX-License-Identifier: BSD-3-Clause
// Runs chains of points through Slurm: submits job arrays, and waits for them.
#pragma once

#include "engine/executor.h"

#include <filesystem>
#include <string>
#include <vector>

namespace softmode {

struct SlurmOptions {
  std::vector<std::string> sbatch;    ///< options of the user: "--partition=cpu", "--time=04:00:00"
  bool detach = false;                ///< submit, and do not wait
  double between_looks_s = 30.0;      ///< at the queue
};

/// Submit what is missing and not in the queue yet, and wait until no task of the campaign is left in it. The jobs do not
/// need this process: if it ends, the next one finds them by their names and waits for them. Where Slurm limits how many
/// jobs one may have, the rest is submitted as jobs end. Once jobs may be there, a Slurm that does not answer is asked
/// again with growing pauses, without end; before, for a minute or so.
/// After SIGINT and SIGTERM (`interrupted`) and with `detach` (`detached`) the jobs go on.
/// \throws Error (host) if Slurm refuses a job or does not answer; (usage) for options that do not go; (io).
ExecutionResult run_in_slurm(const Workshop &workshop, const std::vector<PreparedChain> &chains,
                             const std::vector<EngineSettings> &settings,
                             const SlurmOptions &options);

/// How many tasks of a campaign Slurm has, whoever submitted them.
/// \throws Error (host) if Slurm does not answer.
std::size_t tasks_in_slurm(const std::filesystem::path &campaign_folder,
                           const SlurmOptions &options);

}    // namespace softmode
