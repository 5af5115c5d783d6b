// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/protocol_notes.h"

#include "softmode/definitions/constants.h"

#include <fmt/format.h>

#include <cmath>

namespace softmode {

namespace {

/// Up to two digits.
double rounded_up(double x)
{
  const double digit = std::pow(10.0, std::floor(std::log10(x)) - 1.0);
  return digit * std::ceil(x / digit);
}

}    // namespace

double friction_width_cm(const Thermostat &t)
{
  if (t.style != "langevin" && t.style != "qtb") return 0.0;
  return 1.0 / (2.0 * pi * speed_of_light_cm_fs * t.damping_fs);
}

std::vector<std::string> protocol_notes(const Campaign &c)
{
  const double width = friction_width_cm(c.thermostat);
  // a melt search follows no bands
  if (width <= c.resolution_cm || c.protocol.type == ProtocolType::melt) return {};
  return {fmt::format(
      "the thermostat {} with a damping of {:g} ps broadens every band by {:.1f} cm-1, which is "
      "more than the resolution of {:g} cm-1: bands that are nearer to each other become one, and "
      "errors of positions grow. A damping of {:.2g} ps or more does not",
      c.thermostat.style, c.thermostat.damping_fs * 1e-3, width, c.resolution_cm,
      rounded_up(c.thermostat.damping_fs * 1e-3 * width / c.resolution_cm))};
}

}    // namespace softmode
