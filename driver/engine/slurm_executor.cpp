// SPDX-License-Identifier: BSD-3-Clause
#include "engine/slurm_executor.h"

#include "campaign/point_state.h"
#include "engine/progress.h"
#include "engine/slurm.h"
#include "lammps/point_input.h"
#include "support/error.h"
#include "support/files.h"
#include "support/process.h"
#include "support/stop_signal.h"

#include <pwd.h>
#include <unistd.h>

#include <chrono>
#include <thread>

namespace softmode {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

constexpr auto between_polls = std::chrono::seconds(30);

std::string run(const std::vector<std::string> &command)
{
  const RunResult r = run_and_capture(command, fs::temp_directory_path());
  if (!r.status.success())
    fail(ExitCode::host, "{}: {}: {}", fmt::join(command, " "), r.status.describe(), r.output);
  return r.output;
}

std::string user_name()
{
  const passwd *user = ::getpwuid(::getuid());
  return user ? user->pw_name : std::to_string(::getuid());
}

class SlurmExecution {
 public:
  SlurmExecution(const Workshop &w, const std::vector<PreparedChain> &c,
                 const std::vector<EngineSettings> &s, const SlurmOptions &o) :
      workshop(w),
      chains(c), settings(s), options(o)
  {
  }

  ExecutionResult run_all()
  {
    const StopSignal stop;
    auto alive = queue();
    submit(alive);
    ExecutionResult result;
    result.detached = options.detach;
    if (options.detach) return result;
    auto last_poll = Clock::now();
    while (!stop.received() && !all_complete()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(500));
      if (Clock::now() - last_poll < between_polls) continue;
      last_poll = Clock::now();
      alive = queue();
      show(alive.size());
      if (alive.empty()) break;
    }
    line.finish();
    result.interrupted = stop.received();
    if (!result.interrupted) collect(result);
    return result;
  }

 private:
  std::set<SlurmTask> queue() const
  {
    return alive_tasks(run({"squeue", "--noheader", "--array", "--states=all", "--user",
                            user_name(), "--format", squeue_format}),
                       workshop.folder);
  }

  void submit(const std::set<SlurmTask> &alive)
  {
    const auto arrays = slurm_arrays(chains, settings, alive);
    if (!alive.empty())
      fmt::print("{} tasks of this campaign are in the queue already\n", alive.size());
    if (arrays.empty()) return;
    make_folder(workshop.folder / "slurm");
    write_file(
        workshop.folder / "slurm/work.sh",
        fmt::format("#!/bin/sh\n# one task: $1 offset, $2 position; exec, so that it gets the "
                    "signal before the end of its time\n"
                    "exec '{}' work '{}' --chain $((SLURM_ARRAY_TASK_ID + $1)) --position $2\n",
                    quoted(workshop.installation.program), quoted(workshop.folder)));
    std::vector<std::string> jobs;
    std::size_t tasks = 0;
    for (const SlurmArray &a : arrays) {
      make_folder(workshop.folder / "slurm" / fmt::format("{}-{}", a.position, a.offset));
      const std::string job =
          run(sbatch_command(workshop.folder, a, a.after ? jobs[*a.after] : "", options.sbatch));
      jobs.push_back(job.substr(0, job.find_first_of(";\n")));
      tasks += a.chains.size();
    }
    fmt::print("{} tasks submitted in {} job arrays, {} to {}\n", tasks, jobs.size(), jobs.front(),
               jobs.back());
    std::fflush(stdout);
  }

  /// For single quotes of a shell.
  static std::string quoted(const fs::path &path)
  {
    std::string text;
    for (const char c : path.string()) text += c == '\'' ? "'\\''" : std::string(1, c);
    return text;
  }

  /// A search's next points are not known, so that for searches only the queue tells.
  bool all_complete() const
  {
    for (const PreparedChain &c : chains) {
      if (c.chain.search && !c.missing.empty()) {
        if (search_state(workshop.campaign, c.chain, workshop.folder).end.empty()) return false;
        continue;
      }
      if (!c.missing.empty() && !is_complete(c.missing.back().folder)) return false;
    }
    return true;
  }

  std::size_t completed() const
  {
    std::size_t n = 0;
    for (const PreparedChain &c : chains)
      for (const PreparedPoint &p : c.missing)
        if (is_complete(p.folder)) ++n;
    return n;
  }

  void show(std::size_t alive)
  {
    std::size_t total = 0;
    for (const PreparedChain &c : chains) total += c.missing.size();
    line.show(fmt::format("{}/{} points done, {} tasks in the queue of Slurm", completed(), total,
                          alive));
  }

  void collect(ExecutionResult &result) const
  {
    for (const PreparedChain &before : chains) {
      const PreparedChain now = prepare_chain(workshop, before.chain);
      result.completed += now.known - now.missing.size();
      for (const PreparedPoint &p : now.missing) {
        const std::string reason = read_failure(p.folder);
        result.failed.push_back(
            {p.point.id, reason.empty()
                             ? fmt::format("was not run to its end; what its task printed is in {}",
                                           (workshop.folder / "slurm").string())
                             : reason});
      }
    }
  }

  const Workshop &workshop;
  const std::vector<PreparedChain> &chains;
  const std::vector<EngineSettings> &settings;
  const SlurmOptions &options;
  ProgressLine line;
};

}    // namespace

ExecutionResult run_in_slurm(const Workshop &workshop, const std::vector<PreparedChain> &chains,
                             const std::vector<EngineSettings> &settings,
                             const SlurmOptions &options)
{
  return SlurmExecution(workshop, chains, settings, options).run_all();
}

}    // namespace softmode
