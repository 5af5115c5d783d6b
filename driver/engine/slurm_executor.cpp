// SPDX-License-Identifier: BSD-3-Clause
#include "engine/slurm_executor.h"

#include "campaign/point_state.h"
#include "engine/progress.h"
#include "engine/slurm.h"
#include "engine/slurm_programs.h"
#include "support/error.h"
#include "support/files.h"
#include "support/stop_signal.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <thread>

namespace softmode {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

namespace {

constexpr Seconds first_pause{5.0}, longest_pause{600.0};
constexpr int most_tries_at_the_start = 5, looks_to_be_sure = 2;

std::string user_name()
{
  const passwd *user = ::getpwuid(::getuid());
  return user ? user->pw_name : std::to_string(::getuid());
}

/// For single quotes of a shell.
std::string quoted(const fs::path &path)
{
  std::string text;
  for (const char c : path.string()) text += c == '\'' ? "'\\''" : std::string(1, c);
  return text;
}

class SlurmExecution {
 public:
  SlurmExecution(const Workshop &w, const std::vector<PreparedChain> &c,
                 const std::vector<EngineSettings> &s, const SlurmOptions &o) :
      workshop(w),
      chains(c), settings(s), options(o), between_looks(o.between_looks_s)
  {
  }

  ExecutionResult run_all()
  {
    check_sbatch_options(options.sbatch);
    need_slurm();
    ExecutionResult result;
    result.detached = options.detach;
    if (!all_complete()) begin();
    if (options.detach) {
      if (stop.received()) return interrupted(result);
      say_what_is_left();
      return result;
    }
    wait_for_all();
    line.finish();
    if (stop.received()) {
      say_what_is_left();
      return interrupted(result);
    }
    collect(result);
    return result;
  }

 private:
  static ExecutionResult interrupted(ExecutionResult result)
  {
    result.detached = false;
    result.interrupted = true;
    return result;
  }

  /// Looks at the queue and submits. As long as no job can be there, a Slurm that does not answer is an error.
  void begin()
  {
    const bool was_submitted = fs::exists(workshop.folder / "slurm");
    Seconds pause = std::min(first_pause, between_looks);
    for (int tried = 1; !stop.received(); ++tried, pause = std::min(2.0 * pause, longest_pause)) {
      const bool first = !looked;
      if (look()) {
        if (first && !queue.empty())
          fmt::print("{} tasks of this campaign are in the queue already\n", queue.size());
        ask_for_limits();
        submit();
      }
      if (stop.received() || (!no_answer && doubtful.empty())) return;
      if (tried >= most_tries_at_the_start) {
        if (!options.detach && submitted + queue.size() > 0) return;
        if (options.detach || !was_submitted) give_up(tried);
      }
      line.note(fmt::format("{}; Slurm is asked again in {}", last_problem,
                            format_duration(pause.count())));
      sleep(pause);
    }
  }

  [[noreturn]] void give_up(int tried) const
  {
    fail(ExitCode::host, "{}. Slurm was asked {} times; {}. Run the same command again later",
         last_problem, tried,
         submitted > 0 ? fmt::format("{} tasks were submitted and go on", submitted)
                       : "nothing was submitted; jobs of an earlier run, if there are any, go on");
  }

  void wait_for_all()
  {
    Seconds pause = between_looks;
    while (!stop.received() && !all_complete()) {
      sleep(pause);
      if (stop.received() || all_complete()) return;
      const bool answered_before = !no_answer;
      if (look()) submit();
      if (stop.received()) return;
      if (no_answer) {
        pause = answered_before ? between_looks
                                : std::min(2.0 * pause, std::max(longest_pause, between_looks));
        line.note(fmt::format("{}; the jobs go on, Slurm is asked again in {}", last_problem,
                              format_duration(pause.count())));
        continue;
      }
      if (!answered_before) line.note("Slurm answers again");
      pause = between_looks;
      show();
      if (queue.empty() && absent.empty() && doubtful.empty() && to_submit().empty()) return;
    }
  }

  /// Returns early if a signal to stop comes, or all is done.
  void sleep(Seconds time) const
  {
    const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(time);
    while (Clock::now() < end && !stop.received() && !all_complete())
      std::this_thread::sleep_for(
          std::min<Clock::duration>(std::chrono::milliseconds(500), end - Clock::now()));
  }

  SlurmAnswer ask(std::vector<std::string> command) const
  {
    if (const std::string clusters = clusters_of(options.sbatch);
        !clusters.empty() && command.front() != "sbatch")
      command.insert(command.begin() + 1, "--clusters=" + clusters);
    return ask_slurm(command, workshop.folder, [this] { return stop.received(); });
  }

  /// What is in the queue, and what has ended since the last look; false: no answer. The first look is at all users'
  /// jobs: somebody else may have submitted this campaign.
  bool look()
  {
    std::vector<std::string> command{"squeue",       "--noheader", "--array",
                                     "--states=all", "--format",   squeue_format};
    if (looked && !of_others) command.insert(command.end(), {"--user", user_name()});
    const SlurmAnswer answer = ask(command);
    note_answer(answer);
    if (no_answer) return false;
    SlurmQueue now = own_tasks(answer.output);
    for (auto &[task, entry] : now)    // a squeue that does not tell: the number that sbatch gave
      if (const auto known = queue.find(task); entry.job.empty() && known != queue.end())
        entry.job = known->second.job;
    if (!looked && !now.empty()) of_others = !is_seen_by_user(now);
    looked = true;
    others_wait = has_jobs(answer.output);
    for (const auto &[task, entry] : now) seen.insert(task);
    queue = std::move(now);
    forget_complete();
    note_what_has_ended();
    settle_doubtful();
    return true;
  }

  void note_answer(const SlurmAnswer &answer)
  {
    no_answer = answer.problem.has_value();
    if (no_answer) last_problem = *answer.problem;
  }

  /// Tasks of the campaign as it is now.
  SlurmQueue own_tasks(const std::string &squeue_output) const
  {
    SlurmQueue tasks = tasks_in_queue(squeue_output, workshop.folder);
    for (auto t = tasks.begin(); t != tasks.end();) {
      const auto [chain, position] = t->first;
      const bool known =
          chain < chains.size() && (chains[chain].chain.search || position < chains[chain].known);
      t = known ? std::next(t) : tasks.erase(t);
    }
    return tasks;
  }

  /// Tasks that Slurm may or may not have taken: they come into the queue, or, if two looks do not find them, are
  /// submitted again.
  void settle_doubtful()
  {
    for (auto d = doubtful.begin(); d != doubtful.end();)
      d = queue.count(d->first) || ++d->second >= looks_to_be_sure ? doubtful.erase(d)
                                                                   : std::next(d);
  }

  /// Does the shorter question, about the user's own jobs, show all of these?
  bool is_seen_by_user(const SlurmQueue &all) const
  {
    const SlurmAnswer own = ask({"squeue", "--noheader", "--array", "--states=all", "--user",
                                 user_name(), "--format", squeue_format});
    return !own.problem && own_tasks(own.output).size() >= all.size();
  }

  void forget_complete()
  {
    for (PreparedChain &c : chains) {
      if (c.chain.search) {
        if (!c.missing.empty() &&
            !search_state(workshop.campaign, c.chain, workshop.folder).end.empty())
          c.missing.clear();
        continue;
      }
      const auto open = std::find_if(c.missing.begin(), c.missing.end(),
                                     [](const PreparedPoint &p) { return !is_complete(p.folder); });
      completed += static_cast<std::size_t>(open - c.missing.begin());
      c.missing.erase(c.missing.begin(), open);
    }
  }

  /// A chain whose task has gone from the queue without its point being complete goes no further. It must be gone at two
  /// looks: on a shared file system the last files of a job may be seen late.
  void note_what_has_ended()
  {
    std::set<SlurmTask> gone;
    for (const SlurmTask &task : seen) {
      const PreparedChain &c = chains[task.chain];
      if (c.missing.empty() || task.position < open_positions(c).first || queue.count(task))
        continue;
      if (absent.count(task)) closed.insert(task.chain);
      gone.insert(task);
    }
    absent.clear();
    for (const SlurmTask &task : gone)
      if (!closed.count(task.chain)) absent.insert(task);
  }

  std::vector<SlurmArray> to_submit() const
  {
    std::set<std::size_t> not_now = closed;
    for (const SlurmTask &task : absent) not_now.insert(task.chain);
    for (const auto &[task, looks] : doubtful) not_now.insert(task.chain);
    return next_arrays(chains, settings, queue, not_now, tasks_per_array);
  }

  void ask_for_limits()
  {
    if (limits_known) return;
    limits_known = true;
    const SlurmAnswer answer = ask({"scontrol", "show", "config"});
    const auto most = answer.problem ? std::nullopt : tasks_of_an_array(answer.output);
    if (!most)
      line.note(fmt::format("Slurm does not say its MaxArraySize ({}); arrays get up to {} tasks",
                            answer.problem.value_or("scontrol show config has none"),
                            tasks_per_array));
    else if (*most == 0)
      fail(ExitCode::host,
           "this Slurm has no job arrays (MaxArraySize is 0), which softmode needs");
    else
      tasks_per_array = *most;
  }

  /// All that can be submitted, until Slurm has enough or does not answer.
  void submit()
  {
    limit.reset();
    const std::size_t before = submitted;
    std::vector<std::string> jobs;
    for (auto arrays = to_submit(); !arrays.empty(); arrays = to_submit()) {
      write_script();
      for (const SlurmArray &a : arrays)
        if (!submit(a, jobs)) return say(submitted - before, jobs);
    }
    say(submitted - before, jobs);
  }

  void say(std::size_t tasks, const std::vector<std::string> &jobs)
  {
    if (tasks > 0)
      fmt::print("{} tasks submitted in {} job arrays, {} to {}\n", tasks, jobs.size(),
                 jobs.front(), jobs.back());
    if (limit && (tasks > 0 || *limit != limit_said)) {
      fmt::print("{} tasks wait to be submitted: Slurm takes no more jobs now ({})\n", waiting(),
                 *limit);
      limit_said = *limit;
    }
    std::fflush(stdout);
  }

  /// One array, in parts where only that is allowed; false: not all of it.
  bool submit(const SlurmArray &array, std::vector<std::string> &jobs)
  {
    make_folder(workshop.folder / "slurm" / fmt::format("{}-{}", array.position, array.offset));
    SlurmArray part = array;
    std::vector<std::size_t> left = array.chains;
    std::size_t size = left.size();
    while (!left.empty() && !stop.received()) {
      size = std::min(size, left.size());
      const auto end = left.begin() + static_cast<std::ptrdiff_t>(size);
      part.chains.assign(left.begin(), end);
      const auto job = submitted_as(part);
      if (no_answer)
        for (const std::size_t chain : part.chains) doubtful[{chain, part.position}] = 0;
      if (job) {
        for (const std::size_t chain : part.chains) {
          queue[{chain, part.position}] = {*job, part.offset};
          seen.insert({chain, part.position});
        }
        submitted += size;
        jobs.push_back(*job);
        left.erase(left.begin(), end);
      } else if (!limit || size == 1) {
        return false;
      } else {
        limit.reset();
        size /= 2;
      }
    }
    return left.empty();
  }

  /// Its number, empty where sbatch gives none; nullopt: because of a limit (`limit`), or Slurm does not answer.
  std::optional<std::string> submitted_as(const SlurmArray &array)
  {
    const SlurmAnswer answer = ask(sbatch_command(workshop.folder, array, options.sbatch));
    no_answer = false;
    if (!answer.problem) {
      const auto job = job_number(answer.output);
      if (!job)
        line.note(fmt::format("sbatch printed no job number, but '{}{}'; the queue will tell",
                              answer.output, answer.errors));
      return job.value_or("");
    }
    if (stop.received()) return std::nullopt;
    switch (submit_problem(*answer.problem + answer.errors + answer.output)) {
      case SubmitProblem::maybe_limit:
        if (queue.empty() && !others_wait && array.chains.size() == 1) break;
        [[fallthrough]];
      case SubmitProblem::limit:
        limit = *answer.problem;
        return std::nullopt;
      case SubmitProblem::no_answer:
        note_answer(answer);
        return std::nullopt;
      case SubmitProblem::refused:
        break;
    }
    fail(ExitCode::host, "{}{}", *answer.problem,
         queue.empty() ? "" : fmt::format("; {} tasks are in the queue and go on", queue.size()));
  }

  void write_script()
  {
    if (script_written) return;
    script_written = true;
    make_folder(workshop.folder / "slurm");
    write_file(
        workshop.folder / "slurm/work.sh",
        fmt::format("#!/bin/sh\n# one task: $1 offset, $2 position; exec, so that it gets the "
                    "signal before the end of its time\n"
                    "exec '{}' work '{}' --chain $((SLURM_ARRAY_TASK_ID + $1)) --position $2\n",
                    quoted(workshop.installation.program), quoted(workshop.folder)));
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

  std::size_t open_points() const
  {
    std::size_t n = 0;
    for (const PreparedChain &c : chains) n += c.missing.size();
    return n;
  }

  /// Tasks that were never in the queue, of chains that are not given up.
  std::size_t waiting() const
  {
    std::size_t n = 0;
    for (std::size_t i = 0; i < chains.size(); ++i) {
      if (chains[i].missing.empty() || closed.count(i)) continue;
      const auto [first, end] = open_positions(chains[i]);
      for (std::size_t p = first; p < end; ++p)
        if (!seen.count({i, p})) ++n;
    }
    return n;
  }

  void say_what_is_left() const
  {
    if (const std::size_t n = waiting(); n > 0)
      fmt::print("{} tasks were not submitted; run the same command again, when jobs have ended, "
                 "to submit them\n",
                 n);
  }

  void show()
  {
    const std::size_t later = waiting();
    line.show(fmt::format("{}/{} points done, {} tasks in the queue of Slurm{}", completed,
                          completed + open_points(), queue.size(),
                          later > 0 ? fmt::format(", {} to be submitted", later) : ""));
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

  const StopSignal stop;
  const Workshop &workshop;
  std::vector<PreparedChain> chains;    ///< with what is still missing
  const std::vector<EngineSettings> &settings;
  const SlurmOptions &options;
  const Seconds between_looks;
  ProgressLine line;

  SlurmQueue queue;    ///< of this campaign, at the last look, and what was submitted since
  std::set<SlurmTask> seen,
      absent;    ///< ever in the queue; gone from it at the last look, and not complete
  std::set<std::size_t> closed;    ///< chains of which a task has ended without its point
  std::size_t tasks_per_array = most_tasks_of_an_array, submitted = 0, completed = 0;
  bool looked = false, of_others = false, others_wait = false, limits_known = false,
       script_written = false;
  std::map<SlurmTask, int>
      doubtful;              ///< looks since sbatch failed without saying whether it submitted them
  bool no_answer = false;    ///< Slurm did not answer the last question
  std::string last_problem;
  std::optional<std::string> limit;    ///< Slurm's words on why it takes no more jobs
  std::string limit_said;
};

}    // namespace

ExecutionResult run_in_slurm(const Workshop &workshop, const std::vector<PreparedChain> &chains,
                             const std::vector<EngineSettings> &settings,
                             const SlurmOptions &options)
{
  return SlurmExecution(workshop, chains, settings, options).run_all();
}

std::size_t tasks_in_slurm(const fs::path &folder, const SlurmOptions &options)
{
  need_slurm();
  std::vector<std::string> command{"squeue",       "--noheader", "--array",
                                   "--states=all", "--format",   squeue_format};
  if (const std::string clusters = clusters_of(options.sbatch); !clusters.empty())
    command.push_back("--clusters=" + clusters);
  const SlurmAnswer answer = ask_slurm(command, folder, [] { return false; });
  if (answer.problem) fail(ExitCode::host, "{}", *answer.problem);
  return tasks_in_queue(answer.output, folder).size();
}

}    // namespace softmode
