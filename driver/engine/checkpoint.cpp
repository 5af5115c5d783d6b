// SPDX-License-Identifier: BSD-3-Clause
#include "engine/checkpoint.h"

#include "lammps/point_input.h"
#include "support/error.h"
#include "support/files.h"

#include <algorithm>
#include <charconv>

namespace softmode {

namespace fs = std::filesystem;

namespace {

/// The step in "checkpoint-84000"; nothing for other names, those of checksums among them.
std::optional<long> step_in(const std::string &name)
{
  const std::string start = point_file::checkpoint;
  long step = 0;
  if (name.rfind(start, 0) != 0) return std::nullopt;
  const char *end = name.data() + name.size();
  const auto [at, error] = std::from_chars(name.data() + start.size(), end, step);
  if (error != std::errc() || at != end) return std::nullopt;
  return step;
}

/// Newest first.
std::vector<long> steps_of(const fs::path &point_folder)
{
  std::vector<long> steps;
  for (const auto &entry : fs::directory_iterator(point_folder))
    if (const auto step = step_in(entry.path().filename())) steps.push_back(*step);
  std::sort(steps.rbegin(), steps.rend());
  return steps;
}

fs::path file_of(const fs::path &point_folder, long step)
{
  return point_folder / (point_file::checkpoint + std::to_string(step));
}

/// What is wrong with a checkpoint; empty if nothing is.
std::string flaw_of(const fs::path &checkpoint)
{
  const fs::path sum = checkpoint.string() + ".sha256";
  if (!fs::exists(sum)) return "has no checksum";
  // sha256sum prints the sum, two spaces and "-"
  return read_file(sum).substr(0, 64) == sha256(read_file(checkpoint)) ? ""
                                                                       : "has another checksum";
}

void set_aside(const fs::path &checkpoint)
{
  const fs::path aside = checkpoint.parent_path() / ("damaged-" + checkpoint.filename().string());
  std::error_code error;
  fs::rename(checkpoint, aside, error);
  if (error) fail(ExitCode::io, "{}: cannot rename: {}", checkpoint.string(), error.message());
}

}    // namespace

std::optional<long> newest_checkpoint(const fs::path &point_folder, std::vector<std::string> &notes)
{
  for (const long step : steps_of(point_folder)) {
    const fs::path file = file_of(point_folder, step);
    const std::string flaw = flaw_of(file);
    if (flaw.empty()) return step;
    notes.push_back(set_aside_checkpoint(point_folder, step, flaw));
  }
  return std::nullopt;
}

std::string set_aside_checkpoint(const fs::path &point_folder, long step, const std::string &reason)
{
  const fs::path file = file_of(point_folder, step);
  set_aside(file);
  return fmt::format(
      "{}: {} and was set aside as damaged-{}; the point goes on from an older one or "
      "starts again",
      file.string(), reason, file.filename().string());
}

void keep_last_checkpoint(const fs::path &point_folder)
{
  const std::vector<long> steps = steps_of(point_folder);
  std::error_code ignored;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const fs::path file = file_of(point_folder, steps[i]);
    fs::remove(file, ignored);
    fs::remove(file.string() + ".sha256", ignored);
  }
}

}    // namespace softmode
