// SPDX-License-Identifier: BSD-3-Clause
#include "core/coupled_dihedral.h"

#include "support/finite_differences.h"

namespace softmode {

const CoupledDihedral strong{60.0, 1.265, {2.0, 0.04}};

using Atoms = std::array<Vector3, 4>;    // metal, oxygen, carbon, far oxygen

CoupledDihedralForces evaluate_atoms(const CoupledDihedral &p, const Atoms &a)
{
  return evaluate(p, a[0] - a[1], a[2] - a[1], a[3] - a[2]);
}

void expect_forces(const CoupledDihedral &p, const Atoms &a)
{
  const auto out = evaluate_atoms(p, a);
  expect_gradient([&](const Atoms &x) { return evaluate_atoms(p, x).energy; }, a,
                  Atoms{out.on_metal, out.on_oxygen, out.on_carbon, out.on_far_oxygen});
}

Atoms carboxylate(double r, double d1, double d2)
{
  return {Vector3{r, 0, 0}, Vector3{0, 0, 0}, Vector3{-0.5 * d1, 0.8660254037844386 * d1, 0},
          Vector3{-0.5 * d1 + d2, 0.8660254037844386 * d1, 0}};
}

TEST(CoupledDihedral, EnergyIsTheStatedFormula)
{
  EXPECT_NEAR(evaluate_atoms(strong, carboxylate(2.0, 1.30, 1.23)).energy,
              60.0 * 0.5 * 0.035 * -0.035, 1e-12);
}

TEST(CoupledDihedral, ForcesAreTheGradientOverRandomGeometries)
{
  std::mt19937 random(3);
  std::uniform_real_distribution<double> length(1.85, 2.2), co(1.15, 1.4);
  for (int i = 0; i < 500; ++i) {
    const Vector3 o{0, 0, 0}, m = random_vector(random, length(random)),
                              c = random_vector(random, co(random)),
                              far = c + random_vector(random, co(random));
    expect_forces(strong, {m, o, c, far});
  }
}

TEST(CoupledDihedral, ForcesAreTheGradientOnThePlateausAndAtCollinearAngles)
{
  for (const double r : {1.5, 1.7, 2.4, 3.0}) expect_forces(strong, carboxylate(r, 1.3, 1.2));
  expect_forces(strong,
                {Vector3{2.01, 0, 0}, Vector3{0, 0, 0}, Vector3{-1.3, 0, 0}, Vector3{-2.5, 0, 0}});
}

TEST(CoupledDihedral, LowersTheAsymmetricAndRaisesTheSymmetricStretch)
{
  // curvature along q_a = (d1 - d2)/sqrt2 and q_s = (d1 + d2)/sqrt2: -df w and +df w
  const double h = 1e-3, root = std::sqrt(0.5);
  const auto curvature = [&](double r, double sign) {
    const auto at = [&](double q) {
      return evaluate_atoms(strong, carboxylate(r, 1.265 + root * q, 1.265 + sign * root * q))
          .energy;
    };
    return (at(h) - 2.0 * at(0.0) + at(-h)) / (h * h);
  };
  EXPECT_NEAR(curvature(2.4, -1.0), -60.0, 1e-3);
  EXPECT_NEAR(curvature(2.4, 1.0), 60.0, 1e-3);
  EXPECT_NEAR(curvature(1.7, 1.0), 0.0, 1e-3);
}

}    // namespace softmode
