// SPDX-License-Identifier: BSD-3-Clause
// Redshift slope X: band position against temperature.
#pragma once

#include "softmode/analysis/statistics.h"

#include <optional>
#include <vector>

namespace softmode {

struct Redshift {
  Estimate slope;                    ///< X, cm-1/K
  Estimate position_at_reference;    ///< cm-1, at 298.15 K
  double reduced_chi_squared;        ///< of the straight line; NaN for two temperatures
  /// c of a + b t + c t^2, t = T - 298.15 K, weighted by 1/error^2, cm-1/K2; from three temperatures on.
  std::optional<Estimate> curvature;
  /// What a smooth curve leaves, weighted in the same way: a cubic, which follows the sigmoid of two states, from six
  /// temperatures on, a parabola from four, else NaN.
  double curve_reduced_chi_squared;
};

/// Straight line of equal weights through band positions (cm-1, with errors) over temperature (K): the slope of a curve is
/// then one and the same number whatever the errors are, in simulation and experiment. Its error is that of the positions,
/// propagated; a curve is no reason to enlarge it, scatter about the smooth curve is, by sqrt(its reduced chi-squared) above 1.
/// \throws std::invalid_argument for fewer than two different temperatures or errors not positive.
Redshift fit_redshift(const std::vector<double> &temperature_K,
                      const std::vector<Estimate> &position_cm);

}    // namespace softmode
