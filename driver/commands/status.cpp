// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/progress.h"
#include "campaign/workspace.h"
#include "commands/commands.h"
#include "commands/opened_campaign.h"
#include "lammps/host.h"
#include "lammps/point_input.h"

#include <fmt/format.h>

#include <memory>

namespace softmode {

namespace {

std::string state_of(const std::filesystem::path &folder, bool active, int steps)
{
  if (is_complete(folder)) return "complete";
  if (!std::filesystem::exists(folder / point_file::input)) return "waiting";
  const long done = last_step(folder / point_file::log);
  return fmt::format("{} at {:.0f} %", active ? "running" : "stopped",
                     100.0 * static_cast<double>(done) / steps);
}

void show_status(const std::filesystem::path &folder)
{
  const Campaign campaign = open_campaign(folder, find_installation().data);
  const bool active = is_locked(folder);
  const std::vector<Point> points = expand_points(campaign);
  std::size_t complete = 0;
  fmt::print("{:<40} {:>10}  {}\n", "point", "T (K)", "state");
  for (const Point &p : points) {
    const auto point_folder = folder / "points" / p.id;
    complete += is_complete(point_folder);
    fmt::print("{:<40} {:>10.2f}  {}\n", p.id, p.temperature_K,
               state_of(point_folder, active, total_steps(campaign)));
  }
  fmt::print("{} of {} points complete; {}\n", complete, points.size(),
             active ? "softmode is working on it"
             : complete == points.size()
                 ? "done"
                 : "nobody works on it; run the campaign again to continue");
}

}    // namespace

void add_status(CLI::App &app)
{
  auto folder = std::make_shared<std::filesystem::path>();
  CLI::App *command = app.add_subcommand("status", "show how far a campaign is");
  command->add_option("folder", *folder, "campaign folder")->required();
  command->callback([folder] { show_status(*folder); });
}

}    // namespace softmode
