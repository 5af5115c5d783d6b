// SPDX-License-Identifier: BSD-3-Clause
#include "runs/trial_runner.h"

#include "forcefield/assemble.h"
#include "runs/run_campaign.h"
#include "runs/trial_files.h"
#include "support/files.h"

#include <algorithm>
#include <fmt/format.h>

namespace softmode {

namespace fs = std::filesystem;

namespace {

constexpr int held_out_seed = 1000003;    // added to the last six digits of the campaign's

}    // namespace

fs::path TrialRunner::folder_of(std::size_t number) const
{
  return folder / fmt::format("trial-{:02}", number);
}

MaterialResult TrialRunner::run(std::size_t number, const Eigen::VectorXd &parameters) const
{
  const std::string name = fmt::format("trial {} of softmode calibrate", number);
  const fs::path place = folder_of(number);
  make_folder(place);
  write_potential(place / "potential.yaml", parameters, "calibrated: " + name, {name});
  return run_in(place, {}, 0);
}

MaterialResult TrialRunner::run_held_out(std::size_t number) const
{
  const fs::path place = folder / "held-out";
  make_folder(place);
  write_once(place / "potential.yaml", read_file(folder_of(number) / "potential.yaml"));
  return run_in(place, between(campaign.temperatures_K), campaign.seed % 1000000 + held_out_seed);
}

double TrialRunner::bonds_per_carboxylate() const
{
  const System system = assemble(crystal_of(campaign.materials[material], potential), potential);
  return static_cast<double>(system.metal_carboxylate_bonds) /
         static_cast<double>(system.carboxylates);
}

void TrialRunner::write_potential(const fs::path &file, const Eigen::VectorXd &parameters,
                                  const std::string &how,
                                  const std::vector<std::string> &comments) const
{
  std::vector<std::string> calibrated_on;
  for (const CalibratedObservable &o : problem.observables)
    calibrated_on.insert(calibrated_on.end(), o.compared.begin(), o.compared.end());
  for (const std::string &earlier : potential.calibrated_on)
    if (std::find(calibrated_on.begin(), calibrated_on.end(), earlier) == calibrated_on.end())
      calibrated_on.push_back(earlier);
  const Potential changed = with_numbers(problem, potential, numbers_of(problem, parameters), how);
  write_once(file, potential_file(changed, problem.metal,
                                  fs::relative(potential.file, file.parent_path()).string(),
                                  calibrated_on, comments));
}

MaterialResult TrialRunner::run_in(const fs::path &place, const std::vector<double> &temperatures_K,
                                   int seed) const
{
  const fs::path file = place / "trial.yaml";
  write_once(file,
             trial_campaign(campaign, material, place / "potential.yaml", temperatures_K, seed));
  CampaignRun request{file, place / "campaign", workers, command_line};
  request.without_lock = without_lock;
  return run_campaign(request).results.materials[0];
}

}    // namespace softmode
