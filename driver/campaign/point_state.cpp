// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/point_state.h"

#include "lammps/point_input.h"
#include "support/error.h"
#include "support/files.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

namespace softmode {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

ordered_json read_list(const fs::path &file)
{
  if (!fs::exists(file)) return ordered_json::array();
  auto list = ordered_json::parse(read_file(file), nullptr, false);
  if (!list.is_array())
    fail(ExitCode::io, "{}: is damaged; remove the folder {} and run again", file.string(),
         file.parent_path().string());
  return list;
}

/// Does a process run the input script of a point? Shells that stand in the folder do not.
bool runs_a_point(const fs::path &process)
{
  std::ifstream in(process / "cmdline", std::ios::binary);
  for (std::string word; std::getline(in, word, '\0');)
    if (word == point_file::input) return true;
  return false;
}

std::vector<pid_t> processes_in(const fs::path &folder)
{
  std::vector<pid_t> found;
  std::error_code ignored;
  for (const auto &entry : fs::directory_iterator("/proc", ignored)) {
    const std::string name = entry.path().filename();
    if (!std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }))
      continue;
    std::error_code gone;
    if (fs::read_symlink(entry.path() / "cwd", gone) == folder && !gone &&
        runs_a_point(entry.path()))
      found.push_back(static_cast<pid_t>(std::stol(name)));
  }
  return found;
}

}    // namespace

ordered_json read_attempts(const fs::path &folder)
{
  return read_list(folder / point_file::attempts);
}

int read_length(const fs::path &folder, int otherwise)
{
  const auto list = read_list(folder / point_file::length);
  return list.empty() ? otherwise : list.back().get<int>();
}

void write_length(const fs::path &folder, int reached, int wanted)
{
  ordered_json list = stages_of(folder, reached);
  list.push_back(wanted);
  write_file(folder / point_file::length, list.dump() + "\n");
}

std::vector<int> stages_of(const fs::path &folder, int steps)
{
  std::vector<int> stages;
  for (const auto &entry : read_list(folder / point_file::length))
    if (entry.get<int>() < steps) stages.push_back(entry.get<int>());
  stages.push_back(steps);
  return stages;
}

std::optional<PointRecord> read_record(const fs::path &folder)
{
  const fs::path file = folder / point_file::record;
  if (!fs::exists(file)) return std::nullopt;
  const auto record = ordered_json::parse(read_file(file), nullptr, false);
  try {
    PointRecord r;
    r.recipe = record.at("recipe").get<std::string>();
    r.ranks = record.value("ranks", 0);
    if (record.contains("accelerator")) r.accelerator = record["accelerator"].get<std::string>();
    r.passed = record.at("passed").get<bool>();
    r.failed_gates = record.at("failed_gates").get<std::string>();
    r.timestep_fs = record.at("timestep_fs").get<double>();
    r.failed_attempts = record.value("failed_attempts", ordered_json::array());
    r.lindemann_ratio = {record.at("lindemann_ratio").at("value").get<double>(),
                         record.at("lindemann_ratio").at("error").get<double>()};
    r.broken_bonds = record.at("broken_bonds").get<int>();
    return r;
  } catch (const nlohmann::json::exception &e) {
    fail(ExitCode::point, "{}: is damaged ({}); remove the folder {} and run again", file.string(),
         e.what(), folder.string());
  }
}

std::optional<bool> read_verdict(const fs::path &folder)
{
  const fs::path file = folder / point_file::record;
  std::ifstream in(file);
  // an entry a line, as this program writes them; the verdict is one of the first
  for (std::string line; std::getline(in, line);) {
    if (line == "  \"passed\": true,") return true;
    if (line == "  \"passed\": false,") return false;
  }
  const auto record = read_record(folder);    // not there, damaged, or written otherwise
  return record ? std::optional(record->passed) : std::nullopt;
}

std::string read_failure(const fs::path &folder)
{
  const fs::path file = folder / point_file::failure;
  return fs::exists(file) ? read_file(file) : "";
}

void write_failure(const fs::path &folder, const std::string &reason)
{
  write_file(folder / point_file::failure, reason);
}

void forget_failure(const fs::path &folder)
{
  std::error_code ignored;
  fs::remove(folder / point_file::failure, ignored);
}

void stop_processes_in(const fs::path &folder)
{
  std::error_code missing;
  const fs::path own = fs::canonical(folder, missing);
  if (missing) return;
  for (int tries = 0; tries < 100; ++tries) {
    const auto left = processes_in(own);
    if (left.empty()) return;
    for (const pid_t pid : left) ::kill(pid, SIGKILL);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  fail(ExitCode::point, "{}: a process that works there cannot be stopped", folder.string());
}

}    // namespace softmode
