// SPDX-License-Identifier: BSD-3-Clause
// Small files in which a point's folder keeps what its next process must know, and the record of a complete one.
#pragma once

#include "campaign/points.h"
#include "softmode/analysis/statistics.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <vector>

namespace softmode {

/// How earlier attempts ended (attempts.json); an empty list if there are none.
/// \throws Error (io) where the file is damaged.
nlohmann::ordered_json read_attempts(const std::filesystem::path &point_folder);

/// Step up to which the point is to run (length.json), `otherwise` where the file is not there.
/// \throws Error (io) where the file is damaged.
int read_length(const std::filesystem::path &point_folder, int otherwise);

/// It ran up to `reached`, and shall go on to `wanted`.
void write_length(const std::filesystem::path &point_folder, int reached, int wanted);

/// Steps at which the point was looked at, the last one its end: to run it again in the same way.
std::vector<int> stages_of(const std::filesystem::path &point_folder, int steps);

/// What other parts of softmode need from a record (point.json).
struct PointRecord {
  std::string recipe;
  int ranks = 0;               ///< MPI ranks
  std::string accelerator;     ///< package of LAMMPS, or empty
  bool passed = true;          ///< the physics gates
  std::string failed_gates;    ///< in words
  double timestep_fs = 0.0;
  nlohmann::ordered_json failed_attempts;    ///< as read_attempts()
  Estimate lindemann_ratio{};
  int broken_bonds = 0;
};

/// Of a complete point; nullopt if it is not complete.
/// \throws Error (point) where the record is damaged.
std::optional<PointRecord> read_record(const std::filesystem::path &point_folder);

/// Whether a complete point has passed its gates, reading no further than that: for thousands of points at a time.
/// \throws Error (point) as read_record() where the verdict is not found.
std::optional<bool> read_verdict(const std::filesystem::path &point_folder);

/// Why a point failed in a process other than the driver's (failure.txt), until it is started again; empty where it does
/// not say.
std::string read_failure(const std::filesystem::path &point_folder);
void write_failure(const std::filesystem::path &point_folder, const std::string &reason);
void forget_failure(const std::filesystem::path &point_folder);

/// Stop LAMMPS processes whose working folder this is: what a driver that was killed has left behind.
void stop_processes_in(const std::filesystem::path &folder);

}    // namespace softmode
