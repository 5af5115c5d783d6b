// SPDX-License-Identifier: BSD-3-Clause
// Energy of a bond with a tight and a loose well: lower root of a two-state Hamiltonian. The plugin's
// forces and the quadrature over a lone bond both use this one function.
#pragma once

#include "softmode/definitions/host_device.h"

#include <cmath>

namespace softmode {

/// Parameters of the lower eigenvalue of [[Vt, V12], [V12, Vl]],
///   E = (Vt + Vl)/2 - sqrt((Vt - Vl)^2/4 + V12^2),
///   Vt = k_t (r - r_t)^2,   Vl = k_l (r - r_l)^2 + dE + k_t min(r - r_t, 0)^2.
/// The last term is the wall of the tight well: without it the soft loose parabola is the lower one of short
/// bonds, too. Forces are continuous; the second derivative of Vl has a step at r_t.
/// (Empirical valence bond: A. Warshel, R.M. Weiss, J. Am. Chem. Soc. 1980, 102, 6218,
/// doi:10.1021/ja00540a008.)
struct TwoStateBond {
  double tight_constant;    ///< k_t, energy/length^2
  double tight_length;      ///< r_t, length
  double loose_constant;    ///< k_l, energy/length^2
  double loose_length;      ///< r_l, length
  double offset;            ///< dE, energy
  double coupling;          ///< V12, energy; > 0, so that the two roots never cross
};

struct BondEnergy {
  double energy;
  double derivative;            ///< dE/dr
  double second_derivative;     ///< d2E/dr2
  double loose_contribution;    ///< weight of the loose well in the lower state, 0 to 1
};

/// Evaluate one bond of length r. Exact to rounding also far from the crossing, where the difference
/// of two large numbers in the formula above would cancel.
SOFTMODE_FUNCTION BondEnergy evaluate(const TwoStateBond &p, double r)
{
  const double from_tight = r - p.tight_length, from_loose = r - p.loose_length;
  const double tight = p.tight_constant * from_tight * from_tight;
  const double wall = from_tight < 0.0 ? p.tight_constant : 0.0;
  const double loose =
      p.loose_constant * from_loose * from_loose + wall * from_tight * from_tight + p.offset;
  const double tight_slope = 2.0 * p.tight_constant * from_tight;
  const double loose_slope = 2.0 * (p.loose_constant * from_loose + wall * from_tight);

  const double half_gap = 0.5 * (tight - loose);
  const double root = sqrt(half_gap * half_gap + p.coupling * p.coupling);
  const double below = p.coupling * p.coupling / (root + fabs(half_gap));
  const double tilt = half_gap / root;    // -1 in the tight, +1 in the loose well

  BondEnergy out;
  out.energy = (half_gap < 0.0 ? tight : loose) - below;
  out.loose_contribution = 0.5 * (1.0 + tilt);
  out.derivative =
      (1.0 - out.loose_contribution) * tight_slope + out.loose_contribution * loose_slope;
  const double slope_gap = 0.5 * (tight_slope - loose_slope);
  const double tilt_slope = slope_gap * (1.0 - tilt * tilt) / root;
  out.second_derivative = (1.0 - tilt) * p.tight_constant +
                          (1.0 + tilt) * (p.loose_constant + wall) - slope_gap * tilt_slope;
  return out;
}

}    // namespace softmode
