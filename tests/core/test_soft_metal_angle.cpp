// SPDX-License-Identifier: BSD-3-Clause
#include "core/soft_metal_angle.h"

#include "softmode/definitions/constants.h"
#include "support/finite_differences.h"

namespace softmode {

// UFF shapes, both arms and one arm soft
const SoftMetalAngle square_planar{false, {5.0, 0, 0, 0, -5.0}, 0.17, {true, true}, {2.0, 0.04}};
const SoftMetalAngle general{false, {60.0, 40.0, 25.0, 0, 0}, 0.3, {true, false}, {2.0, 0.04}};
const SoftMetalAngle harmonic{true, {55.0, 1.95, 0, 0, 0}, 0.2, {false, true}, {2.0, 0.04}};

using Atoms = std::array<Vector3, 3>;    // first, centre, last

double energy_of(const SoftMetalAngle &p, const Atoms &a)
{
  return evaluate(p, a[0] - a[1], a[2] - a[1]).energy;
}

void expect_forces(const SoftMetalAngle &p, const Atoms &a)
{
  const auto out = evaluate(p, a[0] - a[1], a[2] - a[1]);
  expect_gradient([&](const Atoms &x) { return energy_of(p, x); }, a,
                  Atoms{out.on_first, -1.0 * (out.on_first + out.on_last), out.on_last});
}

TEST(SoftMetalAngle, EnergyIsTheStatedFormula)
{
  const double theta = 1.2, w = 0.5 * (1.0 + std::tanh(0.5));    // r = 2.02: (r - 2)/0.04 = 1/2
  const Vector3 a{2.02, 0, 0}, b{1.8 * std::cos(theta), 1.8 * std::sin(theta), 0};
  const double soft = 1.0 - (1.0 - 0.3) * w;
  EXPECT_NEAR(evaluate(general, a, b).energy,
              soft * (60.0 + 40.0 * std::cos(theta) + 25.0 * std::cos(2 * theta)), 1e-12);
  EXPECT_NEAR(evaluate(harmonic, b, a).energy,
              (1.0 - (1.0 - 0.2) * w) * 55.0 * (theta - 1.95) * (theta - 1.95), 1e-12);
}

TEST(SoftMetalAngle, AllTermsOfTheSeriesCount)
{
  const SoftMetalAngle p{false, {0.5, -1.0, 2.0, 3.0, -4.0}, 1.0, {false, false}, {2.0, 0.04}};
  for (const double theta : {0.0, 0.4, 1.2, 2.0, pi}) {
    double expected = 0.0;
    for (int n = 0; n < SoftMetalAngle::terms; ++n)
      expected += p.coefficients[n] * std::cos(n * theta);
    EXPECT_NEAR(evaluate(p, {2, 0, 0}, {1.8 * std::cos(theta), 1.8 * std::sin(theta), 0}).energy,
                expected, 1e-13);
  }
}

TEST(SoftMetalAngle, ForcesAreTheGradientOverRandomGeometries)
{
  std::mt19937 random(7);
  std::uniform_real_distribution<double> length(1.85, 2.2);
  for (const SoftMetalAngle &p : {square_planar, general, harmonic})
    for (int i = 0; i < 300; ++i) {
      const Vector3 a = random_vector(random, length(random)),
                    b = random_vector(random, length(random));
      if (norm(cross(a, b)) < 0.2) continue;
      expect_forces(p, {a, Vector3{0, 0, 0}, b});
    }
}

TEST(SoftMetalAngle, ForcesAreTheGradientOnThePlateausOfTheWeight)
{
  for (const SoftMetalAngle &p : {square_planar, general, harmonic})
    for (const double r : {1.5, 1.7, 2.4, 3.0})
      expect_forces(p, {Vector3{r, 0.1, 0}, Vector3{0, 0, 0}, Vector3{-0.6, r, 0.2}});
}

TEST(SoftMetalAngle, ForcesAreTheGradientNearCollinearAngles)
{
  // a trans O-M-O is straight: UFF's shapes are smooth there
  for (const SoftMetalAngle &p : {square_planar, general})
    for (const double tilt : {1e-1, 1e-2, 1e-3, 1e-5, 0.0})
      for (const double sign : {1.0, -1.0})
        expect_forces(p, {Vector3{2.02, 0, 0}, Vector3{0, 0, 0}, Vector3{-sign * 1.97, tilt, 0}});
}

TEST(SoftMetalAngle, LooseArmsMultiplyTheirRatios)
{
  const Vector3 tight{1.7, 0, 0}, loose{2.4, 0, 0}, other_tight{0, 1.7, 0}, other_loose{0, 2.4, 0};
  const SoftMetalAngle p{false, {1.0, 0, 0, 0, 0}, 0.17, {true, true}, {2.0, 0.04}};
  EXPECT_NEAR(evaluate(p, tight, other_tight).energy, 1.0, 1e-6);
  EXPECT_NEAR(evaluate(p, loose, other_tight).energy, 0.17, 1e-6);
  EXPECT_NEAR(evaluate(p, loose, other_loose).energy, 0.17 * 0.17, 1e-6);
}

}    // namespace softmode
