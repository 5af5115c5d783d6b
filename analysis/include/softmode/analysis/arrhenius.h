// SPDX-License-Identifier: BSD-3-Clause
// Activation energies from rates over temperature.
#pragma once

#include "softmode/analysis/statistics.h"

#include <vector>

namespace softmode {

/// A rate at a temperature.
struct RatePoint {
  double temperature_K;
  Estimate rate_per_ps;
};

/// ln k = ln A - Ea / RT (S. Arrhenius, Z. Phys. Chem. 1889, 4, 226, doi:10.1515/zpch-1889-0416). Errors are those of the
/// rates, enlarged where the rates scatter more (see LinearFit::error()).
struct Arrhenius {
  Estimate activation_energy_kJ_mol;
  Estimate log_prefactor;        ///< ln(A / ps-1)
  double reduced_chi_squared;    ///< NaN for two rates
};

/// Weighted straight line of ln k against 1/T.
/// \throws AnalysisError for temperatures, rates or errors that are not positive and finite, and for rates at
///   fewer than two temperatures.
Arrhenius fit_arrhenius(const std::vector<RatePoint> &rates);

}    // namespace softmode
