// SPDX-License-Identifier: BSD-3-Clause
#include "runs/calibrate.h"

#include "campaign/workspace.h"
#include "runs/run_campaign.h"
#include "runs/trial_files.h"
#include "support/error.h"
#include "support/files.h"
#include "support/yaml.h"

#include <fmt/format.h>

#include <cmath>

namespace softmode {

namespace fs = std::filesystem;

namespace {

const std::vector<std::string> observables{"X_a", "X_s"};
const Eigen::Vector2d steps{20.0, 20.0};    // dk, df, kcal/mol/A2: some 0.005 cm-1/K each
constexpr int held_out_seed = 1000003;      // added to the last six digits of the campaign's

class Calibration {
 public:
  explicit Calibration(const CalibrationRequest &r) :
      request(r), campaign(read_campaign(r.campaign, find_installation().data)),
      material(find_material()), base(campaign.materials[material].potential),
      potential(read_potential(base)), goal{read_targets(), r.tolerance, 2.0},
      folder(fs::absolute(r.folder))
  {
    if (!potential.overlay)
      fail(ExitCode::parameters,
           "{}: no 'overlay', so there is nothing to calibrate; give bend-ratio and stretch-change",
           base.string());
  }

  fs::path run()
  {
    make_folder(folder);
    const CampaignLock lock(folder);
    while (true) {
      const Eigen::VectorXd parameters = next();
      const CalibrationTrial trial = simulate(parameters);
      trials.push_back(trial);
      write_path();
      const CalibrationStatus status = calibration_status(trial, goal);
      fmt::print("\ntrial {}: {}\n\n", trials.size(), describe(trial));
      if (status == CalibrationStatus::reached) break;
      if (status == CalibrationStatus::unprecise) too_short(trial);
      if (static_cast<int>(trials.size()) >= request.most_trials)
        fail(ExitCode::analysis,
             "not calibrated after {} trials; the last had {}, the targets are {} and {}. The path "
             "is in {}; go on with --most-trials, or lengthen the production run",
             trials.size(), describe(trial), goal.targets[0], goal.targets[1],
             (folder / "calibration.csv").string());
    }
    return finish();
  }

 private:
  std::size_t find_material() const
  {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < campaign.materials.size(); ++i) {
      names.push_back(campaign.materials[i].name);
      if (names.back() == request.material) return i;
    }
    if (request.material.empty() && names.size() == 1) return 0;
    fail(ExitCode::usage, "{}: choose one material with --material: {}", campaign.file.string(),
         fmt::join(names, ", "));
  }

  std::vector<double> read_targets() const
  {
    if (campaign.reference.empty())
      fail(ExitCode::campaign, "{}: no 'compare', so there are no measured slopes to calibrate on",
           campaign.file.string());
    const YamlNode measured = YamlNode::load(campaign.reference, ExitCode::campaign)
                                  .require("materials")
                                  .require(campaign.materials[material].name);
    std::vector<double> targets;
    for (const std::string &name : observables) targets.push_back(measured.require(name).number());
    return targets;
  }

  /// Parameters as they are written to the trial's file, so that a trial found on disk is the same.
  Eigen::VectorXd next() const
  {
    const Overlay &o = *potential.overlay;
    const Eigen::Vector2d start(o.stretch_change.value,
                                o.cross_change ? o.cross_change->value : 0.0);
    try {
      return next_calibration_trial(trials, start, steps, goal).unaryExpr([](double p) {
        return std::round(100.0 * p) / 100.0;
      });
    } catch (const std::invalid_argument &e) {
      fail(ExitCode::analysis, "{}; the path is in {}", e.what(),
           (folder / "calibration.csv").string());
    }
  }

  Overlay overlay_with(const Eigen::VectorXd &parameters, const std::string &how) const
  {
    Overlay overlay = *potential.overlay;
    overlay.stretch_change = {parameters(0), how};
    overlay.cross_change = Sourced{parameters(1), how};
    return overlay;
  }

  CalibrationTrial simulate(const Eigen::VectorXd &parameters) const
  {
    const std::size_t number = trials.size() + 1;
    const fs::path place = folder / fmt::format("trial-{:02}", number);
    make_folder(place);
    write_once(place / "potential.yaml",
               overlay_file(potential.name, fs::relative(base, place).string(),
                            overlay_with(parameters, fmt::format("calibrated: trial {}", number)),
                            observables, {fmt::format("trial {} of softmode calibrate", number)}));
    return {parameters, slopes_of(place, {}, 0)};
  }

  std::vector<Estimate> slopes_of(const fs::path &place, const std::vector<double> &temperatures,
                                  int seed) const
  {
    const fs::path file = place / "trial.yaml";
    write_once(file,
               trial_campaign(campaign, material, place / "potential.yaml", temperatures, seed));
    const Results results =
        run_campaign({file, place / "campaign", request.workers, request.command_line}).results;
    std::vector<Estimate> found;
    for (const std::string &name : observables)
      for (const Slope &slope : results.materials[0].slopes)
        if (slope.name == name) found.push_back(slope.fit.slope);
    if (found.size() != observables.size())
      fail(ExitCode::analysis, "{}: no slopes {}; see its report", place.string(),
           fmt::join(observables, ", "));
    return found;
  }

  /// Never overwrites: what is there must be what would be written.
  static void write_once(const fs::path &file, const std::string &content)
  {
    if (!fs::exists(file))
      write_file(file, content);
    else if (read_file(file) != content)
      fail(ExitCode::io,
           "{}: is there with other content; nothing is overwritten. Choose another folder with -o",
           file.string());
  }

  std::string describe(const CalibrationTrial &t) const
  {
    std::string text =
        fmt::format("dk {:.2f}, df {:.2f} kcal/mol/A2", t.parameters(0), t.parameters(1));
    for (std::size_t o = 0; o < observables.size(); ++o)
      text += fmt::format(", {} {:.4f} +- {:.4f} (measured {})", observables[o],
                          t.observables[o].value, t.observables[o].error, goal.targets[o]);
    return text;
  }

  void write_path() const
  {
    std::string text = "trial,dk_kcal_mol_A2,df_kcal_mol_A2";
    for (const std::string &o : observables) text += fmt::format(",{0}_cm_K,{0}_se_cm_K", o);
    text += "\n";
    for (std::size_t i = 0; i < trials.size(); ++i) {
      text += fmt::format("{},{},{}", i + 1, trials[i].parameters(0), trials[i].parameters(1));
      for (const Estimate &e : trials[i].observables)
        text += fmt::format(",{:.6g},{:.3g}", e.value, e.error);
      text += "\n";
    }
    write_file(folder / "calibration.csv", text);
  }

  [[noreturn]] void too_short(const CalibrationTrial &trial) const
  {
    double factor = 1.0;
    for (std::size_t o = 0; o < observables.size(); ++o)
      factor = std::max(factor, std::pow(trial.observables[o].error /
                                             (goal.relative_tolerance * std::fabs(goal.targets[o])),
                                         2));
    fail(ExitCode::analysis,
         "{}: the slopes agree with the measured ones, but not more precisely than {:.0f} %. Use a "
         "production run about {:.1f} times as long",
         describe(trial), 100.0 * goal.relative_tolerance, factor);
  }

  std::string verdict_on(CalibrationStatus status) const
  {
    if (status == CalibrationStatus::reached) return "agrees";
    return status == CalibrationStatus::away
               ? "does not agree"
               : fmt::format("agrees, but no more precisely than its errors, some above {:.0f} %",
                             100.0 * goal.relative_tolerance);
  }

  /// Held-out check and the new potential.
  fs::path finish() const
  {
    const CalibrationTrial &best = trials.back();
    const fs::path place = folder / "held-out";
    make_folder(place);
    write_once(place / "potential.yaml",
               read_file(folder / fmt::format("trial-{:02}", trials.size()) / "potential.yaml"));
    const CalibrationTrial held_out{best.parameters,
                                    slopes_of(place, between(campaign.temperatures_K),
                                              campaign.seed % 1000000 + held_out_seed)};
    const std::string verdict = verdict_on(calibration_status(held_out, goal));
    fmt::print("\nheld out (other seeds and temperatures): {}: {}\n", describe(held_out), verdict);

    std::vector<std::string> comments{
        fmt::format("{}: overlay calibrated on the measured slopes by softmode {}", potential.name,
                    SOFTMODE_VERSION)};
    for (std::size_t i = 0; i < trials.size(); ++i)
      comments.push_back(fmt::format("trial {}: {}", i + 1, describe(trials[i])));
    comments.push_back(
        fmt::format("held out, other seeds and temperatures: {}: {}", describe(held_out), verdict));
    const fs::path file = folder / (campaign.materials[material].name + ".yaml");
    const std::string how = fmt::format(
        "calibrated: on X_a and X_s of {}, trial {} of softmode calibrate, {:.0f} to {:.0f} K",
        campaign.materials[material].name, trials.size(), campaign.temperatures_K.front(),
        campaign.temperatures_K.back());
    write_once(file, overlay_file(potential.name, fs::relative(base, folder).string(),
                                  overlay_with(best.parameters, how),
                                  {"X_a", "X_s", "X_a infrared", "X_s infrared"}, comments));
    return file;
  }

  const CalibrationRequest &request;
  const Campaign campaign;
  const std::size_t material;
  const fs::path base;    // potential to start from
  const Potential potential;
  const CalibrationGoal goal;
  const fs::path folder;
  std::vector<CalibrationTrial> trials;
};

}    // namespace

fs::path calibrate(const CalibrationRequest &request)
{
  return Calibration(request).run();
}

}    // namespace softmode
