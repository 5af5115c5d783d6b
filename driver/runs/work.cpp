// SPDX-License-Identifier: BSD-3-Clause
#include "runs/work.h"

#include "campaign/point_state.h"
#include "engine/checkpoint.h"
#include "engine/point_run.h"
#include "engine/slurm_programs.h"
#include "runs/run_campaign.h"
#include "support/child_signal.h"
#include "support/error.h"
#include "support/files.h"
#include "support/stop_signal.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <thread>

namespace softmode {

namespace fs = std::filesystem;

namespace {

/// The files that a campaign was made from must still be those of its manifest.
void check_inputs(const Workshop &w)
{
  const auto manifest =
      nlohmann::json::parse(read_file(w.folder / "manifest.json"), nullptr, false);
  const auto check = [&](const nlohmann::json &entry) {
    const std::string file = entry.value("file", "");
    if (sha256(read_file(file)) != entry.value("sha256", ""))
      fail(ExitCode::campaign, "{}: has changed since the campaign in {} was started", file,
           w.folder.string());
  };
  if (!manifest.is_object() || !manifest.contains("materials"))
    fail(ExitCode::io, "{}/manifest.json: is damaged; run the campaign again to write it anew",
         w.folder.string());
  for (const auto &m : manifest["materials"]) {
    check(m.at("structure"));
    check(m.at("potential"));
  }
}

std::string environment(const char *name)
{
  const char *value = std::getenv(name);
  return value ? value : "";
}

/// Slurm's programs, asked from within a job.
SlurmAnswer ask(const std::vector<std::string> &command)
{
  return ask_slurm(command, "/", [] { return false; });
}

/// What Slurm says of a job, "RUNNING" say. A controller that is busy may not answer at once; Slurm leaves a job
/// KillWait (30 s) after it has told it to end.
std::string slurm_state(const std::string &job)
{
  constexpr int most_tries = 5;
  SlurmAnswer r;
  for (int tried = 0; tried < most_tries; ++tried) {
    if (tried > 0) std::this_thread::sleep_for(std::chrono::seconds(tried));
    r = ask({"squeue", "--noheader", "--jobs", job, "--format", "%T"});
    if (!r.problem && !r.output.empty()) break;
  }
  return r.problem.value_or(r.output);
}

/// Back into the queue, if this is a Slurm job whose time is over. One that somebody cancels is not running any more.
bool requeue()
{
  const std::string array = environment("SLURM_ARRAY_JOB_ID"),
                    task = environment("SLURM_ARRAY_TASK_ID");
  if (array.empty() || task.empty()) return false;
  const std::string job = array + "_" + task, state = slurm_state(job);
  if (state.rfind("RUNNING", 0) != 0) {
    fmt::print("{} does not go back into the queue; Slurm says of it: {}\n", job, state);
    return false;
  }
  fmt::print("out of time: {} goes back into the queue\n", job);
  std::fflush(stdout);
  const SlurmAnswer r = ask({"scontrol", "requeue", job});
  if (r.problem) fmt::print("{}\n", *r.problem);
  return !r.problem;
}

class Worker {
 public:
  Worker(const Workshop &w, const StopSignal &s) :
      stop(s), runner(w, [](const std::string &text) {
        fmt::print("{}\n", text);
        std::fflush(stdout);
      })
  {
  }

  void complete(const PreparedPoint &point)
  {
    if (!point.parent_folder.empty() && !is_complete(point.parent_folder))
      fail(ExitCode::point, "{}: starts from {}, which is not complete", point.point.id,
           point.point.parent);
    fmt::print("{}\n", point.point.id);
    std::fflush(stdout);
    try {
      std::optional<PreparedPoint> next = point;
      while (next) next = run(*next);
    } catch (const Error &e) {
      if (e.code == ExitCode::point) write_failure(point.folder, e.what());
      throw;
    }
  }

 private:
  std::optional<PreparedPoint> run(const PreparedPoint &point)
  {
    ChildSignal child;
    RunningPoint running = runner.start(point);
    for (;;) {
      if (const auto status = running.process.poll()) return runner.finish(running, *status);
      if (stop.received()) {
        running.process.kill();
        give_way(running);
      }
      child.wait(std::chrono::seconds(1));
    }
  }

  [[noreturn]] void give_way(const RunningPoint &running)
  {
    std::vector<std::string> notes;
    const auto step = newest_checkpoint(running.point.folder, notes);
    if (!environment("SLURM_JOB_ID").empty() && step.value_or(0) <= running.from)
      fail(ExitCode::point,
           "{}: the time of the job ended before a new checkpoint; give it more (--sbatch "
           "--time=...), or "
           "set run.checkpoint in the campaign file to less",
           running.point.point.id);
    const bool queued = requeue();
    fail(ExitCode::interrupted, "{}: stopped; it goes on from step {} {}", running.point.point.id,
         step.value_or(0),
         queued ? "when Slurm starts it again" : "when the campaign is run again");
  }

  const StopSignal &stop;
  PointRunner runner;
};

}    // namespace

void work(const fs::path &folder, std::size_t number, std::size_t position)
{
  const StopSignal stop;    // before all else: Slurm may send it at once
  ::setenv("OMP_NUM_THREADS", "1", 1);
  const Workshop w = workshop_of(folder);
  check_inputs(w);
  const std::vector<Chain> chains = chains_of(w.campaign);
  if (number >= chains.size() ||
      (!chains[number].search && position >= chains[number].points.size()))
    fail(ExitCode::usage, "no point {} in chain {} of {}", position, number, folder.string());
  Worker worker(w, stop);
  const Chain &chain = chains[number];
  for (;;) {
    const PreparedChain prepared = prepare_chain(w, chain);
    const PreparedPoint *open = nullptr;
    for (const PreparedPoint &p : prepared.missing)
      if (chain.search || p.point.id == chain.points[position].id) open = &p;
    if (!open) return;    // complete, perhaps since an earlier start of this task
    worker.complete(*open);
    if (!chain.search) return;
  }
}

}    // namespace softmode
