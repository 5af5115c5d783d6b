// SPDX-License-Identifier: BSD-3-Clause
// Values that several parts of a campaign file hold.
#pragma once

#include "support/yaml.h"

namespace softmode {

/// \throws Error (campaign) unless it is above zero.
double positive(const YamlNode &node, Dimension dimension);

/// K, above absolute zero.
double temperature(const YamlNode &node);

/// Whole number of steps in a time, which must be a multiple of the time step.
int steps(const YamlNode &node, double timestep_fs);

}    // namespace softmode
