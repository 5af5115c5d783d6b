// SPDX-License-Identifier: BSD-3-Clause
#include "core/distance_bonds.h"

#include <gtest/gtest.h>

namespace softmode {

const BondDistances limits{2.2, 2.6};

TEST(DistanceBonds, FormBelowOneDistanceAndBreakBeyondAnother)
{
  DistanceBonds d(limits);
  EXPECT_TRUE(d.update({{1, 9, 2.4}}).empty());    // near, but never bonded
  ASSERT_EQ(d.update({{1, 9, 2.1}}).size(), 1u);
  EXPECT_EQ(d.update({{1, 9, 2.5}})[0], 2.5);
  EXPECT_TRUE(std::isnan(d.update({{1, 9, 2.7}})[0]));
  EXPECT_TRUE(std::isnan(d.update({{1, 9, 2.5}})[0]));    // broken: must come close again
  EXPECT_TRUE(std::isnan(d.update({})[0]));
  EXPECT_EQ(d.update({{1, 9, 2.0}})[0], 2.0);
  EXPECT_EQ(d.bonds.size(), 1u);    // the same bond
}

TEST(DistanceBonds, DoNotDependOnTheOrderOfPairs)
{
  DistanceBonds a(limits), b(limits);
  a.update({{3, 9, 2.0}, {1, 8, 2.1}, {1, 7, 2.0}});
  b.update({{1, 7, 2.0}, {3, 9, 2.0}, {1, 8, 2.1}});
  EXPECT_EQ(a.bonds, b.bonds);
  EXPECT_EQ(a.bonds.front(), std::make_pair(AtomTag{1}, AtomTag{7}));
  a.update({{0, 5, 1.9}, {3, 9, 2.0}});
  EXPECT_EQ(a.bonds.back(), std::make_pair(AtomTag{0}, AtomTag{5}));    // newcomers come last
}

TEST(DistanceBonds, APairSeenThroughTwoImagesCountsAsItsShortest)
{
  DistanceBonds d(limits);
  const auto lengths = d.update({{1, 9, 2.5}, {1, 9, 2.0}, {1, 9, 2.1}});
  ASSERT_EQ(lengths.size(), 1u);
  EXPECT_EQ(lengths[0], 2.0);
}

TEST(DistanceBonds, LookingDoesNotFormBonds)
{
  DistanceBonds d(limits);
  EXPECT_TRUE(d.lengths({{1, 9, 2.0}}).empty());
  d.update({{1, 9, 2.0}});
  EXPECT_EQ(d.lengths({{1, 9, 2.55}})[0], 2.55);
  EXPECT_TRUE(d.present[0]);
}

}    // namespace softmode
