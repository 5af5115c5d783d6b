// SPDX-License-Identifier: BSD-3-Clause
// Chains of points as Slurm jobs: what to submit, and what Slurm's programs say about it. Slurm itself is asked by
// slurm_programs.h.
#pragma once

#include "engine/chains.h"

#include <filesystem>
#include <map>
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

/// Where a task is in the queue.
struct QueuedTask {
  std::string job;       ///< number of its array; empty: not known
  std::size_t offset;    ///< of its array, see SlurmArray
};
using SlurmQueue = std::map<SlurmTask, QueuedTask>;

/// One job array: the same position of many chains. Task numbers are chain numbers less the offset.
struct SlurmArray {
  std::size_t offset, position;
  std::vector<std::size_t> chains;    ///< ascending
  int ranks;
  std::string after;    ///< job whose task of the same number must end well first; empty: none
};

/// Positions of a chain from its first missing point to behind its last one; of a search, one for all.
struct OpenPositions {
  std::size_t first, end;
};
OpenPositions open_positions(const PreparedChain &chain);

/// The most tasks of one array that softmode makes, so that a folder of their outputs stays short.
constexpr std::size_t most_tasks_of_an_array = 1000;

/// How many tasks an array may have, from what `scontrol show config` prints: at most MaxArraySize, max_array_tasks of
/// SchedulerParameters and most_tasks_of_an_array. 0: this Slurm has no job arrays; nullopt: it does not say.
std::optional<std::size_t> tasks_of_an_array(const std::string &configuration);

/// Arrays of the next task of each chain: its first missing one, or the one after the last that is in the queue, which
/// it then waits for. Chains in `closed` have none. Called again with these in the queue it gives those that follow;
/// with all in the queue, none. \param most_tasks of an array, above 0
std::vector<SlurmArray> next_arrays(const std::vector<PreparedChain> &chains,
                                    const std::vector<EngineSettings> &settings,
                                    const SlurmQueue &queue, const std::set<std::size_t> &closed,
                                    std::size_t most_tasks);

/// Name of a campaign's jobs: "softmode-<hash of its folder>-<position>-<offset>". The folder is a canonical path.
std::string job_name(const std::filesystem::path &campaign_folder, const SlurmArray &array);

/// Tasks of the campaign among the lines that squeue prints with `squeue_format`, which may be those of many jobs.
/// Finished ones, which squeue shows for a while, are left out.
SlurmQueue tasks_in_queue(const std::string &squeue_output,
                          const std::filesystem::path &campaign_folder);
inline constexpr const char *squeue_format = "%j|%K|%T|%r|%F";

/// Does squeue's output hold any job that has not ended?
bool has_jobs(const std::string &squeue_output);

/// Command line of sbatch, with the user's options last.
std::vector<std::string> sbatch_command(const std::filesystem::path &campaign_folder,
                                        const SlurmArray &array,
                                        const std::vector<std::string> &user_options);

/// Job number in what `sbatch --parsable` printed on standard output: a line "123" or "123;cluster". nullopt: none.
std::optional<std::string> job_number(const std::string &sbatch_output);

/// Why sbatch did not submit.
enum class SubmitProblem {
  limit,          ///< of submitted jobs: goes away as jobs end
  maybe_limit,    ///< some limit, which Slurm does not name
  no_answer,      ///< Slurm did not answer: the job may have been submitted all the same
  refused
};
SubmitProblem submit_problem(const std::string &sbatch_errors);

/// Options of the user's that softmode's own use of Slurm relies on. \throws Error (usage) that names one.
void check_sbatch_options(const std::vector<std::string> &user_options);

/// Clusters that the user's options name, "" for none: the other programs of Slurm must be asked about them, too.
std::string clusters_of(const std::vector<std::string> &user_options);

}    // namespace softmode
