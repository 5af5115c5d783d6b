// SPDX-License-Identifier: BSD-3-Clause
#include "engine/workspace.h"

#include "forcefield/assemble.h"
#include "forcefield/simulated_cell.h"
#include "lammps/point_input.h"
#include "lammps/system_files.h"
#include "structure/read_structure.h"
#include "support/error.h"
#include "support/files.h"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <utility>

namespace softmode {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

constexpr const char *lock_name = ".lock";

std::string host_name()
{
  char name[256] = "";
  ::gethostname(name, sizeof(name) - 1);
  return name;
}

std::string utc_now()
{
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  char text[32];
  std::tm parts{};
  std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", ::gmtime_r(&now, &parts));
  return text;
}

}    // namespace

namespace {

/// 0, or errno.
int try_lock(int descriptor, int how)
{
  while (::flock(descriptor, how | LOCK_NB) != 0)
    if (errno != EINTR) return errno;
  return 0;
}

}    // namespace

CampaignLock::CampaignLock(const fs::path &folder, WithoutLock without)
{
  const fs::path file = folder / lock_name;
  descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0)
    fail(ExitCode::io, "{}: cannot lock the campaign: {}", file.string(), std::strerror(errno));
  if (const int problem = try_lock(descriptor, LOCK_EX)) {
    const std::string holder = problem == EWOULDBLOCK ? read_file(file) : "";
    ::close(std::exchange(descriptor, -1));
    if (problem == EWOULDBLOCK)
      fail(ExitCode::busy,
           "{}: another softmode works on this campaign ({}); wait for it or stop it",
           folder.string(), holder);
    if (without == WithoutLock::refused)
      fail(ExitCode::io,
           "{}: the file system does not lock files (flock: {}), so that two softmodes could work "
           "on this campaign at once. Choose a folder elsewhere with -o, or make sure that there "
           "is only one and give --no-lock",
           file.string(), std::strerror(problem));
    fmt::print(stderr,
               "note: {}: works without a lock (flock: {}); a second softmode would not be "
               "noticed\n",
               folder.string(), std::strerror(problem));
    return;
  }
  const std::string holder = fmt::format("pid {} on {}", ::getpid(), host_name());
  if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, holder.data(), holder.size(), 0) < 0)
    fail(ExitCode::io, "{}: cannot write: {}", file.string(), std::strerror(errno));
}

CampaignLock::~CampaignLock()
{
  if (descriptor >= 0) ::close(descriptor);
}

bool is_locked(const fs::path &folder)
{
  const int descriptor = ::open((folder / lock_name).c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool locked = try_lock(descriptor, LOCK_SH) == EWOULDBLOCK;
  ::close(descriptor);
  return locked;
}

fs::path canonical_folder(const fs::path &folder)
{
  std::error_code problem;
  const fs::path absolute = fs::absolute(folder).lexically_normal();
  fs::path canonical = fs::weakly_canonical(folder, problem);
  if (problem) canonical = absolute;
  canonical = fs::absolute(canonical).lexically_normal();
  return canonical.has_filename() ? canonical : canonical.parent_path();    // "a/" is "a"
}

Crystal crystal_of(const CampaignMaterial &material, const Potential &potential)
{
  return simulated_cell(read_structure(material.structure), potential, material.supercell);
}

std::vector<PreparedMaterial> prepare_materials(const Campaign &campaign)
{
  std::vector<PreparedMaterial> result;
  for (const CampaignMaterial &m : campaign.materials) {
    PreparedMaterial prepared;
    prepared.potential = read_potential(m.potential);
    if (!prepared.potential.state)
      fail(ExitCode::parameters,
           "{}: no 'state', which defines tight and loose bonds; a campaign needs it (softmode "
           "build "
           "does not)",
           m.potential.string());
    prepared.system = assemble(crystal_of(m, prepared.potential), prepared.potential);
    prepared.data = lammps_data(prepared.system);
    prepared.coefficients = coefficient_commands(prepared.system);
    prepared.hash = sha256(prepared.data + prepared.coefficients);
    result.push_back(std::move(prepared));
  }
  return result;
}

Workshop::Workshop(Campaign c, fs::path campaign_folder, LammpsHost h, Installation i,
                   std::vector<EngineSettings> e) :
    campaign(std::move(c)),
    materials(prepare_materials(campaign)), folder(std::move(campaign_folder)), host(std::move(h)),
    installation(std::move(i)), plugin_hash(sha256(read_file(installation.plugin))),
    engine(std::move(e))
{
  for (const PreparedMaterial &m : materials)
    for (const std::string &package : m.system.packages)
      host.need(package, m.potential.file.string());
  if (campaign.thermostat.style == "qtb") host.need("QTB", "the thermostat qtb");
}

std::string Workshop::input_of(const Point &point, int attempt) const
{
  const PreparedMaterial &m = materials[point.material];
  return point_input(for_attempt(campaign, attempt), for_attempt(point, attempt), m.system,
                     m.potential);
}

PreparedPoint Workshop::prepare(const Point &point, const std::string &parent_recipe) const
{
  PreparedPoint p;
  p.point = point;
  p.folder = folder_of(point.id);
  if (!point.parent.empty()) p.parent_folder = folder_of(point.parent);
  p.parent_recipe = parent_recipe;
  return attempt_of(p, 0);
}

PreparedPoint Workshop::attempt_of(const PreparedPoint &first, int attempt) const
{
  PreparedPoint p = first;
  const Campaign c = attempt > 0 ? for_attempt(campaign, attempt) : campaign;
  const EngineSettings &e = engine[p.point.material];
  p.recipe = sha256(input_of(p.point, attempt) + materials[p.point.material].hash + plugin_hash +
                    host.version + fmt::format("ranks {} {}", e.ranks, e.accelerator) +
                    first.parent_recipe);
  p.attempt = attempt;
  if (attempt == 0) p.first_recipe = p.recipe;
  p.steps = total_steps(c);
  p.timestep_fs = c.timestep_fs;
  return p;
}

bool is_complete(const fs::path &point_folder)
{
  return fs::exists(point_folder / point_file::record);
}

void write_manifest(const Workshop &workshop, const std::string &command_line)
{
  const Campaign &campaign = workshop.campaign;
  const LammpsHost &host = workshop.host;
  const Installation &installation = workshop.installation;
  const std::string campaign_text = read_file(campaign.file);
  ordered_json manifest;
  manifest["softmode"] = SOFTMODE_VERSION;
  manifest["written"] = utc_now();
  manifest["host"] = host_name();
  manifest["command"] = command_line;
  manifest["campaign"] = {{"file", campaign.file.string()}, {"sha256", sha256(campaign_text)}};
  manifest["lammps"] = {
      {"program", host.lmp.string()}, {"version", host.version}, {"mpi", host.mpi}};
  manifest["plugin"] = {{"file", installation.plugin.string()}, {"sha256", workshop.plugin_hash}};
  for (std::size_t i = 0; i < workshop.materials.size(); ++i) {
    const CampaignMaterial &m = campaign.materials[i];
    const System &system = workshop.materials[i].system;
    manifest["materials"].push_back(
        {{"name", m.name},
         {"structure",
          {{"file", m.structure.string()}, {"sha256", sha256(read_file(m.structure))}}},
         {"potential",
          {{"file", m.potential.string()}, {"sha256", sha256(read_file(m.potential))}}},
         {"formula", formula(system.crystal)},
         {"atoms", system.crystal.atoms.size()},
         {"cells", system.crystal.repeats},
         {"charges", system.charge_method},
         {"charges_in_the_energy", system.electrostatics || system.pairs},
         {"carboxylates", system.carboxylates},
         {"metal_carboxylate_bonds", system.metal_carboxylate_bonds}});
  }
  write_file(workshop.folder / "campaign.yaml", campaign_text);
  write_file(workshop.folder / "manifest.json", manifest.dump(2) + "\n");
}

}    // namespace softmode
