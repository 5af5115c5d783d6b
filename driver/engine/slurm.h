// SPDX-License-Identifier: BSD-3-Clause
// Chains of points as Slurm jobs: what to submit, and what squeue says about it. Slurm itself is asked by its own programs.
#pragma once

#include "engine/chains.h"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace softmode {

/// One point of a chain, or a whole melt search, as a task of a job array.
struct SlurmTask {
  std::size_t chain;
  std::size_t position;    ///< in the chain; of a search 0
};
bool operator<(const SlurmTask &a, const SlurmTask &b);

/// One job array: the same position of many chains. Task numbers are chain numbers less the offset.
struct SlurmArray {
  std::size_t offset, position;
  std::vector<std::size_t> chains;    ///< ascending
  int ranks;
  /// Index in the list of the array whose task of the same number must end well first; empty: none.
  std::optional<std::size_t> after;
};

/// The most tasks of one array (MaxArraySize is 1001 where it is not set).
constexpr std::size_t most_tasks_of_an_array = 1000;

/// Arrays for all missing points of chains of which no task is `alive`; a chain's points follow each other.
std::vector<SlurmArray> slurm_arrays(const std::vector<PreparedChain> &chains,
                                     const std::vector<EngineSettings> &settings,
                                     const std::set<SlurmTask> &alive);

/// Name of a campaign's jobs: "softmode-<hash of its folder>-<position>-<offset>".
std::string job_name(const std::filesystem::path &campaign_folder, const SlurmArray &array);

/// Tasks of the campaign among the lines that squeue prints with `squeue_format`, which are those of all jobs of a user.
/// Finished ones, which squeue shows for a while, are left out.
std::set<SlurmTask> alive_tasks(const std::string &squeue_output,
                                const std::filesystem::path &campaign_folder);
inline constexpr const char *squeue_format = "%j|%K|%T|%r";

/// Command line of sbatch, with the user's options last.
std::vector<std::string> sbatch_command(const std::filesystem::path &campaign_folder,
                                        const SlurmArray &array, const std::string &dependency_job,
                                        const std::vector<std::string> &user_options);

}    // namespace softmode
