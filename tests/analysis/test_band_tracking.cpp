// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/band_tracking.h"

#include <gtest/gtest.h>

#include <cmath>

namespace softmode {

struct Line {
  double position, height;
};

std::vector<double> spectrum(const std::vector<double> &nu, const std::vector<Line> &lines)
{
  std::vector<double> s(nu.size(), 1e-4);
  for (std::size_t i = 0; i < nu.size(); ++i)
    for (const Line &l : lines)
      s[i] += l.height * std::exp(-4.0 * std::log(2.0) * std::pow((nu[i] - l.position) / 12.0, 2));
  return s;
}

StretchSpectra at(const std::vector<Line> &coordinate, const std::vector<Line> &other,
                  const std::vector<Line> &infrared)
{
  StretchSpectra s;
  for (double nu = 1200; nu < 1500; nu += 2.0) s.wavenumber.push_back(nu);
  s.coordinate = spectrum(s.wavenumber, coordinate);
  s.other = spectrum(s.wavenumber, other);
  s.infrared = infrared.empty() ? std::vector<double>{} : spectrum(s.wavenumber, infrared);
  return s;
}

TEST(FollowBands, InfraredIntensityDecidesAgainstTheHighestMaximum)
{
  // the coordinate is strongest at 1290, but 1425 carries the infrared intensity
  const auto s = at({{1290, 1.0}, {1425, 0.7}}, {}, {{1290, 0.1}, {1425, 1.0}});
  const auto chains = follow_bands({s, s}, {1250, 1480});
  ASSERT_EQ(chains.size(), 2u);
  EXPECT_NEAR(chains[0].at[0].position, 1425, 0.5);
  EXPECT_NEAR(chains[0].infrared_share, 10.0 / 11.0, 0.01);
  EXPECT_NEAR(chains[0].coordinate_share, 0.7 / 1.7, 0.01);
}

TEST(FollowBands, CharacterCountsWhereIntensitiesAreEqual)
{
  const auto s = at({{1290, 1.0}, {1425, 1.0}}, {{1290, 3.0}}, {{1290, 1.0}, {1425, 1.0}});
  const auto chains = follow_bands({s}, {1250, 1480});
  EXPECT_NEAR(chains[0].at[0].position, 1425, 0.5);
  EXPECT_NEAR(chains[1].character, 0.25, 0.01);
}

TEST(FollowBands, FollowsABandThatMovesAndIsOvertakenInHeight)
{
  std::vector<StretchSpectra> spectra;
  for (int t = 0; t < 7; ++t)
    spectra.push_back(
        at({{1420.0 - 3.0 * t, 1.0}, {1300.0, 0.4 + 0.2 * t}}, {}, {{1420.0 - 3.0 * t, 1.0}}));
  const auto chains = follow_bands(spectra, {1250, 1480});
  ASSERT_FALSE(chains.empty());
  for (int t = 0; t < 7; ++t) EXPECT_NEAR(chains[0].at[t].position, 1420.0 - 3.0 * t, 0.5);
}

TEST(FollowBands, DropsABandThatJumps)
{
  const auto first = at({{1300, 1.0}, {1420, 0.8}}, {}, {});
  const auto second = at({{1300, 1.0}, {1450, 0.8}}, {}, {});
  const auto chains = follow_bands({first, second}, {1250, 1480});
  ASSERT_EQ(chains.size(), 1u);
  EXPECT_NEAR(chains[0].at[1].position, 1300, 0.5);
}

TEST(FollowBands, FollowsAWideBandWhoseHighestMaximumChanges)
{
  // one band 32 cm-1 wide with a dent on top, whose maximum moves by more than a narrow band may
  const auto first =
      at({{1398, 0.7}, {1406, 1.0}, {1410, -0.4}, {1414, 0.95}, {1422, 0.7}}, {}, {});
  const auto second =
      at({{1398, 0.7}, {1406, 0.95}, {1410, -0.4}, {1414, 1.0}, {1422, 0.7}}, {}, {});
  const auto chains = follow_bands({first, second}, {1250, 1480});
  ASSERT_EQ(chains.size(), 1u);
  EXPECT_GT(chains[0].at[1].position, chains[0].at[0].position + 10.0);
  // narrow bands as far apart are two
  EXPECT_TRUE(
      follow_bands({at({{1404, 1.0}}, {}, {}), at({{1417, 1.0}}, {}, {})}, {1250, 1480}).empty());
}

TEST(FollowBands, WorksWithoutChargeFlux)
{
  const auto s = at({{1420, 1.0}}, {}, {});
  const auto chains = follow_bands({s}, {1250, 1480});
  ASSERT_EQ(chains.size(), 1u);
  EXPECT_DOUBLE_EQ(chains[0].infrared_share, 1.0);
}

}    // namespace softmode
