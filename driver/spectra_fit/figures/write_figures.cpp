// SPDX-License-Identifier: BSD-3-Clause
#include "spectra_fit/figures/figures.h"
#include "support/error.h"
#include "support/files.h"
#include "support/process.h"

#include <algorithm>
#include <sstream>
#include <system_error>

namespace softmode {

namespace fs = std::filesystem;

namespace {

const char *const all_names[] = {"overlay",  "temperatures", "global-fit", "vant-hoff",
                                 "position", "fwhm",         "parity"};
const char *const formats[] = {"svg", "png"};

void remove_file(const fs::path &file)
{
  std::error_code problem;
  fs::remove(file, problem);
  if (problem) fail(ExitCode::io, "{}: cannot remove: {}", file.string(), problem.message());
}

/// Pictures that would not belong to the data beside them any more, and figures this fit does not have.
void remove_old(const FigureSet &set, const fs::path &folder)
{
  for (const std::string name : all_names) {
    for (const char *format : formats) remove_file(folder / (name + "." + format));
    const bool now = std::any_of(set.figures.begin(), set.figures.end(),
                                 [&](const Figure &f) { return f.name == name; });
    if (now) continue;
    for (const char *rest : {".gp", "-data.dat", "-curves.dat"})
      remove_file(folder / (name + rest));
  }
}

/// What gnuplot said first: the line that names file and line, else the first that says anything.
std::string first_message(const std::string &output)
{
  std::istringstream in(output);
  std::string first;
  for (std::string line; std::getline(in, line);) {
    if (line.find("line ") != std::string::npos && line.find(": ") != std::string::npos)
      return line;
    if (first.empty() && line.find_first_not_of(" \t^") != std::string::npos) first = line;
  }
  return first.empty() ? "nothing was printed" : first;
}

/// \returns what gnuplot warned of. Its files have names of their own until they are complete.
std::string draw(const fs::path &gnuplot, const std::string &name, const fs::path &folder)
{
  const fs::path log = folder / (name + ".log.part");
  // -d: without the user's own start-up files, which may change how figures look
  Process process =
      Process::start({gnuplot.string(), "-d", "-e", "part='.part'", name + ".gp"}, folder, log);
  const ExitStatus status = process.wait();
  const std::string output = read_file(log);
  remove_file(log);
  std::vector<fs::path> parts;
  for (const char *format : formats) parts.push_back(folder / (name + "." + format + ".part"));
  const bool complete = std::all_of(parts.begin(), parts.end(), [](const fs::path &p) {
    std::error_code absent;
    return fs::file_size(p, absent) > 0 && !absent;
  });
  if (!status.success() || !complete) {
    for (const fs::path &p : parts) remove_file(p);
    fail(ExitCode::figures, "gnuplot cannot draw {} ({}): {}; tables, scripts and data are written",
         (folder / (name + ".gp")).string(), status.describe(), first_message(output));
  }
  for (const fs::path &p : parts) fs::rename(p, folder / p.stem());
  return output.empty() ? "" : "gnuplot, " + name + ".gp: " + first_message(output);
}

}    // namespace

std::vector<std::string> write_figures(const FigureSet &set, const fs::path &folder,
                                       Drawing drawing)
{
  if (drawing == Drawing::no) return {};
  make_folder(folder);
  remove_old(set, folder);
  for (const Figure &f : set.figures) {
    for (const FigureFile &d : f.data) write_file(folder / d.name, d.content);
    write_file(folder / (f.name + ".gp"), f.script);
  }
  const auto gnuplot = find_program("gnuplot");
  if (!gnuplot) {
    const std::string message = fmt::format(
        "figures are not drawn: gnuplot is not on PATH. Their scripts and data are in {}; install "
        "gnuplot (Debian: apt-get install gnuplot-nox) and run this again, or gnuplot on the "
        "scripts",
        folder.string());
    if (drawing == Drawing::required) fail(ExitCode::figures, "{}", message);
    return {message};
  }
  std::vector<std::string> warnings;
  for (const Figure &f : set.figures)
    if (const std::string warning = draw(*gnuplot, f.name, folder); !warning.empty())
      warnings.push_back(warning);
  return warnings;
}

}    // namespace softmode
