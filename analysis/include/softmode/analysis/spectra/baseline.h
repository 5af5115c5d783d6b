// SPDX-License-Identifier: BSD-3-Clause
// Baselines: each function returns the baseline at every point, in the unit of the intensity.
#pragma once

#include "softmode/analysis/band.h"
#include "softmode/analysis/spectra/measured_spectra.h"

#include <string>
#include <vector>

namespace softmode {

// All take wavenumbers (cm-1, strictly ascending) and intensities of equal size, at least 5, finite, and
// throw std::invalid_argument if they are not, besides what each says. Regions are where there is
// nothing but baseline; a region without a point is an std::invalid_argument that names it.

/// Mean of the points in the regions.
std::vector<double> constant_baseline(const std::vector<double> &wavenumber,
                                      const std::vector<double> &intensity,
                                      const std::vector<WavenumberRange> &regions);

/// Straight line through the first and the last point.
std::vector<double> linear_baseline(const std::vector<double> &wavenumber,
                                    const std::vector<double> &intensity);

/// Straight line through the mean points of two regions.
std::vector<double> linear_baseline(const std::vector<double> &wavenumber,
                                    const std::vector<double> &intensity,
                                    const WavenumberRange &left, const WavenumberRange &right);

/// Polynomial of `degree` (0 to 12) by least squares through all points of the regions.
/// \throws std::invalid_argument if they hold fewer than degree + 1 points.
std::vector<double> polynomial_baseline(const std::vector<double> &wavenumber,
                                        const std::vector<double> &intensity,
                                        const std::vector<WavenumberRange> &regions, int degree);

/// Lower convex hull, with straight lines between its points ("rubber band"), by A.M. Andrew's
/// monotone chain (Inf. Process. Lett. 1979, 9, 216, doi:10.1016/0020-0190(79)90072-3). Linear in the
/// number of points. It touches the lowest points, so it lies below a noisy baseline.
std::vector<double> rubber_band_baseline(const std::vector<double> &wavenumber,
                                         const std::vector<double> &intensity);

/// Asymmetric least squares: z that minimises sum_i w_i (y_i - z_i)^2 + smoothness sum_i (second
/// difference of z)_i^2, with w_i = asymmetry where y_i > z_i and 1 - asymmetry elsewhere, repeated until
/// the weights stay, but where y and z agree to 1e-9 of the range (P.H.C. Eilers, H.F.M. Boelens,
/// Baseline correction with asymmetric least squares smoothing, Leiden University Medical Centre,
/// 2005; the smoother: P.H.C. Eilers, Anal. Chem. 2003, 75, 3631, doi:10.1021/ac034173t). Points count
/// as evenly spaced; smoothness, usually 1e2 to 1e9 for some hundred points, grows with the fourth
/// power of their density; asymmetry is usually 0.001 to 0.1. A banded QR: linear in the number of points.
/// \throws std::invalid_argument unless 0 < smoothness <= 1e16 and 0 < asymmetry < 1;
///   AnalysisError if the weights still change after `most_iterations`.
std::vector<double> asymmetric_least_squares_baseline(const std::vector<double> &wavenumber,
                                                      const std::vector<double> &intensity,
                                                      double smoothness, double asymmetry,
                                                      int most_iterations = 100);

/// Statistics-sensitive nonlinear iterative peak clipping: for p = 1 .. half_width each value becomes at
/// most the mean of those p points to either side (C.G. Ryan, E. Clayton, W.L. Griffin, S.H. Sie,
/// D.R. Cousens, Nucl. Instrum. Methods B 1988, 34, 396, doi:10.1016/0168-583X(88)90063-8). Bands up to
/// about 2 half_width points wide are clipped. With `compressed`, on ln(ln(sqrt(y + 1) + 1) + 1) of the
/// intensities, as there. Points count as evenly spaced; nearer than p to an end they stay.
/// \throws std::invalid_argument unless half_width is positive and below half the number of points, or for
///   an intensity below zero with `compressed`.
std::vector<double> snip_baseline(const std::vector<double> &wavenumber,
                                  const std::vector<double> &intensity, int half_width,
                                  bool compressed = false);

/// The spectrum without the baseline, which `what` describes in its note ("rubber band").
/// \throws std::invalid_argument if the sizes differ.
Spectrum without_baseline(const Spectrum &spectrum, const std::vector<double> &baseline,
                          const std::string &what);

}    // namespace softmode
