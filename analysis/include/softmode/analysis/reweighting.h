// SPDX-License-Identifier: BSD-3-Clause
// How populations would change with the parameters of the bond, from the lengths that were sampled.
//
// Approximate: every bond is taken as independent, so that each length counts
//   exp(-(u_new(r) - u_old(r))/RT),  u(r) = E(r) - RT ln bend_partition(r)
// times as often as before (exact for lone bonds). Bonds that share a linker or a metal are not; the result
// serves to propose the next simulation, never to replace one.
#pragma once

#include "softmode/analysis/lone_bond.h"
#include "softmode/analysis/statistics.h"

#include <Eigen/Core>

#include <optional>
#include <vector>

namespace softmode {

/// Histogram of bond lengths at one temperature, and the error of ln K there.
struct SampledLengths {
  double temperature_K;
  double log_K_error;            ///< > 0; weight of this temperature in the van't Hoff fit
  std::vector<double> length;    ///< centres of the bins, A
  std::vector<double> count;     ///< samples in each
};

/// ln K of the reweighted lengths, divided at the midpoint of `to`.
struct ReweightedPopulations {
  double log_K;
  /// Samples of the same weight with as large an error, (sum c w)^2 / sum c w^2, of the less populated state.
  double effective_samples;
};

/// \throws std::invalid_argument for sizes that differ; AnalysisError if a state has no samples, or as lone_bond_log_K().
ReweightedPopulations reweighted_populations(const SampledLengths &sampled, const LoneBond &from,
                                             const LoneBond &to);

/// Derivatives of (dH in kJ/mol, dS in J/mol/K; rows) with respect to (dE in kcal/mol, logarithm of the
/// softness; columns) from the van't Hoff fit without dCp. nullopt if the effective samples of any
/// temperature are fewer than `least_samples` or there are fewer than two temperatures.
std::optional<Eigen::Matrix2d> population_response(const std::vector<SampledLengths> &sampled,
                                                   const LoneBond &bond, LoneBondSoftness softness,
                                                   double least_samples = 1000.0);

}    // namespace softmode
