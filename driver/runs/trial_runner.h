// SPDX-License-Identifier: BSD-3-Clause
// Runs one trial of a calibration in a folder of its own.
#pragma once

#include "campaign/campaign.h"
#include "engine/workspace.h"
#include "runs/calibration_problem.h"

#include <filesystem>
#include <string>
#include <vector>

namespace softmode {

struct TrialRunner {
  Campaign campaign;
  std::size_t material;    ///< index into Campaign::materials
  Potential potential;     ///< the start; its file is what new potentials extend
  CalibrationProblem problem;
  std::filesystem::path folder;    ///< of all trials
  int workers;
  std::string command_line;
  WithoutLock without_lock;

  /// <folder>/trial-<number>: potential with these parameters, campaign and its results.
  /// \throws Error: as run_campaign(); io if the folder has other content.
  MaterialResult run(std::size_t number, const Eigen::VectorXd &parameters) const;

  /// <folder>/held-out: the potential of that trial with other seeds, at the temperatures between.
  MaterialResult run_held_out(std::size_t number) const;

  double bonds_per_carboxylate() const;

  /// A potential file, marked as calibrated on all observables.
  void write_potential(const std::filesystem::path &file, const Eigen::VectorXd &parameters,
                       const std::string &how, const std::vector<std::string> &comments) const;

 private:
  std::filesystem::path folder_of(std::size_t number) const;
  MaterialResult run_in(const std::filesystem::path &place,
                        const std::vector<double> &temperatures_K, int seed) const;
};

}    // namespace softmode
