// SPDX-License-Identifier: BSD-3-Clause
// Steps between a measured spectrum and one to fit. Each returns a new spectrum with a note of itself.
#pragma once

#include "softmode/analysis/band.h"
#include "softmode/analysis/spectra/measured_spectra.h"

#include <functional>

namespace softmode {

/// The spectrum in another quantity: transmittance T (fraction or per cent) to absorbance -log10 T;
/// reflectance R (fraction or per cent) to F(R) = (1-R)^2 / (2R) (P. Kubelka, F. Munk, Z. Tech. Phys.
/// 1931, 12, 593); per cent and fraction into each other. Returned as it is, without a note, where it
/// is in that quantity already.
/// \throws std::invalid_argument for any other pair of quantities; SpectrumError, naming the wavenumber,
///   for a T or R that is not positive where a logarithm or quotient is taken, or above 2 as a
///   fraction, which is a spectrum in per cent. R between 1 and 2, noise, is noted.
Spectrum converted(const Spectrum &spectrum, Quantity to);

/// The points in the range, ends included (cm-1). Where the data end inside the range that is noted.
/// \throws std::invalid_argument if low is not below high; SpectrumError if fewer than 5 points are
///   there, with the limits of the data.
Spectrum window(const Spectrum &spectrum, const WavenumberRange &range);

/// Savitzky-Golay smoothing (A. Savitzky, M.J.E. Golay, Anal. Chem. 1964, 36, 1627,
/// doi:10.1021/ac60214a047): a polynomial of `degree` through 2 half_width + 1 points, at its middle,
/// and near the ends at the point's own place in the first or last such polynomial (P.A. Gorry, Anal.
/// Chem. 1990, 62, 570, doi:10.1021/ac00205a007). It lowers and widens bands that are not much wider than that.
/// \throws std::invalid_argument unless 0 <= degree < 2 half_width + 1 <= number of points, half_width is at
///   most 500 and degree at most 10; SpectrumError if the axis is not evenly spaced to a tenth of a step.
Spectrum smoothed(const Spectrum &spectrum, int half_width, int degree);

/// Apply a step to each spectrum of a series.
SpectrumSeries each(const SpectrumSeries &series,
                    const std::function<Spectrum(const Spectrum &)> &step);

}    // namespace softmode
