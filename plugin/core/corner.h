// SPDX-License-Identifier: GPL-2.0-only
// The angle between two bonds of an atom, and the forces of an energy of it and of their lengths: what
// all terms on three atoms share. Pure mathematics: no LAMMPS header, no MPI.
#pragma once

#include "core/vector3.h"
#include "softmode/definitions/constants.h"

namespace softmode {

/// Two vectors of non-zero length from one point, their inverse lengths, the cosine between them.
struct Corner {
  Vector3 first, last;
  double inverse1, inverse2;
  double cosine;
};

/// From vectors and their lengths, which the terms need first.
SOFTMODE_FUNCTION Corner corner(const Vector3 &first, const Vector3 &last, double length1,
                                double length2)
{
  const double inverse1 = 1.0 / length1, inverse2 = 1.0 / length2;
  return {first, last, inverse1, inverse2, dot(first, last) * (inverse1 * inverse2)};
}

/// theta in rad and its derivative by cos(theta).
struct OpeningAngle {
  double theta;
  double dtheta_dcos;
};

/// Accurate to rounding at any angle: near collinear ones by the cross product. Below a sine of 1e-8,
/// where the plane of bending and so the direction of a force would be rounding, the derivative is 0.
SOFTMODE_FUNCTION OpeningAngle opening_angle(const Corner &c)
{
  if (fabs(c.cosine) < 0.75) return {acos(c.cosine), -1.0 / sqrt(1.0 - c.cosine * c.cosine)};
  const double sine = norm(cross(c.first, c.last)) * (c.inverse1 * c.inverse2);
  const double narrow = asin(sine);
  return {c.cosine > 0.0 ? narrow : pi - narrow, sine > 1e-8 ? -1.0 / sine : 0.0};
}

/// Forces on the two ends; the atom between them gets minus their sum.
struct EndForces {
  Vector3 on_first, on_last;
};

/// Forces of an energy E(r1, r2, cos theta) from its partial derivatives.
SOFTMODE_FUNCTION EndForces end_forces(const Corner &c, double dE_dr1, double dE_dr2,
                                       double dE_dcos)
{
  const double across = -dE_dcos * (c.inverse1 * c.inverse2);
  const double along1 = (dE_dcos * c.cosine * c.inverse1 - dE_dr1) * c.inverse1;
  const double along2 = (dE_dcos * c.cosine * c.inverse2 - dE_dr2) * c.inverse2;
  return {along1 * c.first + across * c.last, along2 * c.last + across * c.first};
}

}    // namespace softmode
