// SPDX-License-Identifier: BSD-3-Clause
#include "engine/slurm.h"

#include "support/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <tuple>

namespace softmode {

namespace fs = std::filesystem;

namespace {

constexpr int seconds_before_walltime = 60;    // for stopping and requeueing

std::string name_start(const fs::path &folder)
{
  return "softmode-" + sha256(folder.string()).substr(0, 12) + "-";
}

/// "1-3,7" of ascending numbers.
std::string ranges(const std::vector<std::size_t> &numbers)
{
  std::string text;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t j = i;
    while (j + 1 < numbers.size() && numbers[j + 1] == numbers[j] + 1) ++j;
    text += fmt::format("{}{}", text.empty() ? "" : ",", numbers[i]);
    if (j > i) text += fmt::format("-{}", numbers[j]);
    i = j + 1;
  }
  return text;
}

/// Points of a chain from the first missing one on; of a search one job for all.
std::size_t jobs_of(const PreparedChain &c)
{
  return c.chain.search ? 1 : c.missing.size();
}

}    // namespace

bool operator<(const SlurmTask &a, const SlurmTask &b)
{
  return std::tie(a.chain, a.position) < std::tie(b.chain, b.position);
}

std::vector<SlurmArray> slurm_arrays(const std::vector<PreparedChain> &chains,
                                     const std::vector<EngineSettings> &settings,
                                     const std::set<SlurmTask> &alive)
{
  // chains that have the same positions left, in blocks of numbers
  using Key =
      std::tuple<std::size_t, std::size_t, std::size_t, int>;    // offset, first, count, ranks
  std::map<Key, std::vector<std::size_t>> groups;
  std::set<std::size_t> busy;
  for (const SlurmTask &t : alive) busy.insert(t.chain);
  for (std::size_t i = 0; i < chains.size(); ++i) {
    const PreparedChain &c = chains[i];
    if (c.missing.empty() || busy.count(i)) continue;
    const std::size_t first = c.chain.search ? 0 : c.known - c.missing.size();
    const int ranks = settings[c.missing.front().point.material].ranks;
    groups[{i / most_tasks_of_an_array * most_tasks_of_an_array, first, jobs_of(c), ranks}]
        .push_back(i);
  }
  std::vector<SlurmArray> arrays;
  for (const auto &[key, members] : groups) {
    const auto &[offset, first, count, ranks] = key;
    for (std::size_t k = 0; k < count; ++k) {
      SlurmArray a{offset, first + k, members, ranks, std::nullopt};
      if (k > 0) a.after = arrays.size() - 1;
      arrays.push_back(a);
    }
  }
  return arrays;
}

std::string job_name(const fs::path &folder, const SlurmArray &array)
{
  return fmt::format("{}{}-{}", name_start(folder), array.position, array.offset);
}

std::set<SlurmTask> alive_tasks(const std::string &squeue_output, const fs::path &folder)
{
  const std::string start = name_start(folder);
  const std::set<std::string> ended{"COMPLETED", "CANCELLED", "FAILED",        "TIMEOUT",
                                    "NODE_FAIL", "DEADLINE",  "OUT_OF_MEMORY", "BOOT_FAIL"};
  std::set<SlurmTask> alive;
  std::istringstream in(squeue_output);
  for (std::string line; std::getline(in, line);) {
    std::array<std::string, 4> part;
    std::istringstream columns(line);
    for (std::string &p : part) std::getline(columns, p, '|');
    std::size_t position = 0, offset = 0, task = 0;
    if (part[0].rfind(start, 0) != 0 || ended.count(part[2]) ||
        part[3] == "DependencyNeverSatisfied" ||
        std::sscanf(part[0].c_str() + start.size(), "%zu-%zu", &position, &offset) != 2 ||
        std::sscanf(part[1].c_str(), "%zu", &task) != 1)
      continue;
    alive.insert({offset + task, position});
  }
  return alive;
}

std::vector<std::string> sbatch_command(const fs::path &folder, const SlurmArray &a,
                                        const std::string &dependency_job,
                                        const std::vector<std::string> &user_options)
{
  std::vector<std::size_t> tasks;
  for (const std::size_t chain : a.chains) tasks.push_back(chain - a.offset);
  const fs::path logs = folder / "slurm";
  std::vector<std::string> command{
      "sbatch",
      "--parsable",
      "--job-name=" + job_name(folder, a),
      "--array=" + ranges(tasks),
      fmt::format("--ntasks={}", a.ranks),
      "--requeue",
      "--open-mode=append",
      fmt::format("--signal=B:TERM@{}", seconds_before_walltime),
      "--kill-on-invalid-dep=yes",
      fmt::format("--output={}/{}-{}/%a.out", logs.string(), a.position, a.offset)};
  if (!dependency_job.empty()) command.push_back("--dependency=aftercorr:" + dependency_job);
  command.insert(command.end(), user_options.begin(), user_options.end());
  command.insert(command.end(), {(logs / "work.sh").string(), std::to_string(a.offset),
                                 std::to_string(a.position)});
  return command;
}

}    // namespace softmode
