// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/definitions/carboxylates.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace softmode {

using Roles = std::unordered_map<AtomTag, AtomRole>;
using Bonds = std::vector<std::pair<AtomTag, AtomTag>>;

constexpr AtomRole C = AtomRole::carbon, O = AtomRole::oxygen, M = AtomRole::metal,
                   N = AtomRole::nitrogen, X = AtomRole::other;

// carbon 1 with oxygens 2 and 3, on carbon 4; metals 5 and 6
const Roles benzoate{{1, C}, {2, O}, {3, O}, {4, C}, {5, M}, {6, M}};
const Bonds bridging{{1, 2}, {1, 3}, {1, 4}, {2, 5}, {3, 6}};

TEST(FindCarboxylates, FindsABridgingCarboxylate)
{
  const auto found = find_carboxylates(benzoate, bridging);
  ASSERT_EQ(found.carboxylates.size(), 1u);
  EXPECT_EQ(found.carboxylates[0].carbon, 1);
  EXPECT_EQ(found.carboxylates[0].oxygens, (std::array<AtomTag, 2>{2, 3}));
  ASSERT_EQ(found.bonds.size(), 2u);
  EXPECT_EQ(found.bonds[0].metal, 5);
  EXPECT_EQ(found.bonds[0].oxygen, 2);
  EXPECT_EQ(found.bonds[1].metal, 6);
}

TEST(FindCarboxylates, DoesNotDependOnOrderDirectionOrRepetition)
{
  Bonds shuffled;
  for (const auto &[i, j] : bridging) shuffled.emplace_back(j, i);
  std::reverse(shuffled.begin(), shuffled.end());
  shuffled.insert(shuffled.end(), bridging.begin(), bridging.end());
  const auto a = find_carboxylates(benzoate, bridging), b = find_carboxylates(benzoate, shuffled);
  ASSERT_EQ(a.bonds.size(), b.bonds.size());
  for (std::size_t i = 0; i < a.bonds.size(); ++i) {
    EXPECT_EQ(a.bonds[i].metal, b.bonds[i].metal);
    EXPECT_EQ(a.bonds[i].oxygen, b.bonds[i].oxygen);
  }
}

TEST(FindCarboxylates, CountsAnOxygenThatBridgesTwoMetalsTwice)
{
  Bonds bonds = bridging;
  bonds.emplace_back(2, 6);
  EXPECT_EQ(find_carboxylates(benzoate, bonds).bonds.size(), 3u);
}

TEST(FindCarboxylates, AcceptsFormateAndChelation)
{
  const Roles formate{{1, C}, {2, O}, {3, O}, {4, X}, {5, M}};
  const auto found = find_carboxylates(formate, {{1, 2}, {1, 3}, {1, 4}, {2, 5}, {3, 5}});
  EXPECT_EQ(found.carboxylates.size(), 1u);
  EXPECT_EQ(found.bonds.size(), 2u);
}

TEST(FindCarboxylates, RejectsAcidEsterCarbonateAndCarbonDioxide)
{
  Roles acid = benzoate;
  acid[7] = X;
  EXPECT_TRUE(
      find_carboxylates(acid, {{1, 2}, {1, 3}, {1, 4}, {2, 7}, {3, 6}}).carboxylates.empty());
  Roles ester = benzoate;
  ester[7] = C;
  EXPECT_TRUE(
      find_carboxylates(ester, {{1, 2}, {1, 3}, {1, 4}, {2, 7}, {3, 6}}).carboxylates.empty());
  const Roles carbonate{{1, C}, {2, O}, {3, O}, {4, O}, {5, M}};
  EXPECT_TRUE(find_carboxylates(carbonate, {{1, 2}, {1, 3}, {1, 4}, {2, 5}}).carboxylates.empty());
  EXPECT_TRUE(find_carboxylates({{1, C}, {2, O}, {3, O}}, {{1, 2}, {1, 3}}).carboxylates.empty());
}

TEST(FindCarboxylates, FindsTwoOnOneLinkerAndLeavesABareMetalAlone)
{
  // 1(2,3)-4-11, 11(12,13)... a linker with two groups joined at carbons 4 and 14
  const Roles linker{{1, C},  {2, O},  {3, O},  {4, C}, {14, C},
                     {11, C}, {12, O}, {13, O}, {5, M}, {99, M}};
  const auto found = find_carboxylates(
      linker, {{1, 2}, {1, 3}, {1, 4}, {4, 14}, {14, 11}, {11, 12}, {11, 13}, {2, 5}, {12, 5}});
  EXPECT_EQ(found.carboxylates.size(), 2u);
  ASSERT_EQ(found.bonds.size(), 2u);
  EXPECT_EQ(found.bonds[0].carboxylate, 0);
  EXPECT_EQ(found.bonds[1].carboxylate, 1);
}

// an imidazolate between two metals: 1 between the nitrogens 2 and 3, ring closed by 4 and 5
const Roles imidazolate{{1, C}, {2, N}, {3, N}, {4, C}, {5, C}, {6, M}, {7, M}, {8, X}};
const Bonds imidazolate_bonds{{1, 2}, {1, 3}, {1, 8}, {2, 4}, {3, 5}, {4, 5}, {2, 6}, {3, 7}};

TEST(FindCarboxylates, TakesImidazolatesWhereThereIsNoCarboxylate)
{
  const auto found = find_carboxylates(imidazolate, imidazolate_bonds);
  EXPECT_TRUE(found.imidazolates);
  ASSERT_EQ(found.carboxylates.size(), 1u);
  EXPECT_EQ(found.carboxylates[0].carbon, 1);
  EXPECT_EQ(found.carboxylates[0].oxygens, (std::array<AtomTag, 2>{2, 3}));
  ASSERT_EQ(found.bonds.size(), 2u);
  EXPECT_EQ(found.bonds[0].metal, 6);
  EXPECT_EQ(found.bonds[1].metal, 7);
}

TEST(FindCarboxylates, LeavesImidazolatesAloneBesideACarboxylate)
{
  Roles both = imidazolate;
  both.insert({{11, C}, {12, O}, {13, O}, {14, C}});
  Bonds bonds = imidazolate_bonds;
  bonds.insert(bonds.end(), {{11, 12}, {11, 13}, {11, 14}, {12, 6}});
  const auto found = find_carboxylates(both, bonds);
  EXPECT_FALSE(found.imidazolates);
  ASSERT_EQ(found.carboxylates.size(), 1u);
  EXPECT_EQ(found.carboxylates[0].carbon, 11);
  EXPECT_EQ(found.bonds.size(), 1u);
}

TEST(FindCarboxylates, RejectsRingsWhoseNitrogensAreNotBothOnMetals)
{
  Bonds one_metal = imidazolate_bonds;
  one_metal.pop_back();
  EXPECT_TRUE(find_carboxylates(imidazolate, one_metal).carboxylates.empty());
  EXPECT_FALSE(find_carboxylates(imidazolate, one_metal).imidazolates);
  Roles protonated = imidazolate;
  protonated[9] = X;
  Bonds bonds = imidazolate_bonds;
  bonds.emplace_back(3, 9);
  EXPECT_TRUE(find_carboxylates(protonated, bonds).carboxylates.empty());
}

}    // namespace softmode
