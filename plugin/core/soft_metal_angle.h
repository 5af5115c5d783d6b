// SPDX-License-Identifier: GPL-2.0-only
// Energy and forces of a metal-centred angle that softens with the metal-oxygen bonds in it. Pure
// mathematics: no LAMMPS header, no MPI.
#pragma once

#include "core/corner.h"
#include "softmode/definitions/state_weight.h"

namespace softmode {

/// Parameters of
///   E = s(r1) s(r2) V(theta),   s(r) = 1 - (1 - ratio) w(r) for an arm that is a metal-oxygen bond,
///   else 1;  V = sum_n C_n cos(n theta), n = 0..4, or K (theta - theta0)^2 if harmonic.
/// UFF's angles are such sums: C0 + C1 cos + C2 cos2, and (1 - cos(n theta))/n^2 for linear (n = 1),
/// trigonal (3), square-planar and octahedral (4) centres. A.K. Rappe et al., J. Am. Chem. Soc. 1992,
/// 114, 10024, doi:10.1021/ja00051a040.
struct SoftMetalAngle {
  static constexpr int terms = 5;
  bool harmonic;
  double coefficients[terms];    ///< C_n, energy; or K (energy/rad^2) and theta0 (rad)
  double ratio;                  ///< s of a loose arm
  bool soft_arm[2];              ///< which arms are metal-oxygen bonds
  StateWeight weight;            ///< w(r)
};

/// Energy, and forces on the two outer atoms; the centre gets minus their sum.
struct SoftMetalAngleForces {
  double energy;
  Vector3 on_first;
  Vector3 on_last;
};

namespace detail {

struct ValueAndSlope {
  double value, slope;
};

/// sum_n C_n cos(n theta) as a polynomial of cos(theta), smooth at any angle, and its derivative by
/// cos(theta): cos(n theta) = T_n(cos theta), dT_n/dx = n U_(n-1), both by their recurrence.
SOFTMODE_FUNCTION ValueAndSlope cosine_series(const SoftMetalAngle &p, double cosine)
{
  ValueAndSlope v{p.coefficients[0], 0.0};
  double t = cosine, t_before = 1.0, u = 1.0, u_before = 0.0;
  for (int n = 1; n < SoftMetalAngle::terms; ++n) {
    v.value += p.coefficients[n] * t;
    v.slope += n * p.coefficients[n] * u;
    const double t_next = 2.0 * cosine * t - t_before, u_next = 2.0 * cosine * u - u_before;
    t_before = t;
    u_before = u;
    t = t_next;
    u = u_next;
  }
  return v;
}

/// V and dV/d(cos theta)
SOFTMODE_FUNCTION ValueAndSlope angle_shape(const SoftMetalAngle &p, const Corner &at)
{
  if (!p.harmonic) return cosine_series(p, at.cosine);
  const auto [theta, dtheta_dcos] = opening_angle(at);
  const double bend = theta - p.coefficients[1];
  return {p.coefficients[0] * bend * bend, 2.0 * p.coefficients[0] * bend * dtheta_dcos};
}

SOFTMODE_FUNCTION ValueAndSlope arm_softness(const SoftMetalAngle &p, int arm, double r)
{
  if (!p.soft_arm[arm]) return {1.0, 0.0};
  const auto [w, dw_dr] = evaluate(p.weight, r);
  const double change = p.ratio - 1.0;
  return {1.0 + change * w, change * dw_dr};
}

}    // namespace detail

/// Evaluate one angle. to_first and to_last point from the centre to the outer atoms, both of non-zero
/// length. At an exactly collinear angle the bend exerts no force.
SOFTMODE_FUNCTION SoftMetalAngleForces evaluate(const SoftMetalAngle &p, const Vector3 &to_first,
                                                const Vector3 &to_last)
{
  const double r1 = norm(to_first), r2 = norm(to_last);
  const auto soft1 = detail::arm_softness(p, 0, r1);
  const auto soft2 = detail::arm_softness(p, 1, r2);
  const Corner at = corner(to_first, to_last, r1, r2);
  const auto shape = detail::angle_shape(p, at);
  const double soft = soft1.value * soft2.value;
  const auto [on_first, on_last] =
      end_forces(at, soft1.slope * soft2.value * shape.value,
                 soft1.value * soft2.slope * shape.value, soft * shape.slope);
  return {soft * shape.value, on_first, on_last};
}

}    // namespace softmode
