// SPDX-License-Identifier: BSD-3-Clause
// What the analysis of a campaign found, for other programs.
#pragma once

#include "results/results.h"

#include <string>

namespace softmode {

/// Slopes, van't Hoff parameters with covariance, free energies, populations and Lindemann crossings of each material.
/// Units are in the names; a number that could not be had is null.
std::string analysis_json(const Results &results);

}    // namespace softmode
