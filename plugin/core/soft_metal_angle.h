// SPDX-License-Identifier: GPL-2.0-only
// Energy and forces of a metal-centred angle that softens with the metal-oxygen bonds in it. Pure
// mathematics: no LAMMPS header, no MPI.
#pragma once

#include "core/vector3.h"
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

SOFTMODE_FUNCTION ValueAndSlope angle_shape(const SoftMetalAngle &p, double theta)
{
  if (p.harmonic) {
    const double bend = theta - p.coefficients[1];
    return {p.coefficients[0] * bend * bend, 2.0 * p.coefficients[0] * bend};
  }
  ValueAndSlope v{0.0, 0.0};
  for (int n = 0; n < SoftMetalAngle::terms; ++n) {
    v.value += p.coefficients[n] * cos(n * theta);
    v.slope -= n * p.coefficients[n] * sin(n * theta);
  }
  return v;
}

SOFTMODE_FUNCTION ValueAndSlope arm_softness(const SoftMetalAngle &p, int arm, double r)
{
  if (!p.soft_arm[arm]) return {1.0, 0.0};
  const auto [w, dw_dr] = evaluate(p.weight, r);
  return {1.0 - (1.0 - p.ratio) * w, -(1.0 - p.ratio) * dw_dr};
}

}    // namespace detail

/// Evaluate one angle. to_first and to_last point from the centre to the outer atoms. theta comes from
/// atan2, so that forces stay accurate up to collinearity, where the bend exerts no force.
SOFTMODE_FUNCTION SoftMetalAngleForces evaluate(const SoftMetalAngle &p, const Vector3 &to_first,
                                                const Vector3 &to_last)
{
  const double r1 = norm(to_first), r2 = norm(to_last);
  const Vector3 a = (1.0 / r1) * to_first;
  const Vector3 b = (1.0 / r2) * to_last;
  const Vector3 axis = cross(a, b);
  const double sine = norm(axis);
  const Vector3 normal = (sine > 0.0 ? 1.0 / sine : 0.0) * axis;

  const auto shape = detail::angle_shape(p, atan2(sine, dot(a, b)));
  const auto soft1 = detail::arm_softness(p, 0, r1);
  const auto soft2 = detail::arm_softness(p, 1, r2);
  const double dE_dtheta = soft1.value * soft2.value * shape.slope;

  SoftMetalAngleForces out;
  out.energy = soft1.value * soft2.value * shape.value;
  out.on_first =
      -(soft1.slope * soft2.value * shape.value) * a - (dE_dtheta / r1) * cross(a, normal);
  out.on_last =
      -(soft1.value * soft2.slope * shape.value) * b - (dE_dtheta / r2) * cross(normal, b);
  return out;
}

}    // namespace softmode
