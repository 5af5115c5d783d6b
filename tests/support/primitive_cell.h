// SPDX-License-Identifier: BSD-3-Clause
// The primitive cell of a face-centred crystal: a quarter of the atoms and of the time.
#pragma once

#include "structure/crystal.h"

#include <Eigen/LU>

#include <algorithm>
#include <stdexcept>

namespace softmode {

/// Throws if the crystal is not face-centred.
inline Crystal primitive_cell(const Crystal &crystal)
{
  Eigen::Matrix3d edges;
  edges << 0.0, 0.5, 0.5, 0.5, 0.0, 0.5, 0.5, 0.5, 0.0;
  Crystal result = crystal;
  result.cell = upright(crystal.cell * edges);
  result.atoms.clear();
  const Eigen::Matrix3d to = edges.inverse();
  for (CrystalAtom atom : crystal.atoms) {
    atom.fractional = wrapped(to * atom.fractional);
    const bool known =
        std::any_of(result.atoms.begin(), result.atoms.end(), [&](const CrystalAtom &other) {
          Eigen::Vector3d d = other.fractional - atom.fractional;
          for (int k = 0; k < 3; ++k) d[k] -= std::round(d[k]);
          return (result.cell * d).norm() < 1e-3 && other.element == atom.element;
        });
    if (!known) result.atoms.push_back(atom);
  }
  if (4 * result.atoms.size() != crystal.atoms.size())
    throw std::runtime_error(crystal.source + ": is not face-centred");
  return result;
}

}    // namespace softmode
