// SPDX-License-Identifier: BSD-3-Clause
// Natural lengths and force constants against values worked out independently from the published forms.
#include "forcefield/uff.h"

#include "softmode/definitions/constants.h"
#include "support/error.h"

#include <gtest/gtest.h>

namespace softmode {

const UffTable &table()
{
  static const UffTable t =
      UffTable::read(std::filesystem::path(SOFTMODE_SOURCE_DIR) / "potentials/uff4mof.csv");
  return t;
}

struct BondCase {
  const char *first, *second;
  double order, length, constant;
};

class UffBond : public testing::TestWithParam<BondCase> {};

TEST_P(UffBond, HasTheNaturalLengthAndConstant)
{
  const BondCase &c = GetParam();
  const UffType &i = table().at(c.first), &j = table().at(c.second);
  const double length = natural_length(i, j, c.order);
  EXPECT_NEAR(length, c.length, 5e-5);
  EXPECT_NEAR(bond_constant(i, j, length), c.constant, 0.02 * 0.01 * c.constant);
}

INSTANTIATE_TEST_SUITE_P(Derived, UffBond,
                         testing::Values(BondCase{"Cu4+2", "O_2", 0.5, 2.0295, 320.85},
                                         BondCase{"Cu4+2", "Cu4+2", 0.25, 3.0327, 73.42},
                                         BondCase{"Zn3f2", "O_3_f", 0.5, 2.0149, 244.26},
                                         BondCase{"Zr8f4", "O_2", 0.5, 2.4105, 399.92},
                                         BondCase{"Ti6+4", "O_2_z", 1.0, 1.8463, 645.37},
                                         BondCase{"C_R", "O_2", 1.5, 1.2690, 1429.11},
                                         BondCase{"C_R", "C_R", 1.5, 1.3793, 925.31},
                                         BondCase{"C_R", "H_", 1.0, 1.0814, 714.88},
                                         BondCase{"N_R", "H_", 1.0, 1.0434, 1058.92}));

TEST(Uff, GeneralAngleHasItsMinimumAtTheta0WithUnitCurvature)
{
  for (const double theta0 : {104.51, 109.47, 118.0}) {
    const double t0 = theta0 * pi / 180.0;
    const AngleFourier c = angle_fourier(t0);
    const auto energy = [&](double t) {
      return c.c0 + c.c1 * std::cos(t) + c.c2 * std::cos(2.0 * t);
    };
    const double h = 1e-4;
    EXPECT_NEAR(energy(t0), 0.0, 1e-12);
    EXPECT_NEAR((energy(t0 + h) - energy(t0 - h)) / (2 * h), 0.0, 1e-8);
    EXPECT_NEAR((energy(t0 + h) - 2 * energy(t0) + energy(t0 - h)) / (h * h), 1.0, 1e-4);
  }
}

TEST(Uff, AngleConstantIsEquation13)
{
  // water-like: K = 664.12 Z Z / r13^5 [3 r r (1 - cos^2) - r13^2 cos], worked out by hand
  const UffType &h = table().at("H_");
  const double r = 0.99, t = 104.51 * pi / 180.0;
  const double r13_squared = 2 * r * r * (1 - std::cos(t));
  const double expected = 664.12 * 0.712 * 0.712 / std::pow(std::sqrt(r13_squared), 5) *
                          (3 * r * r * std::sin(t) * std::sin(t) - r13_squared * std::cos(t));
  EXPECT_NEAR(angle_constant(h, h, r, r, t), expected, 1e-9);
}

TEST(Uff, TorsionBarrierOfBenzene)
{
  // 5 sqrt(2 x 2) (1 + 4.18 ln 1.5) = 26.948 kcal/mol
  EXPECT_NEAR(sp2_torsion_barrier(table().at("C_R"), table().at("C_R"), 1.5), 26.948, 1e-3);
}

TEST(Uff, LennardJonesSigmaOfCarbon)
{
  EXPECT_NEAR(lennard_jones_sigma(table().at("C_R")), 3.4309, 1e-4);
}

TEST(Uff, NamesATypeThatIsNotThere)
{
  EXPECT_THROW(table().at("Xx"), Error);
}

}    // namespace softmode
