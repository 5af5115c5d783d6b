// SPDX-License-Identifier: BSD-3-Clause

#include "campaign/opened_campaign.h"
#include "commands/commands.h"
#include "lammps/host.h"
#include "results/results.h"
#include "runs/run_campaign.h"
#include "support/error.h"

#include <memory>

namespace softmode {

namespace {

void report(const std::filesystem::path &folder)
{
  const Installation installation = find_installation();
  const Campaign campaign = open_campaign(folder, installation.data);
  const Results results = collect_results(campaign, folder);
  std::size_t points = 0;
  for (const MaterialResult &m : results.materials) points += m.points.size();
  if (points == 0)
    fail(ExitCode::analysis,
         "{}: no point is complete yet and passed the physics gates, so there is nothing to report",
         folder.string());
  write_results(campaign, results, folder, installation.data);
  fmt::print("{}\n", comparison_text(results));
  for (const MaterialResult &m : results.materials)
    for (const std::string &note : m.notes) fmt::print("note: {}: {}\n", m.name, note);
  fmt::print("report: {}\ntables: {}\n", (folder / "report.html").string(),
             (folder / "results").string());
}

}    // namespace

void add_report(CLI::App &app)
{
  auto folder = std::make_shared<std::filesystem::path>();
  CLI::App *command = app.add_subcommand(
      "report", "work out tables and report of a campaign anew, from the points there are");
  command->add_option("folder", *folder, "campaign folder")->required();
  command->callback([folder] { report(*folder); });
}

}    // namespace softmode
