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
};

/// Submit what is missing and not in the queue yet, and wait until no task of the campaign is left in it. The jobs do not
/// need this process: if it ends, the next one finds them by their names and waits for them. squeue is asked every 30 s.
/// After SIGINT and SIGTERM (`interrupted`) and with `detach` (`detached`) the jobs go on.
/// \throws Error (host) if a program of Slurm fails; (io).
ExecutionResult run_in_slurm(const Workshop &workshop, const std::vector<PreparedChain> &chains,
                             const std::vector<EngineSettings> &settings,
                             const SlurmOptions &options);

}    // namespace softmode
