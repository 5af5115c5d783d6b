// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/opened_campaign.h"
#include "commands/commands.h"
#include "engine/workspace.h"
#include "lammps/host.h"
#include "results/results.h"
#include "runs/export_figures.h"
#include "runs/run_campaign.h"
#include "support/error.h"
#include "support/files.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <thread>

namespace softmode {

namespace fs = std::filesystem;

namespace {

struct ReportOptions {
  fs::path folder, output;    // output empty: the campaign's folder
  std::string figures;        // "", "svg" or "png"
  double watch_s = 0.0;
};

std::size_t points_in(const Results &results)
{
  std::size_t points = 0;
  for (const MaterialResult &m : results.materials) points += m.points.size();
  return points;
}

/// Before minutes of work, not after.
void need_write_access(const fs::path &folder)
{
  for (const fs::path &place : {folder, folder / "results"})
    if (::access(place.c_str(), W_OK) != 0 && errno != ENOENT)
      fail(ExitCode::io,
           "{}: cannot write here: {}; give another folder for tables and report: softmode report "
           "{} -o FOLDER",
           place.string(), std::strerror(errno), folder.string());
}

Results write(const fs::path &folder, const fs::path &output, bool active)
{
  const Installation installation = find_installation();
  const Campaign campaign = open_campaign(folder, installation.data);
  Results results = collect_results(campaign, folder);
  if (points_in(results) == 0)
    fail(ExitCode::analysis,
         "{}: no point is complete yet and passed the physics gates, so there is nothing to report",
         folder.string());
  write_results(campaign, results, folder, output, installation.data, active);
  return results;
}

/// Writes the report again as points become complete, until nobody works on the campaign.
void watch(const fs::path &folder, const fs::path &output, double seconds)
{
  std::size_t written = 0;
  while (is_locked(folder)) {
    try {
      const std::size_t points = points_in(write(folder, output, true));
      if (points != written)
        fmt::print("{} points: {}\n", points, (output / "report.html").string());
      written = points;
    } catch (const Error &e) {    // too few points for an analysis, or for any
      if (e.code != ExitCode::analysis) throw;
      fmt::print("not yet: {}\n", e.what());
    }
    std::fflush(stdout);
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  }
}

void report(const ReportOptions &o)
{
  const fs::path &output = o.output.empty() ? o.folder : o.output;
  if (o.output.empty())
    need_write_access(o.folder);
  else
    make_folder(o.output);
  if (o.watch_s > 0.0) watch(o.folder, output, o.watch_s);
  const Results results = write(o.folder, output, false);
  fmt::print("{}\n", comparison_text(results));
  for (const MaterialResult &m : results.materials)
    for (const std::string &note : m.notes) fmt::print("note: {}: {}\n", m.name, note);
  fmt::print("report: {}\ntables: {}\n", (output / "report.html").string(),
             (output / "results").string());
  if (!o.figures.empty()) {
    const auto files = export_figures(output, o.figures);
    fmt::print("figures: {} in {}\n", files.size(), (output / "figures").string());
  }
  require_bands(results);
}

}    // namespace

void add_report(CLI::App &app)
{
  auto options = std::make_shared<ReportOptions>();
  CLI::App *command = app.add_subcommand(
      "report", "work out tables and report of a campaign anew, from the points there are");
  command->add_option("folder", options->folder, "campaign folder")->required();
  command->add_option("-o,--output", options->output,
                      "folder for tables, report and figures (default: the campaign's), as for a "
                      "campaign that you may only read");
  command
      ->add_option("--figures", options->figures,
                   "write every figure of the report as a file, too: svg or png (by Chromium)")
      ->check(CLI::IsMember({"svg", "png"}));
  command
      ->add_option("--watch", options->watch_s,
                   "work it out again every so many seconds (default 30) while the campaign runs")
      ->expected(0, 1)
      ->default_str("30")
      ->check(CLI::Range(1.0, 86400.0));
  command->callback([options, command] {
    if (command->count("--watch") > 0 && !(options->watch_s > 0.0)) options->watch_s = 30.0;
    report(*options);
  });
}

}    // namespace softmode
