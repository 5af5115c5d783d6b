// SPDX-License-Identifier: BSD-3-Clause
// Values that several parts of a campaign file hold.
#pragma once

#include "support/yaml.h"

namespace softmode {

/// \throws Error (campaign) unless it is above zero.
double positive(const YamlNode &node, Dimension dimension);

/// \throws Error (campaign) unless it is within limits, which `limits` names: "1 fs and 1 ns".
double between(const YamlNode &node, Dimension dimension, double low, double high,
               const std::string &limits);

/// K, from 0.01 to 10000.
double temperature(const YamlNode &node);

/// Whole number of steps in a time, which must be a multiple of the time step.
int steps(const YamlNode &node, double timestep_fs);

}    // namespace softmode
