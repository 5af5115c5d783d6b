// SPDX-License-Identifier: BSD-3-Clause
// What a campaign will take, before anything is spent.
#pragma once

#include "engine/chains.h"
#include "engine/speed.h"

#include <string>
#include <vector>

namespace softmode {

struct PlannedPoint {
  Point point;
  std::size_t atoms;
  long steps;    ///< of `until` up to its budget
  double simulated_ps;
  double seconds;    ///< of wall time, 0: speed not measured
  double bytes;      ///< that stay on disk
  bool complete;
};

struct Plan {
  std::vector<PlannedPoint> points;    ///< of melt searches those that are needed at most
  double core_seconds = 0.0;           ///< of what is to run
  double wall_seconds =
      0.0;    ///< on this machine: what all cores need, and at least the longest chain
  double bytes = 0.0;
};

/// Disk space of a point that is complete. Sizes of texts per block and per wavenumber were measured on HKUST-1 and copper
/// formate (2026-11-27). The checkpoint, the largest part, is what the measurement of speeds found, and grows with samples
/// of the unfinished segment and with the spectra of finished ones; without `speed` it is left out.
double point_bytes(const Campaign &campaign, const PreparedMaterial &material,
                   const SpeedTable *speed);

/// `speeds`, `engine`: one per material, or none, for a plan without times. `workers`: points at a time.
Plan make_plan(const Campaign &campaign, const std::vector<PreparedMaterial> &materials,
               const std::filesystem::path &folder, const std::vector<SpeedTable> &speeds,
               const std::vector<EngineSettings> &engine, int workers);

std::string plan_table(const Campaign &campaign, const Plan &plan);
std::string plan_json(const Campaign &campaign, const Plan &plan);

}    // namespace softmode
