// SPDX-License-Identifier: BSD-3-Clause
// The folder of a campaign on disk.
//
//   campaign.yaml                       frozen copy of the input
//   manifest.json                       versions, hashes of every input, host, command line
//   points/<material>/<cycle>-<T>K-<replica>/
//   results/*.csv
//   report.html
#pragma once

#include "campaign/campaign.h"
#include "forcefield/potential.h"
#include "forcefield/system.h"
#include "lammps/host.h"

#include <filesystem>
#include <string>
#include <vector>

namespace softmode {

/// Holds the campaign's lock while it lives; the lock goes with the process, however it ends.
class CampaignLock {
 public:
  /// \throws Error (busy) with pid and host of the holder.
  explicit CampaignLock(const std::filesystem::path &folder);
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
};

/// Read and type every material. \throws Error (structure, parameters, io).
std::vector<PreparedMaterial> prepare_materials(const Campaign &campaign);

/// A point made ready: the contents of its input script, and a hash over everything that decides its
/// result (input, data, potential, plugin and LAMMPS version).
struct PreparedPoint {
  Point point;
  std::filesystem::path folder;
  std::string input;
  std::string recipe;          ///< SHA-256
  int attempt = 0;             ///< above 0: it exploded before, see for_attempt()
  std::string first_recipe;    ///< that of attempt 0
  int steps = 0;
  double timestep_fs = 0.0;
};

/// The point as one more attempt runs it. \throws Error as for_attempt().
PreparedPoint prepare_attempt(const Campaign &campaign, const PreparedMaterial &material,
                              const PreparedPoint &first, int attempt, const LammpsHost &host,
                              const Installation &installation);

std::vector<PreparedPoint> prepare_points(const Campaign &campaign,
                                          const std::vector<PreparedMaterial> &materials,
                                          const std::filesystem::path &campaign_folder,
                                          const LammpsHost &host, const Installation &installation);

/// How a point stands on disk.
enum class PointStatus { missing, complete, other_inputs };
PointStatus status_of(const PreparedPoint &point);

/// Has the folder a record of a complete point, whatever its inputs?
bool is_complete(const std::filesystem::path &point_folder);

/// Freeze the campaign file and write the manifest.
void write_manifest(const Campaign &campaign, const std::vector<PreparedMaterial> &materials,
                    const std::filesystem::path &campaign_folder, const LammpsHost &host,
                    const Installation &installation, const std::string &command_line);

}    // namespace softmode
