// SPDX-License-Identifier: BSD-3-Clause
#include "runs/calibrate.h"

#include "engine/workspace.h"
#include "runs/calibration_text.h"
#include "runs/earlier_trial.h"
#include "runs/lone_bond_of.h"
#include "runs/stretch_response.h"
#include "runs/trial_runner.h"
#include "softmode/analysis/determined.h"
#include "softmode/analysis/error.h"
#include "support/error.h"
#include "support/files.h"

#include <optional>

namespace softmode {

namespace fs = std::filesystem;

namespace {

constexpr double longest_stride = 3.0;    // steps

std::size_t find_material(const Campaign &campaign, const std::string &wanted)
{
  std::vector<std::string> names;
  for (std::size_t i = 0; i < campaign.materials.size(); ++i) {
    names.push_back(campaign.materials[i].name);
    if (names.back() == wanted) return i;
  }
  if (wanted.empty() && names.size() == 1) return 0;
  fail(ExitCode::usage, "{}: choose one material with --material: {}", campaign.file.string(),
       fmt::join(names, ", "));
}

YamlNode measured_values(const Campaign &campaign, std::size_t material)
{
  if (campaign.protocol.type != ProtocolType::independent)
    fail(ExitCode::campaign, "{}: calibration needs 'protocol: independent', found '{}'",
         campaign.file.string(), name_of(campaign.protocol.type));
  if (campaign.reference.empty())
    fail(ExitCode::campaign, "{}: no 'compare', so there are no measured values to calibrate on",
         campaign.file.string());
  return YamlNode::load(campaign.reference, ExitCode::campaign)
      .require("materials")
      .require(campaign.materials[material].measured_as);
}

/// Everything a trial takes, from the campaign and the start.
TrialRunner trial_runner(const CalibrationRequest &request)
{
  Campaign campaign = read_campaign(request.campaign, find_installation().data);
  const std::size_t material = find_material(campaign, request.material);
  Potential potential = with_overlay(read_potential(campaign.materials[material].potential));
  crystal_of(campaign.materials[material], potential);    // refused before anything is written
  const YamlNode measured = measured_values(campaign, material);
  const auto problem = [&] {
    return calibration_problem(potential, measured, request.softness, request.tolerance);
  };
  if (request.from_quadrature)
    potential = from_quadrature(potential, problem(), request.softness, campaign.temperatures_K);
  return {campaign,
          material,
          potential,
          problem(),
          fs::absolute(request.folder),
          request.workers,
          request.command_line,
          request.without_lock};
}

class Calibration {
 public:
  explicit Calibration(const CalibrationRequest &r) : request(r), runner(trial_runner(r)) {}

  fs::path run()
  {
    if (!problem.note.empty()) fmt::print("{}\n", problem.note);
    if (has_wells())
      fmt::print("a lone bond of the start: {}\n",
                 describe(lone_with(parameters_of(problem, start()))));
    make_folder(runner.folder);
    const CampaignLock lock(runner.folder, request.without_lock);
    for (const fs::path &folder : request.earlier) take(folder);
    if (request.propose) return proposal();
    CalibrationStatus status;
    do {
      simulate(next());
      write_file(path_file(), path_table(problem, names, trials));
      fmt::print("\ntrial {}: {}\n\n", own_trials(), describe(problem, trials.back()));
      status = calibration_status(trials.back(), problem.goal());
      if (status == CalibrationStatus::unprecise) too_short();
    } while (status != CalibrationStatus::reached);
    return finish();
  }

 private:
  bool has_wells() const { return !problem.metal.empty(); }

  std::size_t own_trials() const { return trials.size() - request.earlier.size(); }

  /// A campaign that was run before.
  void take(const fs::path &folder)
  {
    const EarlierTrial found = earlier_trial(runner.campaign, runner.material, runner.potential,
                                             problem, folder, find_installation().data);
    add(found.trial, found.potential, found.result, found.name);
    fmt::print("{}: {}\n", found.name, describe(problem, trials.back()));
  }

  void add(const CalibrationTrial &trial, const Potential &sampled, const MaterialResult &result,
           const std::string &name)
  {
    if (trials.empty()) expect(sampled, result);
    trials.push_back(trial);
    names.push_back(name);
    with_dCp = result.vant_hoff_dCp;
  }

  /// The potential of the next trial, for a campaign that the user runs.
  fs::path proposal() const
  {
    if (trials.empty())
      fail(ExitCode::usage, "--propose needs a campaign that was run, given with --from");
    write_file(path_file(), path_table(problem, names, trials));
    const Eigen::VectorXd parameters = next();
    const fs::path file = material_file();
    runner.write_potential(
        file, parameters,
        fmt::format("calibrated: proposed, where the response to {} meets the measured {}",
                    fmt::join(names, ", "), problem.observable_names()),
        comments_about_trials("proposed, not simulated yet, for"));
    fmt::print("next: {}\n", describe_numbers(problem, parameters));
    return file;
  }

  fs::path material_file() const
  {
    return runner.folder / (runner.campaign.materials[runner.material].name + ".yaml");
  }

  std::vector<std::string> comments_about_trials(const std::string &state) const
  {
    std::vector<std::string> comments{fmt::format("{}: {} the measured {} by softmode {}",
                                                  runner.potential.name, state,
                                                  problem.observable_names(), SOFTMODE_VERSION)};
    for (std::size_t i = 0; i < trials.size(); ++i)
      comments.push_back(fmt::format("{}: {}", names[i], describe(problem, trials[i])));
    return comments;
  }

  Eigen::VectorXd start() const
  {
    return numbers_of(problem, next_calibration_trial({}, problem.ranges(), problem.goal()));
  }

  LoneBondThermodynamics lone_with(const Eigen::VectorXd &parameters) const
  {
    return lone_bond_thermodynamics(lone_bond_of(potential_with(parameters), problem.metal),
                                    runner.campaign.temperatures_K);
  }

  fs::path path_file() const { return runner.folder / "calibration.csv"; }

  Eigen::VectorXd next() const
  {
    if (static_cast<int>(own_trials()) >= request.most_trials)
      give_up(fmt::format("not calibrated after {} trials", trials.size()),
              "go on with --most-trials, or lengthen the production run");
    Eigen::VectorXd numbers;
    try {
      numbers = numbers_of(problem, next_calibration_trial(trials, problem.ranges(), problem.goal(),
                                                           longest_stride, expected));
    } catch (const AnalysisError &e) {
      give_up(e.what(), "start from other parameters, or lengthen the production run");
    }
    // with common seeds it would give the same once more
    for (std::size_t i = 0; i < trials.size(); ++i)
      if (numbers_of(problem, trials[i].parameters) == numbers)
        give_up(fmt::format("nothing within the bounds is expected to be nearer than {}", names[i]),
                "start from another potential, or lengthen the production run");
    return parameters_of(problem, numbers);
  }

  [[noreturn]] void give_up(const std::string &why, const std::string &remedy) const
  {
    fail(ExitCode::analysis, "{}; the last had {};{} the path is in {}; {}", why,
         describe(problem, trials.back()), at_bounds(problem, trials.back()), path_file().string(),
         remedy);
  }

  [[noreturn]] void too_short() const
  {
    fail(ExitCode::analysis,
         "{}. The simulation agrees with the measured values, but its errors are larger than the "
         "tolerance. Make the production run about {:.1f} times as long",
         describe(problem, trials.back()), longer_by(problem, trials.back()));
  }

  void simulate(const Eigen::VectorXd &parameters)
  {
    const std::size_t number = own_trials() + 1;
    const MaterialResult result = runner.run(number, parameters);
    add({parameters, observables_in(problem, result)}, potential_with(parameters), result,
        fmt::format("trial {}", number));
  }

  /// The first steps: in dE and softness from the lengths of the first trial, in dk and df from its loose weight.
  void expect(const Potential &sampled, const MaterialResult &result)
  {
    if (has_wells()) expect_populations(sampled, result);
    if (!expected) expected = nothing_expected(problem);
    expect_stretches(*expected, problem, sampled, result, runner.bonds_per_carboxylate());
  }

  void expect_populations(const Potential &sampled, const MaterialResult &result)
  {
    expected = expected_response(problem, sampled, request.softness, result);
    if (!expected)
      fmt::print("one of the states was sampled too rarely for reweighting: dE and {} get a trial "
                 "each\n",
                 problem.parameters[1].name);
    else
      fmt::print("reweighting the lengths of the first trial, approximate as it takes bonds as "
                 "independent: "
                 "dE +1 kcal/mol changes dH by {:.2f} kJ/mol and dS by {:.2f} J/mol/K\n",
                 expected->slope(0, 0), expected->slope(1, 0));
  }

  Potential potential_with(const Eigen::VectorXd &parameters) const
  {
    return with_numbers(problem, runner.potential, numbers_of(problem, parameters),
                        "calibrated: trial");
  }

  /// What the bond does in the framework beyond its lone self, and what is found without being asked for.
  std::vector<std::string> about_the_bond() const
  {
    const CalibrationTrial &last = trials.back();
    std::vector<std::string> lines{framework_strain(problem, last, lone_with(last.parameters))};
    if (with_dCp)
      lines.push_back(fmt::format("dCp, found and not calibrated: {:.1f} +- {:.1f} J/mol/K{}",
                                  with_dCp->heat_capacity_J_mol_K->value,
                                  with_dCp->heat_capacity_J_mol_K->error,
                                  remark_on(*with_dCp->heat_capacity_J_mol_K)));
    return lines;
  }

  /// Held-out check and the new potential.
  fs::path finish() const
  {
    const CalibrationTrial check{trials.back().parameters,
                                 observables_in(problem, runner.run_held_out(own_trials()))};
    const std::string checked = fmt::format("{}. {}", describe(problem, check),
                                            verdict(calibration_status(check, problem.goal())));
    fmt::print("\nheld out (other seeds and temperatures): {}\n", checked);

    std::vector<std::string> comments = comments_about_trials("calibrated on");
    comments.push_back("held out, other seeds and temperatures: " + checked);
    if (has_wells())
      for (const std::string &line : about_the_bond()) {
        comments.push_back(line);
        fmt::print("{}\n", line);
      }
    const std::string &name = runner.campaign.materials[runner.material].name;
    const std::vector<double> &temperatures_K = runner.campaign.temperatures_K;
    const fs::path file = material_file();
    runner.write_potential(
        file, trials.back().parameters,
        fmt::format("calibrated: on {} of {}, trial {} of softmode calibrate, {:.0f} to {:.0f} K",
                    problem.observable_names(), name, own_trials(), temperatures_K.front(),
                    temperatures_K.back()),
        comments);
    return file;
  }

  const CalibrationRequest &request;
  const TrialRunner runner;
  const CalibrationProblem &problem = runner.problem;
  std::vector<CalibrationTrial> trials;    // earlier campaigns, then its own
  std::vector<std::string> names;          // of the trials
  std::optional<ExpectedResponse> expected;
  std::optional<VantHoff> with_dCp;    // of the last trial
};

}    // namespace

fs::path calibrate(const CalibrationRequest &request)
{
  return Calibration(request).run();
}

}    // namespace softmode
