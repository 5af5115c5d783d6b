// SPDX-License-Identifier: BSD-3-Clause
// From the outputs of one point to its values.
#pragma once

#include "results/results.h"

namespace softmode {

/// Populations, lengths and Lindemann ratio; bands are measured once they are followed through all points.
PointResult reduce_point(const Point &point, PointData data);

/// Spectra by which a band of a stretch is found: of its coordinate, the other one, and the infrared.
StretchSpectra stretch_spectra(const PointData &data, const std::string &coordinate,
                               const std::string &other);

/// Mean spectra of each temperature, of points sorted by it, weighted by their segments: noise of short runs is no band, and
/// hides none.
std::vector<StretchSpectra> spectra_by_temperature(const std::vector<PointResult> &points,
                                                   const std::string &coordinate,
                                                   const std::string &other);

/// Bands of a stretch in the range that can be followed through all spectra, the one to follow first: that of the highest score or, with
/// `wanted_cm`, that nearest to it at the lowest temperature. Empty if there is none. \throws std::runtime_error if none is within
/// 25 cm-1 of `wanted_cm`; names those that there are.
BandChoice choose_band(const std::vector<StretchSpectra> &spectra, const WavenumberRange &range,
                       const std::optional<double> &wanted_cm);

/// The window in which a band was looked for, with no position (NaN).
BandResult no_band(const BandCandidate &candidate);

/// \throws std::runtime_error where no band can be fitted.
BandResult measure_band(const PointData &data, const std::string &group,
                        const BandCandidate &candidate);

/// Standard error of the quantity that the campaign's protocol waits for, in its unit; NaN where it has none yet.
double error_of(const PointResult &point, const Campaign &campaign);

}    // namespace softmode
