// SPDX-License-Identifier: BSD-3-Clause
#include "core/coupled_angle.h"

#include "softmode/definitions/constants.h"

#include <gtest/gtest.h>

#include <random>

namespace softmode {

const CoupledAngle strong{30.0, 5.0, 118.9 * pi / 180.0, -70.0, 1.265, {2.0, 0.04}};

double energy(const CoupledAngle &p, const Vector3 &m, const Vector3 &o, const Vector3 &c)
{
  return evaluate(p, m - o, c - o).energy;
}

// central differences of the energy with respect to one atom
Vector3 numeric_force(const CoupledAngle &p, Vector3 atoms[3], int which, double h = 1e-5)
{
  double f[3];
  for (int d = 0; d < 3; ++d) {
    double &x = (&atoms[which].x)[d];
    const double x0 = x;
    x = x0 + h;
    const double up = energy(p, atoms[0], atoms[1], atoms[2]);
    x = x0 - h;
    const double down = energy(p, atoms[0], atoms[1], atoms[2]);
    x = x0;
    f[d] = -(up - down) / (2.0 * h);
  }
  return {f[0], f[1], f[2]};
}

void expect_forces_are_gradient(const CoupledAngle &p, Vector3 atoms[3])
{
  const auto out = evaluate(p, atoms[0] - atoms[1], atoms[2] - atoms[1]);
  const Vector3 forces[3] = {out.on_metal, -1.0 * (out.on_metal + out.on_carbon), out.on_carbon};
  const double scale = std::max({1.0, norm(forces[0]), norm(forces[1]), norm(forces[2])});
  for (int a = 0; a < 3; ++a)
    EXPECT_LT(norm(forces[a] - numeric_force(p, atoms, a)), 1e-6 * scale) << "atom " << a;
}

TEST(CoupledAngle, EnergyIsTheStatedFormula)
{
  // r = 2.0: w = 1/2; theta = 90 degrees; d = 1.3
  const double bend = 0.5 * pi - strong.theta0, stretch = 1.3 - 1.265;
  const double expected =
      (30.0 + (5.0 - 30.0) * 0.5) * bend * bend - 70.0 * 0.5 * stretch * stretch;
  EXPECT_NEAR(evaluate(strong, {2.0, 0, 0}, {0, 1.3, 0}).energy, expected, 1e-12);
}

TEST(CoupledAngle, ForcesAreTheGradientOverRandomGeometries)
{
  std::mt19937 random(1);
  std::uniform_real_distribution<double> length(1.85, 2.2), co(1.15, 1.4), any(-1.0, 1.0);
  for (int i = 0; i < 500; ++i) {
    const Vector3 u{any(random), any(random), any(random)},
        v{any(random), any(random), any(random)};
    if (norm(u) < 0.1 || norm(v) < 0.1 || norm(cross(u, v)) < 0.05) continue;
    Vector3 atoms[3] = {(length(random) / norm(u)) * u, {0, 0, 0}, (co(random) / norm(v)) * v};
    expect_forces_are_gradient(strong, atoms);
  }
}

TEST(CoupledAngle, ForcesAreTheGradientOnThePlateausOfTheWeight)
{
  for (const double r : {1.5, 1.7, 2.4, 3.0}) {
    Vector3 atoms[3] = {{r, 0.1, 0}, {0, 0, 0}, {-0.6, 1.1, 0.2}};
    expect_forces_are_gradient(strong, atoms);
  }
}

TEST(CoupledAngle, ForcesAreTheGradientNearCollinearAngles)
{
  for (const double tilt : {1e-1, 1e-2, 1e-3})
    for (const double sign : {1.0, -1.0}) {    // nearly straight, nearly folded
      Vector3 atoms[3] = {{2.02, 0, 0}, {0, 0, 0}, {-sign * 1.27, tilt, 0}};
      expect_forces_are_gradient(strong, atoms);
    }
}

TEST(CoupledAngle, StaysFiniteAtAnExactlyCollinearAngle)
{
  const auto out = evaluate(strong, {2.0, 0, 0}, {-1.3, 0, 0});
  for (const Vector3 &f : {out.on_metal, out.on_carbon}) EXPECT_TRUE(std::isfinite(norm(f)));
  EXPECT_NEAR(out.on_metal.y, 0.0, 1e-12);
}

TEST(CoupledAngle, IsAPlainHarmonicAngleWithoutCoupling)
{
  const CoupledAngle plain{40.0, 40.0, 2.0, 0.0, 1.265, {2.0, 0.04}};
  const double bend = 0.5 * pi - 2.0;
  for (const double r : {1.8, 2.0, 2.3})
    EXPECT_NEAR(evaluate(plain, {r, 0, 0}, {0, 1.4, 0}).energy, 40.0 * bend * bend, 1e-12);
}

TEST(CoupledAngle, ALooseBondWeakensItsCarbonOxygenBond)
{
  // curvature of E along d at fixed r: 2 dk w(r)
  const auto curvature = [](double r) {
    const double h = 1e-4, theta = strong.theta0;
    const auto at = [&](double d) {
      return evaluate(strong, {r, 0, 0}, {d * std::cos(theta), d * std::sin(theta), 0}).energy;
    };
    return (at(1.265 + h) - 2.0 * at(1.265) + at(1.265 - h)) / (h * h);
  };
  EXPECT_NEAR(curvature(1.8), 0.0, 0.1);
  EXPECT_NEAR(curvature(2.3), -140.0, 0.1);
}

}    // namespace softmode
