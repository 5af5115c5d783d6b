// SPDX-License-Identifier: BSD-3-Clause
#include "core/stretch_channels.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <random>

namespace softmode {

// carbon 1, oxygens 2 and 3, metals 4 on 2 and 5 on 3
const CarboxylateTopology one{{{1, {2, 3}}}, {{4, 2, 0}, {5, 3, 0}}};

using Positions = std::map<AtomTag, std::array<double, 3>>;

double distance(const Positions &x, AtomTag i, AtomTag j)
{
  double sum = 0.0;
  for (int d = 0; d < 3; ++d) sum += std::pow(x.at(i)[d] - x.at(j)[d], 2);
  return std::sqrt(sum);
}

std::vector<double> channel_velocities(const StretchChannels &c, const Positions &x,
                                       const Positions &v)
{
  std::vector<double> result(c.group.size());
  for (const StretchTerm &t : c.terms) {
    double projected = 0.0;
    for (int d = 0; d < 3; ++d)
      projected += (x.at(t.atom)[d] - x.at(t.partner)[d]) * v.at(t.atom)[d];
    projected /= distance(x, t.atom, t.partner);
    for (int k = 0; k < 2; ++k)
      if (t.channel[k] >= 0) result[t.channel[k]] += t.coefficient[k] * projected;
  }
  return result;
}

TEST(StretchChannels, HaveFluxThenTwoPerCarboxylateThenOnePerMetalOxygenBond)
{
  const StretchChannels c = make_channels(one);
  EXPECT_EQ(c.group, (std::vector<int>{flux_group, flux_group, flux_group, asymmetric_group,
                                       symmetric_group, metal_oxygen_group, metal_oxygen_group}));
  EXPECT_EQ(c.terms.size(), 8u);    // two atoms of four bonds
}

TEST(StretchChannels, TermsSumToTheTimeDerivativesOfTheStretchCoordinates)
{
  std::mt19937 random(11);
  std::normal_distribution<double> normal;
  Positions x, v;
  for (AtomTag tag = 1; tag <= 5; ++tag)
    for (int d = 0; d < 3; ++d) {
      x[tag][d] = 2.0 * normal(random);
      v[tag][d] = normal(random);
    }
  const auto coordinates = [&](double t) {
    Positions moved = x;
    for (auto &[tag, r] : moved)
      for (int d = 0; d < 3; ++d) r[d] += t * v[tag][d];
    const double d1 = distance(moved, 1, 2), d2 = distance(moved, 1, 3);
    return std::array<double, 4>{(d1 - d2) / std::sqrt(2.0), (d1 + d2) / std::sqrt(2.0),
                                 distance(moved, 4, 2), distance(moved, 5, 3)};
  };
  const StretchChannels c = make_channels(one);
  const auto velocity = channel_velocities(c, x, v);
  const double h = 1e-5;
  const auto up = coordinates(h), down = coordinates(-h);
  for (int k = 0; k < 4; ++k) EXPECT_NEAR(velocity[3 + k], (up[k] - down[k]) / (2.0 * h), 1e-8);
}

TEST(StretchChannels, RigidMotionMovesNoStretch)
{
  Positions x, v;
  for (AtomTag tag = 1; tag <= 5; ++tag) {
    x[tag] = {0.3 * static_cast<double>(tag), std::sqrt(static_cast<double>(tag)),
              0.1 * static_cast<double>(tag * tag)};
    v[tag] = {-x[tag][1], x[tag][0], 0.5};    // rotation about z and a shift along z
  }
  for (const double rate : channel_velocities(make_channels(one), x, v))
    EXPECT_NEAR(rate, 0.0, 1e-14);
}

}    // namespace softmode
