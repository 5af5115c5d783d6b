// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/points.h"

#include <gtest/gtest.h>

#include <set>

namespace softmode {

namespace {

Campaign with_protocol(const Protocol &protocol)
{
  Campaign c;
  c.materials.resize(2);
  c.materials[0].name = "a";
  c.materials[1].name = "b";
  c.temperatures_K = {100.0, 200.0, 300.0};
  c.protocol = protocol;
  c.replicas = 2;
  return c;
}

std::vector<std::string> ids(const Chain &chain)
{
  std::vector<std::string> result;
  for (const Point &p : chain.points) result.push_back(p.id);
  return result;
}

Protocol ramp(int cycles, double start_K)
{
  Protocol p;
  p.type = ProtocolType::ramp;
  p.cycles = cycles;
  p.start_K = start_K;
  return p;
}

}    // namespace

TEST(Points, IndependentOnesAreChainsOfTheirOwn)
{
  const auto chains = chains_of(with_protocol({}));
  ASSERT_EQ(chains.size(), 12u);    // 2 materials x 3 temperatures x 2 replicas
  for (const Chain &c : chains) {
    ASSERT_EQ(c.points.size(), 1u);
    EXPECT_EQ(c.points[0].parent, "");
    EXPECT_FALSE(c.search);
  }
}

TEST(Points, ARampFromTheLowestTemperaturePassesEachOnceOnEachWay)
{
  const auto chains = chains_of(with_protocol(ramp(2, 100.0)));
  ASSERT_EQ(chains.size(), 4u);
  EXPECT_EQ(ids(chains[0]),
            (std::vector<std::string>{"a/1h-100.00K-1", "a/1h-200.00K-1", "a/1h-300.00K-1",
                                      "a/1c-200.00K-1", "a/1c-100.00K-1", "a/2h-200.00K-1",
                                      "a/2h-300.00K-1", "a/2c-200.00K-1", "a/2c-100.00K-1"}));
}

TEST(Points, ARampFromTheMiddleGoesUpFirstAsTheExperimentDoes)
{
  const auto chains = chains_of(with_protocol(ramp(2, 200.0)));
  EXPECT_EQ(ids(chains[3]),
            (std::vector<std::string>{"b/1h-200.00K-2", "b/1h-300.00K-2", "b/1c-200.00K-2",
                                      "b/1c-100.00K-2", "b/2h-200.00K-2", "b/2h-300.00K-2",
                                      "b/2c-200.00K-2", "b/2c-100.00K-2"}));
}

TEST(Points, ARampStartsBetweenTemperaturesToo)
{
  const auto chains = chains_of(with_protocol(ramp(1, 250.0)));
  EXPECT_EQ(ids(chains[0]), (std::vector<std::string>{"a/1h-300.00K-1", "a/1c-200.00K-1",
                                                      "a/1c-100.00K-1", "a/1h-200.00K-1"}));
}

TEST(Points, OfARampHaveDifferentNamesAndStartFromTheOneBefore)
{
  for (const double start : {100.0, 150.0, 200.0, 250.0}) {
    std::set<std::string> names;
    std::set<int> seeds;
    std::size_t points = 0;
    for (const Chain &c : chains_of(with_protocol(ramp(3, start)))) {
      std::string before;
      for (const Point &p : c.points) {
        EXPECT_EQ(p.parent, before);
        before = p.id;
        names.insert(p.id);
        seeds.insert(p.seed);
        ++points;
      }
    }
    EXPECT_EQ(names.size(), points) << start;
    EXPECT_EQ(seeds.size(), points) << start;
  }
}

TEST(Points, OfAMeltSearchBeginWithItsFirstTemperature)
{
  Protocol p;
  p.type = ProtocolType::melt;
  p.start_K = 350.0;
  const auto chains = chains_of(with_protocol(p));
  ASSERT_EQ(chains.size(), 4u);
  EXPECT_TRUE(chains[1].search);
  EXPECT_EQ(ids(chains[1]), (std::vector<std::string>{"a/1-350.00K-2"}));
}

}    // namespace softmode
