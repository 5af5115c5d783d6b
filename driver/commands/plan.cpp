// SPDX-License-Identifier: BSD-3-Clause
#include "engine/plan.h"

#include "commands/commands.h"
#include "engine/executor.h"
#include "engine/workers.h"
#include "runs/run_campaign.h"

#include <memory>

namespace softmode {

namespace {

struct Options {
  std::filesystem::path campaign, folder;
  bool json = false, without_times = false;
};

void print(const Campaign &campaign, const Plan &plan, bool json)
{
  fmt::print("{}", json ? plan_json(campaign, plan) : plan_table(campaign, plan));
}

void print_notes(const Campaign &campaign, const std::vector<PreparedMaterial> &materials)
{
  for (std::size_t i = 0; i < materials.size(); ++i)
    for (const std::string &note : materials[i].system.crystal.notes)
      fmt::print(stderr, "{}: {}\n", campaign.materials[i].name, note);
}

void plan(const Options &o)
{
  if (o.without_times) {
    const Campaign campaign = read_campaign(o.campaign, find_installation().data);
    const auto folder = std::filesystem::absolute(
        o.folder.empty() ? std::filesystem::path(campaign.name) : o.folder);
    const auto materials = prepare_materials(campaign);
    print_notes(campaign, materials);
    return print(campaign, make_plan(campaign, materials, folder, {}, {}, 1), o.json);
  }
  const Workshop w = open_workshop(o.campaign, o.folder);
  print_notes(w.campaign, w.materials);
  std::vector<SpeedTable> speeds;
  const int processors = available_processors();
  for (std::size_t i = 0; i < w.materials.size(); ++i)
    speeds.push_back(speed_of(w, i, processors,
                              [](const std::string &text) { fmt::print(stderr, "{}\n", text); }));
  print(w.campaign,
        make_plan(w.campaign, w.materials, w.folder, speeds, w.engine, foreseen_workers(w)),
        o.json);
}

}    // namespace

void add_plan(CLI::App &app)
{
  auto o = std::make_shared<Options>();
  CLI::App *command = app.add_subcommand(
      "plan",
      "list every point of a campaign with its size, time and disk space; runs nothing of it");
  command->add_option("campaign", o->campaign, "campaign file (YAML)")->required();
  command->add_option(
      "-o,--output", o->folder,
      "campaign folder, whose complete points are told (default: the campaign's name)");
  command->add_flag("--json", o->json, "for programs");
  command->add_flag("--without-times", o->without_times,
                    "only check all inputs and list the points; LAMMPS is not needed");
  command->callback([o] { plan(*o); });
}

}    // namespace softmode
