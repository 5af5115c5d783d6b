// SPDX-License-Identifier: GPL-2.0-only
// Energy and forces of the interaction between the two C-O bonds of a carboxylate that depends on the
// state of a metal-oxygen bond. Pure mathematics: no LAMMPS header, no MPI.
#pragma once

#include "core/vector3.h"
#include "softmode/definitions/state_weight.h"

namespace softmode {

/// Parameters of
///   E = df w(r) (d1 - d0)(d2 - d0),   r = |M-O|, d1 = |O-C|, d2 = |C-O'|,
/// for the four atoms M, O, C, O'. df > 0 lowers the asymmetric and raises the symmetric stretch of a
/// carboxylate whose M-O is loose.
struct CoupledDihedral {
  double interaction_change;    ///< df, energy/length^2
  double stretch_length;        ///< d0, length
  StateWeight weight;           ///< w(r)
};

/// Energy, and forces on metal, near oxygen, carbon and far oxygen; their sum is zero.
struct CoupledDihedralForces {
  double energy;
  Vector3 on_metal, on_oxygen, on_carbon, on_far_oxygen;
};

/// Evaluate one term. metal_oxygen = r_M - r_O, carbon_oxygen = r_C - r_O, far = r_O' - r_C.
SOFTMODE_FUNCTION CoupledDihedralForces evaluate(const CoupledDihedral &p,
                                                 const Vector3 &metal_oxygen,
                                                 const Vector3 &carbon_oxygen, const Vector3 &far)
{
  const double r = norm(metal_oxygen), d1 = norm(carbon_oxygen), d2 = norm(far);
  const auto [w, dw_dr] = evaluate(p.weight, r);
  const double stretch1 = d1 - p.stretch_length, stretch2 = d2 - p.stretch_length;

  // minus the gradient along each bond, on the atom its vector points to
  const Vector3 along_r = (-p.interaction_change * dw_dr * stretch1 * stretch2 / r) * metal_oxygen;
  const Vector3 along_1 = (-p.interaction_change * w * stretch2 / d1) * carbon_oxygen;
  const Vector3 along_2 = (-p.interaction_change * w * stretch1 / d2) * far;

  CoupledDihedralForces out;
  out.energy = p.interaction_change * w * stretch1 * stretch2;
  out.on_metal = along_r;
  out.on_oxygen = -1.0 * (along_r + along_1);
  out.on_carbon = along_1 - along_2;
  out.on_far_oxygen = along_2;
  return out;
}

}    // namespace softmode
