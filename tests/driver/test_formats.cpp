// SPDX-License-Identifier: BSD-3-Clause
// Formats other than CIF, and what is written.
#include "structure/bonds.h"
#include "structure/read_structure.h"
#include "structure/write_structure.h"
#include "support/error.h"
#include "support/text_file.h"

#include <Eigen/Geometry>
#include <Eigen/LU>
#include <gtest/gtest.h>

#include <algorithm>

namespace softmode {

namespace {

namespace fs = std::filesystem;

// all distances below 3 A, ascending: the same for the same structure in any cell orientation
std::vector<double> distances(const Crystal &c)
{
  std::vector<double> result;
  for_each_close_pair(c, 3.0, [&](const ClosePair &p) { result.push_back(p.distance); });
  std::sort(result.begin(), result.end());
  return result;
}

void expect_same_distances(const Crystal &a, const Crystal &b, double tolerance)
{
  const std::vector<double> da = distances(a), db = distances(b);
  ASSERT_EQ(da.size(), db.size());
  for (std::size_t i = 0; i < da.size(); ++i) EXPECT_NEAR(da[i], db[i], tolerance);
}

void expect_same(const Crystal &a, const Crystal &b, double tolerance)
{
  EXPECT_EQ(formula(a), formula(b));
  for (int k = 0; k < 6; ++k)
    EXPECT_NEAR(cell_parameters(a.cell)[k], cell_parameters(b.cell)[k], tolerance);
  expect_same_distances(a, b, tolerance);
}

Crystal triclinic()
{
  Crystal c;
  c.source = "triclinic";
  c.cell << 8.0, 2.1, -1.3, 0, 9.0, 2.5, 0, 0, 7.0;
  c.atoms = {{"C1", "C", {0.1, 0.2, 0.3}, 0.25},
             {"O1", "O", {0.2, 0.25, 0.35}, -0.5},
             {"H1", "H", {0.95, 0.9, 0.05}, 0.25}};
  return c;
}

}    // namespace

TEST(Formats, AreToldByTheName)
{
  EXPECT_EQ(format_of("POSCAR"), StructureFormat::poscar);
  EXPECT_EQ(format_of("run/CONTCAR_relaxed"), StructureFormat::poscar);
  EXPECT_EQ(format_of("a.vasp"), StructureFormat::poscar);
  EXPECT_EQ(format_of("a.extxyz"), StructureFormat::extended_xyz);
  EXPECT_EQ(format_of("data.lmp"), StructureFormat::lammps_data);
  EXPECT_EQ(format_of("a.cif"), StructureFormat::cif);
}

TEST(Formats, WhatIsWrittenIsReadBack)
{
  const Crystal c = triclinic();
  const std::vector<std::pair<std::string, std::string>> texts = {
      {"a.cif", cif_text(c, {"a comment"})},
      {"a.xyz", extended_xyz_text(c)},
      {"a.data", lammps_data_text(c, {})}};
  for (const auto &[name, text] : texts) {
    SCOPED_TRACE(name);
    const Crystal back = read_structure(text_file(name, text));
    expect_same(c, back, 1e-5);
    ASSERT_TRUE(back.atoms[1].charge.has_value());
    EXPECT_DOUBLE_EQ(*back.atoms[1].charge, -0.5);
  }
}

TEST(Formats, ChargesAreWrittenOnlyIfAllAtomsHaveOne)
{
  Crystal c = triclinic();
  c.atoms[0].charge.reset();
  EXPECT_EQ(cif_text(c, {}).find("charge"), std::string::npos);
  EXPECT_EQ(extended_xyz_text(c).find("charge"), std::string::npos);
  EXPECT_NE(lammps_data_text(c, {}).find("Atoms # atomic"), std::string::npos);
}

TEST(Formats, AModelStaysMarked)
{
  Crystal c = triclinic();
  mark_as_model(c, "drawn\nby \"hand\"");
  for (const auto &[name, text] :
       {std::make_pair("a.cif", cif_text(c, {})), std::make_pair("a.xyz", extended_xyz_text(c))})
    EXPECT_EQ(read_structure(text_file(name, text)).model, "drawn by  hand ") << name;
  EXPECT_NE(lammps_data_text(c, {}).find("; MODEL: drawn by  hand "), std::string::npos);
  EXPECT_TRUE(read_structure(text_file("a.cif", cif_text(triclinic(), {}))).model.empty());
}

TEST(Poscar, DirectAndCartesianWithAnyScaleAreTheSame)
{
  const std::string cell = "4 0 0\n0.5 5 0\n-0.5 1 6\n", species = "C_s O/1a\n1 1\n";
  const Crystal direct =
      read_structure(text_file("POSCAR", "x\n2.0\n" + cell + species +
                                             "Selective dynamics\nDirect\n"
                                             "0.1 0.2 0.3 T T F\n0.2 0.2 0.3 F F F\n"));
  EXPECT_EQ(formula(direct), "C1 O1");
  EXPECT_NEAR(direct.cell.determinant(), 8 * 120.0, 1e-9);
  EXPECT_NEAR((direct.position(0) - direct.position(1)).norm(), 0.8, 1e-9);
  // the same coordinates as Cartesian ones, before scaling
  const std::string atoms = "Cartesian\n0.35 1.3 1.8\n0.75 1.3 1.8\n";
  expect_same(direct, read_structure(text_file("POSCAR", "x\n2.0\n" + cell + species + atoms)),
              1e-9);
  expect_same(direct, read_structure(text_file("POSCAR", "x\n-960\n" + cell + species + atoms)),
              1e-9);
  expect_same(direct, read_structure(text_file("POSCAR", "x\n2 2 2\n" + cell + species + atoms)),
              1e-9);
}

TEST(Formats, ACellInAnyOrientationIsTurnedUpright)
{
  const Crystal c = triclinic();
  const Eigen::Matrix3d turn =
      Eigen::AngleAxisd(1.1, Eigen::Vector3d(1, 2, 3).normalized()).toRotationMatrix();
  Crystal turned = c;
  turned.cell = turn * c.cell;
  const Crystal back = read_structure(text_file("a.xyz", extended_xyz_text(turned)));
  EXPECT_TRUE(back.cell.isApprox(c.cell, 1e-6));
  expect_same(c, back, 1e-5);
}

TEST(ExtendedXyz, TakesColumnsInAnyOrder)
{
  const Crystal c = read_structure(text_file(
      "a.xyz", "2\nenergy=-1.5 Properties=id:I:1:pos:R:3:forces:R:3:species:S:1:charge:R:1 "
               "Lattice=\"10 0 0 0 10 0 0 0 10\" pbc=\"T T T\" note='a b'\n"
               "1 1 1 1 0 0 0 O -0.4\n2 2 1 1 0 0 0 h 0.4\n"));
  EXPECT_EQ(formula(c), "H1 O1");
  EXPECT_DOUBLE_EQ(*c.atoms[1].charge, 0.4);
  EXPECT_NEAR((c.position(0) - c.position(1)).norm(), 1.0, 1e-9);
}

TEST(LammpsData, ReadsWhatBuildWritesWithItsBonds)
{
  const Crystal c =
      read_structure(text_file("in.data", "title\n\n2 atoms\n1 bonds\n2 atom types\n\n"
                                          "-1 9 xlo xhi\n0 10 ylo yhi\n0 10 zlo zhi\n\n"
                                          "Masses\n\n1 12.011\n2 15.9994 # oxygen\n\n"
                                          "Pair Coeffs # lj/cut\n\n1 0.1 3\n2 0.1 3\n\n"
                                          "Atoms # full\n\n7 1 2 -0.4 1 1 1 0 0 0\n"
                                          "3 1 1 0.4 2.2 1 1 0 -1 0\n\nBonds\n\n1 1 3 7\n"));
  EXPECT_EQ(formula(c), "C1 O1");
  EXPECT_EQ(c.atoms[0].label, "C3");
  EXPECT_DOUBLE_EQ(*c.atoms[0].charge, 0.4);
  EXPECT_NEAR((c.position(0) - c.position(1)).norm(), 1.2, 1e-9);
  ASSERT_EQ(c.given_bonds.size(), 1u);
  EXPECT_EQ(c.given_bonds[0].first, "C3");
  EXPECT_EQ(c.given_bonds[0].second, "O7");
}

TEST(Formats, PoscarIsNotWritten)
{
  EXPECT_THROW(write_structure("POSCAR", triclinic(), {}), Error);
}

TEST(Cif, KeepsChargesAndBonds)
{
  const std::string head = "data_x\n_cell_length_a 9\n_cell_length_b 9\n_cell_length_c 9\n"
                           "_cell_angle_alpha 90\n_cell_angle_beta 90\n_cell_angle_gamma 90\n"
                           "_space_group_name_H-M_alt 'P 1'\n"
                           "loop_\n_geom_bond_atom_site_label_1\n_geom_bond_atom_site_label_2\n"
                           "_geom_bond_distance\nC1 O1 1.20(3)\n";
  const std::string sites = "loop_\n_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_x\n"
                            "_atom_site_fract_y\n_atom_site_fract_z\n";
  for (const char *column : {"_atom_site_charge\n", "_atom_type_partial_charge\n"}) {
    const Crystal c = read_cif(text_file(
        "a.cif", head + sites + column + "C1 C 0.1 0.1 0.1 0.31\nO1 O 0.233 0.1 0.1 .\n"));
    EXPECT_DOUBLE_EQ(c.atoms[0].charge.value(), 0.31);
    EXPECT_FALSE(c.atoms[1].charge.has_value());
    ASSERT_EQ(c.given_bonds.size(), 1u);
    EXPECT_DOUBLE_EQ(*c.given_bonds[0].length, 1.20);
  }
  // a charge per type, in a loop of its own
  const Crystal c = read_cif(
      text_file("a.cif", head + "loop_\n_atom_type_symbol\n_atom_type_partial_charge\nC 0.2\n" +
                             sites + "C1 C 0.1 0.1 0.1\nO1 O 0.233 0.1 0.1\n"));
  EXPECT_DOUBLE_EQ(c.atoms[0].charge.value(), 0.2);
  EXPECT_FALSE(c.atoms[1].charge.has_value());
}

TEST(SmallTilts, KeepTheStructure)
{
  Crystal c = triclinic();
  c.cell.col(1) += 2 * c.cell.col(0);
  c.cell.col(2) += 3 * c.cell.col(1) - c.cell.col(0);
  const Crystal small = with_small_tilts(c);
  EXPECT_LE(std::abs(small.cell(0, 1)), 0.5 * small.cell(0, 0));
  EXPECT_LE(std::abs(small.cell(0, 2)), 0.5 * small.cell(0, 0));
  EXPECT_LE(std::abs(small.cell(1, 2)), 0.5 * small.cell(1, 1));
  EXPECT_NEAR(small.cell.determinant(), c.cell.determinant(), 1e-9);
  expect_same_distances(c, small, 1e-9);
}

TEST(SmallTilts, AreWhatALammpsDataFileHas)
{
  // a rhombohedron whose angles are rounded: LAMMPS refuses a tilt of 0.500003 edges
  Crystal c = triclinic();
  c.cell << 10.0, 5.00003, 5.00003, 0, 8.66, 2.89, 0, 0, 8.16;
  const std::filesystem::path file = text_file("tilted.data", "");
  write_structure(file, c, {});
  const Crystal back = read_structure(file);
  EXPECT_LT(back.cell(0, 1), 0.0);
  EXPECT_LT(back.cell(0, 2), 0.0);
  expect_same_distances(c, back, 1e-5);
}

TEST(RepeatsForWidth, AreTheFewest)
{
  Eigen::Matrix3d primitive;    // rhombohedron with faces 2 / sqrt(3) times 5 A apart
  primitive << 0, 5, 5, 5, 0, 5, 5, 5, 0;
  const Eigen::Matrix3d cell = upright(primitive * -1.0);
  const double width = perpendicular_widths(cell)[0];
  EXPECT_EQ(repeats_for_width(cell, width), (std::array<int, 3>{1, 1, 1}));
  EXPECT_EQ(repeats_for_width(cell, 2.01 * width), (std::array<int, 3>{3, 3, 3}));
}

}    // namespace softmode
