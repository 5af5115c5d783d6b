// SPDX-License-Identifier: BSD-3-Clause
#include "engine/executor.h"

#include "engine/point_run.h"
#include "engine/progress.h"
#include "lammps/point_input.h"
#include "support/child_signal.h"
#include "support/error.h"
#include "support/stop_signal.h"

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <deque>
#include <list>
#include <thread>

namespace softmode {

using Clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds time_between_looks{1000};

/// A chain and the point of it that runs, if one does.
struct ActiveChain {
  PreparedChain prepared;
  std::optional<RunningPoint> running;
};

class Execution {
 public:
  Execution(const Workshop &w, std::vector<PreparedChain> chains, int most) :
      workshop(w), workers(static_cast<std::size_t>(most)),
      runner(w, [this](const std::string &text) { line.note(text); })
  {
    for (PreparedChain &c : chains) {
      total += c.missing.size();
      for (const PreparedPoint &p : c.missing) all_steps += p.steps;
      if (!c.missing.empty()) waiting.push_back({std::move(c), std::nullopt});
    }
    std::stable_sort(waiting.begin(), waiting.end(),
                     [&](const ActiveChain &a, const ActiveChain &b) { return cost(a) > cost(b); });
  }

  ExecutionResult run()
  {
    const StopSignal stop;
    ChildSignal child;
    begin = Clock::now();
    while ((!waiting.empty() || !running.empty()) && !stop.received()) {
      while (!waiting.empty() && running.size() < workers) start_next();
      collect_finished();
      show_progress();
      if (!running.empty()) child.wait(time_between_looks);
    }
    result.interrupted = stop.received();
    running.clear();    // kills what still runs
    line.finish();
    return std::move(result);
  }

 private:
  /// Atom steps that are left.
  double cost(const ActiveChain &c) const
  {
    const PreparedPoint &first = c.prepared.missing.front();
    const auto atoms = workshop.materials[first.point.material].system.crystal.atoms.size();
    return static_cast<double>(atoms) * first.steps *
           static_cast<double>(c.prepared.missing.size());
  }

  void start_next()
  {
    running.push_back(std::move(waiting.front()));
    waiting.pop_front();
    start(running.back(), running.back().prepared.missing.front());
    resumed_steps += static_cast<double>(running.back().running->from);
  }

  void start(ActiveChain &chain, const PreparedPoint &p)
  {
    chain.running = runner.start(p);
    PreparedPoint &front = chain.prepared.missing.front();
    all_steps += chain.running->steps - front.steps;
    front = chain.running->point;
    front.steps = chain.running->steps;
  }

  void collect_finished()
  {
    for (auto chain = running.begin(); chain != running.end();) {
      const auto status = chain->running->process.poll();
      if (status && !goes_on(*chain, *status))
        chain = running.erase(chain);
      else
        ++chain;
    }
  }

  /// A chain whose process has ended: is another one running in its place?
  bool goes_on(ActiveChain &chain, const ExitStatus &status)
  {
    std::optional<PreparedPoint> again;
    try {
      again = runner.finish(*chain.running, status);
    } catch (const Error &e) {
      if (e.code == ExitCode::io) throw;    // a full disk would fail every point
      give_up(chain, e.what());
      return false;
    }
    if (again) {
      start(chain, *again);
      return true;
    }
    ++result.completed;
    done_steps += chain.running->steps;
    follow_on(chain);
    if (chain.prepared.missing.empty()) return false;
    // others wait longer: each chain takes its turn with one point
    chain.running.reset();
    waiting.push_back(std::move(chain));
    std::stable_sort(waiting.begin(), waiting.end(),
                     [&](const ActiveChain &a, const ActiveChain &b) { return cost(a) > cost(b); });
    return false;
  }

  /// After a complete point: what the chain has left.
  void follow_on(ActiveChain &chain)
  {
    if (!chain.prepared.chain.search) {
      chain.prepared.missing.erase(chain.prepared.missing.begin());
      return;
    }
    chain.prepared = prepare_chain(workshop, chain.prepared.chain);
    total += chain.prepared.missing.size();
    for (const PreparedPoint &p : chain.prepared.missing) all_steps += p.steps;
  }

  void give_up(const ActiveChain &chain, const std::string &reason)
  {
    const auto &missing = chain.prepared.missing;
    const std::string &id = missing.front().point.id;
    result.failed.push_back({id, reason});
    line.note(fmt::format("FAILED {}: {}", id, reason));
    for (std::size_t i = 1; i < missing.size(); ++i)
      result.failed.push_back(
          {missing[i].point.id,
           fmt::format("was not run: it starts from {}, which failed or was not run",
                       missing[i].point.parent)});
    for (const PreparedPoint &p : missing) all_steps -= p.steps;
  }

  void show_progress()
  {
    const auto now = Clock::now();
    if (now - last_look < time_between_looks) return;
    last_look = now;
    double steps = done_steps;
    for (const ActiveChain &c : running)
      steps += static_cast<double>(last_step(c.running->point.folder / point_file::log));
    const double seconds = std::chrono::duration<double>(now - begin).count();
    // of this process alone; at the first look the log may still be that of a run that was killed
    const double rate =
        now - begin < time_between_looks ? 0.0 : std::max(0.0, steps - resumed_steps) / seconds;
    line.show(fmt::format(
        "{}/{} points done, {} running, {:.0f} % of the steps, {:.0f} steps/s, {} left",
        result.completed, total, running.size(), all_steps > 0 ? 100.0 * steps / all_steps : 100.0,
        rate, rate > 0 ? format_duration((all_steps - steps) / rate) : "unknown time"));
  }

  const Workshop &workshop;
  std::size_t workers;
  ProgressLine line;
  PointRunner runner;
  std::deque<ActiveChain> waiting;
  std::list<ActiveChain> running;
  ExecutionResult result;
  std::size_t total = 0;
  double all_steps = 0.0, done_steps = 0.0, resumed_steps = 0.0;
  Clock::time_point begin, last_look;
};

}    // namespace

int available_processors()
{
  cpu_set_t set;
  if (::sched_getaffinity(0, sizeof(set), &set) == 0) return CPU_COUNT(&set);
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

ExecutionResult run_chains(const Workshop &workshop, std::vector<PreparedChain> chains, int workers)
{
  ::setenv("OMP_NUM_THREADS", "1", 1);    // one core per rank
  return Execution(workshop, std::move(chains), workers).run();
}

}    // namespace softmode
