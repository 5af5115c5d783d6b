// SPDX-License-Identifier: BSD-3-Clause
// The files that one trial of a calibration consists of.
#pragma once

#include "campaign/campaign.h"
#include "forcefield/potential.h"

#include <string>
#include <vector>

namespace softmode {

/// A potential that extends the file `base`, given as it stands in `extends`, with this overlay.
/// Comments go first, a line each.
std::string overlay_file(const std::string &name, const std::string &base, const Overlay &overlay,
                         const std::vector<std::string> &calibrated_on,
                         const std::vector<std::string> &comments);

/// The campaign file with only this material and this potential; with other temperatures (K) and seed
/// if temperatures are given. Paths become absolute.
/// \throws Error (io, campaign).
std::string trial_campaign(const Campaign &campaign, std::size_t material,
                           const std::filesystem::path &potential,
                           const std::vector<double> &temperatures_K, int seed);

/// The temperatures halfway between neighbours.
std::vector<double> between(const std::vector<double> &temperatures_K);

}    // namespace softmode
