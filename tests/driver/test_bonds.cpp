// SPDX-License-Identifier: BSD-3-Clause
#include "structure/bonds.h"

#include "chemistry/chemistry.h"
#include "support/error.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <tuple>

namespace softmode {

using Key = std::tuple<int, int, int, int, int>;

// every pair and image by brute force
std::vector<Key> brute_force(const Crystal &c, double cutoff)
{
  std::vector<Key> keys;
  const int n = static_cast<int>(c.atoms.size()), reach = 4;
  for (int i = 0; i < n; ++i)
    for (int j = i; j < n; ++j)
      for (int a = -reach; a <= reach; ++a)
        for (int b = -reach; b <= reach; ++b)
          for (int d = -reach; d <= reach; ++d) {
            if (i == j && std::make_tuple(a, b, d) <= std::make_tuple(0, 0, 0)) continue;
            const Eigen::Vector3d f =
                c.atoms[j].fractional + Eigen::Vector3d(a, b, d) - c.atoms[i].fractional;
            if ((c.cell * f).norm() < cutoff) keys.emplace_back(i, j, a, b, d);
          }
  std::sort(keys.begin(), keys.end());
  return keys;
}

TEST(ClosePairs, AreThoseOfBruteForceInTriclinicCellsOfAnySize)
{
  std::mt19937 random(17);
  std::uniform_real_distribution<double> unit(0.0, 1.0);
  for (const double size : {3.0, 7.0, 16.0}) {
    Crystal c;
    c.cell << size, 0.3 * size, -0.4 * size, 0, 0.9 * size, 0.2 * size, 0, 0, 1.1 * size;
    for (int i = 0; i < 25; ++i)
      c.atoms.push_back({"X", "C", {unit(random), unit(random), unit(random)}});
    std::vector<Key> found;
    for_each_close_pair(c, 3.1, [&](const ClosePair &p) {
      found.emplace_back(p.first, p.second, p.shift[0], p.shift[1], p.shift[2]);
      const Eigen::Vector3d f =
          c.atoms[p.second].fractional + p.shift.cast<double>() - c.atoms[p.first].fractional;
      EXPECT_NEAR((c.cell * f).norm(), p.distance, 1e-12);
    });
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, brute_force(c, 3.1)) << "cell of " << size << " A";
  }
}

TEST(FindBonds, BondsAcrossAllBoundaries)
{
  const Crystal c =
      read_cif(std::filesystem::path(SOFTMODE_SOURCE_DIR) / "tests/data/copper-formate.cif");
  const BondGraph graph = find_bonds(c);
  const Chemistry chemistry = perceive(c, graph);
  EXPECT_EQ(chemistry.topology.carboxylates.size(), 4u);
  EXPECT_EQ(chemistry.topology.bonds.size(), 8u);
  EXPECT_EQ(chemistry.environment[0], "Cu(CuO4)");    // the paddlewheel's metals are bonded
}

TEST(FindBonds, LeavesMetalsApartWithoutThreeBridges)
{
  const Crystal c =
      read_cif(std::filesystem::path(SOFTMODE_SOURCE_DIR) / "inputs/structures/mof-5.cif");
  const BondGraph graph = find_bonds(c);
  for (std::size_t i = 0; i < c.atoms.size(); ++i)
    if (c.atoms[i].element == "Zn") { EXPECT_EQ(graph.neighbours[i].size(), 4u); }
}

TEST(FindBonds, SaysWhenTheCellIsTooSmall)
{
  Crystal c;
  c.source = "chain.cif";
  c.cell = Eigen::Vector3d(2.6, 20, 20).asDiagonal();
  c.atoms = {{"C1", "C", {0, 0, 0}}, {"C2", "C", {0.5, 0, 0}}};
  try {
    find_bonds(c);
    FAIL();
  } catch (const Error &e) {
    EXPECT_EQ(e.code, ExitCode::structure);
    EXPECT_NE(std::string(e.what()).find("use a larger supercell"), std::string::npos);
  }
}

TEST(Perceive, FindsAromaticRingsAndEnvironments)
{
  const Crystal c =
      read_cif(std::filesystem::path(SOFTMODE_SOURCE_DIR) / "inputs/structures/hkust-1.cif");
  const Chemistry chemistry = perceive(c, find_bonds(c));
  std::map<std::string, int> counts;
  int aromatic = 0;
  for (std::size_t i = 0; i < c.atoms.size(); ++i) {
    ++counts[chemistry.environment[i]];
    aromatic += chemistry.aromatic[i];
  }
  const std::map<std::string, int> expected{{"Cu(CuO4)", 48}, {"O(CCu)", 192}, {"C(CO2)", 96},
                                            {"C(C3)", 96},    {"C(C2H)", 96},  {"H(C)", 96}};
  EXPECT_EQ(counts, expected);
  EXPECT_EQ(aromatic, 192);
}

}    // namespace softmode
