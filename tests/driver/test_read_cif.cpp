// SPDX-License-Identifier: BSD-3-Clause
#include "structure/bonds.h"
#include "structure/crystal.h"
#include "support/files.h"
#include "support/text_file.h"

#include <Eigen/LU>
#include <gtest/gtest.h>

namespace softmode {

const std::filesystem::path structures =
    std::filesystem::path(SOFTMODE_SOURCE_DIR) / "inputs/structures";
const std::filesystem::path test_data = std::filesystem::path(SOFTMODE_SOURCE_DIR) / "tests/data";

TEST(ReadCif, ExpandsHkust1ToItsConventionalCell)
{
  const Crystal c = read_cif(structures / "hkust-1.cif");
  EXPECT_EQ(formula(c), "C288 Cu48 H96 O192");    // 16 x Cu3(C9H3O6)2
  EXPECT_EQ(c.space_group, "Fm-3m");
  EXPECT_NEAR(c.cell.determinant(), std::pow(26.29718, 3), 1e-6);
}

TEST(ReadCif, ExpandsMof5ToItsConventionalCell)
{
  EXPECT_EQ(formula(read_cif(structures / "mof-5.cif")),
            "C192 H96 O104 Zn32");    // 8 x Zn4O(C8H4O4)3
}

TEST(ReadCif, PutsCoordinatesIntoTheCell)
{
  for (const CrystalAtom &atom : read_cif(structures / "hkust-1.cif").atoms)
    for (int k = 0; k < 3; ++k) {
      EXPECT_GE(atom.fractional[k], 0.0);
      EXPECT_LT(atom.fractional[k], 1.0);
    }
}

TEST(ReadCif, SymmetryKeepsEverySiteEquivalent)
{
  // all copper atoms have the same four Cu-O distances
  const Crystal c = read_cif(structures / "hkust-1.cif");
  const BondGraph graph = find_bonds(c);
  for (std::size_t i = 0; i < c.atoms.size(); ++i) {
    if (c.atoms[i].element != "Cu") continue;
    ASSERT_EQ(graph.neighbours[i].size(), 5u);
    for (const Neighbour &n : graph.neighbours[i])
      EXPECT_NEAR(n.distance, c.atoms[n.atom].element == "Cu" ? 2.4246 : 1.9389, 2e-4);
  }
}

// the structure of tests/driver/good with some text replaced, read
Crystal read_changed(const std::string &from, const std::string &to)
{
  std::string text = read_file(std::filesystem::path(SOFTMODE_SOURCE_DIR) /
                               "tests/driver/good/structure-good.cif");
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return read_cif(text_file("changed.cif", text));
}

TEST(ReadCif, TakesLineEndsOfDosAndAByteOrderMark)
{
  EXPECT_EQ(read_changed("\n", "\r\n").atoms.size(), 5u);
  EXPECT_EQ(read_changed("# SPDX", "\xef\xbb\xbf# SPDX").atoms.size(), 5u);
}

TEST(ReadCif, ComparesTheAtomsWithTheFormulaOfTheFile)
{
  const auto notes = [](const std::string &formula) {
    return read_changed("_cell_length_a", "_chemical_formula_sum " + formula + "\n_cell_length_a")
        .notes;
  };
  for (const char *same : {"'C H Na O2'", "'C0.5 H0.5 Na0.5 O'", "'C2 H2 Na2 O4'", "?"})
    EXPECT_EQ(notes(same), std::vector<std::string>{}) << same;
  for (const char *other : {"'C H2 Na O2'", "'C H Na O3'", "'C H O2'", "'C H Na O2 (H2 O)'"}) {
    ASSERT_EQ(notes(other).size(), 1u) << other;
    EXPECT_EQ(notes(other)[0].rfind("the atoms are C1 H1 Na1 O2, which is no multiple of", 0), 0u);
  }
}

TEST(ReadCif, TakesEqualLabelsAndSaysSo)
{
  const Crystal c = read_changed("O2 ", "O1 ");
  EXPECT_EQ(c.atoms.size(), 5u);
  ASSERT_EQ(c.notes.size(), 1u);
  EXPECT_EQ(c.notes[0], "1 labels stand for several sites, such as O1");
}

TEST(ReadCif, TakesElementsFromLabelsAndSaysSo)
{
  const Crystal c = read_changed("_atom_site_type_symbol\n", "_atom_site_my_column\n");
  EXPECT_EQ(formula(c), "C1 H1 Na1 O2");
  ASSERT_EQ(c.notes.size(), 1u);
  EXPECT_EQ(c.notes[0], "no _atom_site_type_symbol: the elements are taken from the labels");
}

TEST(ReadCif, TakesSymmetryInAnyForm)
{
  const std::string list = "loop_\n_space_group_symop_operation_xyz\n'x,y,z'\n";
  const auto atoms = [&](const std::string &symmetry) {
    return read_changed(list, symmetry).atoms.size();
  };
  EXPECT_EQ(atoms("_space_group_name_H-M_alt 'P -1'\n"), 10u);
  EXPECT_EQ(atoms("_symmetry_space_group_name_H-M 'P2_1/c'\n"), 20u);
  EXPECT_EQ(atoms("_space_group_name_Hall '-P 1'\n"), 10u);
  EXPECT_EQ(atoms("_space_group_name_H-M_alt 'B 1 1 2/b'\n"), 40u);    // an unusual setting
  EXPECT_EQ(atoms("loop_\n_symmetry_equiv_pos_site_id\n_symmetry_equiv_pos_as_xyz\n"
                  "1 x,y,z\n2 1/2-x,-y,1/2+z\n"),
            10u);
  const Crystal by_number = read_changed(list, "_symmetry_Int_Tables_number 2\n");
  EXPECT_EQ(by_number.atoms.size(), 10u);
  ASSERT_EQ(by_number.notes.size(), 1u);
  EXPECT_EQ(by_number.notes[0], "the file gives the space group by its number alone: 2 is taken in "
                                "the setting 'P -1'");
}

TEST(Supercell, RepeatsAtomsAndCell)
{
  const Crystal c = read_cif(test_data / "copper-formate.cif");
  const Crystal big = supercell(c, {2, 1, 3});
  EXPECT_EQ(big.atoms.size(), 6 * c.atoms.size());
  EXPECT_DOUBLE_EQ(big.cell(0, 0), 32.0);
  EXPECT_DOUBLE_EQ(big.cell(2, 2), 48.0);
  // the same distances as before
  const BondGraph one = find_bonds(c), many = find_bonds(big);
  std::size_t bonds_one = 0, bonds_many = 0;
  for (const auto &list : one.neighbours) bonds_one += list.size();
  for (const auto &list : many.neighbours) bonds_many += list.size();
  EXPECT_EQ(bonds_many, 6 * bonds_one);
}

TEST(PerpendicularWidths, OfACubeAndOfARhombohedron)
{
  EXPECT_NEAR(perpendicular_widths(5.0 * Eigen::Matrix3d::Identity())[1], 5.0, 1e-12);
  Eigen::Matrix3d primitive;    // fcc, a = 2
  primitive << 0, 1, 1, 1, 0, 1, 1, 1, 0;
  for (int k = 0; k < 3; ++k)
    EXPECT_NEAR(perpendicular_widths(primitive)[k], 2.0 / std::sqrt(3.0), 1e-12);
}

}    // namespace softmode
