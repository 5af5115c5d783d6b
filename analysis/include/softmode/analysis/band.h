// SPDX-License-Identifier: BSD-3-Clause
// One band of a spectrum: finding candidates, following one through temperature, fitting it.
#pragma once

#include <vector>

namespace softmode {

/// Inclusive range of wavenumbers, cm-1.
struct WavenumberRange {
  double low, high;
};

/// Gaussian on a constant, height exp(-4 ln2 (nu - position)^2 / fwhm^2) + baseline.
struct BandFit {
  double position;    ///< cm-1
  double fwhm;        ///< cm-1
  double height;      ///< above the baseline, unit of the spectrum
  double baseline;
};

/// Fit one Gaussian on a constant to the points in the range (Levenberg-Marquardt, Ceres).
/// wavenumber (cm-1, ascending) and intensity have equal sizes.
/// \throws AnalysisError if the range holds fewer than 5 points or data are not finite;
///   AnalysisError if the fit does not converge to a band inside the range.
BandFit fit_band(const std::vector<double> &wavenumber, const std::vector<double> &intensity,
                 const WavenumberRange &range);

/// Centroid over the range above the straight line between its ends, cm-1: a companion of the fitted
/// position that assumes no shape.
double centroid(const std::vector<double> &wavenumber, const std::vector<double> &intensity,
                const WavenumberRange &range);

/// Integral over the range (trapezoids), unit of the spectrum x cm-1.
double integral(const std::vector<double> &wavenumber, const std::vector<double> &intensity,
                const WavenumberRange &range);

/// A local maximum that stands out.
struct BandCandidate {
  double position;    ///< cm-1, of the maximum, by parabola
  double fwhm;        ///< cm-1, where the spectrum falls to half of the maximum
};

/// Maxima in the range that are higher than `threshold` times the highest one there, and than
/// everything within `separation` cm-1. Ascending by position.
std::vector<BandCandidate> find_bands(const std::vector<double> &wavenumber,
                                      const std::vector<double> &intensity,
                                      const WavenumberRange &range, double threshold,
                                      double separation);

}    // namespace softmode
