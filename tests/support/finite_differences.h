// SPDX-License-Identifier: BSD-3-Clause
// Forces against central differences of the energy, for the formulas in plugin/core.
#pragma once

#include "core/vector3.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

namespace softmode {

/// Central difference of energy(atoms) with respect to atom `which`, with a minus sign. Richardson
/// extrapolation of two steps: error of order h^4.
template <std::size_t N, class Energy>
Vector3 numeric_force(const Energy &energy, std::array<Vector3, N> atoms, std::size_t which)
{
  const auto difference = [&](int d, double h) {
    double &x = (&atoms[which].x)[d];
    const double x0 = x;
    x = x0 + h;
    const double up = energy(atoms);
    x = x0 - h;
    const double down = energy(atoms);
    x = x0;
    return (up - down) / (2.0 * h);
  };
  double f[3];
  for (int d = 0; d < 3; ++d) f[d] = -(4.0 * difference(d, 1e-4) - difference(d, 2e-4)) / 3.0;
  return {f[0], f[1], f[2]};
}

/// Expect the forces to be the negative gradient, to a relative 1e-6 of the largest, and to sum to zero.
template <std::size_t N, class Energy>
void expect_gradient(const Energy &energy, const std::array<Vector3, N> &atoms,
                     const std::array<Vector3, N> &forces)
{
  double scale = 1e-3;
  Vector3 sum{0, 0, 0};
  for (const Vector3 &f : forces) {
    scale = std::max(scale, norm(f));
    sum = sum + f;
  }
  for (std::size_t a = 0; a < N; ++a)
    EXPECT_LT(norm(forces[a] - numeric_force(energy, atoms, a)), 1e-6 * scale) << "atom " << a;
  EXPECT_LT(norm(sum), 1e-12 * scale);
}

/// A vector of the given length in a random direction.
template <class Random> Vector3 random_vector(Random &random, double length)
{
  std::normal_distribution<double> gauss;
  const Vector3 v{gauss(random), gauss(random), gauss(random)};
  return (length / norm(v)) * v;
}

}    // namespace softmode
