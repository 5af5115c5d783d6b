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

/// Evaluate w and dw/dr. w is 0 for a tight and 1 for a loose bond, smooth in between.
SOFTMODE_FUNCTION WeightAndSlope evaluate(const StateWeight &w, double r)
{
  const double t = tanh((r - w.midpoint) / w.width);
  return {0.5 * (1.0 + t), 0.5 * (1.0 - t * t) / w.width};
}

}    // namespace softmode
