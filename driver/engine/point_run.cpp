// SPDX-License-Identifier: BSD-3-Clause
#include "engine/point_run.h"

#include "campaign/extension.h"
#include "campaign/point_state.h"
#include "engine/checkpoint.h"
#include "lammps/plugin_link.h"
#include "lammps/point_input.h"
#include "results/gates.h"
#include "results/reduce.h"
#include "support/error.h"
#include "support/files.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <csignal>

namespace softmode {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

constexpr int most_kills_without_progress = 3;
constexpr double broken_factor = 1.5;    // of the mean M-O length in the crystal: no bond any more

double now_s()
{
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int seed_of(const PreparedPoint &p)
{
  return for_attempt(p.point, p.attempt).seed;
}

GateConditions conditions_of(const Workshop &w, const PreparedPoint &p)
{
  const Campaign c = for_attempt(w.campaign, p.attempt);
  const System &system = w.materials[p.point.material].system;
  GateConditions g{p.point.temperature_K,       c.thermostat.style, std::nullopt,
                   system.crystal.atoms.size(), groups_of(system),  c.equilibration_steps,
                   c.checkpoint_steps};
  if (c.barostat) g.pressure_atm = c.barostat->pressure_atm;
  return g;
}

ordered_json json_of(const Estimate &e)
{
  return {{"value", e.value}, {"error", e.error}};
}

ordered_json json_of(const std::vector<Gate> &gates)
{
  ordered_json list = ordered_json::array();
  for (const Gate &g : gates) {
    if (g.applies)
      list.push_back({{"name", g.name},
                      {"passed", g.passed()},
                      {"value", g.value},
                      {"low", g.low},
                      {"high", g.high},
                      {"unit", g.unit}});
    else
      list.push_back({{"name", g.name}, {"does_not_apply", g.reason}});
  }
  return list;
}

/// Bonds whose mean length over the production is that of no bond. Contacts of ions form and break all the time.
int broken_bonds(const System &system, const PointData &data)
{
  if (!system.ionic_types.empty()) return 0;
  int broken = 0;
  for (const double r : data.bonds.column("mean_r_A"))
    if (r > broken_factor * system.metal_oxygen_length) ++broken;
  return broken;
}

/// After the record: until it is there, a run that is killed needs these files to go on.
void clean(const fs::path &folder)
{
  std::error_code ignored;
  fs::remove(folder / point_file::bonds_raw, ignored);
  fs::remove(folder / point_file::output, ignored);    // the log says it all
  std::vector<fs::path> legs;
  for (const auto &entry : fs::directory_iterator(folder))
    if (is_of_leg(entry.path().filename())) legs.push_back(entry.path());
  for (const fs::path &leg : legs) fs::remove(leg, ignored);
  keep_last_checkpoint(folder);
}

/// Where the point before it ended; the same file on disk where that can be.
void take_start(const PreparedPoint &p)
{
  std::vector<std::string> notes;
  const auto step = newest_checkpoint(p.parent_folder, notes);
  if (!step)
    fail(ExitCode::point,
         "{}: has no checkpoint of its end left, from which {} starts; remove its point.json and "
         "run again",
         p.parent_folder.string(), p.point.id);
  const fs::path end = p.parent_folder / (point_file::checkpoint + std::to_string(*step));
  std::error_code other_file_system, problem;
  fs::create_hard_link(end, p.folder / point_file::start, other_file_system);
  if (!other_file_system) return;
  fs::copy_file(end, p.folder / point_file::start, problem);
  if (problem) fail(ExitCode::io, "{}: cannot copy: {}", end.string(), problem.message());
}

}    // namespace

std::vector<std::string> output_files()
{
  return {point_file::states,   point_file::histogram,      point_file::thermo,
          point_file::spectra,  point_file::spectra_blocks, point_file::autocorrelation,
          point_file::by_state, point_file::kinetics,       point_file::survival,
          point_file::bonds};
}

PointRunner::PointRunner(const Workshop &w, std::function<void(const std::string &)> n) :
    workshop(w), note(std::move(n))
{
}

RunningPoint PointRunner::start(const PreparedPoint &first) const
{
  stop_processes_in(first.folder);
  forget_failure(first.folder);
  PreparedPoint p = latest_attempt(first);
  auto step = checkpoint_of(p, read_length(p.folder, p.steps));
  if (!step) begin_afresh(p);
  const int steps = read_length(p.folder, p.steps);
  std::vector<std::string> command = lmp_command(workshop.host, workshop.engine[p.point.material]);
  command.insert(command.end(), {"-in", point_file::input, "-log", "none"});
  if (step) command.insert(command.end(), {"-var", "from", std::to_string(*step)});
  if (steps != p.steps) command.insert(command.end(), {"-var", "steps", std::to_string(steps)});
  Process process = start_lmp(workshop.host, command, p.folder, p.folder / point_file::output);
  return {std::move(p), std::move(process), now_s(), step.value_or(0), steps};
}

/// What the file `recipe` says: whose checkpoints these are. Ranks and package are in the hash; here for who reads it.
std::string PointRunner::owner_of_checkpoints(const PreparedPoint &p) const
{
  const EngineSettings &engine = workshop.engine[p.point.material];
  return fmt::format("{} ranks {} accelerator {}\n", p.recipe, engine.ranks,
                     engine.accelerator.empty() ? "none" : engine.accelerator);
}

/// Which attempt an interrupted run had come to, by the recipe in the folder.
PreparedPoint PointRunner::latest_attempt(const PreparedPoint &p) const
{
  const fs::path recipe = p.folder / point_file::recipe;
  if (p.attempt > 0 || !fs::exists(p.folder / point_file::attempts) || !fs::exists(recipe))
    return p;
  for (int attempt = 1; attempt <= workshop.campaign.retries; ++attempt) {
    PreparedPoint later = workshop.attempt_of(p, attempt);
    if (read_file(recipe) == owner_of_checkpoints(later)) return later;
  }
  return p;
}

std::optional<PreparedPoint> PointRunner::next_attempt(const PreparedPoint &p,
                                                       const std::string &reason) const
{
  if (!is_explosion(reason) || p.attempt >= workshop.campaign.retries) return std::nullopt;
  auto attempts = read_attempts(p.folder);
  while (attempts.size() > static_cast<std::size_t>(p.attempt)) attempts.erase(attempts.size() - 1);
  attempts.push_back({{"timestep_fs", p.timestep_fs}, {"seed", seed_of(p)}, {"reason", reason}});
  write_file(p.folder / point_file::attempts, attempts.dump(2) + "\n");
  PreparedPoint later = workshop.attempt_of(p, p.attempt + 1);
  note(fmt::format("{}: {}; again with a time step of {:g} fs and another seed (attempt {} of {})",
                   p.point.id, reason, later.timestep_fs, later.attempt + 1,
                   workshop.campaign.retries + 1));
  return later;
}

/// Where an interrupted run of the same recipe can go on. Damaged checkpoints are set aside.
std::optional<long> PointRunner::checkpoint_of(const PreparedPoint &p, int steps) const
{
  const fs::path recipe = p.folder / point_file::recipe;
  if (!fs::exists(recipe) || read_file(recipe) != owner_of_checkpoints(p)) return std::nullopt;
  std::vector<std::string> notes;
  const auto step = newest_checkpoint(p.folder, notes);
  for (const std::string &text : notes) note(text);
  // complete once, and cleaned since: without its record nothing is left to go on with
  if (step && *step >= steps && !fs::exists(p.folder / point_file::bonds_raw)) {
    note(fmt::format("{}: ran to its end but has lost {}; it runs again from the start", p.point.id,
                     point_file::record));
    return std::nullopt;
  }
  return step;
}

void PointRunner::begin_afresh(const PreparedPoint &p) const
{
  const PreparedMaterial &m = workshop.materials[p.point.material];
  const auto attempts = read_attempts(p.folder);
  std::error_code ignored;
  fs::remove_all(p.folder, ignored);
  make_folder(p.folder);
  if (p.attempt > 0) write_file(p.folder / point_file::attempts, attempts.dump(2) + "\n");
  write_file(p.folder / point_file::input, workshop.input_of(p.point, p.attempt));
  write_file(p.folder / point_file::data, m.data);
  write_file(p.folder / point_file::potential, m.coefficients);
  write_file(p.folder / point_file::host, host_commands(workshop.installation.plugin));
  link_plugin(workshop.installation.plugin, p.folder);
  if (!p.parent_folder.empty()) take_start(p);
  write_file(p.folder / point_file::recipe, owner_of_checkpoints(p));
}

std::optional<PreparedPoint> PointRunner::finish(const RunningPoint &run,
                                                 const ExitStatus &status) const
{
  const PreparedPoint &p = run.point;
  const fs::path log_file = p.folder / point_file::log;
  const std::string log = fs::exists(log_file) ? read_file(log_file) : "";
  if (!status.success() || log.find(std::string("\n") + completion_mark) == std::string::npos) {
    const std::string reason = reason_of_failure(read_file(p.folder / point_file::output), status);
    if (auto later = next_attempt(p, reason)) return later;
    if (set_aside_start(run, reason) || was_killed(run, status)) return p;
    fail(ExitCode::point,
         "{} [{}]; its files are kept. A smaller time step or another seed may help", reason,
         log_file.string());
  }
  write_file(p.folder / point_file::bonds,
             bonds_csv(read_local_dump(p.folder / point_file::bonds_raw)));
  const PointResult result = reduce_point(p.point, read_point(p.folder));
  check_length(p, run, result);
  if (goes_on(p, run, result)) return p;
  write_file(p.folder / point_file::record, record_of(run, result));
  clean(p.folder);
  return std::nullopt;
}

/// A disk that was full leaves tables without their last rows, and LAMMPS does not mind.
void PointRunner::check_length(const PreparedPoint &p, const RunningPoint &run,
                               const PointResult &result) const
{
  const Campaign c = for_attempt(workshop.campaign, p.attempt);
  const auto blocks = static_cast<std::size_t>((run.steps - c.equilibration_steps) / c.block_steps);
  const std::size_t states = result.data.loose_fraction.size(), thermo = result.data.thermo.rows(),
                    histograms = result.data.lengths.counts.size();
  if (states != blocks || thermo != blocks || histograms != blocks)
    fail(ExitCode::point,
         "{}: {}, {} and {} hold {}, {} and {} blocks of time, expected {}; was the disk full? "
         "Remove "
         "the point's folder and run again",
         p.folder.string(), point_file::states, point_file::thermo, point_file::histogram, states,
         thermo, histograms, blocks);
}

/// Did somebody else end it, like a kernel short of memory? It goes on from its last checkpoint, unless it has been killed
/// again and again without coming to a new one.
bool PointRunner::was_killed(const RunningPoint &run, const ExitStatus &status) const
{
  const bool killed = status.signal == SIGKILL || status.signal == SIGTERM ||
                      status.code == 128 + SIGKILL ||
                      status.code == 128 + SIGTERM;    // the latter by mpirun
  if (!killed) return false;
  std::vector<std::string> notes;
  const auto step = newest_checkpoint(run.point.folder, notes);
  int &times = kills_without_progress[run.point.folder.string()];
  times = step.value_or(-1) > run.from ? 0 : times + 1;
  if (times > most_kills_without_progress) return false;
  note(fmt::format("{}: LAMMPS was {}; goes on from step {}", run.point.point.id, status.describe(),
                   step.value_or(0)));
  return true;
}

/// A checkpoint that LAMMPS cannot read although its checksum is right was cut short when it was written, as on a full
/// disk: an older one has to do.
bool PointRunner::set_aside_start(const RunningPoint &run, const std::string &reason) const
{
  if (run.from <= 0 || reason.find("restart") == std::string::npos) return false;
  note(set_aside_checkpoint(run.point.folder, run.from, reason));
  return true;
}

/// Has it to go on for a smaller error? Says so in its length.json, so that a killed driver comes to the same end.
bool PointRunner::goes_on(const PreparedPoint &p, const RunningPoint &run,
                          const PointResult &result) const
{
  const Campaign c = for_attempt(workshop.campaign, p.attempt);
  if (c.protocol.type != ProtocolType::until) return false;
  const double error = error_of(result, c);
  const int production = run.steps - c.equilibration_steps;
  const int longer = extended_steps(production, error, c.protocol.target_error,
                                    c.protocol.budget_steps, c.checkpoint_steps);
  if (longer == production) return false;
  write_length(p.folder, run.steps, c.equilibration_steps + longer);
  const double ps = c.timestep_fs * 1e-3;
  note(fmt::format("{}: error of {} is {:.3g} after {:g} ps, wanted {:.3g}: goes on to {:g} ps",
                   p.point.id, c.protocol.quantity, error, production * ps, c.protocol.target_error,
                   longer * ps));
  return true;
}

std::string PointRunner::record_of(const RunningPoint &run, const PointResult &result) const
{
  const PreparedPoint &p = run.point;
  const PreparedMaterial &material = workshop.materials[p.point.material];
  const double seconds = now_s() - run.started_s;
  const EngineSettings &engine = workshop.engine[p.point.material];
  const auto gates = check_gates(result.data.thermo, conditions_of(workshop, p));
  const std::string failed = failures_in_words(gates);
  ordered_json record = {{"softmode", SOFTMODE_VERSION},
                         {"point", p.point.id},
                         {"recipe", p.first_recipe},
                         {"temperature_K", p.point.temperature_K},
                         {"passed", failed.empty()},
                         {"failed_gates", failed},
                         {"gates", json_of(gates)},
                         {"mean_temperature_K", json_of(result.temperature_K)},
                         {"loose_fraction", json_of(result.loose_fraction)},
                         {"lindemann_ratio", json_of(result.lindemann_ratio)},
                         {"broken_bonds", broken_bonds(material.system, result.data)},
                         {"seed", seed_of(p)},
                         {"timestep_fs", p.timestep_fs},
                         {"inputs",
                          {{point_file::input, sha256(read_file(p.folder / point_file::input))},
                           {point_file::data, sha256(material.data)},
                           {point_file::potential, sha256(material.coefficients)},
                           {"softmodeplugin.so", workshop.plugin_hash}}}};
  if (!p.point.parent.empty()) {
    record["starts_from"] = p.point.parent;
    record["inputs"][point_file::start] = sha256(read_file(p.folder / point_file::start));
  }
  for (const std::string &file : output_files())
    record["outputs"][file] = sha256(read_file(p.folder / file));
  record["lammps"] = workshop.host.version;
  record["ranks"] = engine.ranks;
  record["accelerator"] = engine.accelerator;
  record["command"] = fmt::format("{} -in {}", fmt::join(lmp_command(workshop.host, engine), " "),
                                  point_file::input);
  record["steps"] = run.steps;
  record["stages"] = stages_of(p.folder, run.steps);
  record["resumed_from_step"] = run.from;
  record["wall_s"] = seconds;
  record["steps_per_s"] = static_cast<double>(run.steps - run.from) / seconds;
  if (const auto attempts = read_attempts(p.folder); !attempts.empty())
    record["failed_attempts"] = attempts;
  return record.dump(2) + "\n";
}

}    // namespace softmode
