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
  /// Of the straight line: variance of what it leaves over the mean square of the errors; NaN for two temperatures.
  double reduced_chi_squared;
  /// c of a + b t + c t^2, t = T - 298.15 K, cm-1/K2; from three temperatures on.
  std::optional<Estimate> curvature;
  /// What a smooth curve leaves, likewise: a cubic, which follows the sigmoid of two states, from six temperatures on, a
  /// parabola from four, else NaN.
  double curve_reduced_chi_squared;
};

/// Straight line of equal weights through band positions (cm-1, with errors) over temperature (K): the slope of a curve is
/// then one and the same number whatever the errors are, in simulation and experiment. Its error is that of the positions,
/// propagated; a curve is no reason to enlarge it, scatter about the smooth curve is, by sqrt(its reduced chi-squared) above 1.
/// That compares variances of all points together: errors from two or three blocks of a short run are right on average only,
/// and in a chi-squared of the single points those that happen to be tiny would decide.
/// \throws AnalysisError for fewer than two different temperatures or errors not positive.
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

/// Does cooling retrace heating? Position at each temperature (to 0.01 K) plus offset and slope of cooling, against
/// position at each temperature alone: an F-test with (2, n - temperatures - 2) degrees of freedom. Its scale is the
/// scatter of what was measured at one temperature (pure error; N.R. Draper, H. Smith, Applied Regression Analysis, 3rd
/// ed. 1998, section 2.1, doi:10.1002/9781118625590), which neither the curve of position over temperature nor the
/// misfit of a line shape enters. The errors of the positions hold that misfit, so that they are not even weights here.
struct Reversibility {
  Redshift heating, cooling;
  Estimate slope_difference;    ///< cooling minus heating, cm-1/K; its error is that of the scatter
  Estimate offset_difference;    ///< at 298.15 K, cm-1; likewise
  double slope_probability,
      offset_probability;    ///< of each difference or a larger one by chance (Student)
  double F, probability;     ///< of both together
  int degrees_of_freedom;    ///< of the scatter
};

struct RedshiftAnalysis {
  Redshift line;                         ///< through all points
  std::map<int, Redshift> cycles;        ///< of each cycle with two temperatures or more
  std::optional<Curvature> curvature;    ///< needs three temperatures and four points
  /// Needs two temperatures that were measured on both ways, and points to spare for the scatter.
  std::optional<Reversibility> reversibility;
};

/// Lines are those of fit_redshift(). The F-test of curvature compares fits weighted by 1/error^2 and takes errors as
/// relative ones; that of reversibility counts points the same.
/// \throws AnalysisError as fit_redshift().
RedshiftAnalysis analyse_redshift(const std::vector<BandPosition> &positions);

}    // namespace softmode
