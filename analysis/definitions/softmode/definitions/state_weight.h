// SPDX-License-Identifier: BSD-3-Clause
// The loose weight of one metal-oxygen bond: order parameter, coupling potentials and analysis all
// use this one function.
#pragma once

#include "softmode/definitions/host_device.h"

#include <cmath>

namespace softmode {

/// Parameters of w(r) = 1/2 [1 + tanh((r - midpoint) / width)]; lengths in the caller's unit.
struct StateWeight {
  double midpoint;    ///< length at which w = 1/2
  double width;       ///< length over which w switches; > 0
};

/// w(r) and its derivative dw/dr (inverse length).
struct WeightAndSlope {
  double weight;
  double slope;
};

/// Evaluate w and dw/dr. w is 0 for a tight and 1 for a loose bond, smooth in between. Computed as
/// 1/(1 + exp(-2x)), the same as with tanh(x) but for rounding, at less than half the instructions.
SOFTMODE_FUNCTION WeightAndSlope evaluate(const StateWeight &w, double r)
{
  const double per_width = 2.0 / w.width;
  const double weight = 1.0 / (1.0 + exp((w.midpoint - r) * per_width));
  return {weight, per_width * weight * (1.0 - weight)};
}

}    // namespace softmode
