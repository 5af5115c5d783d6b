// SPDX-License-Identifier: BSD-3-Clause
// Redshift slope X: band position against temperature.
#pragma once

#include "softmode/analysis/statistics.h"

#include <map>
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

/// Position of a band in one spectrum.
struct BandPosition {
  double temperature_K;
  Estimate position_cm;    ///< cm-1
  int cycle = 0;           ///< ramp it belongs to
  bool cooling = false;
};

/// Does the position follow a straight line? Quadratic term c (T - 298.15 K)^2 and the F-test of adding it.
struct Curvature {
  Estimate quadratic;       ///< c, cm-1/K^2
  double F, probability;    ///< with (1, n - 3) degrees of freedom
};

/// Does cooling retrace heating? Two lines against one: F-test with (2, n - 4) degrees of freedom.
struct Reversibility {
  Redshift heating, cooling;
  Estimate slope_difference;     ///< cooling minus heating, cm-1/K
  Estimate offset_difference;    ///< at 298.15 K, cm-1
  double slope_probability,
      offset_probability;    ///< of each difference or a larger one by chance (Student)
  double F, probability;     ///< of both together
};

struct RedshiftAnalysis {
  Redshift line;                         ///< through all points
  std::map<int, Redshift> cycles;        ///< of each cycle with two temperatures or more
  std::optional<Curvature> curvature;    ///< needs three temperatures and four points
  std::optional<Reversibility>
      reversibility;    ///< needs two temperatures on both ways and five points
};

/// Lines are those of fit_redshift(). The F-tests compare fits weighted by 1/error^2 and take errors as relative ones.
/// \throws std::invalid_argument as fit_redshift().
RedshiftAnalysis analyse_redshift(const std::vector<BandPosition> &positions);

}    // namespace softmode
