// SPDX-License-Identifier: BSD-3-Clause
#include "structure/substitute.h"

#include "softmode/definitions/constants.h"
#include "structure/bonds.h"
#include "structure/write_structure.h"
#include "support/error.h"
#include "support/files.h"

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace softmode {

namespace {

const std::filesystem::path structures =
    std::filesystem::path(SOFTMODE_SOURCE_DIR) / "inputs/structures";

double angle_in_degrees(const Eigen::Vector3d &a, const Eigen::Vector3d &b)
{
  return std::atan2(a.cross(b).norm(), a.dot(b)) * 180.0 / pi;
}

// without the comment lines in front
std::string body(const std::string &cif)
{
  return cif.substr(cif.find("data_"));
}

std::set<std::string> replaced(const Crystal &c)
{
  std::set<std::string> result;
  for (const CrystalAtom &atom : c.atoms)
    if (atom.element == "N")
      result.insert(fmt::format("{:.4f} {:.4f} {:.4f}", atom.fractional[0], atom.fractional[1],
                                atom.fractional[2]));
  return result;
}

}    // namespace

TEST(AminoGroups, OnMil125GiveOnePerLinkerWithSoundGeometry)
{
  const Crystal c = with_amino_groups(read_cif(structures / "mil-125.cif"), 1);
  EXPECT_EQ(formula(c), "C96 H68 N12 O72 Ti16");    // 2 x Ti8O8(OH)4(C8H5NO4)6
  const BondGraph graph = find_bonds(c);
  for (int i = 0; i < static_cast<int>(c.atoms.size()); ++i) {
    if (c.atoms[i].element != "N") continue;
    const auto &neighbours = graph.neighbours[i];
    ASSERT_EQ(neighbours.size(), 3u);
    std::vector<Eigen::Vector3d> hydrogens;
    Eigen::Vector3d carbon = Eigen::Vector3d::Zero();
    for (const Neighbour &n : neighbours) {
      const Eigen::Vector3d v =
          c.cell * (c.atoms[n.atom].fractional + n.shift.cast<double>() - c.atoms[i].fractional);
      if (c.atoms[n.atom].element == "H") {
        EXPECT_NEAR(n.distance, 1.010, 1e-6);
        hydrogens.push_back(v);
      } else {
        EXPECT_EQ(c.atoms[n.atom].element, "C");
        EXPECT_NEAR(n.distance, 1.375, 1e-6);
        carbon = v;
        for (const Neighbour &r : graph.neighbours[n.atom]) {
          if (r.atom == i) continue;
          // 123 degrees beside the carbon that carries the carboxylate, 117 beside C-H
          const Eigen::Vector3d to_ring =
              c.cell *
              (c.atoms[r.atom].fractional + r.shift.cast<double>() - c.atoms[n.atom].fractional);
          EXPECT_NEAR(angle_in_degrees(to_ring, -v), 120.0, 4.0);
        }
      }
    }
    ASSERT_EQ(hydrogens.size(), 2u);
    EXPECT_NEAR(angle_in_degrees(hydrogens[0], hydrogens[1]), 119.0, 1e-3);
    EXPECT_NEAR(angle_in_degrees(hydrogens[0], carbon), 120.5, 1e-3);
    EXPECT_NEAR(angle_in_degrees(hydrogens[1], carbon), 120.5, 1e-3);
  }
}

TEST(AminoGroups, LeaveNoShortContact)
{
  const Crystal c = with_amino_groups(read_cif(structures / "mil-125.cif"), 7);
  const BondGraph graph = find_bonds(c);
  for_each_close_pair(c, 1.6, [&](const ClosePair &p) {
    bool bonded = false;
    for (const Neighbour &n : graph.neighbours[p.first]) bonded = bonded || n.atom == p.second;
    EXPECT_TRUE(bonded || c.atoms[p.first].element == c.atoms[p.second].element)
        << c.atoms[p.first].label << " " << c.atoms[p.second].label << " " << p.distance;
  });
}

TEST(AminoGroups, AreWhereTheSeedSays)
{
  const Crystal c = read_cif(structures / "mil-125.cif");
  EXPECT_EQ(replaced(with_amino_groups(c, 3)), replaced(with_amino_groups(c, 3)));
  EXPECT_NE(replaced(with_amino_groups(c, 3)), replaced(with_amino_groups(c, 4)));
}

TEST(AminoGroups, MakeTheFileThatComesWithSoftmode)
{
  Crystal c = with_amino_groups(read_cif(structures / "mil-125.cif"), 1);
  c.source = "mil-125-nh2.cif";
  EXPECT_EQ(body(cif_text(c, {})), body(read_file(structures / "mil-125-nh2.cif")));
}

TEST(AminoGroups, NeedAnAromaticHydrogen)
{
  EXPECT_THROW(with_amino_groups(read_cif(std::filesystem::path(SOFTMODE_SOURCE_DIR) /
                                          "tests/data/copper-formate.cif"),
                                 1),
               Error);
}

}    // namespace softmode
