// SPDX-License-Identifier: BSD-3-Clause
#include "engine/slurm_programs.h"

#include "support/error.h"
#include "support/process.h"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace softmode {

namespace fs = std::filesystem;

namespace {

constexpr auto longest = std::chrono::minutes(2);

/// Of softmode's own job, if it runs in one; what says where and as whom Slurm is asked stays.
bool is_of_outer_job(const std::string &name)
{
  const char *kept[] = {"SLURM_CONF", "SLURM_CLUSTERS", "SLURM_JWT", "SLURM_SACK",
                        "SLURM_TIME_FORMAT"};
  return is_of_launcher(name) &&
         std::none_of(std::begin(kept), std::end(kept),
                      [&](const char *start) { return name.rfind(start, 0) == 0; });
}

bool is_unwanted(const std::string &name)
{
  return name.rfind("SQUEUE_", 0) == 0 || name == "SBATCH_WAIT" || is_of_outer_job(name);
}

/// On one line.
std::string one_line(std::string text)
{
  while (!text.empty() && text.back() == '\n') text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}    // namespace

SlurmAnswer ask_slurm(const std::vector<std::string> &command, const fs::path &folder,
                      const std::function<bool()> &stop)
{
  const auto end = std::chrono::steady_clock::now() + longest;
  bool too_long = false;
  const auto give_up = [&] {
    too_long = std::chrono::steady_clock::now() > end;
    return too_long || stop();
  };
  try {
    const RunResult r = run_apart(command, folder, environment_without(is_unwanted), give_up);
    if (r.status.success()) return {r.output, r.errors, std::nullopt};
    const std::string said = one_line(r.errors.empty() ? r.output : r.errors);
    return {r.output, r.errors,
            fmt::format("{}: {}{}", command.front(),
                        too_long ? "no answer within two minutes" : r.status.describe(),
                        said.empty() ? "" : ": " + said)};
  } catch (
      const Error &e) {    // no process can be started, or the file system of the program is away
    return {"", e.what(), e.what()};
  }
}

void need_slurm()
{
  for (const char *program : {"sbatch", "squeue"})
    if (!find_program(program))
      fail(ExitCode::host,
           "{} is not in PATH: --executor slurm needs Slurm's own programs. Run softmode on a "
           "login node of the cluster, or without --executor on this machine",
           program);
}

}    // namespace softmode
