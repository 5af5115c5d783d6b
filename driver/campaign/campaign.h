// SPDX-License-Identifier: BSD-3-Clause
// A campaign file: materials x potentials x temperatures x protocol x replicas, and how each point is run.
#pragma once

#include "softmode/analysis/band.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

struct CampaignMaterial {
  std::string name;           ///< of its folder and in every table
  std::string measured_as;    ///< key in the reference: the name without that of the potential
  std::filesystem::path structure;                  ///< CIF
  std::filesystem::path potential;                  ///< YAML
  std::optional<std::array<int, 3>> supercell{};    ///< absent: as LAMMPS needs it
  /// Follow the band that is nearest to this at the lowest temperature, cm-1; absent: chosen by character.
  std::optional<double> asymmetric_band_cm, symmetric_band_cm;
};

struct Thermostat {
  std::string style;    ///< csvr, langevin, nose-hoover, qtb (quantum thermal bath) or none (NVE)
  double damping_fs = 0;
};

/// Of NPT; absent: NVT, or NVE without thermostat.
struct Barostat {
  double pressure_atm = 1.0;
  double damping_fs = 1000.0;
  bool isotropic =
      true;    ///< else the edges, and the tilts of a cell that has them, move on their own
};

enum class ProtocolType { independent, ramp, until, melt };

/// How the points of a material follow each other.
struct Protocol {
  ProtocolType type = ProtocolType::independent;

  // ramp: each cycle leads from `start` up, down and back towards it; each point starts from the end of the last one
  int cycles = 1;
  double start_K = 0.0;    ///< also where a melt search begins

  // until: production goes on until the error of `quantity` is at most `target_error` or the budget is spent
  std::string quantity;
  double target_error = 0.0;    ///< in the unit of the quantity
  int budget_steps = 0;

  // melt: up by step_K until the Lindemann ratio of M-O crosses the threshold, then bisection
  double threshold = 0.0, tolerance_K = 0.0, step_K = 0.0, highest_K = 0.0;
};

std::string name_of(ProtocolType type);

/// What `until` can wait for, with the unit of its error: "loose-fraction" and the like.
std::vector<std::string> quantities_to_wait_for();

struct Campaign {
  std::filesystem::path file;
  std::string name;
  std::vector<CampaignMaterial> materials;
  std::vector<double> temperatures_K;    ///< ascending, all different; empty for a melt search
  Protocol protocol;
  int replicas = 1;
  int seed = 1;
  int workers = 0;            ///< 0: as measured on this machine
  int ranks = 0;              ///< MPI ranks of a point; 0: not said
  std::string accelerator;    ///< "none", "opt", "omp", "kk"; empty: not said
  double timestep_fs = 0.5;
  int equilibration_steps = 0, production_steps = 0;
  int checkpoint_steps = 0;    ///< a killed point goes on from a multiple of it
  int retries = 1;             ///< how often a point that explodes is run again, see for_attempt()
  Thermostat thermostat;
  std::optional<Barostat> barostat;
  bool relaxed_cell = false;    ///< cell of the potential's minimum instead of the structure's
  int spectrum_every = 0, state_every = 0;    ///< steps between samples
  int block_steps = 0;    ///< steps per block average of states and thermodynamics
  double resolution_cm = 8.0;
  WavenumberRange asymmetric_range{1480.0, 1700.0},
      symmetric_range{1250.0, 1480.0};    ///< where the stretches are looked for, cm-1
  std::filesystem::path reference;        ///< measured values to compare with; empty for none
};

/// Read a campaign file. Relative paths are relative to it, or to `folder` if given; names of potentials
/// and references are looked up in the data folder.
/// \throws Error (campaign, parameters, io) that names file, line, column, key and what was expected.
Campaign read_campaign(const std::filesystem::path &file, const std::filesystem::path &data_folder,
                       const std::filesystem::path &folder = {});

}    // namespace softmode
