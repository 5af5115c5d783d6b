// SPDX-License-Identifier: BSD-3-Clause
// Two-state thermodynamics of tight and loose bonds; the same code for counted (simulation) and
// inferred (experiment) populations. K = [loose] / [tight].
#pragma once

#include "softmode/analysis/statistics.h"
#include "softmode/analysis/vant_hoff.h"

#include <optional>
#include <vector>

namespace softmode {

/// ln K and its error from the loose fraction p: K = p / (1 - p), error(ln K) = error(p) / [p (1 - p)].
/// nullopt if the fraction is not inside (0, 1) or its error not positive: no K can be given then.
std::optional<Estimate> log_equilibrium_constant(const Estimate &loose_fraction);

/// ln K(T) = -(dH - T dS) / RT, with dCp: dH(T) = dH + dCp (T - T0), dS(T) = dS + dCp ln(T / T0),
/// T0 = 298.15 K.
struct VantHoff {
  Estimate enthalpy_kJ_mol;                         ///< dH at T0
  Estimate entropy_J_mol_K;                         ///< dS at T0
  std::optional<Estimate> heat_capacity_J_mol_K;    ///< dCp, if fitted
  Estimate log_K_at_reference;      ///< ln K at T0, its error with the covariance of dH and dS
  double reduced_chi_squared;       ///< NaN without degrees of freedom
  Thermodynamics thermodynamics;    ///< the same with covariance: free energies, populations
};

/// Fit of ln K with independent errors over temperature (K): fit_vant_hoff() of vant_hoff.h with a diagonal covariance
/// and ErrorScaling::enlarged, so that simulation and experiment go through the same function.
/// \throws AnalysisError for fewer points than parameters (2, with dCp 3), temperatures that
///   are not positive or do not differ.
VantHoff fit_vant_hoff(const std::vector<double> &temperature_K, const std::vector<Estimate> &log_K,
                       bool with_heat_capacity);

/// ln K of given dH (kJ/mol), dS and dCp (J/mol/K) at a temperature.
double log_equilibrium_constant(double enthalpy_kJ_mol, double entropy_J_mol_K,
                                double heat_capacity_J_mol_K, double temperature_K);

}    // namespace softmode
