// SPDX-License-Identifier: GPL-2.0-only
// The bonded terms of the plugin behind one form, N positions in and N forces out, so that one loop
// and one KOKKOS kernel serve all of them. Pure: no LAMMPS header.
#pragma once

#include "core/coupled_angle.h"
#include "core/coupled_dihedral.h"
#include "core/soft_metal_angle.h"
#include "softmode/definitions/two_state_bond.h"

namespace softmode {

template <int N> struct TermForces {
  double energy;
  Vector3 on[N];
};

SOFTMODE_FUNCTION TermForces<2> term_forces(const TwoStateBond &p, const Vector3 (&x)[2])
{
  const Vector3 d = x[0] - x[1];
  const double r = norm(d);
  const BondEnergy e = evaluate(p, r);
  const Vector3 f = (-e.derivative / r) * d;
  return {e.energy, {f, -1.0 * f}};
}

SOFTMODE_FUNCTION TermForces<3> term_forces(const CoupledAngle &p, const Vector3 (&x)[3])
{
  const CoupledAngleForces e = evaluate(p, x[0] - x[1], x[2] - x[1]);
  return {e.energy, {e.on_metal, -1.0 * (e.on_metal + e.on_carbon), e.on_carbon}};
}

SOFTMODE_FUNCTION TermForces<3> term_forces(const SoftMetalAngle &p, const Vector3 (&x)[3])
{
  const SoftMetalAngleForces e = evaluate(p, x[0] - x[1], x[2] - x[1]);
  return {e.energy, {e.on_first, -1.0 * (e.on_first + e.on_last), e.on_last}};
}

SOFTMODE_FUNCTION TermForces<4> term_forces(const CoupledDihedral &p, const Vector3 (&x)[4])
{
  const CoupledDihedralForces e = evaluate(p, x[0] - x[1], x[2] - x[1], x[3] - x[2]);
  return {e.energy, {e.on_metal, e.on_oxygen, e.on_carbon, e.on_far_oxygen}};
}

}    // namespace softmode
