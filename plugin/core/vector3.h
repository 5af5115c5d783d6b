// SPDX-License-Identifier: GPL-2.0-only
// Three-component vector for the formulas of the plugin; no LAMMPS header.
#pragma once

#include "softmode/definitions/host_device.h"

#include <cmath>

namespace softmode {

struct Vector3 {
  double x, y, z;
};

SOFTMODE_FUNCTION Vector3 operator+(const Vector3 &a, const Vector3 &b)
{
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}

SOFTMODE_FUNCTION Vector3 operator-(const Vector3 &a, const Vector3 &b)
{
  return {a.x - b.x, a.y - b.y, a.z - b.z};
}

SOFTMODE_FUNCTION Vector3 operator*(double s, const Vector3 &a)
{
  return {s * a.x, s * a.y, s * a.z};
}

SOFTMODE_FUNCTION double dot(const Vector3 &a, const Vector3 &b)
{
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

SOFTMODE_FUNCTION Vector3 cross(const Vector3 &a, const Vector3 &b)
{
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

SOFTMODE_FUNCTION double norm(const Vector3 &a)
{
  return sqrt(dot(a, a));
}

}    // namespace softmode
