// SPDX-License-Identifier: BSD-3-Clause
// One band of one spectrum: a line on a baseline, and companions that assume no shape.
#pragma once

#include "softmode/analysis/fit_spectrum.h"
#include "softmode/analysis/line_shapes.h"
#include "softmode/analysis/nonlinear_least_squares.h"

namespace softmode {

struct SingleBandOptions {
  LineShape shape = LineShape::gaussian;
  int baseline = 1;    ///< order: -1 none, 0 constant, 1 linear
};

struct SingleBand {
  LineShape shape = LineShape::gaussian;
  Estimate position, fwhm;            ///< cm-1
  Estimate area;                      ///< unit of the intensities x cm-1
  LineWidths widths, width_errors;    ///< of the line shape; NaN error at a bound
  Eigen::Matrix3d covariance;         ///< of position, fwhm, area
  std::vector<Estimate> baseline;     ///< as baseline_columns()
  Estimate centroid;    ///< cm-1, within 1.5 fwhm of the position (as far as the range reaches)
  Estimate
      maximum;    ///< cm-1, vertex of the parabola through the points within 0.4 fwhm of the position; NaN
                  ///< where the axis is so coarse that there are fewer than 4
  double residual;               ///< standard deviation of a point from the fit
  std::vector<bool> at_bound;    ///< position, widths
  Eigen::VectorXd residuals;     ///< data minus fit, unit of the intensities
};

/// Least squares over the points in the range. Errors are those of the noise of the spectrum, or follow from the
/// scatter about the fit where it is 0. Those of centroid and maximum take points as independent.
/// \throws AnalysisError as within(), or
///   if nothing stands out of the noise, the fit does not converge, its area is below 4
///   standard errors, or the range does not reach from half height to half height (a band cut by the window).
SingleBand fit_single_band(const FitSpectrum &spectrum, const WavenumberRange &range,
                           const SingleBandOptions &options = {});

/// Centroid above the line between the means of the outer tenths of the range, with the error that `noise` of a
/// point gives it. \throws AnalysisError if nothing lies above the line, or as within().
Estimate centroid_with_error(const FitSpectrum &spectrum, const WavenumberRange &range,
                             double noise);

/// Vertex of the parabola through the points in the range, weighted by (1 - u^2)^2 with u from -1 to 1 over it, with the error that `noise` of a point gives
/// it. \throws AnalysisError if it is no maximum within the range, as within(), for fewer
/// than 4 points.
Estimate maximum_by_parabola(const FitSpectrum &spectrum, const WavenumberRange &range,
                             double noise);

}    // namespace softmode
