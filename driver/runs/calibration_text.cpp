// SPDX-License-Identifier: BSD-3-Clause
#include "runs/calibration_text.h"
#include "softmode/analysis/determined.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

/// "cm-1/K" as part of a column's name: "cm_K".
std::string column_unit(std::string unit)
{
  if (const std::size_t at = unit.find("-1"); at != std::string::npos) unit.erase(at, 2);
  std::replace(unit.begin(), unit.end(), '/', '_');
  return unit;
}

std::string column(std::string name, const std::string &unit)
{
  std::replace(name.begin(), name.end(), '-', '_');
  return unit.empty() ? name : name + "_" + column_unit(unit);
}

}    // namespace

std::string describe_numbers(const CalibrationProblem &problem, const Eigen::VectorXd &parameters)
{
  const Eigen::VectorXd numbers = numbers_of(problem, parameters);
  std::string text;
  for (std::size_t j = 0; j < problem.parameters.size(); ++j) {
    const CalibratedParameter &p = problem.parameters[j];
    text += fmt::format("{}{} {:.{}f}{}{}", text.empty() ? "" : ", ", p.name,
                        numbers(static_cast<Eigen::Index>(j)), p.digits, p.unit.empty() ? "" : " ",
                        p.unit);
  }
  return text;
}

std::string describe(const CalibrationProblem &problem, const CalibrationTrial &trial)
{
  std::string text = describe_numbers(problem, trial.parameters);
  for (std::size_t i = 0; i < problem.observables.size(); ++i) {
    const CalibratedObservable &o = problem.observables[i];
    text += fmt::format(", {} {:.{}f} +- {:.{}f} {}{} (measured {})", o.name,
                        trial.observables[i].value, o.digits, trial.observables[i].error, o.digits,
                        o.unit, remark_on(trial.observables[i]), o.target.value);
  }
  return text;
}

std::string verdict(CalibrationStatus status)
{
  if (status == CalibrationStatus::reached)
    return "The simulation agrees with the measured values.";
  return status == CalibrationStatus::away
             ? "The simulation does not agree with the measured values."
             : "The simulation agrees with the measured values within its errors. Some of these "
               "errors are larger than the tolerance.";
}

std::string at_bounds(const CalibrationProblem &problem, const CalibrationTrial &trial)
{
  std::string text;
  const Eigen::VectorXd numbers = numbers_of(problem, trial.parameters);
  Eigen::VectorXd lower = numbers, upper = numbers;
  for (std::size_t j = 0; j < problem.parameters.size(); ++j) {
    lower(static_cast<Eigen::Index>(j)) = problem.parameters[j].range.lower;
    upper(static_cast<Eigen::Index>(j)) = problem.parameters[j].range.upper;
  }
  lower = numbers_of(problem, lower);
  upper = numbers_of(problem, upper);
  for (Eigen::Index j = 0; j < numbers.size(); ++j)
    if (numbers(j) <= lower(j) || numbers(j) >= upper(j))
      text += fmt::format(" {} is at its bound {};",
                          problem.parameters[static_cast<std::size_t>(j)].name, numbers(j));
  return text;
}

double longer_by(const CalibrationProblem &problem, const CalibrationTrial &trial)
{
  double factor = 1.0;
  for (std::size_t o = 0; o < problem.observables.size(); ++o)
    factor = std::max(
        factor, std::pow(trial.observables[o].error / problem.observables[o].target.tolerance, 2));
  return factor;
}

std::string path_table(const CalibrationProblem &problem, const std::vector<std::string> &names,
                       const std::vector<CalibrationTrial> &trials)
{
  std::string text = "trial";
  for (const CalibratedParameter &p : problem.parameters) text += "," + column(p.name, p.unit);
  for (const CalibratedObservable &o : problem.observables)
    text += "," + column(o.name, o.unit) + "," + column(o.name + "_se", o.unit);
  text += "\n";
  for (std::size_t i = 0; i < trials.size(); ++i) {
    text += names[i];
    for (const double number : numbers_of(problem, trials[i].parameters))
      text += fmt::format(",{}", number);
    for (const Estimate &e : trials[i].observables)
      text += fmt::format(",{:.6g},{:.3g}", e.value, e.error);
    text += "\n";
  }
  return text;
}

}    // namespace softmode
