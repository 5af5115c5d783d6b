// SPDX-License-Identifier: BSD-3-Clause
// The two-state bond of a potential without its framework, beside what is simulated with it.
#pragma once

#include "runs/calibration_problem.h"
#include "softmode/analysis/lone_bond.h"
#include "softmode/analysis/reweighting.h"

#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// Bends that the coupled angles of the overlay stand for: two directions for each bond.
inline constexpr int bends_per_bond = 2;

/// The two-state bond of `metal` with the bends of the overlay. Angles at the metal belong to the framework.
LoneBond lone_bond_of(const Potential &potential, const std::string &metal);

/// "dH 5.84 kJ/mol, dS 21.9 J/mol/K, dCp 1.4 J/mol/K, K(298 K) 1.32", all of the lone bond.
std::string describe(const LoneBondThermodynamics &lone);

/// The potential with the energy difference and the softness with which the lone bond has dH (kJ/mol) and
/// dS (J/mol/K) at these temperatures (K).
/// \throws Error: usage for the softness of the metal's angles, of which a lone bond has none; analysis
///   if there is no such bond.
Potential from_quadrature(Potential potential, const CalibrationProblem &problem, Softness softness,
                          const std::vector<double> &temperatures_K);

/// How dH and dS change with dE and the softness, from the lengths sampled with this potential. Bonds are
/// taken as independent, which they are not in a framework: good for the first steps only. nullopt if too
/// few samples would carry the weight.
std::optional<ExpectedResponse> expected_response(const CalibrationProblem &problem,
                                                  const Potential &sampled, Softness softness,
                                                  const MaterialResult &result);

/// What the framework adds to dH and dS of a lone bond: simulated minus lone, with the simulated errors.
std::string framework_strain(const CalibrationProblem &problem, const CalibrationTrial &trial,
                             const LoneBondThermodynamics &lone);

}    // namespace softmode
