// SPDX-License-Identifier: BSD-3-Clause
// How much of a redshift is populations that change, and how much is each state moving by itself?
#pragma once

#include "softmode/analysis/statistics.h"

#include <vector>

namespace softmode {

/// State-resolved centres and populations at one temperature; errors are independent.
struct StateCentres {
  double temperature_K;
  Estimate
      loose_fraction;    ///< of the intensity, 0 to 1; with an oscillator-strength ratio q: q p / (1 - p + q p)
  Estimate tight_cm, loose_cm;
};

/// From one temperature to the next the mean wavenumber (1 - p) nu_t + p nu_l changes by exactly
///   dp mean(nu_l - nu_t)  +  mean(1 - p) dnu_t  +  mean(p) dnu_l,
/// means being those of both temperatures: the populations' part, and the tight and the loose state's own (anharmonic)
/// part. Slopes are those of unweighted straight lines through the accumulated parts, so that they add up to the total.
struct RedshiftParts {
  Estimate total, population, within_tight, within_loose;    ///< slopes, cm-1/K
  Estimate within;                                           ///< sum of both
  Estimate
      population_share;    ///< population / total; error NaN and value NaN if the total is within 2 errors of 0
};

/// \throws AnalysisError for fewer than two different temperatures, temperatures that do not ascend, fractions
///   outside [0, 1], or numbers that are not finite.
RedshiftParts decompose_redshift(const std::vector<StateCentres> &states);

}    // namespace softmode
