// SPDX-License-Identifier: GPL-2.0-only
// What is read from each sample of positions and velocities, one formula each, for processors and
// devices. Pure: no LAMMPS header.
#pragma once

#include "core/vector3.h"

namespace softmode {

/// |a - b|, in the unit of the positions.
SOFTMODE_FUNCTION double distance(const Vector3 &a, const Vector3 &b)
{
  return norm(a - b);
}

/// Rate of change of |at - partner| by the motion of `at` alone: u.v, u = (at - partner)/|at - partner|.
/// The rate of a bond is the sum over its two ends. In the unit of the velocity.
SOFTMODE_FUNCTION double length_rate(const Vector3 &at, const Vector3 &partner,
                                     const Vector3 &velocity)
{
  const Vector3 d = at - partner;
  return dot(d, velocity) / norm(d);
}

/// Sums over atoms: charge flux sum q v and twice the kinetic energy sum m v.v.
struct AtomSums {
  Vector3 flux{0.0, 0.0, 0.0};
  double kinetic = 0.0;

  SOFTMODE_FUNCTION void add(double charge, double mass, const Vector3 &velocity)
  {
    flux = flux + charge * velocity;
    kinetic += mass * dot(velocity, velocity);
  }
};

}    // namespace softmode
