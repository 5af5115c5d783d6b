// SPDX-License-Identifier: BSD-3-Clause
// Simulated against measured values.
#pragma once

#include "results/results.h"

namespace softmode {

/// Fill results.comparison from the campaign's reference file; values the potential was calibrated on
/// are marked.
/// \throws Error (campaign, io) that names file, line and key.
void compare(const Campaign &campaign, Results &results);

}    // namespace softmode
