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

/// \throws std::runtime_error where no band can be fitted.
BandResult measure_band(const PointData &data, const std::string &group,
                        const BandCandidate &candidate);

/// Standard error of the quantity that the campaign's protocol waits for, in its unit; NaN where it has none yet.
double error_of(const PointResult &point, const Campaign &campaign);

}    // namespace softmode
