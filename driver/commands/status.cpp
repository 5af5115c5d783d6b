// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/opened_campaign.h"
#include "campaign/point_state.h"
#include "commands/commands.h"
#include "engine/chains.h"
#include "engine/progress.h"
#include "lammps/host.h"
#include "lammps/point_input.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

namespace softmode {

namespace {

namespace fs = std::filesystem;

struct PointState {
  Point point;
  std::string state;    // complete, flagged, running, stopped, waiting
  long step, steps;
  bool is_complete() const { return state == "complete" || state == "flagged"; }
};

struct Status {
  std::string name;
  bool active;
  std::vector<PointState> points;
  std::vector<std::string> searches{};    // what melt searches have found

  std::size_t complete() const
  {
    return static_cast<std::size_t>(std::count_if(
        points.begin(), points.end(), [](const PointState &p) { return p.is_complete(); }));
  }
};

PointState state_of(const Point &p, const fs::path &own, long steps, bool active)
{
  if (const auto passed = read_verdict(own))
    return {p, *passed ? "complete" : "flagged", steps, steps};
  if (!fs::exists(own / point_file::input)) return {p, "waiting", 0, steps};
  const long wanted = read_length(own, static_cast<int>(steps));
  return {p, active ? "running" : "stopped", std::min(wanted, last_step(own / point_file::log)),
          wanted};
}

Status status_of(const fs::path &folder)
{
  const Campaign campaign = open_campaign(folder, find_installation().data);
  Status s{campaign.name, is_locked(folder), {}};
  for (const Point &p : known_points(campaign, folder))
    s.points.push_back(state_of(p, folder / "points" / p.id, total_steps(campaign), s.active));
  for (const Chain &chain : chains_of(campaign)) {
    if (!chain.search) continue;
    const SearchState search = search_state(campaign, chain, folder);
    s.searches.push_back(
        fmt::format("{}, search {}: {}", campaign.materials[chain.points.front().material].name,
                    chain.points.front().replica, search.end.empty() ? "goes on" : search.end));
  }
  return s;
}

std::string summary(const Status &s)
{
  return fmt::format("{} of {} points complete; {}\n", s.complete(), s.points.size(),
                     s.active                          ? "softmode is working on it"
                     : s.complete() == s.points.size() ? "done"
                                                       : "nobody works on it; run the campaign "
                                                         "again to continue");
}

std::string table(const Status &s)
{
  std::string text = fmt::format("{:<40} {:>10}  {}\n", "point", "T (K)", "state");
  for (const PointState &p : s.points) {
    text += fmt::format("{:<40} {:>10.2f}  {}", p.point.id, p.point.temperature_K, p.state);
    if (p.state == "running" || p.state == "stopped")
      text += fmt::format(" at {:.0f} %",
                          100.0 * static_cast<double>(p.step) / static_cast<double>(p.steps));
    if (p.state == "flagged") text += ": failed physics gates (see its point.json)";
    text += "\n";
  }
  for (const std::string &search : s.searches) text += search + "\n";
  return text + summary(s);
}

std::string json_text(const Status &s)
{
  nlohmann::ordered_json j = {
      {"campaign", s.name},       {"active", s.active},
      {"complete", s.complete()}, {"total", s.points.size()},
      {"searches", s.searches},   {"points", nlohmann::ordered_json::array()}};
  for (const PointState &p : s.points)
    j["points"].push_back({{"id", p.point.id},
                           {"temperature_K", p.point.temperature_K},
                           {"replica", p.point.replica},
                           {"state", p.state},
                           {"step", p.step},
                           {"steps", p.steps}});
  return j.dump(2) + "\n";
}

// Looks again until nobody works on the campaign. On a terminal each table takes the place of the last one.
void watch(const fs::path &folder, double seconds)
{
  for (;;) {
    const Status s = status_of(folder);
    fmt::print("{}{}", isatty(STDOUT_FILENO) ? "\033[H\033[2J" : "", table(s));
    std::fflush(stdout);
    if (!s.active) return;
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  }
}

}    // namespace

void add_status(CLI::App &app)
{
  struct Options {
    fs::path folder;
    bool json = false;
    double watch_s = 0.0;
  };
  const auto options = std::make_shared<Options>();
  CLI::App *command = app.add_subcommand("status", "show how far a campaign is");
  command->add_option("folder", options->folder, "campaign folder")->required();
  CLI::Option *json = command->add_flag("--json", options->json, "for programs");
  command
      ->add_option("--watch", options->watch_s,
                   "look again every so many seconds (default 2) until nobody works on it")
      ->expected(0, 1)
      ->default_str("2")
      ->check(CLI::Range(0.1, 86400.0))
      ->excludes(json);
  command->callback([options, command] {
    if (command->count("--watch") > 0)
      watch(options->folder, options->watch_s > 0.0 ? options->watch_s : 2.0);
    else if (options->json)
      fmt::print("{}", json_text(status_of(options->folder)));
    else
      fmt::print("{}", table(status_of(options->folder)));
  });
}

}    // namespace softmode
