// SPDX-License-Identifier: BSD-3-Clause
// The programs of Slurm: each answer comes through pipes of its own.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

struct SlurmAnswer {
  std::string output;    ///< standard output
  std::string errors;    ///< standard error
  std::optional<std::string>
      problem;    ///< why there is no answer, in words that name the program; nullopt: there is
};

/// Run one of squeue, sbatch, scontrol in a folder, without the variables that would filter squeue's answer, make sbatch
/// wait for the job, or hand the job that softmode itself runs in to the new one. A program that does not answer within
/// two minutes is killed, as when `stop` holds.
SlurmAnswer ask_slurm(const std::vector<std::string> &command, const std::filesystem::path &folder,
                      const std::function<bool()> &stop);

/// \throws Error (host) where sbatch or squeue is not in PATH.
void need_slurm();

}    // namespace softmode
