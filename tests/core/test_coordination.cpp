// SPDX-License-Identifier: BSD-3-Clause
#include "core/coordination.h"

#include <gtest/gtest.h>

namespace softmode {

// carboxylates: carbon 1 (oxygens 2, 3), carbon 4 (oxygens 5, 6); metals 10, 11, 12
const CarboxylateTopology two{{{1, {2, 3}}, {4, {5, 6}}},
                              {{10, 2, 0}, {10, 3, 0}, {11, 3, 0}, {12, 5, 1}}};

Coordination with(const std::vector<bool> &counts)
{
  return coordination(two, counts);
}

TEST(Coordination, TellsHowACarboxylateIsBound)
{
  EXPECT_EQ(with({false, false, false, true}).denticity[0], Denticity::free);
  EXPECT_EQ(with({true, false, false, true}).denticity[0], Denticity::monodentate);
  EXPECT_EQ(with({true, true, false, true}).denticity[0], Denticity::chelating);
  EXPECT_EQ(with({true, false, true, true}).denticity[0], Denticity::bridging);
  EXPECT_EQ(with({false, true, true, true}).denticity[0],
            Denticity::bridging);    // one oxygen, two metals
  EXPECT_EQ(with({true, true, true, true}).denticity[0], Denticity::bridging);
  EXPECT_EQ(with({true, true, true, true}).denticity[1], Denticity::monodentate);
}

TEST(Coordination, CountsCarboxylatesOfEachKindAndBondsOfEachMetal)
{
  const Coordination c = with({true, true, false, false});
  EXPECT_EQ(c.carboxylates[static_cast<int>(Denticity::chelating)], 1.0);
  EXPECT_EQ(c.carboxylates[static_cast<int>(Denticity::free)], 1.0);
  EXPECT_EQ(c.of_metal.at(10), 2);
  EXPECT_EQ(c.of_metal.at(11), 0);
  EXPECT_EQ(c.of_metal.at(12), 0);
  EXPECT_EQ(c.of_metal.size(), 3u);
}

}    // namespace softmode
