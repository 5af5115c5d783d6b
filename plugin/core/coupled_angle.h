// SPDX-License-Identifier: GPL-2.0-only
// Energy and forces of the metal-oxygen-carbon angle whose bend and whose C-O stretch depend on the
// state of the metal-oxygen bond. Pure mathematics: no LAMMPS header, no MPI.
#pragma once

#include "core/corner.h"
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

/// Evaluate one angle. to_metal = r_M - r_O, to_carbon = r_C - r_O, both of non-zero length. At an
/// exactly collinear angle the bending plane is undefined and the bend exerts no force.
SOFTMODE_FUNCTION CoupledAngleForces evaluate(const CoupledAngle &p, const Vector3 &to_metal,
                                              const Vector3 &to_carbon)
{
  const double r = norm(to_metal), d = norm(to_carbon);
  const auto [w, dw_dr] = evaluate(p.weight, r);
  const Corner at = corner(to_metal, to_carbon, r, d);
  const auto [theta, dtheta_dcos] = opening_angle(at);
  const double bend = theta - p.theta0, stretch = d - p.stretch_length;
  const double softening = p.bend_loose - p.bend_tight;
  const double bend_constant = p.bend_tight + softening * w;

  const double dE_dr = dw_dr * (softening * bend * bend + p.stretch_change * stretch * stretch);
  const double dE_dd = 2.0 * p.stretch_change * w * stretch;
  const double dE_dtheta = 2.0 * bend_constant * bend;
  const auto [on_metal, on_carbon] = end_forces(at, dE_dr, dE_dd, dE_dtheta * dtheta_dcos);
  return {bend_constant * bend * bend + p.stretch_change * w * stretch * stretch, on_metal,
          on_carbon};
}

}    // namespace softmode
