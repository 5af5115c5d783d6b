// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/read_values.h"

#include <cmath>

namespace softmode {

double positive(const YamlNode &node, Dimension dimension)
{
  const double value = node.quantity(dimension);
  if (!(value > 0.0)) node.error("must be positive");
  return value;
}

double between(const YamlNode &node, Dimension dimension, double low, double high,
               const std::string &limits)
{
  const double value = node.quantity(dimension);
  if (!(value >= low && value <= high)) node.error("must be between " + limits);
  return value;
}

double temperature(const YamlNode &node)
{
  const double kelvin = node.quantity(Dimension::temperature);
  if (!(kelvin > 0.0)) node.error(fmt::format("{} is not above absolute zero", node.text()));
  if (kelvin < 0.01 || kelvin > 1e4) node.error("must be between 0.01 K and 10000 K");
  return std::round(kelvin * 1e6) / 1e6;    // 173.15, not 173.14999999999998
}

int steps(const YamlNode &node, double timestep_fs)
{
  const double time_fs = positive(node, Dimension::time);
  const double ratio = time_fs / timestep_fs;
  if (ratio > 2e9) node.error("more than 2e9 steps");
  if (std::fabs(ratio - std::round(ratio)) > 1e-4 || ratio < 0.5)
    node.error(fmt::format("{} fs is not a multiple of the time step {} fs", time_fs, timestep_fs));
  return static_cast<int>(std::lround(ratio));
}

}    // namespace softmode
