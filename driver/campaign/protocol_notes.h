// SPDX-License-Identifier: BSD-3-Clause
// What a user should know about a campaign before it runs.
#pragma once

#include "campaign/campaign.h"

#include <string>
#include <vector>

namespace softmode {

/// FWHM that the friction 1/damping of a Langevin or quantum bath adds to every band, 1/(2 pi c damping) in cm-1; 0 for
/// other thermostats.
double friction_width_cm(const Thermostat &thermostat);

/// One sentence each; none where all is well.
std::vector<std::string> protocol_notes(const Campaign &campaign);

}    // namespace softmode
