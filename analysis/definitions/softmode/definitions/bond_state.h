// SPDX-License-Identifier: BSD-3-Clause
// Tight and loose states of one metal-carboxylate bond, with hysteresis.
#pragma once

#include "softmode/definitions/host_device.h"

namespace softmode {

/// K = [loose] / [tight] everywhere in softmode.
enum class BondState : int { tight = 0, loose = 1 };

/// A bond becomes tight below `tight_below`, loose above `loose_above`, and keeps its state in
/// between. Requires tight_below <= loose_above; lengths in the caller's unit.
struct Hysteresis {
  double tight_below;
  double loose_above;
};

/// State of a bond of length r that was in state `previous`.
SOFTMODE_FUNCTION BondState next_state(const Hysteresis &h, BondState previous, double r)
{
  if (r < h.tight_below) return BondState::tight;
  if (r > h.loose_above) return BondState::loose;
  return previous;
}

/// State of a bond without a history: the side of the midpoint between the two thresholds.
SOFTMODE_FUNCTION BondState initial_state(const Hysteresis &h, double r)
{
  return r > 0.5 * (h.tight_below + h.loose_above) ? BondState::loose : BondState::tight;
}

}    // namespace softmode
