// SPDX-License-Identifier: BSD-3-Clause
#include "runs/run_campaign.h"

#include "campaign/opened_campaign.h"
#include "campaign/protocol_notes.h"
#include "engine/executor.h"
#include "engine/workers.h"
#include "results/provenance.h"
#include "results/report.h"
#include "runs/find_modes.h"
#include "support/error.h"
#include "support/files.h"

#include <algorithm>

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

/// Empty while each rank has a processor.
std::string ranks_note(const std::vector<EngineSettings> &engine, int workers)
{
  int most = 0;
  for (const EngineSettings &s : engine) most = std::max(most, s.ranks);
  const int processors = available_processors(), ranks = most * workers;
  if (ranks <= processors) return "";
  return fmt::format("{} point(s) at a time of up to {} rank(s) are more than the {} processor(s) "
                     "that softmode may use here: ranks wait for each other, and points run slower "
                     "than with fewer (--ranks, -j)",
                     workers, most, processors);
}

std::string failures(const std::vector<FailedPoint> &failed)
{
  std::string text;
  for (const FailedPoint &f : failed) text += fmt::format("\n  {}: {}", f.id, f.reason);
  return text;
}

}    // namespace

void write_results(const Campaign &campaign, const Results &results, const fs::path &folder,
                   const fs::path &output, const fs::path &data, bool active)
{
  write_tables(results, output);
  write_provenance(campaign, folder, output);
  write_report(campaign, results, folder, output, data, active);
}

Workshop open_workshop(const fs::path &campaign_file, const fs::path &wanted_folder,
                       const EngineRequest &engine)
{
  const Installation installation = find_installation();
  const Campaign campaign = read_campaign(campaign_file, installation.data);
  const LammpsHost host = inspect_lammps(find_lmp());
  check_plugin(host, installation.plugin);
  const fs::path folder =
      canonical_folder(wanted_folder.empty() ? fs::path(campaign.name) : wanted_folder);
  return {campaign, folder, host, installation, engine_settings(campaign, folder, host, engine)};
}

Workshop workshop_of(const fs::path &folder)
{
  const Installation installation = find_installation();
  const Campaign campaign = open_campaign(folder, installation.data);
  const LammpsHost host = inspect_lammps(find_lmp());
  return {campaign, canonical_folder(folder), host, installation,
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

std::vector<std::string> first_points(const Campaign &c)
{
  std::vector<std::string> ids;
  for (const Chain &chain : chains_of(c)) ids.push_back(chain.points.front().id);
  return ids;
}

/// Tasks that Slurm has are numbered as the chains of the campaign that they were submitted for: another campaign file must
/// not take its place as long as there are any.
void check_tasks_in_slurm(const Workshop &w, const SlurmOptions &options)
{
  if (!fs::exists(w.folder / "slurm") || !fs::exists(w.folder / "manifest.json") || is_described(w))
    return;
  if (first_points(open_campaign(w.folder, w.installation.data)) == first_points(w.campaign))
    return;
  if (const std::size_t tasks = tasks_in_slurm(w.folder, options); tasks > 0)
    fail(ExitCode::busy,
         "{}: has other points than when its {} tasks in the queue of Slurm were submitted. Wait "
         "for them, or end them by scancel, before {} is run",
         w.folder.string(), tasks, w.campaign.file.string());
}

}    // namespace

CampaignOutcome run_campaign(const CampaignRun &request)
{
  const Workshop w = open_workshop(request.campaign, request.folder, request.engine);
  make_folder(w.folder);    // all input is known to be good by now
  const CampaignLock lock(w.folder, request.without_lock);
  if (request.slurm) check_tasks_in_slurm(w, request.slurm_options);
  std::vector<PreparedChain> chains = prepare_chains(w);
  std::size_t points = 0, missing = 0;
  for (const PreparedChain &c : chains) {
    points += c.known;
    missing += c.missing.size();
  }
  const int workers = choose_workers(w, chains, request.slurm ? 1 : request.workers);
  keep_engine_settings(w.campaign, w.folder, w.engine);
  describe(w, points, missing, workers, request.slurm);
  for (const std::string &note : protocol_notes(w.campaign)) fmt::print("note: {}\n", note);
  if (const std::string note = ranks_note(w.engine, workers);
      !request.slurm && missing > 0 && !note.empty())
    fmt::print("note: {}\n", note);
  std::fflush(stdout);
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
  write_results(w.campaign, results, w.folder, w.folder, w.installation.data);
  require_bands(results);
  return {w.folder, results, false};
}

}    // namespace softmode
