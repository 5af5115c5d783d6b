// SPDX-License-Identifier: BSD-3-Clause
#include "runs/calibration_problem.h"

#include <cmath>
#include <limits>

namespace softmode {

namespace {

// steps that move observables by a few tolerances: X_a of MOF-5 by 0.009 cm-1/K, dH and dS of a lone
// bond 1.3 kJ/mol and 2.5 J/mol/K
constexpr double stretch_step = 40.0;      // kcal/mol/A2
constexpr double energy_step = 0.3;        // kcal/mol
constexpr double softness_step = 0.3;      // of the logarithm
constexpr double largest_energy = 10.0;    // kcal/mol; beyond it one of the states is empty
constexpr double softest_ratio = 0.01, softest_constant = 0.5;    // kcal/mol/A2

double rounded(double value, int digits)
{
  const double scale = std::pow(10.0, digits);
  return std::round(scale * value) / scale;
}

CalibratedParameter linear(const std::string &name, const std::string &unit, int digits,
                           double step, double limit, std::function<Sourced &(Potential &)> number)
{
  return {name, unit, digits, false, {0.0, step, -limit, limit}, std::move(number)};
}

CalibratedParameter softness_between(const std::string &name, const std::string &unit,
                                     double lowest, double highest,
                                     std::function<Sourced &(Potential &)> number)
{
  return {name,
          unit,
          4,
          true,
          {0.0, softness_step, std::log(lowest), std::log(highest)},
          std::move(number)};
}

// where a potential leaves a number out, it stands there with the value this means
Sourced &present(std::optional<Sourced> &number, double absent)
{
  if (!number) number = Sourced{absent, "not given"};
  return *number;
}

TwoStateWells &wells_of(Potential &p, const std::string &metal)
{
  return *p.metal_oxygen.at(metal).two_state;
}

CalibratedParameter softness_parameter(const Potential &potential, const std::string &metal,
                                       Softness softness)
{
  if (softness == Softness::bend_ratio)
    return softness_between("bend-ratio", "", softest_ratio, 1.0,
                            [](Potential &p) -> Sourced & { return p.overlay->bend_ratio; });
  if (softness == Softness::metal_angle_ratio)
    return softness_between(
        "metal-angle-ratio", "", softest_ratio, 1.0,
        [](Potential &p) -> Sourced & { return present(p.overlay->metal_angle_ratio, 1.0); });
  return softness_between(
      "loose-constant", "kcal/mol/A2", softest_constant,
      potential.metal_oxygen.at(metal).two_state->tight_constant.value,
      [metal](Potential &p) -> Sourced & { return wells_of(p, metal).loose_constant; });
}

/// The key of the only two-state bond; empty if there is none.
std::string two_state_metal(const Potential &potential)
{
  std::string found;
  for (const auto &[metal, bond] : potential.metal_oxygen) {
    if (!bond.two_state) continue;
    if (!found.empty())
      fail(ExitCode::parameters,
           "{}: metal-oxygen: two-state bonds of {} and {}; one calibration varies one bond, so "
           "give only one",
           potential.file.string(), found, metal);
    found = metal;
  }
  return found;
}

CalibratedObservable slope(const std::string &name, const YamlNode &measured, double tolerance)
{
  const double value = measured.require(name).number();
  if (value == 0.0)
    measured.require(name).error("a slope of 0 cannot be met to some per cent of it");
  return {name,
          "cm-1/K",
          4,
          {name, name + " infrared"},
          {value, tolerance * std::fabs(value), true},
          [name](const MaterialResult &m) -> std::optional<Estimate> {
            const Slope *s = slope_named(m, name);
            return s ? std::optional(s->fit.slope) : std::nullopt;
          }};
}

CalibratedObservable vant_hoff_observable(const std::string &name, const std::string &unit,
                                          const YamlNode &measured, Estimate VantHoff::*member)
{
  const double error = measured.require("error").number();
  if (!(error > 0.0)) measured.require("error").error("must be positive");
  return {name,
          unit,
          2,
          {name, name + " without dCp"},
          {measured.require("value").number(), error, false},
          [member](const MaterialResult &m) -> std::optional<Estimate> {
            if (!m.vant_hoff) return std::nullopt;
            return (*m.vant_hoff).*member;
          }};
}

void add_two_state(CalibrationProblem &problem, const Potential &potential,
                   const std::string &metal, const YamlNode &measured, Softness softness)
{
  problem.metal = metal;
  problem.parameters.push_back(
      linear("dE", "kcal/mol", 4, energy_step, largest_energy,
             [metal](Potential &p) -> Sourced & { return wells_of(p, metal).energy_difference; }));
  problem.parameters.push_back(softness_parameter(potential, metal, softness));
  problem.observables.push_back(vant_hoff_observable("dH", "kJ/mol", measured.require("dH_kJ_mol"),
                                                     &VantHoff::enthalpy_kJ_mol));
  problem.observables.push_back(vant_hoff_observable(
      "dS", "J/mol/K", measured.require("dS_J_mol_K"), &VantHoff::entropy_J_mol_K));
  problem.observables.back().compared.push_back("log10 K(298 K) from dH and dS");
}

void add_stretches(CalibrationProblem &problem, const Potential &potential,
                   const YamlNode &measured, double tolerance)
{
  // up to here a C-O stays a bond even where its oxygen is loose on two metals
  const double limit = 0.25 * potential.carboxylate.co_constant->value;
  problem.parameters.push_back(
      linear("dk", "kcal/mol/A2", 2, stretch_step, limit,
             [](Potential &p) -> Sourced & { return p.overlay->stretch_change; }));
  problem.parameters.push_back(
      linear("df", "kcal/mol/A2", 2, stretch_step, limit,
             [](Potential &p) -> Sourced & { return present(p.overlay->cross_change, 0.0); }));
  problem.observables.push_back(slope("X_a", measured, tolerance));
  problem.observables.push_back(slope("X_s", measured, tolerance));
}

void set_starts(CalibrationProblem &problem, Potential potential)
{
  for (CalibratedParameter &p : problem.parameters) {
    const double value = rounded(p.number(potential).value, p.digits);
    p.range.start = p.logarithmic ? std::log(value) : value;
    if (!(p.range.lower <= p.range.start && p.range.start <= p.range.upper))
      fail(ExitCode::parameters, "{}: {} {}{} is not between {:.4g} and {:.4g}",
           potential.file.string(), p.name, value, p.unit.empty() ? "" : " " + p.unit,
           p.logarithmic ? std::exp(p.range.lower) : p.range.lower,
           p.logarithmic ? std::exp(p.range.upper) : p.range.upper);
  }
}

}    // namespace

CalibrationGoal CalibrationProblem::goal() const
{
  CalibrationGoal goal;
  for (const CalibratedObservable &o : observables) goal.targets.push_back(o.target);
  return goal;
}

std::vector<CalibrationParameter> CalibrationProblem::ranges() const
{
  std::vector<CalibrationParameter> ranges;
  for (const CalibratedParameter &p : parameters) ranges.push_back(p.range);
  return ranges;
}

std::string CalibrationProblem::observable_names() const
{
  std::vector<std::string> names;
  for (const CalibratedObservable &o : observables) names.push_back(o.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

CalibrationProblem calibration_problem(const Potential &potential, const YamlNode &measured,
                                       Softness softness, double tolerance)
{
  if (!potential.state)
    fail(ExitCode::parameters,
         "{}: no 'state', so it is not known which bonds are loose, on which C-O is to depend",
         potential.file.string());
  if (!potential.carboxylate.co_constant)
    fail(ExitCode::parameters,
         "{}: no carboxylate.C-O-constant, which dk and df change; calibrate a potential that "
         "extends base.yaml",
         potential.file.string());
  CalibrationProblem problem;
  const std::string metal = two_state_metal(potential);
  const YamlNode vant_hoff = measured["vant-hoff"];
  if (!metal.empty() && vant_hoff.exists())
    add_two_state(problem, potential, metal, vant_hoff, softness);
  else if (!metal.empty())
    problem.note = fmt::format("{}: no vant-hoff, so dE and the softness of the two-state bond "
                               "stay as they are; only dk and df are calibrated",
                               measured.where());
  add_stretches(problem, potential, measured, tolerance);
  set_starts(problem, potential);
  return problem;
}

ExpectedResponse nothing_expected(const CalibrationProblem &problem)
{
  return {Eigen::MatrixXd::Constant(static_cast<Eigen::Index>(problem.observables.size()),
                                    static_cast<Eigen::Index>(problem.parameters.size()),
                                    std::numeric_limits<double>::quiet_NaN())};
}

Eigen::VectorXd numbers_of(const CalibrationProblem &problem, const Eigen::VectorXd &parameters)
{
  Eigen::VectorXd numbers(parameters.size());
  for (Eigen::Index j = 0; j < numbers.size(); ++j) {
    const CalibratedParameter &p = problem.parameters[static_cast<std::size_t>(j)];
    numbers(j) = rounded(p.logarithmic ? std::exp(parameters(j)) : parameters(j), p.digits);
  }
  return numbers;
}

Eigen::VectorXd parameters_of(const CalibrationProblem &problem, const Eigen::VectorXd &numbers)
{
  Eigen::VectorXd parameters = numbers;
  for (Eigen::Index j = 0; j < numbers.size(); ++j)
    if (problem.parameters[static_cast<std::size_t>(j)].logarithmic)
      parameters(j) = std::log(numbers(j));
  return parameters;
}

Potential with_numbers(const CalibrationProblem &problem, Potential potential,
                       const Eigen::VectorXd &numbers, const std::string &how)
{
  for (std::size_t j = 0; j < problem.parameters.size(); ++j)
    problem.parameters[j].number(potential) = {numbers(static_cast<Eigen::Index>(j)), how};
  return potential;
}

std::vector<Estimate> observables_in(const CalibrationProblem &problem,
                                     const MaterialResult &result)
{
  std::vector<Estimate> found;
  for (const CalibratedObservable &o : problem.observables) {
    const std::optional<Estimate> value = o.in(result);
    if (!value)
      fail(ExitCode::analysis,
           "{}: this trial has no {}, so it says nothing about the parameters. {}", result.name,
           o.name, fmt::join(result.notes, "; "));
    found.push_back(*value);
  }
  return found;
}

}    // namespace softmode
