// SPDX-License-Identifier: GPL-2.0-only
// Energy and forces of the metal-oxygen-carbon angle whose bend and whose C-O stretch depend on the
// state of the metal-oxygen bond. Pure mathematics: no LAMMPS header, no MPI.
#pragma once

#include "core/vector3.h"
#include "softmode/definitions/state_weight.h"

namespace softmode {

/// Parameters of
///   E = [K_t + (K_l - K_t) w(r)] (theta - theta0)^2 + dk w(r) (d - d0)^2,
/// r = |M-O|, d = |O-C|, theta = angle M-O-C, w the loose weight of the M-O bond.
struct CoupledAngle {
  double bend_tight;        ///< K_t, energy/rad^2
  double bend_loose;        ///< K_l, energy/rad^2
  double theta0;            ///< rad
  double stretch_change;    ///< dk, energy/length^2; negative weakens the C-O bond of a loose M-O
  double stretch_length;    ///< d0, length
  StateWeight weight;       ///< w(r)
};

/// Energy, and forces on the metal and on the carbon; the oxygen gets minus their sum.
struct CoupledAngleForces {
  double energy;
  Vector3 on_metal;
  Vector3 on_carbon;
};

/// Evaluate one angle. to_metal = r_M - r_O, to_carbon = r_C - r_O, both of non-zero length.
///
/// theta comes from atan2(|a x b|, a.b), so that forces stay accurate up to collinearity; at an
/// exactly collinear angle the bending plane is undefined and the bend exerts no force.
SOFTMODE_FUNCTION CoupledAngleForces evaluate(const CoupledAngle &p, const Vector3 &to_metal,
                                              const Vector3 &to_carbon)
{
  const double r = norm(to_metal);
  const double d = norm(to_carbon);
  const Vector3 a = (1.0 / r) * to_metal;
  const Vector3 b = (1.0 / d) * to_carbon;
  const Vector3 axis = cross(a, b);
  const double sine = norm(axis);
  const double bend = atan2(sine, dot(a, b)) - p.theta0;
  const Vector3 normal = (sine > 0.0 ? 1.0 / sine : 0.0) * axis;

  const auto [w, dw_dr] = evaluate(p.weight, r);
  const double bend_constant = p.bend_tight + (p.bend_loose - p.bend_tight) * w;
  const double stretch = d - p.stretch_length;

  const double dE_dtheta = 2.0 * bend_constant * bend;
  const double dE_dr =
      dw_dr * ((p.bend_loose - p.bend_tight) * bend * bend + p.stretch_change * stretch * stretch);
  const double dE_dd = 2.0 * p.stretch_change * w * stretch;

  CoupledAngleForces out;
  out.energy = bend_constant * bend * bend + p.stretch_change * w * stretch * stretch;
  out.on_metal = -dE_dr * a - (dE_dtheta / r) * cross(a, normal);
  out.on_carbon = -dE_dd * b - (dE_dtheta / d) * cross(normal, b);
  return out;
}

}    // namespace softmode
