// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/executor.h"

#include "campaign/checkpoint.h"
#include "campaign/progress.h"
#include "lammps/point_input.h"
#include "results/point_data.h"
#include "support/error.h"
#include "support/files.h"
#include "support/process.h"

#include <nlohmann/json.hpp>

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <map>
#include <thread>

namespace softmode {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

constexpr const char *output_name = "output.txt";    // what lmp printed, beside its log

std::atomic<int> stop_signal{0};
extern "C" void note_stop(int signal)
{
  stop_signal = signal;
}

/// SIGINT and SIGTERM set a flag while this lives.
class SignalGuard {
 public:
  SignalGuard()
  {
    stop_signal = 0;
    struct sigaction action {};
    action.sa_handler = note_stop;
    ::sigaction(SIGINT, &action, &old_int);
    ::sigaction(SIGTERM, &action, &old_term);
  }
  ~SignalGuard()
  {
    ::sigaction(SIGINT, &old_int, nullptr);
    ::sigaction(SIGTERM, &old_term, nullptr);
  }
  SignalGuard(const SignalGuard &) = delete;
  SignalGuard &operator=(const SignalGuard &) = delete;

 private:
  struct sigaction old_int {
  }, old_term{};
};

struct RunningPoint {
  const PreparedPoint *point;
  Process process;
  Clock::time_point started;
  long from = 0;    ///< step of the checkpoint it goes on from
};

std::string record_of(const PreparedPoint &p, const PreparedMaterial &material,
                      const LammpsHost &host, const Installation &installation,
                      const PointData &data, double seconds, long from,
                      const nlohmann::ordered_json &attempts)
{
  const int steps = p.steps;
  const Estimate temperature = correlated_mean(data.temperature_K);
  nlohmann::ordered_json record = {
      {"softmode", SOFTMODE_VERSION},
      {"point", p.point.id},
      {"recipe", p.first_recipe},
      {"temperature_K", p.point.temperature_K},
      {"mean_temperature_K", temperature.value},
      {"mean_temperature_error_K", temperature.error},
      {"seed", p.point.seed},
      {"timestep_fs", p.timestep_fs},
      {"inputs",
       {{point_file::input, sha256(p.input)},
        {point_file::data, sha256(material.data)},
        {point_file::potential, sha256(material.coefficients)},
        {"softmodeplugin.so", sha256(read_file(installation.plugin))}}},
      {"lammps", host.version},
      {"command",
       fmt::format("{} -in {}", fmt::join(serial_command(host), " "), point_file::input)},
      {"steps", steps},
      {"resumed_from_step", from},
      {"wall_s", seconds},
      {"steps_per_s", static_cast<double>(steps - from) / seconds}};
  if (!attempts.empty()) record["failed_attempts"] = attempts;
  return record.dump(2) + "\n";
}

class Execution {
 public:
  Execution(const Campaign &c, const std::vector<PreparedMaterial> &m, const LammpsHost &h,
            const Installation &i) :
      campaign(c),
      materials(m), host(h), installation(i)
  {
  }

  ExecutionResult run(const std::vector<PreparedPoint> &points, int workers)
  {
    const SignalGuard signals;
    for (const PreparedPoint &p : points) waiting.push_back(&p);
    std::stable_sort(
        waiting.begin(), waiting.end(),
        [&](const PreparedPoint *a, const PreparedPoint *b) { return cost(*a) > cost(*b); });
    total = points.size();
    for (const PreparedPoint &p : points) all_steps += p.steps;
    begin = Clock::now();
    while ((!waiting.empty() || !running.empty()) && stop_signal == 0) {
      while (!waiting.empty() && running.size() < static_cast<std::size_t>(workers)) start_next();
      collect_finished();
      show_progress();
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    result.interrupted = stop_signal != 0;
    running.clear();    // kills what still runs
    line.finish();
    return std::move(result);
  }

 private:
  double cost(const PreparedPoint &p) const
  {
    return static_cast<double>(materials[p.point.material].system.crystal.atoms.size());
  }

  void start_next()
  {
    const PreparedPoint &p = latest_attempt(*waiting.front());
    waiting.pop_front();
    const PreparedMaterial &m = materials[p.point.material];
    std::vector<std::string> command = serial_command(host);
    command.insert(command.end(), {"-in", point_file::input, "-log", "none"});
    const auto step = checkpoint_of(p);
    resumed_steps += static_cast<double>(step.value_or(0));
    if (step)
      command.insert(command.end(), {"-var", "from", std::to_string(*step)});
    else
      begin_afresh(p, m);
    running.push_back({&p, Process::start(command, p.folder, p.folder / output_name), Clock::now(),
                       step.value_or(0)});
  }

  /// Which attempt an interrupted run had come to, by the recipe in the folder.
  const PreparedPoint &latest_attempt(const PreparedPoint &p)
  {
    const fs::path recipe = p.folder / point_file::recipe;
    if (p.attempt > 0 || !fs::exists(p.folder / point_file::attempts) || !fs::exists(recipe))
      return p;
    for (int attempt = 1; attempt <= campaign.retries; ++attempt) {
      PreparedPoint later = attempt_of(p, attempt);
      if (read_file(recipe) == later.recipe + "\n") return keep(std::move(later), p);
    }
    return p;
  }

  PreparedPoint attempt_of(const PreparedPoint &p, int attempt) const
  {
    return prepare_attempt(campaign, materials[p.point.material], p, attempt, host, installation);
  }

  const PreparedPoint &keep(PreparedPoint later, const PreparedPoint &instead_of)
  {
    all_steps += later.steps - instead_of.steps;
    first_of[later.folder.string()] = first(instead_of);
    retried.push_back(std::move(later));
    return retried.back();
  }

  const PreparedPoint *first(const PreparedPoint &p) const
  {
    const auto known = first_of.find(p.folder.string());
    return known == first_of.end() ? &p : known->second;
  }

  static nlohmann::ordered_json attempts_of(const fs::path &folder)
  {
    const fs::path file = folder / point_file::attempts;
    if (!fs::exists(file)) return nlohmann::ordered_json::array();
    const auto attempts = nlohmann::ordered_json::parse(read_file(file), nullptr, false);
    return attempts.is_array() ? attempts : nlohmann::ordered_json::array();
  }

  /// Another attempt at a point that exploded, if the campaign allows one.
  bool try_again(const PreparedPoint &p, const std::string &reason)
  {
    if (!is_explosion(reason) || p.attempt >= campaign.retries) return false;
    auto attempts = attempts_of(p.folder);
    while (attempts.size() > static_cast<std::size_t>(p.attempt))
      attempts.erase(attempts.size() - 1);
    attempts.push_back(
        {{"timestep_fs", p.timestep_fs}, {"seed", p.point.seed}, {"reason", reason}});
    write_file(p.folder / point_file::attempts, attempts.dump(2) + "\n");
    const PreparedPoint &later = keep(attempt_of(*first(p), p.attempt + 1), p);
    line.note(fmt::format(
        "{}: {}; again with a time step of {:g} fs and another seed (attempt {} of {})", p.point.id,
        reason, later.timestep_fs, later.attempt + 1, campaign.retries + 1));
    waiting.push_front(&later);
    return true;
  }

  /// Where an interrupted run of the same recipe can go on. Damaged checkpoints are set aside.
  std::optional<long> checkpoint_of(const PreparedPoint &p)
  {
    const fs::path recipe = p.folder / point_file::recipe;
    if (!fs::exists(recipe) || read_file(recipe) != p.recipe + "\n") return std::nullopt;
    std::vector<std::string> notes;
    const auto step = newest_checkpoint(p.folder, notes);
    for (const std::string &note : notes) line.note(note);
    // complete once, and cleaned since: without its record nothing is left to go on with
    if (step && *step >= p.steps && !fs::exists(p.folder / point_file::bonds_raw)) {
      line.note(fmt::format("{}: ran to its end but has lost {}; it runs again from the start",
                            p.point.id, point_file::record));
      return std::nullopt;
    }
    return step;
  }

  void begin_afresh(const PreparedPoint &p, const PreparedMaterial &m)
  {
    const auto attempts = attempts_of(p.folder);
    std::error_code ignored;
    fs::remove_all(p.folder, ignored);
    make_folder(p.folder);
    if (p.attempt > 0) write_file(p.folder / point_file::attempts, attempts.dump(2) + "\n");
    write_file(p.folder / point_file::input, p.input);
    write_file(p.folder / point_file::data, m.data);
    write_file(p.folder / point_file::potential, m.coefficients);
    write_file(p.folder / point_file::host,
               fmt::format("# paths of this machine\nvariable plugin index \"{}\"\n",
                           installation.plugin.string()));
    write_file(p.folder / point_file::recipe, p.recipe + "\n");
  }

  void collect_finished()
  {
    for (auto r = running.begin(); r != running.end();) {
      const auto status = r->process.poll();
      if (!status) {
        ++r;
        continue;
      }
      const std::chrono::duration<double> seconds = Clock::now() - r->started;
      try {
        finish(*r, *status, seconds.count());
        ++result.completed;
        done_steps += r->point->steps;
      } catch (const Error &e) {
        if (e.code == ExitCode::io) throw;    // a full disk would fail every point
        if (try_again(*r->point, e.what())) {
          r = running.erase(r);
          continue;
        }
        all_steps -= r->point->steps;
        result.failed.push_back({r->point->point.id, e.what()});
        line.note(fmt::format("FAILED {}: {}", r->point->point.id, e.what()));
      }
      r = running.erase(r);
    }
  }

  void finish(const RunningPoint &run, const ExitStatus &status, double seconds)
  {
    const PreparedPoint &p = *run.point;
    const std::string log =
        fs::exists(p.folder / point_file::log) ? read_file(p.folder / point_file::log) : "";
    if (!status.success() || log.find(std::string("\n") + completion_mark) == std::string::npos)
      fail(ExitCode::point,
           "{} [{}]; its files are kept. A smaller time step or another seed may help",
           reason_of_failure(read_file(p.folder / output_name), status),
           (p.folder / point_file::log).string());
    write_file(p.folder / point_file::bonds,
               bonds_csv(read_local_dump(p.folder / point_file::bonds_raw)));
    const PointData data = read_point(p.folder);
    write_file(p.folder / point_file::record,
               record_of(p, materials[p.point.material], host, installation, data, seconds,
                         run.from, attempts_of(p.folder)));
    clean(p.folder);
  }

  /// After the record: until it is there, a run that is killed needs these files to go on.
  static void clean(const fs::path &folder)
  {
    std::error_code ignored;
    fs::remove(folder / point_file::bonds_raw, ignored);
    fs::remove(folder / output_name, ignored);    // the log says it all
    for (const auto &entry : fs::directory_iterator(folder))
      if (is_of_leg(entry.path().filename())) fs::remove(entry.path(), ignored);
    keep_last_checkpoint(folder);
  }

  void show_progress()
  {
    const auto now = Clock::now();
    if (now - last_look < std::chrono::seconds(1)) return;
    last_look = now;
    double steps = done_steps;
    for (const RunningPoint &r : running)
      steps += static_cast<double>(last_step(r.point->folder / point_file::log));
    const double seconds = std::chrono::duration<double>(now - begin).count();
    const double rate = std::max(0.0, steps - resumed_steps) / seconds;    // of this process alone
    line.show(fmt::format(
        "{}/{} points done, {} running, {:.0f} % of the steps, {:.0f} steps/s, {} left",
        result.completed, total, running.size(), all_steps > 0 ? 100.0 * steps / all_steps : 100.0,
        rate, rate > 0 ? format_duration((all_steps - steps) / rate) : "unknown time"));
  }

  const Campaign &campaign;
  const std::vector<PreparedMaterial> &materials;
  const LammpsHost &host;
  const Installation &installation;
  std::deque<const PreparedPoint *> waiting;
  std::vector<RunningPoint> running;
  ExecutionResult result;
  ProgressLine line;
  std::size_t total = 0;
  double all_steps = 0.0, done_steps = 0.0, resumed_steps = 0.0;
  std::deque<PreparedPoint> retried;                        // does not move what it holds
  std::map<std::string, const PreparedPoint *> first_of;    // attempt 0, by folder
  Clock::time_point begin, last_look;
};

}    // namespace

int available_processors()
{
  cpu_set_t set;
  if (::sched_getaffinity(0, sizeof(set), &set) == 0) return CPU_COUNT(&set);
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

ExecutionResult run_points(const Campaign &campaign, const std::vector<PreparedMaterial> &materials,
                           const std::vector<PreparedPoint> &points, const LammpsHost &host,
                           const Installation &installation, int workers)
{
  ::setenv("OMP_NUM_THREADS", "1", 1);    // one core per point
  return Execution(campaign, materials, host, installation).run(points, workers);
}

}    // namespace softmode
