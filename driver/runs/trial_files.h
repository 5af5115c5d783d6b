// SPDX-License-Identifier: BSD-3-Clause
// The files that one trial of a calibration consists of.
#pragma once

#include "campaign/campaign.h"
#include "forcefield/potential.h"

#include <string>
#include <vector>

namespace softmode {

/// A potential file that extends the file `base`, given as it stands in `extends`: the overlay of
/// `changed` and, if `metal` is not empty, the two-state bond of that key of metal-oxygen, both whole.
/// Comments go first, a line each.
std::string potential_file(const Potential &changed, const std::string &metal,
                           const std::string &base, const std::vector<std::string> &calibrated_on,
                           const std::vector<std::string> &comments);

/// Never overwrites: what is there must be what would be written. \throws Error (io).
void write_once(const std::filesystem::path &file, const std::string &content);

/// The campaign file with only this material and this potential; with other temperatures (K) and seed
/// if temperatures are given. Paths become absolute.
/// \throws Error (io, campaign).
std::string trial_campaign(const Campaign &campaign, std::size_t material,
                           const std::filesystem::path &potential,
                           const std::vector<double> &temperatures_K, int seed);

/// The temperatures halfway between neighbours.
std::vector<double> between(const std::vector<double> &temperatures_K);

}    // namespace softmode
