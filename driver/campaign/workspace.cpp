// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/workspace.h"

#include "forcefield/assemble.h"
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

CampaignLock::CampaignLock(const fs::path &folder)
{
  const fs::path file = folder / lock_name;
  descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0)
    fail(ExitCode::io, "{}: cannot lock the campaign: {}", file.string(), std::strerror(errno));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const std::string holder = read_file(file);
    ::close(descriptor);
    fail(ExitCode::busy, "{}: another softmode works on this campaign ({}); wait for it or stop it",
         folder.string(), holder);
  }
  const std::string holder = fmt::format("pid {} on {}", ::getpid(), host_name());
  if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, holder.data(), holder.size(), 0) < 0)
    fail(ExitCode::io, "{}: cannot write: {}", file.string(), std::strerror(errno));
}

CampaignLock::~CampaignLock()
{
  ::close(descriptor);
}

bool is_locked(const fs::path &folder)
{
  const int descriptor = ::open((folder / lock_name).c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool locked = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0;
  ::close(descriptor);
  return locked;
}

std::vector<PreparedMaterial> prepare_materials(const Campaign &campaign)
{
  std::vector<PreparedMaterial> result;
  for (const CampaignMaterial &m : campaign.materials) {
    PreparedMaterial prepared;
    prepared.potential = read_potential(m.potential);
    prepared.system =
        assemble(supercell(read_structure(m.structure), m.supercell), prepared.potential);
    prepared.data = lammps_data(prepared.system);
    prepared.coefficients = coefficient_commands(prepared.system);
    result.push_back(std::move(prepared));
  }
  return result;
}

namespace {

PreparedPoint prepare_point(const Campaign &campaign, const PreparedMaterial &m, const Point &point,
                            const fs::path &folder, const std::string &plugin_hash,
                            const LammpsHost &host)
{
  PreparedPoint p;
  p.point = point;
  p.folder = folder;
  p.input = point_input(campaign, point, m.system, m.potential);
  p.recipe = sha256(p.input + m.data + m.coefficients + plugin_hash + host.version);
  p.first_recipe = p.recipe;
  p.steps = total_steps(campaign);
  p.timestep_fs = campaign.timestep_fs;
  return p;
}

}    // namespace

PreparedPoint prepare_attempt(const Campaign &campaign, const PreparedMaterial &material,
                              const PreparedPoint &first, int attempt, const LammpsHost &host,
                              const Installation &installation)
{
  PreparedPoint p =
      prepare_point(for_attempt(campaign, attempt), material, for_attempt(first.point, attempt),
                    first.folder, sha256(read_file(installation.plugin)), host);
  p.attempt = attempt;
  p.first_recipe = first.first_recipe;
  return p;
}

std::vector<PreparedPoint> prepare_points(const Campaign &campaign,
                                          const std::vector<PreparedMaterial> &materials,
                                          const fs::path &campaign_folder, const LammpsHost &host,
                                          const Installation &installation)
{
  const std::string plugin = sha256(read_file(installation.plugin));
  std::vector<PreparedPoint> result;
  for (const Point &point : expand_points(campaign)) {
    const PreparedMaterial &m = materials[point.material];
    for (const std::string &package : m.system.packages)
      host.need(package, m.potential.file.string());
    result.push_back(
        prepare_point(campaign, m, point, campaign_folder / "points" / point.id, plugin, host));
  }
  return result;
}

bool is_complete(const fs::path &point_folder)
{
  return fs::exists(point_folder / point_file::record);
}

PointStatus status_of(const PreparedPoint &point)
{
  if (!is_complete(point.folder)) return PointStatus::missing;
  const fs::path file = point.folder / point_file::record;
  const auto record = ordered_json::parse(read_file(file), nullptr, false);
  if (record.is_discarded() || !record.contains("recipe") || !record["recipe"].is_string())
    fail(ExitCode::point, "{}: is damaged; remove the folder {} and run again", file.string(),
         point.folder.string());
  return record["recipe"] == point.recipe ? PointStatus::complete : PointStatus::other_inputs;
}

void write_manifest(const Campaign &campaign, const std::vector<PreparedMaterial> &materials,
                    const fs::path &campaign_folder, const LammpsHost &host,
                    const Installation &installation, const std::string &command_line)
{
  const std::string campaign_text = read_file(campaign.file);
  ordered_json manifest;
  manifest["softmode"] = SOFTMODE_VERSION;
  manifest["written"] = utc_now();
  manifest["host"] = host_name();
  manifest["command"] = command_line;
  manifest["campaign"] = {{"file", campaign.file.string()}, {"sha256", sha256(campaign_text)}};
  manifest["lammps"] = {
      {"program", host.lmp.string()}, {"version", host.version}, {"mpi", host.mpi}};
  manifest["plugin"] = {{"file", installation.plugin.string()},
                        {"sha256", sha256(read_file(installation.plugin))}};
  for (std::size_t i = 0; i < materials.size(); ++i) {
    const CampaignMaterial &m = campaign.materials[i];
    const System &system = materials[i].system;
    manifest["materials"].push_back(
        {{"name", m.name},
         {"structure",
          {{"file", m.structure.string()}, {"sha256", sha256(read_file(m.structure))}}},
         {"potential",
          {{"file", m.potential.string()}, {"sha256", sha256(read_file(m.potential))}}},
         {"formula", formula(system.crystal)},
         {"atoms", system.crystal.atoms.size()},
         {"charges", system.charge_method},
         {"charges_in_the_energy", system.electrostatics || system.pairs},
         {"carboxylates", system.carboxylates},
         {"metal_carboxylate_bonds", system.metal_carboxylate_bonds}});
  }
  write_file(campaign_folder / "campaign.yaml", campaign_text);
  write_file(campaign_folder / "manifest.json", manifest.dump(2) + "\n");
}

}    // namespace softmode
