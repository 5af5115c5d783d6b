// SPDX-License-Identifier: BSD-3-Clause
#include "structure/solvent.h"

#include "structure/fragments.h"

#include <Eigen/Geometry>
#include <Eigen/LU>
#include <gtest/gtest.h>

#include <map>

namespace softmode {

namespace {

const std::filesystem::path structures =
    std::filesystem::path(SOFTMODE_SOURCE_DIR) / "inputs/structures";

// HKUST-1 with one water on an axial site (Cu-O 2.17 A), one lone O on another, a free water and a free
// ion
Crystal wet_hkust_1()
{
  Crystal c = read_cif(structures / "hkust-1.cif");
  const Eigen::Matrix3d inverse = c.cell.inverse();
  const auto put = [&](const std::string &label, const std::string &element,
                       const Eigen::Vector3d &x) {
    c.atoms.push_back({label, element, wrapped(inverse * x)});
  };
  int placed = 0;
  const BondGraph graph = bond_graph(c);
  const std::size_t atoms = c.atoms.size();
  for (std::size_t i = 0; i < atoms && placed < 2; ++i)
    for (const Neighbour &n : graph.neighbours[i]) {
      if (c.atoms[i].element != "Cu" || c.atoms[n.atom].element != "Cu" || placed == 2) continue;
      const Eigen::Vector3d other = c.cell * (c.atoms[n.atom].fractional + n.shift.cast<double>());
      const Eigen::Vector3d out = (c.position(i) - other).normalized();
      const Eigen::Vector3d oxygen = c.position(i) + 2.17 * out;
      put("OW" + std::to_string(placed), "O", oxygen);
      if (placed++ == 1) break;
      const Eigen::Vector3d side = out.unitOrthogonal();
      put("HA", "H", oxygen + 0.58 * out + 0.77 * side);
      put("HB", "H", oxygen + 0.58 * out - 0.77 * side);
    }
  const Eigen::Vector3d centre = c.cell * Eigen::Vector3d(0.5, 0.5, 0.5);
  put("O9", "O", centre);
  put("H91", "H", centre + Eigen::Vector3d(0.97, 0, 0));
  put("H92", "H", centre + Eigen::Vector3d(-0.24, 0.94, 0));
  put("Cl9", "Cl", centre + Eigen::Vector3d(0, 0, 4.0));
  return c;
}

}    // namespace

TEST(Solvent, IsFoundFreeAndCoordinated)
{
  const Crystal c = wet_hkust_1();
  std::map<std::string, int> found;
  for (const SolventMolecule &m : find_solvent(c, bond_graph(c)))
    ++found[(m.coordinated ? "coordinated " : "free ") + m.formula + " " + m.name];
  EXPECT_EQ(found, (std::map<std::string, int>{{"coordinated H2O water", 1},
                                               {"coordinated O water without hydrogens", 1},
                                               {"free H2O water", 1},
                                               {"free Cl unknown", 1}}));
}

TEST(Solvent, IsRemovedOnlyOnRequest)
{
  const Crystal c = wet_hkust_1();
  const Crystal without_free = without_solvent(c, true, false);
  EXPECT_EQ(without_free.atoms.size(), 624u + 3 + 1);
  const Crystal dry = without_solvent(c, true, true);
  EXPECT_EQ(formula(dry), "C288 Cu48 H96 O192");
  std::string notes;
  for (const std::string &note : dry.notes) notes += note + "\n";
  EXPECT_NE(notes.find("removed 1 free H2O (water)\n"), std::string::npos) << notes;
  EXPECT_NE(notes.find("removed 1 coordinated H2O (water)\n"), std::string::npos) << notes;
  EXPECT_NE(notes.find("removed 1 free Cl (unknown); if it is an ion, what is left is charged\n"),
            std::string::npos)
      << notes;
}

TEST(Solvent, IsNotTheOxideOrHydroxideOfANode)
{
  for (const char *name : {"uio-66.cif", "mil-125.cif", "mof-5.cif", "muv-10-ca.cif",
                           "mg-mof-74.cif", "sodium-benzoate.cif", "zif-4.cif"}) {
    const Crystal c = read_cif(structures / name);
    EXPECT_TRUE(find_solvent(c, bond_graph(c)).empty()) << name;
  }
}

TEST(Fragments, KnowHowFarTheyGo)
{
  const auto dimensions = [](const char *name) {
    const Crystal c = read_cif(structures / name);
    std::vector<int> result;
    for (const Fragment &f : fragments(bond_graph(c), std::vector<bool>(c.atoms.size(), true)))
      result.push_back(f.dimension);
    return result;
  };
  EXPECT_EQ(dimensions("mof-5.cif"), std::vector<int>{3});
  EXPECT_EQ(dimensions("sodium-benzoate.cif"), std::vector<int>{2});    // layers
}

TEST(SmallRings, OfHkust1AndZif4)
{
  const auto sizes = [](const char *name) {
    const Crystal c = read_cif(structures / name);
    const BondGraph graph = bond_graph(c);
    std::vector<bool> nonmetal;
    for (const CrystalAtom &atom : c.atoms) nonmetal.push_back(!is_metal(atom.element));
    std::map<std::size_t, int> count;
    for (const auto &ring : small_rings(graph, nonmetal)) ++count[ring.size()];
    return count;
  };
  EXPECT_EQ(sizes("hkust-1.cif"), (std::map<std::size_t, int>{{6, 32}}));
  EXPECT_EQ(sizes("zif-4.cif"), (std::map<std::size_t, int>{{5, 32}}));
}

}    // namespace softmode
