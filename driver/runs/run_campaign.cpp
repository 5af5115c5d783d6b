// SPDX-License-Identifier: BSD-3-Clause
#include "runs/run_campaign.h"

#include "campaign/opened_campaign.h"
#include "engine/executor.h"
#include "engine/workers.h"
#include "results/provenance.h"
#include "results/report.h"
#include "runs/find_modes.h"
#include "support/error.h"
#include "support/files.h"

namespace softmode {

namespace fs = std::filesystem;

namespace {

void describe(const Workshop &w, std::size_t points, std::size_t missing, int workers, bool slurm)
{
  for (std::size_t i = 0; i < w.materials.size(); ++i) {
    const System &s = w.materials[i].system;
    fmt::print("{}: {}, {} atoms, {}, potential {}{}\n", w.campaign.materials[i].name,
               formula(s.crystal), s.crystal.atoms.size(), counted_bonds(s),
               w.materials[i].potential.name,
               s.crystal.model.empty() ? "" : "; the structure is a model");
    for (const std::string &note : s.crystal.notes)
      fmt::print("{}: {}\n", w.campaign.materials[i].name, note);
  }
  fmt::print("{} points, {} to run, {}\n", points, missing,
             slurm ? "by Slurm" : fmt::format("{} at a time", workers));
  for (std::size_t i = 0; i < w.materials.size(); ++i)
    fmt::print("{}: {}\n", w.campaign.materials[i].name,
               fmt::join(lmp_command(w.host, w.engine[i]), " "));
  std::fflush(stdout);
}

std::string failures(const std::vector<FailedPoint> &failed)
{
  std::string text;
  for (const FailedPoint &f : failed) text += fmt::format("\n  {}: {}", f.id, f.reason);
  return text;
}

}    // namespace

void write_results(const Campaign &campaign, const Results &results, const fs::path &folder,
                   const fs::path &data, bool active)
{
  write_tables(results, folder);
  write_provenance(campaign, folder);
  write_report(campaign, results, folder, data, active);
}

Workshop open_workshop(const fs::path &campaign_file, const fs::path &wanted_folder,
                       const EngineRequest &engine)
{
  const Installation installation = find_installation();
  const Campaign campaign = read_campaign(campaign_file, installation.data);
  const LammpsHost host = inspect_lammps(find_lmp());
  check_plugin(host, installation.plugin);
  const fs::path folder =
      fs::absolute(wanted_folder.empty() ? fs::path(campaign.name) : wanted_folder);
  return {campaign, folder, host, installation, engine_settings(campaign, folder, host, engine)};
}

Workshop workshop_of(const fs::path &folder)
{
  const Installation installation = find_installation();
  const Campaign campaign = open_campaign(folder, installation.data);
  const LammpsHost host = inspect_lammps(find_lmp());
  return {campaign, fs::absolute(folder), host, installation,
          engine_settings(campaign, folder, host, {})};
}

namespace {

ExecutionResult execute(const Workshop &w, std::vector<PreparedChain> chains, int workers,
                        const CampaignRun &request)
{
  if (request.slurm) return run_in_slurm(w, chains, w.engine, request.slurm_options);
  return run_chains(w, std::move(chains), workers);
}

std::string how_to_go_on(const CampaignRun &request)
{
  return request.slurm ? "the jobs go on in Slurm; run the same command again to wait for them"
                       : "Run the same command again to continue";
}

/// Larger ones take minutes and gigabytes: their matrix has nine times the square of this many entries.
constexpr std::size_t most_atoms_for_modes = 1500;

void find_missing_modes(const Workshop &w, std::size_t i)
{
  const PreparedMaterial &m = w.materials[i];
  const fs::path folder = modes_file::folder(w.folder, w.campaign.materials[i].name);
  const std::string key = sha256(m.hash + w.host.version + w.plugin_hash);
  if (has_modes(folder, key)) return;
  make_folder(folder);
  try {
    if (m.system.crystal.atoms.size() > most_atoms_for_modes)
      fail(ExitCode::point, "more than {} atoms; see softmode modes", most_atoms_for_modes);
    find_modes(m.system, w.host, w.installation.plugin, folder, key);
    fs::remove(folder / modes_file::failure);
  } catch (const Error &e) {
    if (e.code == ExitCode::io) throw;
    write_file(folder / modes_file::failure, e.what());    // which the report shows
  }
}

/// The folder has a manifest and this campaign file, not an earlier one that runs the same points.
bool is_described(const Workshop &w)
{
  const fs::path copy = w.folder / "campaign.yaml";
  return fs::exists(w.folder / "manifest.json") && fs::exists(copy) &&
         read_file(copy) == read_file(w.campaign.file);
}

}    // namespace

CampaignOutcome run_campaign(const CampaignRun &request)
{
  const Workshop w = open_workshop(request.campaign, request.folder, request.engine);
  make_folder(w.folder);    // all input is known to be good by now
  const CampaignLock lock(w.folder);
  std::vector<PreparedChain> chains = prepare_chains(w);
  std::size_t points = 0, missing = 0;
  for (const PreparedChain &c : chains) {
    points += c.known;
    missing += c.missing.size();
  }
  const int workers = choose_workers(w, chains, request.slurm ? 1 : request.workers);
  keep_engine_settings(w.campaign, w.folder, w.engine);
  describe(w, points, missing, workers, request.slurm);
  if (missing > 0 || !is_described(w)) write_manifest(w, request.command_line);

  const ExecutionResult result = execute(w, std::move(chains), workers, request);
  if (result.detached) return {w.folder, {}, true};
  if (result.interrupted)
    fail(ExitCode::interrupted, "stopped; {} of {} points are complete. {}",
         points - missing + result.completed, points, how_to_go_on(request));
  if (!result.failed.empty())
    fail(ExitCode::point, "{} of {} points failed; the others are complete and kept in {}:{}",
         result.failed.size(), points, w.folder.string(), failures(result.failed));
  for (std::size_t i = 0; i < w.materials.size(); ++i) find_missing_modes(w, i);
  const Results results = collect_results(w.campaign, w.folder);
  write_results(w.campaign, results, w.folder, w.installation.data);
  require_bands(results);
  return {w.folder, results, false};
}

}    // namespace softmode
