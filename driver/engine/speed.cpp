// SPDX-License-Identifier: BSD-3-Clause
#include "engine/speed.h"

#include "lammps/plugin_link.h"
#include "lammps/point_input.h"
#include "support/child_signal.h"
#include "support/csv.h"
#include "support/error.h"
#include "support/files.h"
#include "support/process.h"
#include "support/temporary_folder.h"
#include "support/user_cache.h"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

namespace softmode {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

constexpr double most_difference = 1e-6;    // of the energies of two packages, relative
/// A package that computes nonsense may never come to an end: others get so many times what plain styles took.
constexpr double most_patience = 10.0, least_patience_s = 20.0;
constexpr const char *log_name = "log.lammps", *restart_name = "speed.restart";

std::string processor_model()
{
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.rfind("model name", 0) == 0) return line;
  return "";
}

std::string key_of(const Workshop &w, std::size_t material, int processors,
                   const std::string &input)
{
  char host[256] = "";
  ::gethostname(host, sizeof(host) - 1);
  const EngineSettings &e = w.engine[material];
  return sha256(fmt::format("{} {} {} {} {} {} {} {} {}", host, processor_model(), processors,
                            w.host.lmp.string(), w.host.version + w.plugin_hash,
                            w.materials[material].hash, e.ranks, e.accelerator, input));
}

double steps_per_s(const fs::path &log)
{
  std::ifstream in(log);
  double seconds = 0.0, speed = 0.0;
  long steps = 0;
  int procs = 0;
  for (std::string line; std::getline(in, line);)
    if (std::sscanf(line.c_str(), "Loop time of %lf on %d procs for %ld steps", &seconds, &procs,
                    &steps) == 3 &&
        seconds > 0.0)
      speed = static_cast<double>(steps) / seconds;
  return speed;
}

/// Potential energy of the first thermo output; NaN if there is none.
double first_energy(const fs::path &log)
{
  std::ifstream in(log);
  std::ptrdiff_t column = -1;
  for (std::string line; std::getline(in, line);) {
    std::istringstream text(line);
    const std::vector<std::string> words{std::istream_iterator<std::string>(text), {}};
    if (column >= 0 && column < static_cast<std::ptrdiff_t>(words.size()))
      return std::strtod(words[static_cast<std::size_t>(column)].c_str(), nullptr);
    const auto head = std::find(words.begin(), words.end(), "PotEng");
    column = head == words.end() ? -1 : head - words.begin();
  }
  return std::nan("");
}

class Measurement {
 public:
  Measurement(const Workshop &w, std::size_t m, const std::string &in) :
      workshop(w), material(m), input(in)
  {
  }

  /// Steps/s of all copies together.
  double speed(const EngineSettings &settings, int copies)
  {
    const TemporaryFolder folder;
    std::vector<Process> processes;
    for (int i = 0; i < copies; ++i) {
      const fs::path own = folder.path / std::to_string(i);
      make_folder(own);
      write_file(own / point_file::input, input);
      write_file(own / point_file::data, workshop.materials[material].data);
      write_file(own / point_file::potential, workshop.materials[material].coefficients);
      link_plugin(workshop.installation.plugin, own);
      std::vector<std::string> command = lmp_command(workshop.host, settings);
      command.insert(command.end(), {"-in", point_file::input, "-log", log_name});
      processes.push_back(start_lmp(workshop.host, command, own, own / "output.txt"));
    }
    const auto begin = Clock::now();
    double total = 0.0;
    for (int i = 0; i < copies; ++i) {
      const fs::path own = folder.path / std::to_string(i);
      const ExitStatus status = end_of(processes[static_cast<std::size_t>(i)], begin);
      const double one = steps_per_s(own / log_name);
      if (!status.success() || !(one > 0.0))
        fail(ExitCode::host, "a short run of {} to measure its speed failed: {}\n{}",
             workshop.campaign.materials[material].name, status.describe(),
             reason_of_failure(read_file(own / "output.txt"), status));
      total += one;
      energy = first_energy(own / log_name);
      note_size_of_checkpoints(own);
    }
    longest_s = std::max(longest_s, std::chrono::duration<double>(Clock::now() - begin).count());
    return total;
  }

  double checkpoint_bytes = 0.0, checkpoint_bytes_per_step = 0.0, energy = 0.0;

 private:
  using Clock = std::chrono::steady_clock;

  void note_size_of_checkpoints(const fs::path &run)
  {
    const auto [first, second] = speed_restart_steps;
    const auto bytes = [&](int step) {
      const fs::path file = run / fmt::format("{}-{}", restart_name, step);
      std::error_code missing;
      const auto size = fs::file_size(file, missing);
      if (missing)
        fail(ExitCode::host, "a short run of {} wrote no {}",
             workshop.campaign.materials[material].name, file.filename().string());
      return static_cast<double>(size);
    };
    checkpoint_bytes_per_step = (bytes(second) - bytes(first)) / (second - first);
    checkpoint_bytes = bytes(first) - first * checkpoint_bytes_per_step;
  }

  /// The first measurement may take as long as it likes.
  ExitStatus end_of(Process &process, Clock::time_point begin)
  {
    if (longest_s == 0.0) return process.wait();
    const std::chrono::duration<double> patience(
        std::max(least_patience_s, most_patience * longest_s));
    for (;;) {
      if (const auto status = process.poll()) return *status;
      if (Clock::now() - begin > patience)
        fail(ExitCode::host, "a run did not end within {:.0f} s", patience.count());
      child.wait(std::chrono::seconds(1));
    }
  }

  const Workshop &workshop;
  std::size_t material;
  const std::string &input;
  ChildSignal child;
  double longest_s = 0.0;    ///< of the measurements so far
};

/// 2, 4, 8, ... and all processors.
std::vector<int> rank_numbers(int processors)
{
  std::vector<int> numbers;
  for (int n = 2; n < processors; n *= 2) numbers.push_back(n);
  if (processors > 1) numbers.push_back(processors);
  return numbers;
}

/// A package whose energy is not that of plain styles is refused, whoever asked for it: to take another one would be another
/// set of digits.
void compare_with_plain(const Workshop &w, std::size_t material, Measurement &m)
{
  const EngineSettings chosen{1, w.engine[material].accelerator};
  m.speed({1, ""}, 1);
  const double plain = m.energy;
  const std::string &name = w.campaign.materials[material].name;
  const char *remedy =
      "'run: accelerator: none' in the campaign file, or --accelerator none, takes "
      "plain styles";
  try {
    m.speed(chosen, 1);
  } catch (const Error &e) {
    if (e.code != ExitCode::host) throw;    // a full disk says nothing about the package
    fail(ExitCode::host, "{}: {} styles: {}; {}", name, chosen.accelerator, e.what(), remedy);
  }
  if (!(std::fabs(m.energy - plain) <= most_difference * std::fabs(plain)))
    fail(ExitCode::host, "{}: {} styles give an energy of {:.9g} kcal/mol, plain ones {:.9g}; {}",
         name, chosen.accelerator, m.energy, plain, remedy);
}

SpeedTable measure(const Workshop &w, std::size_t material, int processors,
                   const std::string &input)
{
  Measurement m(w, material, input);
  const EngineSettings &chosen = w.engine[material];
  if (!chosen.accelerator.empty()) compare_with_plain(w, material, m);
  SpeedTable t;
  t.ranks[1] = m.speed({1, chosen.accelerator}, 1);
  if (chosen.ranks > 1) t.ranks[chosen.ranks] = m.speed(chosen, 1);
  if (w.host.has_mpi())
    for (const int n : rank_numbers(processors)) {
      if (t.ranks.count(n)) continue;
      try {
        t.ranks[n] = m.speed({n, chosen.accelerator}, 1);
      } catch (const Error &e) {    // no mpirun, or one of another MPI: nobody asked for it
        if (e.code != ExitCode::host) throw;
        break;
      }
    }
  if (processors > 1) {
    t.copies[processors] = m.speed({1, chosen.accelerator}, processors);
    if (processors > 2) t.copies[processors / 2] = m.speed({1, chosen.accelerator}, processors / 2);
  }
  t.checkpoint_bytes = m.checkpoint_bytes;
  t.checkpoint_bytes_per_step = m.checkpoint_bytes_per_step;
  return t;
}

ordered_json json_of(const SpeedTable &t)
{
  ordered_json j = {{"ranks", ordered_json::object()},
                    {"copies", ordered_json::object()},
                    {"checkpoint_bytes", t.checkpoint_bytes},
                    {"checkpoint_bytes_per_step", t.checkpoint_bytes_per_step}};
  for (const auto &[n, speed] : t.ranks) j["ranks"][std::to_string(n)] = speed;
  for (const auto &[n, speed] : t.copies) j["copies"][std::to_string(n)] = speed;
  return j;
}

std::map<int, double> numbers_of(const ordered_json &j)
{
  std::map<int, double> numbers;
  for (const auto &[n, speed] : j.items())
    numbers[static_cast<int>(finite_number(n, "speeds", ExitCode::io))] = speed.get<double>();
  return numbers;
}

/// Nothing where another version wrote the cache, or it is damaged: then it is measured again.
std::optional<SpeedTable> table_of(const ordered_json &j)
{
  try {
    return SpeedTable{numbers_of(j.at("ranks")), numbers_of(j.at("copies")),
                      j.at("checkpoint_bytes").get<double>(),
                      j.at("checkpoint_bytes_per_step").get<double>()};
  } catch (const ordered_json::exception &) {
    return std::nullopt;
  } catch (const Error &) {
    return std::nullopt;
  }
}

ordered_json cache_of(const std::string &content)
{
  auto cache = ordered_json::parse(content, nullptr, false);
  return cache.is_object() ? cache : ordered_json::object();
}

}    // namespace

SpeedTable speed_of(const Workshop &w, std::size_t material, int processors,
                    const std::function<void(const std::string &)> &note)
{
  Point point;    // any: what is cached shall serve all points of the material
  point.temperature_K = 300.0;
  point.seed = 1;
  const PreparedMaterial &m = w.materials[material];
  Campaign slow =
      w.campaign;    // a step takes the same time however long it is, and must not explode here
  slow.timestep_fs = std::min(slow.timestep_fs, 0.5);
  const std::string input = speed_input(slow, point, m.system, m.potential,
                                        plugin_name(w.installation.plugin), restart_name);
  const auto file = cache_file("speeds.json");
  const std::string key = key_of(w, material, processors, input);
  if (const auto cache = cache_of(read_cache_file(file, note)); cache.contains(key))
    if (const auto table = table_of(cache[key])) return *table;
  note(fmt::format("measuring how fast this machine runs {} ({}{})",
                   w.campaign.materials[material].name, w.host.version,
                   file ? "; once, kept in " + file->string() : ""));
  const SpeedTable table = measure(w, material, processors, input);
  const auto unsaid = [](const std::string &) {};
  ordered_json cache = cache_of(read_cache_file(file, unsaid));    // others may have added to it
  cache[key] = json_of(table);
  keep_cache_file(file, cache.dump(1) + "\n", note);
  return table;
}

}    // namespace softmode
