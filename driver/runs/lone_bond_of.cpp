// SPDX-License-Identifier: BSD-3-Clause
#include "runs/lone_bond_of.h"
#include "softmode/analysis/determined.h"

#include "softmode/analysis/error.h"
#include "support/error.h"

#include <cmath>

namespace softmode {

namespace {

/// Of a bond, as far as it has this softness: angles at the metal are not its own.
LoneBondSoftness bond_softness(Softness softness)
{
  return softness == Softness::loose_constant ? LoneBondSoftness::loose_constant
                                              : LoneBondSoftness::bend_ratio;
}

std::vector<SampledLengths> sampled_lengths(const MaterialResult &result)
{
  std::vector<SampledLengths> all;
  for (const PointResult &p : result.points) {
    if (!p.log_K) continue;    // left out of the van't Hoff fit, too
    const Histogram &h = p.data.lengths;
    SampledLengths s{p.point.temperature_K, p.log_K->error, h.centre,
                     std::vector<double>(h.centre.size())};
    for (const std::vector<double> &block : h.counts)
      for (std::size_t i = 0; i < block.size(); ++i) s.count[i] += block[i];
    all.push_back(std::move(s));
  }
  return all;
}

}    // namespace

LoneBond lone_bond_of(const Potential &potential, const std::string &metal)
{
  const TwoStateWells &w = *potential.metal_oxygen.at(metal).two_state;
  return {{w.tight_constant.value, w.tight_length.value, w.loose_constant.value,
           w.loose_length.value, w.energy_difference.value, w.coupling.value},
          potential.state->weight(),
          potential.overlay->bend_ratio.value,
          bends_per_bond};
}

std::string describe(const LoneBondThermodynamics &lone)
{
  return fmt::format("dH {:.2f} kJ/mol, dS {:.2f} J/mol/K, dCp {:.1f} J/mol/K, K(298 K) {:.3g}",
                     lone.enthalpy_kJ_mol, lone.entropy_J_mol_K, lone.heat_capacity_J_mol_K,
                     std::exp(lone.log_K_at_reference));
}

Potential from_quadrature(Potential potential, const CalibrationProblem &problem, Softness softness,
                          const std::vector<double> &temperatures_K)
{
  if (problem.metal.empty())
    fail(ExitCode::usage, "--from-quadrature: {} has no two-state bond with measured dH and dS",
         potential.file.string());
  if (softness == Softness::metal_angle_ratio)
    fail(ExitCode::usage,
         "--from-quadrature: a lone bond has no angles at the metal; use --softness bend-ratio or "
         "loose-constant");
  const double dH = problem.observables[0].target.value, dS = problem.observables[1].target.value;
  LoneBond found;
  try {
    found = solve_lone_bond(lone_bond_of(potential, problem.metal), bond_softness(softness), dH, dS,
                            temperatures_K);
  } catch (const AnalysisError &e) {
    fail(ExitCode::analysis, "{}: {}", potential.file.string(), e.what());
  }
  const std::string how = "calibrated: quadrature of a lone bond";
  problem.parameters[0].number(potential) = {found.wells.offset, how};
  problem.parameters[1].number(potential) = {
      softness == Softness::bend_ratio ? found.bend_ratio : found.wells.loose_constant, how};
  return potential;
}

std::optional<ExpectedResponse> expected_response(const CalibrationProblem &problem,
                                                  const Potential &sampled, Softness softness,
                                                  const MaterialResult &result)
{
  const std::optional<Eigen::Matrix2d> response = population_response(
      sampled_lengths(result), lone_bond_of(sampled, problem.metal), bond_softness(softness));
  if (!response) return std::nullopt;
  ExpectedResponse expected = nothing_expected(problem);
  const Eigen::Index known = softness == Softness::metal_angle_ratio ? 1 : 2;
  expected.slope.topLeftCorner(2, known) = response->leftCols(known);
  return expected;
}

std::string framework_strain(const CalibrationProblem &problem, const CalibrationTrial &trial,
                             const LoneBondThermodynamics &lone)
{
  const double alone[] = {lone.enthalpy_kJ_mol, lone.entropy_J_mol_K};
  std::string text;
  for (std::size_t i = 0; i < 2; ++i) {
    const CalibratedObservable &o = problem.observables[i];
    const Estimate change{trial.observables[i].value - alone[i], trial.observables[i].error};
    text += fmt::format("{}{} by {:.{}f} +- {:.{}f} {}{}", i ? " and " : "", o.name, change.value,
                        o.digits, change.error, o.digits, o.unit, remark_on(change));
  }
  return fmt::format("The framework changes {}. A lone bond has {}", text, describe(lone));
}

}    // namespace softmode
