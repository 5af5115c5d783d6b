// SPDX-License-Identifier: BSD-3-Clause
#include "runs/run_campaign.h"

#include "campaign/executor.h"
#include "campaign/workspace.h"
#include "results/report.h"
#include "support/error.h"
#include "support/files.h"

namespace softmode {

namespace fs = std::filesystem;

namespace {

std::vector<PreparedPoint> missing_points(const std::vector<PreparedPoint> &points)
{
  std::vector<PreparedPoint> missing;
  for (const PreparedPoint &p : points) {
    switch (status_of(p)) {
      case PointStatus::missing:
        missing.push_back(p);
        break;
      case PointStatus::complete:
        break;
      case PointStatus::other_inputs:
        fail(ExitCode::campaign,
             "{}: was run with other inputs (campaign, structure, potential, plugin or LAMMPS have "
             "changed since). Nothing "
             "was touched. Choose a new folder with -o, or remove that one to run the point again",
             p.folder.string());
    }
  }
  return missing;
}

void describe(const Campaign &c, const std::vector<PreparedMaterial> &materials, std::size_t points,
              std::size_t missing, int workers, const LammpsHost &host)
{
  for (std::size_t i = 0; i < materials.size(); ++i) {
    const System &s = materials[i].system;
    fmt::print("{}: {}, {} atoms, {} carboxylates, {} metal-carboxylate bonds, potential {}{}\n",
               c.materials[i].name, formula(s.crystal), s.crystal.atoms.size(), s.carboxylates,
               s.metal_carboxylate_bonds, materials[i].potential.name,
               s.crystal.model.empty() ? "" : "; the structure is a model");
  }
  fmt::print("{} points, {} to run, {} at a time, one core each: {}\n", points, missing, workers,
             fmt::format("{}", fmt::join(serial_command(host), " ")));
  std::fflush(stdout);
}

}    // namespace

CampaignOutcome run_campaign(const CampaignRun &request)
{
  const Installation installation = find_installation();
  const Campaign campaign = read_campaign(request.campaign, installation.data);
  const LammpsHost host = inspect_lammps(find_lmp());
  check_plugin(host, installation.plugin);
  const std::vector<PreparedMaterial> materials = prepare_materials(campaign);

  const fs::path folder =
      fs::absolute(request.folder.empty() ? fs::path(campaign.name) : request.folder);
  const std::vector<PreparedPoint> points =
      prepare_points(campaign, materials, folder, host, installation);
  make_folder(folder);    // all input is known to be good by now
  const CampaignLock lock(folder);
  const std::vector<PreparedPoint> missing = missing_points(points);
  const int wanted = request.workers    ? request.workers
                     : campaign.workers ? campaign.workers
                                        : available_processors();
  describe(campaign, materials, points.size(), missing.size(), wanted, host);
  if (!missing.empty() || !fs::exists(folder / "manifest.json"))
    write_manifest(campaign, materials, folder, host, installation, request.command_line);

  const ExecutionResult result =
      run_points(campaign, materials, missing, host, installation, wanted);
  if (result.interrupted)
    fail(ExitCode::interrupted,
         "stopped; {} of {} points are complete. Run the same command again to continue",
         points.size() - missing.size() + result.completed, points.size());
  if (!result.failed.empty()) {
    std::string text;
    for (const FailedPoint &f : result.failed) text += fmt::format("\n  {}: {}", f.id, f.reason);
    fail(ExitCode::point, "{} of {} points failed; the others are complete and kept in {}:{}",
         result.failed.size(), points.size(), folder.string(), text);
  }
  const Results results = collect_results(campaign, folder);
  write_tables(results, folder);
  write_report(campaign, results, folder, installation.data);
  return {folder, results};
}

}    // namespace softmode
