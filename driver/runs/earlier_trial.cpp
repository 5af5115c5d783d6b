// SPDX-License-Identifier: BSD-3-Clause
#include "runs/earlier_trial.h"

#include "campaign/opened_campaign.h"
#include "engine/workspace.h"
#include "forcefield/assemble.h"
#include "lammps/system_files.h"
#include "support/error.h"
#include "support/files.h"

#include <algorithm>
#include <set>
#include <sstream>

namespace softmode {

namespace fs = std::filesystem;

namespace {

const CampaignMaterial &material_of(const Campaign &earlier, const std::string &name,
                                    const fs::path &folder)
{
  std::vector<std::string> names;
  for (const CampaignMaterial &m : earlier.materials) {
    if (m.name == name) return m;
    names.push_back(m.name);
  }
  fail(ExitCode::campaign, "{}: has no material '{}'; it has {}", folder.string(), name,
       fmt::join(names, ", "));
}

Eigen::VectorXd numbers_in(const CalibrationProblem &problem, Potential potential)
{
  Eigen::VectorXd numbers(static_cast<Eigen::Index>(problem.parameters.size()));
  for (std::size_t j = 0; j < problem.parameters.size(); ++j)
    numbers(static_cast<Eigen::Index>(j)) = problem.parameters[j].number(potential).value;
  return numbers;
}

/// Text without what stands behind '#' in its lines.
std::string without_comments(const std::string &text)
{
  std::string result;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) result += line.substr(0, line.find('#')) + "\n";
  return result;
}

/// Every number of the field of this crystal, with the calibrated ones at `numbers`; not where each is from.
std::string field_with(const CalibrationProblem &problem, const Potential &potential,
                       const Eigen::VectorXd &numbers, const CampaignMaterial &material)
{
  const Potential changed = with_numbers(problem, potential, numbers, "calibrated");
  return without_comments(coefficient_commands(assemble(crystal_of(material, changed), changed)));
}

std::set<double> sampled_temperatures(const MaterialResult &result)
{
  std::set<double> temperatures;
  for (const PointResult &p : result.points) temperatures.insert(p.point.temperature_K);
  return temperatures;
}

}    // namespace

Potential with_overlay(Potential potential)
{
  if (potential.overlay) return potential;
  Overlay &overlay = potential.overlay.emplace();
  overlay.bend_ratio = {1.0, "no coupling"};
  overlay.stretch_change = {0.0, "no coupling"};
  return potential;
}

EarlierTrial earlier_trial(const Campaign &campaign, std::size_t material, const Potential &start,
                           const CalibrationProblem &problem, const fs::path &folder,
                           const fs::path &data_folder)
{
  Campaign earlier = open_campaign(folder, data_folder);
  const CampaignMaterial &wanted = campaign.materials[material];
  const CampaignMaterial found = material_of(earlier, wanted.name, folder);
  if (read_file(found.structure) != read_file(wanted.structure))
    fail(ExitCode::campaign, "{}: its structure {} is not {}", folder.string(),
         found.structure.string(), wanted.structure.string());
  const Potential potential = with_overlay(read_potential(found.potential));
  const Eigen::VectorXd numbers = numbers_in(problem, potential),
                        at_start = numbers_in(problem, start);
  if (field_with(problem, potential, at_start, found) !=
      field_with(problem, start, at_start, wanted))
    fail(ExitCode::campaign,
         "{}: its potential {} differs from {} in more than the numbers that are calibrated",
         folder.string(), found.potential.string(), start.file.string());

  earlier.materials = {found};
  MaterialResult result = collect_results(earlier, folder).materials.at(0);
  const std::set<double> expected(campaign.temperatures_K.begin(), campaign.temperatures_K.end());
  if (sampled_temperatures(result) != expected)
    fail(ExitCode::campaign, "{}: has points of {} at {} temperatures, which are not the {} of {}",
         folder.string(), wanted.name, sampled_temperatures(result).size(), expected.size(),
         campaign.file.string());
  CalibrationTrial trial{parameters_of(problem, numbers), observables_in(problem, result)};
  return {earlier.name, potential, std::move(trial), std::move(result)};
}

}    // namespace softmode
