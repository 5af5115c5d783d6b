// SPDX-License-Identifier: BSD-3-Clause
#include "runs/calibrate.h"

#include "campaign/workspace.h"
#include "runs/calibration_text.h"
#include "runs/lone_bond_of.h"
#include "runs/run_campaign.h"
#include "runs/trial_files.h"
#include "support/error.h"
#include "support/files.h"

#include <optional>

namespace softmode {

namespace fs = std::filesystem;

namespace {

constexpr double longest_stride = 3.0;    // steps
constexpr int held_out_seed = 1000003;    // added to the last six digits of the campaign's

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
  if (campaign.reference.empty())
    fail(ExitCode::campaign, "{}: no 'compare', so there are no measured values to calibrate on",
         campaign.file.string());
  return YamlNode::load(campaign.reference, ExitCode::campaign)
      .require("materials")
      .require(campaign.materials[material].name);
}

/// The potential that the first trial takes.
Potential start_of(const CalibrationRequest &request, const Campaign &campaign,
                   std::size_t material)
{
  const Potential potential = read_potential(campaign.materials[material].potential);
  if (!request.from_quadrature) return potential;
  const CalibrationProblem problem = calibration_problem(
      potential, measured_values(campaign, material), request.softness, request.tolerance);
  return from_quadrature(potential, problem, request.softness, campaign.temperatures_K);
}

class Calibration {
 public:
  explicit Calibration(const CalibrationRequest &r) :
      request(r), campaign(read_campaign(r.campaign, find_installation().data)),
      material(find_material(campaign, r.material)), potential(start_of(r, campaign, material)),
      problem(calibration_problem(potential, measured_values(campaign, material), r.softness,
                                  r.tolerance)),
      folder(fs::absolute(r.folder))
  {
  }

  fs::path run()
  {
    if (!problem.note.empty()) fmt::print("{}\n", problem.note);
    if (has_wells())
      fmt::print("a lone bond of the start: {}\n",
                 describe(lone_with(parameters_of(problem, start()))));
    make_folder(folder);
    const CampaignLock lock(folder);
    CalibrationStatus status;
    do {
      simulate(next());
      write_file(path_file(), path_table(problem, trials));
      fmt::print("\ntrial {}: {}\n\n", trials.size(), describe(problem, trials.back()));
      status = calibration_status(trials.back(), problem.goal());
      if (status == CalibrationStatus::unprecise) too_short();
    } while (status != CalibrationStatus::reached);
    return finish();
  }

 private:
  bool has_wells() const { return !problem.metal.empty(); }

  Eigen::VectorXd start() const
  {
    return numbers_of(problem, next_calibration_trial({}, problem.ranges(), problem.goal()));
  }

  LoneBondThermodynamics lone_with(const Eigen::VectorXd &parameters) const
  {
    return lone_bond_thermodynamics(
        lone_bond_of(changed_potential(parameters, "calibrated: here"), problem.metal),
        campaign.temperatures_K);
  }

  fs::path path_file() const { return folder / "calibration.csv"; }

  Eigen::VectorXd next() const
  {
    if (static_cast<int>(trials.size()) >= request.most_trials)
      give_up(fmt::format("not calibrated after {} trials", trials.size()),
              "go on with --most-trials, or lengthen the production run");
    Eigen::VectorXd numbers;
    try {
      numbers = numbers_of(problem, next_calibration_trial(trials, problem.ranges(), problem.goal(),
                                                           longest_stride, expected));
    } catch (const std::invalid_argument &e) {
      give_up(e.what(), "start from other parameters, or lengthen the production run");
    }
    // with common seeds it would give the same once more
    for (std::size_t i = 0; i < trials.size(); ++i)
      if (numbers_of(problem, trials[i].parameters) == numbers)
        give_up(
            fmt::format("nothing within the bounds is expected to be nearer than trial {}", i + 1),
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
         "{}: agrees with the measured values, but not as precisely as asked for. Use a production "
         "run about {:.1f} times as long",
         describe(problem, trials.back()), longer_by(problem, trials.back()));
  }

  void simulate(const Eigen::VectorXd &parameters)
  {
    const std::size_t number = trials.size() + 1;
    const std::string name = fmt::format("trial {} of softmode calibrate", number);
    const fs::path place = folder / fmt::format("trial-{:02}", number);
    write_potential(place / "potential.yaml", parameters, "calibrated: " + name, {name});
    const MaterialResult result = run_in(place, {}, 0);
    if (number == 1 && has_wells()) expect(parameters, result);
    trials.push_back({parameters, observables_in(problem, result)});
  }

  /// The first steps in dE and softness, from the lengths of the first trial.
  void expect(const Eigen::VectorXd &parameters, const MaterialResult &result)
  {
    expected = expected_response(problem, changed_potential(parameters, "calibrated: here"),
                                 request.softness, result);
    if (!expected)
      fmt::print("one of the states was sampled too rarely for reweighting: dE and {} get a trial "
                 "each\n",
                 problem.parameters[1].name);
    else
      fmt::print(
          "reweighting the lengths of trial 1, approximate as it takes bonds as independent: "
          "dE +1 kcal/mol changes dH by {:.2f} kJ/mol and dS by {:.2f} J/mol/K\n",
          expected->slope(0, 0), expected->slope(1, 0));
  }

  Potential changed_potential(const Eigen::VectorXd &parameters, const std::string &how) const
  {
    return with_numbers(problem, potential, numbers_of(problem, parameters), how);
  }

  void write_potential(const fs::path &file, const Eigen::VectorXd &parameters,
                       const std::string &how, const std::vector<std::string> &comments) const
  {
    std::vector<std::string> calibrated_on;
    for (const CalibratedObservable &o : problem.observables)
      calibrated_on.insert(calibrated_on.end(), o.compared.begin(), o.compared.end());
    make_folder(file.parent_path());
    write_once(file, potential_file(changed_potential(parameters, how), problem.metal,
                                    fs::relative(potential.file, file.parent_path()).string(),
                                    calibrated_on, comments));
  }

  MaterialResult run_in(const fs::path &place, const std::vector<double> &temperatures,
                        int seed) const
  {
    const fs::path file = place / "trial.yaml";
    write_once(file,
               trial_campaign(campaign, material, place / "potential.yaml", temperatures, seed));
    const Results results =
        run_campaign({file, place / "campaign", request.workers, request.command_line}).results;
    return results.materials[0];
  }

  /// The last trial with other seeds, at other temperatures.
  CalibrationTrial held_out() const
  {
    const fs::path place = folder / "held-out";
    make_folder(place);
    write_once(place / "potential.yaml",
               read_file(folder / fmt::format("trial-{:02}", trials.size()) / "potential.yaml"));
    const MaterialResult result =
        run_in(place, between(campaign.temperatures_K), campaign.seed % 1000000 + held_out_seed);
    return {trials.back().parameters, observables_in(problem, result)};
  }

  /// Held-out check and the new potential.
  fs::path finish() const
  {
    const CalibrationTrial check = held_out();
    const std::string checked = fmt::format("{}: {}", describe(problem, check),
                                            verdict(calibration_status(check, problem.goal())));
    fmt::print("\nheld out (other seeds and temperatures): {}\n", checked);

    std::vector<std::string> comments{
        fmt::format("{}: calibrated on the measured {} by softmode {}", potential.name,
                    problem.observable_names(), SOFTMODE_VERSION)};
    for (std::size_t i = 0; i < trials.size(); ++i)
      comments.push_back(fmt::format("trial {}: {}", i + 1, describe(problem, trials[i])));
    comments.push_back("held out, other seeds and temperatures: " + checked);
    if (has_wells()) {
      comments.push_back(
          framework_strain(problem, trials.back(), lone_with(trials.back().parameters)));
      fmt::print("{}\n", comments.back());
    }
    const std::string &name = campaign.materials[material].name;
    const fs::path file = folder / (name + ".yaml");
    write_potential(
        file, trials.back().parameters,
        fmt::format("calibrated: on {} of {}, trial {} of softmode calibrate, {:.0f} to {:.0f} K",
                    problem.observable_names(), name, trials.size(),
                    campaign.temperatures_K.front(), campaign.temperatures_K.back()),
        comments);
    return file;
  }

  const CalibrationRequest &request;
  const Campaign campaign;
  const std::size_t material;
  const Potential potential;    // to start from
  const CalibrationProblem problem;
  const fs::path folder;
  std::vector<CalibrationTrial> trials;
  std::optional<ExpectedResponse> expected;
};

}    // namespace

fs::path calibrate(const CalibrationRequest &request)
{
  return Calibration(request).run();
}

}    // namespace softmode
