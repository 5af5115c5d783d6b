// SPDX-License-Identifier: BSD-3-Clause
// The progress line of a running campaign.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

namespace softmode {

/// Last step in a LAMMPS log written so far, from its thermo output; 0 if there is none. Only the end
/// of the file is read.
long last_step(const std::filesystem::path &log);

/// "1 h 02 min", "3 min 20 s", "45 s".
std::string format_duration(double seconds);

/// Shows one line that is overwritten on a terminal, and a new line every 30 s elsewhere.
class ProgressLine {
 public:
  ProgressLine();
  void show(const std::string &text);
  /// A line that stays, above the progress line.
  void note(const std::string &text);
  void finish();

 private:
  bool terminal;
  std::size_t width = 0;
  std::chrono::steady_clock::time_point last_shown;
  bool shown = false;
};

}    // namespace softmode
