// SPDX-License-Identifier: BSD-3-Clause
// The folder of a campaign on disk.
//
//   campaign.yaml                       frozen copy of the input
//   manifest.json                       versions, hashes of every input, host, command line
//   points/<material>/<cycle>-<T>K-<replica>/
//   results/*.csv
//   report.html
#pragma once

#include "campaign/points.h"
#include "forcefield/potential.h"
#include "forcefield/system.h"
#include "lammps/host.h"

#include <filesystem>
#include <string>
#include <vector>

namespace softmode {

/// Where the file system of a campaign cannot lock.
enum class WithoutLock { refused, allowed };

/// Holds the campaign's lock while it lives; the lock goes with the process, however it ends.
class CampaignLock {
 public:
  /// \throws Error (busy) with pid and host of the holder; (io) if the file system cannot lock and going without is
  ///   not allowed. Where it is, and must be, says so on standard error.
  CampaignLock(const std::filesystem::path &folder, WithoutLock without);
  ~CampaignLock();
  CampaignLock(const CampaignLock &) = delete;
  CampaignLock &operator=(const CampaignLock &) = delete;

 private:
  int descriptor = -1;
};

/// Is some process working on the campaign?
bool is_locked(const std::filesystem::path &folder);

/// A material made ready: its typed system and the files all its points share.
struct PreparedMaterial {
  Potential potential;
  System system;
  std::string data, coefficients;    ///< contents of data.lmp and potential.lmp
  std::string hash;                  ///< SHA-256 of both
};

/// The structure of a material in the cell that is simulated, see simulated_cell(). \throws Error (structure, io).
Crystal crystal_of(const CampaignMaterial &material, const Potential &potential);

/// Read and type every material. \throws Error (structure, parameters, io).
std::vector<PreparedMaterial> prepare_materials(const Campaign &campaign);

/// A point made ready: a hash over everything that decides its result (input script, data, potential, plugin, LAMMPS
/// version, ranks and accelerator, and the same of the point from whose end it starts).
struct PreparedPoint {
  Point point;    ///< with the seed of attempt 0
  std::filesystem::path folder;
  std::filesystem::path parent_folder{};    ///< of the point from whose end it starts; empty: none
  std::string parent_recipe{};              ///< of that one, attempt 0
  std::string recipe;                       ///< SHA-256
  int attempt = 0;                          ///< above 0: it exploded before, see for_attempt()
  std::string first_recipe;                 ///< that of attempt 0
  int steps = 0;                            ///< of `until` those it begins with
  double timestep_fs = 0.0;
};

/// The one name of a campaign folder, whatever links lead to it; it need not exist yet. Jobs of Slurm carry its hash.
std::filesystem::path canonical_folder(const std::filesystem::path &folder);

/// All that points are made from.
struct Workshop {
  Campaign campaign;
  std::vector<PreparedMaterial> materials;
  std::filesystem::path folder;    ///< of the campaign
  LammpsHost host;
  Installation installation;
  std::string plugin_hash;
  std::vector<EngineSettings> engine;    ///< one per material

  /// \throws Error (host) where LAMMPS lacks a package that a material or the thermostat needs.
  Workshop(Campaign c, std::filesystem::path campaign_folder, LammpsHost h, Installation i,
           std::vector<EngineSettings> e);

  std::filesystem::path folder_of(const std::string &point_id) const
  {
    return folder / "points" / point_id;
  }

  /// Input script of an attempt at a point.
  std::string input_of(const Point &point, int attempt) const;

  /// `parent_recipe`: of the point from whose end it starts, its attempt 0; empty for none.
  PreparedPoint prepare(const Point &point, const std::string &parent_recipe) const;

  /// The point as one more attempt runs it. \throws Error as for_attempt().
  PreparedPoint attempt_of(const PreparedPoint &point, int attempt) const;
};

/// Has the folder a record of a complete point, whatever its inputs?
bool is_complete(const std::filesystem::path &point_folder);

/// Freeze the campaign file and write the manifest.
void write_manifest(const Workshop &workshop, const std::string &command_line);

}    // namespace softmode
