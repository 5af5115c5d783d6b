// SPDX-License-Identifier: BSD-3-Clause
#include "engine/progress.h"

#include <fmt/format.h>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace softmode {

long last_step(const std::filesystem::path &log)
{
  constexpr std::streamoff tail = 4096;
  std::ifstream in(log, std::ios::binary);
  if (!in) return 0;
  in.seekg(0, std::ios::end);
  const std::streamoff size = in.tellg();
  in.seekg(size > tail ? size - tail : 0);
  long step = 0;
  // a thermo line: five numbers, the first of them whole ("Step Temp PotEng TotEng Press")
  for (std::string line; std::getline(in, line);) {
    if (in.eof()) break;    // the last line may be half written
    std::istringstream words(line);
    long first = 0;
    double rest[4];
    std::string more;
    if (words >> first >> rest[0] >> rest[1] >> rest[2] >> rest[3] && !(words >> more))
      step = first;
  }
  return step;
}

std::string format_duration(double seconds)
{
  const long s = static_cast<long>(seconds + 0.5);
  if (s >= 3600) return fmt::format("{} h {:02} min", s / 3600, s / 60 % 60);
  if (s >= 60) return fmt::format("{} min {:02} s", s / 60, s % 60);
  return fmt::format("{} s", s);
}

ProgressLine::ProgressLine() : terminal(::isatty(STDERR_FILENO) == 1) {}

void ProgressLine::show(const std::string &text)
{
  constexpr auto interval = std::chrono::seconds(30);
  const auto now = std::chrono::steady_clock::now();
  if (terminal) {
    fmt::print(stderr, "\r{:<{}}", text, width);
    width = text.size();
  } else if (!shown || now - last_shown >= interval) {
    fmt::print(stderr, "{}\n", text);
    last_shown = now;
  }
  shown = true;
  std::fflush(stderr);
}

void ProgressLine::note(const std::string &text)
{
  if (terminal && shown) fmt::print(stderr, "\r{:<{}}\r", "", width);
  fmt::print(stderr, "{}\n", text);
  std::fflush(stderr);
}

void ProgressLine::finish()
{
  if (terminal && shown) fmt::print(stderr, "\n");
  shown = false;
}

}    // namespace softmode
