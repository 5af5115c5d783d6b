// SPDX-License-Identifier: BSD-3-Clause
// Redshift slope X: band position against temperature.
#pragma once

#include "softmode/analysis/statistics.h"

#include <vector>

namespace softmode {

struct Redshift {
  Estimate slope;                    ///< X, cm-1/K
  Estimate position_at_reference;    ///< cm-1, at 298.15 K
  double reduced_chi_squared;        ///< NaN for two temperatures
};

/// Weighted straight line through band positions (cm-1, with errors) over temperature (K). Errors are
/// enlarged by sqrt(reduced chi-squared) where that exceeds 1.
/// \throws std::invalid_argument for fewer than two different temperatures or errors not positive.
Redshift fit_redshift(const std::vector<double> &temperature_K,
                      const std::vector<Estimate> &position_cm);

}    // namespace softmode
