// SPDX-License-Identifier: BSD-3-Clause
// A campaign: materials x temperatures x replicas, and how each point is run.
#pragma once

#include "softmode/analysis/band.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

struct CampaignMaterial {
  std::string name;
  std::filesystem::path structure;    ///< CIF
  std::filesystem::path potential;    ///< YAML
  std::array<int, 3> supercell{1, 1, 1};
};

struct Thermostat {
  std::string style;    ///< csvr, langevin, nose-hoover or none
  double damping_fs = 0;
};

struct Campaign {
  std::filesystem::path file;
  std::string name;
  std::vector<CampaignMaterial> materials;
  std::vector<double> temperatures_K;    ///< ascending, all different
  int replicas = 1;
  int seed = 1;
  int workers = 0;    ///< 0: one per processor
  double timestep_fs = 0.5;
  int equilibration_steps = 0, production_steps = 0;
  int checkpoint_steps = 0;    ///< a killed point goes on from a multiple of it
  int retries = 1;             ///< how often a point that explodes is run again, see for_attempt()
  Thermostat thermostat;
  int spectrum_every = 0, state_every = 0;    ///< steps between samples
  int block_steps = 0;    ///< steps per block average of states and thermodynamics
  double resolution_cm = 8.0;
  WavenumberRange asymmetric_range{},
      symmetric_range{};              ///< where the stretches are looked for, cm-1
  std::filesystem::path reference;    ///< measured values to compare with; empty for none
};

/// Read a campaign file. Relative paths are relative to it, or to `folder` if given; names of potentials
/// and references are looked up in the data folder.
/// \throws Error (campaign, parameters, io) that names file, line, column, key and what was expected.
Campaign read_campaign(const std::filesystem::path &file, const std::filesystem::path &data_folder,
                       const std::filesystem::path &folder = {});

/// One simulation.
struct Point {
  std::size_t material;    ///< index into Campaign::materials
  double temperature_K;
  int cycle = 1, replica = 1;
  std::string id;    ///< "hkust-1/1-173.15K-1": <material>/<cycle>-<T>K-<replica>
  int seed;          ///< from the campaign's seed and the id alone
};

/// The campaign as an attempt runs it: the time step is halved once for each earlier attempt; times stay the same.
/// \throws Error (campaign) if that makes more than 2e9 steps.
Campaign for_attempt(const Campaign &campaign, int attempt);

/// The point with the seed of an attempt; attempt 0 has the point's own.
Point for_attempt(const Point &point, int attempt);

/// All points, by material, temperature, replica.
std::vector<Point> expand_points(const Campaign &campaign);

}    // namespace softmode
