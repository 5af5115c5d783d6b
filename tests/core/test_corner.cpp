// SPDX-License-Identifier: BSD-3-Clause
#include "core/corner.h"

#include <gtest/gtest.h>

namespace softmode {

OpeningAngle between(const Vector3 &a, const Vector3 &b)
{
  return opening_angle(corner(a, b, norm(a), norm(b)));
}

TEST(Corner, AngleIsAccurateToRoundingFromFoldedToStraight)
{
  for (const double theta : {1e-7, 1e-3, 0.3, 0.7, 0.72, 0.75, 1.0, 0.5 * pi, 2.0, 2.41, 2.43, 3.0,
                             pi - 1e-3, pi - 1e-7}) {
    const Vector3 a{1.2, -1.6, 0}, across{0.8, 0.6, 0};    // at right angles, of lengths 2 and 1
    const Vector3 b = (0.65 * std::cos(theta)) * a + (1.3 * std::sin(theta)) * across;
    EXPECT_NEAR(between(a, b).theta, theta, 2e-15);
    EXPECT_NEAR(between(a, b).dtheta_dcos * std::sin(theta), -1.0, 1e-8) << theta;
  }
}

TEST(Corner, CollinearBondsHaveNoPlaneToBendIn)
{
  EXPECT_DOUBLE_EQ(between({2.0, 0, 0}, {-1.3, 0, 0}).theta, pi);
  EXPECT_EQ(between({2.0, 0, 0}, {-1.3, 0, 0}).dtheta_dcos, 0.0);
  EXPECT_EQ(between({0.1, 0.2, 0.3}, {0.3, 0.6, 0.9}).dtheta_dcos, 0.0);
}

}    // namespace softmode
