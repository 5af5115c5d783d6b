// SPDX-License-Identifier: BSD-3-Clause
// The key `protocol` of a campaign file.
#pragma once

#include "campaign/campaign.h"
#include "support/yaml.h"

namespace softmode {

/// Read the protocol into a campaign whose temperatures and times are known. The node may not exist: independent points.
/// \throws Error (campaign).
void read_protocol(const YamlNode &node, Campaign &campaign);

}    // namespace softmode
