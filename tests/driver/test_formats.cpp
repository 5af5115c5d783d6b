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

#include <fmt/format.h>
#include <tuple>

#include <algorithm>
#include <map>

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
  EXPECT_EQ(format_of("A.VASP"), StructureFormat::poscar);
  EXPECT_EQ(format_of("poscar_2"), StructureFormat::poscar);
  EXPECT_EQ(format_of("A.XYZ"), StructureFormat::extended_xyz);
  EXPECT_EQ(format_of("A.LMP"), StructureFormat::lammps_data);
  EXPECT_EQ(format_of("DATA.mof"), StructureFormat::lammps_data);
  EXPECT_EQ(format_of("data.mof.cif"), StructureFormat::cif);    // the extension says more
  EXPECT_EQ(format_of("POSCAR.CIF"), StructureFormat::cif);
  EXPECT_EQ(format_of("a.pdb"), StructureFormat::pdb);
  EXPECT_EQ(format_of("a.RES"), StructureFormat::shelx);
}

TEST(Formats, AreReadAsWhatStandsInThem)
{
  const Crystal c = triclinic();
  for (const char *name : {"b.CIF", "b.XYZ", "b.DATA", "b.LMP"}) {
    const fs::path file = text_file(name, "");
    write_structure(file, c, {});
    expect_same(c, read_structure(file), 1e-5);
  }
}

TEST(Formats, AWrongNameIsANote)
{
  const Crystal c = triclinic();
  const std::vector<std::pair<std::string, std::string>> texts = {
      {"c.xyz", cif_text(c, {})},
      {"c.cif", extended_xyz_text(c)},
      {"c.dat", lammps_data_text(c, {})},
      {"c", extended_xyz_text(c)}};
  for (const auto &[name, text] : texts) {
    SCOPED_TRACE(name);
    const Crystal back = read_structure(text_file(name, text));
    expect_same(c, back, 1e-5);
    const bool note =
        !back.notes.empty() && back.notes.back().find("read as what it holds") != std::string::npos;
    EXPECT_EQ(note, name == "c.xyz" || name == "c.cif");
  }
  // a title that looks like a CIF's data block is a title
  const std::string data = lammps_data_text(c, {});
  EXPECT_EQ(formula(read_structure(text_file("c.data", "data_mof" + data.substr(data.find('\n'))))),
            formula(c));
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

TEST(ExtendedXyz, TakesAtomicNumbers)
{
  const auto read = [](const std::string &properties, const std::string &rows) {
    return read_structure(text_file(
        "a.xyz", "2\nLattice=\"10 0 0 0 10 0 0 0 10\" Properties=" + properties + "\n" + rows));
  };
  const std::string places[] = {" 1 1 1", " 2.2D0 1 1"};
  EXPECT_EQ(formula(read("Z:I:1:pos:R:3", "6" + places[0] + "\n8" + places[1] + "\n")), "C1 O1");
  EXPECT_EQ(formula(read("species:S:1:pos:R:3", "29" + places[0] + "\n8" + places[1] + "\n")),
            "Cu1 O1");
  EXPECT_EQ(
      formula(read("species:S:1:Z:I:1:pos:R:3", "C 6" + places[0] + "\nD 1" + places[1] + "\n")),
      "C1 H1");
  for (const auto &[properties, first, what] :
       {std::tuple("Z:I:1:pos:R:3", "0", "is no atomic number"),
        std::tuple("Z:I:1:pos:R:3", "999", "is no atomic number"),
        std::tuple("Z:I:1:pos:R:3", "6.5", "is no atomic number"),
        std::tuple("species:S:1:Z:I:1:pos:R:3", "C 7",
                   "the species is C and the atomic number that of N"),
        std::tuple("z:R:1:pos:R:3", "6", "lacks species:S:1 (or Z:I:1)")}) {
    try {
      read(properties, first + places[0] + "\n" + first + places[1] + "\n");
      ADD_FAILURE() << first << " was accepted";
    } catch (const Error &e) {
      EXPECT_NE(std::string(e.what()).find(what), std::string::npos) << e.what();
    }
  }
}

TEST(LammpsData, RefusesUnitedAtomsByName)
{
  // the mass of CH2 is nearly that of nitrogen
  for (const auto &[mass, group] :
       {std::pair("14.027", "CH2"), std::pair("14.0270", "CH2"), std::pair("15.035", "CH3"),
        std::pair("13.019", "CH"), std::pair("16.043", "CH4")})
    try {
      read_structure(text_file("u.data", "title\n\n1 atoms\n1 atom types\n0 10 xlo xhi\n0 10 ylo "
                                         "yhi\n0 10 zlo zhi\n\nMasses\n\n1 " +
                                             std::string(mass) +
                                             "\n\nAtoms # atomic\n\n1 1 1 1 1\n"));
      ADD_FAILURE() << mass << " was accepted";
    } catch (const Error &e) {
      EXPECT_NE(std::string(e.what()).find("united atom, " + std::string(group) + ";"),
                std::string::npos)
          << e.what();
    }
  for (const auto &[mass, element] : {std::pair("14.007", "N1"), std::pair("14.01", "N1"),
                                      std::pair("16.00", "O1"), std::pair("15.9994", "O1")})
    EXPECT_EQ(formula(read_structure(text_file(
                  "u.data", "title\n\n1 atoms\n1 atom types\n0 10 xlo xhi\n0 10 ylo "
                            "yhi\n0 10 zlo zhi\n\nMasses\n\n1 " +
                                std::string(mass) + "\n\nAtoms # atomic\n\n1 1 1 1 1\n"))),
              element);
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

TEST(LammpsData, TakesTypeLabelsWithAndWithoutMasses)
{
  const std::string head =
      "title\n\n2 atoms\n2 atom types\n0 10 xlo xhi\n0 10 ylo yhi\n0 10 zlo zhi\n\n"
      "Atom Type Labels\n\n1 C_R\n2 Zr3+4\n\n";
  const std::string atoms = "Atoms # full\n\n1 1 C_R 0.4 1 1 1\n2 1 Zr3+4 -0.4 3.2 1 1\n";
  for (const char *masses :
       {"", "Masses\n\n1 12.011\n2 91.224\n\n", "Masses\n\nC_R 12.011\nZr3+4 91.224\n\n"})
    EXPECT_EQ(formula(read_structure(text_file("l.data", head + masses + atoms))), "C1 Zr1")
        << masses;
  // numbers beside labels
  EXPECT_EQ(formula(read_structure(
                text_file("l.data", head + "Atoms # atomic\n\n1 1 1 1 1\n2 2 3.2 1 1\n"))),
            "C1 Zr1");
}

TEST(LammpsData, TakesGeneralTriclinicBoxes)
{
  const Crystal c = triclinic();
  const Eigen::Matrix3d turn =
      Eigen::AngleAxisd(0.7, Eigen::Vector3d(3, 1, 2).normalized()).toRotationMatrix();
  const Eigen::Matrix3d cell = turn * c.cell;
  const Eigen::Vector3d origin(1.0, -2.0, 0.5);
  std::string text = "title\n\n3 atoms\n3 atom types\n\n";
  for (int k = 0; k < 3; ++k)
    text += fmt::format("{:.10f} {:.10f} {:.10f} {}vec\n", cell(0, k), cell(1, k), cell(2, k),
                        "abc"[k]);
  text += fmt::format(
      "{} {} {} abc origin\n\nMasses\n\n1 12.011\n2 15.999\n3 1.008\n\nAtoms # charge\n\n",
      origin[0], origin[1], origin[2]);
  for (int i = 0; i < 3; ++i) {
    const Eigen::Vector3d x = cell * c.atoms[i].fractional + origin;
    text += fmt::format("{} {} 0.0 {:.10f} {:.10f} {:.10f}\n", i + 1, i + 1, x[0], x[1], x[2]);
  }
  const Crystal back = read_structure(text_file("g.data", text));
  EXPECT_TRUE(back.cell.isApprox(c.cell, 1e-8));
  expect_same(c, back, 1e-6);
}

TEST(LammpsData, TellsTheStyleByTheColumns)
{
  const auto read = [](const std::string &header, const std::string &rows) {
    return read_structure(
        text_file("s.data", "title\n\n2 atoms\n" + header +
                                "2 atom types\n0 10 xlo xhi\n0 10 ylo yhi\n0 10 zlo zhi\n\n"
                                "Masses\n\n1 12.011\n2 15.999\n\nAtoms\n\n" +
                                rows));
  };
  const auto style = [](const Crystal &c) {
    EXPECT_NEAR((c.position(0) - c.position(1)).norm(), 1.2, 1e-9);
    EXPECT_EQ(formula(c), "C1 O1");
    return c.notes.empty() ? std::string() : c.notes.back();
  };
  const std::string note = "no atom style after 'Atoms': its columns are those of ";
  EXPECT_EQ(style(read("", "1 1 1.0 1 1\n2 2 2.2 1 1\n")), note + "atomic");
  EXPECT_EQ(style(read("", "1 1 1.0 1 1 0 0 0\n2 2 2.2 1 1 0 -1 0\n")), note + "atomic");
  EXPECT_EQ(style(read("", "1 1 0.4 1.0 1 1\n2 2 -0.4 2.2 1 1\n")), note + "charge");
  EXPECT_EQ(style(read("", "1 1 0 1.0 1 1\n2 2 0 2.2 1 1\n")), note + "charge");
  EXPECT_EQ(style(read("1 bonds\n", "1 1 1 1.0 1 1\n2 1 2 2.2 1 1\n")), note + "molecular");
  EXPECT_EQ(style(read("", "1 1 1 0.4 1.0 1 1\n2 1 2 -0.4 2.2 1 1\n")), note + "full");
  EXPECT_EQ(style(read("", "1 1 1 0.4 1.0 1 1 0 0 0\n2 1 2 -0.4 2.2 1 1 0 0 0\n")), note + "full");
}

TEST(Pdb, IsReadWithItsCellAndSymmetry)
{
  const std::string atom =
      "HETATM    1  C1  MOF A   1       1.000   1.000   1.000  1.00  0.00           C\n"
      "HETATM    2  O1  MOF A   1       2.200   1.000   1.000  1.00  0.00           O\n";
  const Crystal c = read_structure(text_file(
      "a.PDB",
      "CRYST1   10.000   11.000   12.000  90.00  90.00  90.00 P 1           1\n" + atom + "END\n"));
  EXPECT_EQ(formula(c), "C1 O1");
  EXPECT_NEAR((c.position(0) - c.position(1)).norm(), 1.2, 1e-6);
  EXPECT_NEAR(c.cell(2, 2), 12.0, 1e-9);
  EXPECT_EQ(
      formula(read_structure(text_file(
          "b.pdb", "CRYST1   10.000   11.000   12.000  90.00  90.00  90.00 P -1          2\n" +
                       atom + "END\n"))),
      "C2 O2");
}

// one atom a line: its name (columns 13 to 16), residue, x, y, z and element (77 and 78)
Crystal read_pdb(
    const std::vector<std::tuple<std::string, std::string, double, double, double, std::string>>
        &atoms,
    double occupancy = 1.0)
{
  std::string text = "CRYST1   20.000   20.000   20.000  90.00  90.00  90.00 P 1           1\n";
  for (const auto &[name, residue, x, y, z, element] : atoms)
    text +=
        fmt::format("HETATM{:>5} {:4} {:>3} A{:>4}    {:8.3f}{:8.3f}{:8.3f}{:6.2f}{:6.2f}{:>12}\n",
                    1, name, residue, 1, x, y, z, occupancy, 0.0, element);
  return read_structure(text_file("a.pdb", text + "END\n"));
}

TEST(Pdb, TellsElementsByColumnsNamesAndPlaces)
{
  const auto elements = [](const Crystal &c) {
    std::string all;
    for (const CrystalAtom &a : c.atoms) all += a.element + " ";
    return all;
  };
  // names of four letters, with a digit in front, and all in column 13
  for (const char *hydrogen : {"HG11", "HE21", "HD12", "HF12", "1HG1", " HG1", "HG1 ", "HH11"})
    EXPECT_EQ(elements(read_pdb({{" CG1", "VAL", 5, 5, 5, ""},
                                 {" CB ", "VAL", 6.53, 5, 5, ""},
                                 {hydrogen, "VAL", 4.6, 6.02, 5, ""}})),
              "C C H ")
        << hydrogen;
  EXPECT_EQ(elements(read_pdb({{"CA  ", "ALA", 5, 5, 5, ""}, {"CB  ", "ALA", 6.53, 5, 5, ""}})),
            "C C ");
  // metals: of a residue that is one, by the rule, shifted, and where the place is that of one
  EXPECT_EQ(elements(read_pdb({{"HG  ", "HG", 5, 5, 5, ""},
                               {" CA ", "CA", 9, 5, 5, ""},
                               {"ZN  ", "MOF", 13, 5, 5, ""},
                               {" ZN1", "MOF", 17, 5, 5, ""}})),
            "Hg Ca Zn Zn ");
  EXPECT_EQ(elements(read_pdb({{"HF12", "MOF", 5, 5, 5, ""},
                               {" O1 ", "MOF", 7.1, 5, 5, ""},
                               {" O2 ", "MOF", 2.9, 5, 5, ""},
                               {" O3 ", "MOF", 5, 7.1, 5, ""}})),
            "Hf O O O ");
  // the element's own columns win
  EXPECT_EQ(elements(read_pdb({{"HG11", "MOF", 5, 5, 5, "HG"},
                               {" CA ", "MOF", 9, 5, 5, "CA"},
                               {"CD  ", "MOF", 13, 5, 5, "N"}})),
            "Hg Ca N ");
  try {
    read_pdb({{" Q1 ", "MOF", 5, 5, 5, ""}});
    ADD_FAILURE() << "was accepted";
  } catch (const Error &e) {
    EXPECT_NE(std::string(e.what()).find("nor in its name"), std::string::npos) << e.what();
  }
}

TEST(Pdb, TakesAMetalWhoseNameIsMovedToTheRight)
{
  const auto elements = [](const Crystal &c) {
    std::string all;
    for (const CrystalAtom &a : c.atoms) all += a.element + " ";
    return all;
  };
  const Crystal copper = read_pdb({{" CU0", "MOF", 5, 5, 5, ""},
                                   {"  O1", "MOF", 6.94, 5, 5, ""},
                                   {"  O2", "MOF", 3.06, 5, 5, ""},
                                   {" O10", "MOF", 5, 6.94, 5, ""},
                                   {" O11", "MOF", 5, 3.06, 5, ""}});
  EXPECT_EQ(elements(copper), "Cu O O O O ");
  ASSERT_EQ(copper.notes.size(), 1u);
  EXPECT_NE(copper.notes[0].find("labels CU0: Cu, not C"), std::string::npos) << copper.notes[0];
  // what may be a carbon is one, without a word
  const Crystal carbon = read_pdb({{" CA ", "ALA", 5, 5, 5, ""}, {" CD1", "ALA", 6.53, 5, 5, ""}});
  EXPECT_EQ(elements(carbon), "C C ");
  EXPECT_TRUE(carbon.notes.empty());
}

TEST(Pdb, OccupanciesThatAreAllZeroAreNotGiven)
{
  const Crystal c = read_pdb({{" C1 ", "MOF", 5, 5, 5, "C"}, {" O1 ", "MOF", 6.2, 5, 5, "O"}}, 0.0);
  ASSERT_EQ(c.atoms.size(), 2u);
  EXPECT_EQ(c.atoms[0].occupancy, 1.0);
  ASSERT_EQ(c.notes.size(), 1u);
  EXPECT_EQ(c.notes[0].find("all occupancies are 0"), 0u) << c.notes[0];
}

TEST(Shelx, IsReadWithSymmetryPartsAndFreeVariables)
{
  // an ordered C-O on a twofold axis (sof 10.5), an oxygen in two parts by a free variable, a Q peak
  const std::string text =
      "TITL test in P2\nCELL 0.71073 10 11 12 90 90 90\nZERR 1 0 0 0 0 0 0\nLATT -1\nSYMM -X, Y, "
      "-Z\n"
      "SFAC C O\nUNIT 2 4\nFVAR 0.5 0.7\nC1 1 10.00000 0.1000 10.00000 10.50000 0.05\n"
      "O1 2 10.00000 0.2100 10.00000 10.50000 0.02 0.02 =\n   0.02 0.0 0.0 0.0\n"
      "C2 1 0.3 0.3 0.3 11.0 0.05\nPART 1\nO2A 2 0.42 0.3 0.3 21.0 0.05\nPART 2\n"
      "O2B 2 0.3 0.41 0.3 -21.0 0.05\nPART 0\nQ1 1 0.5 0.5 0.5 11.0 0.05 1.2\nHKLF 4\nEND\n"
      "C9 1 0.7 0.7 0.7 11.0 0.05\n";
  const Crystal all = read_structure(text_file("a.res", text), {std::nullopt, true});
  EXPECT_EQ(formula(all), "C3 O5");
  std::map<std::string, double> occupancy;
  for (const CrystalAtom &a : all.atoms) occupancy[a.label] = a.occupancy;
  EXPECT_DOUBLE_EQ(occupancy.at("C1"), 1.0);
  EXPECT_NEAR(occupancy.at("O2A"), 0.7, 1e-6);
  EXPECT_NEAR(occupancy.at("O2B"), 0.3, 1e-6);
  EXPECT_THROW(read_structure(text_file("a.res", text)), Error);    // disorder
  EXPECT_EQ(formula(read_structure(text_file("a.ins", text), {1})), "C3 O3");
}

TEST(Shelx, ALatticeTypeThatIsNoneIsRefused)
{
  for (const char *lattice : {"-1000", "0", "8", "-1e300", "1e300", "nan"}) {
    const std::string text =
        "TITL test\nCELL 0.71073 10 11 12 90 90 90\nLATT " + std::string(lattice) +
        "\nSFAC C\nUNIT 2\nFVAR 0.5\nC1 1 0.1 0.2 0.3 11.0 0.05\nHKLF 4\nEND\n";
    try {
      read_structure(text_file("a.res", text));
      ADD_FAILURE() << lattice << " was accepted";
    } catch (const Error &e) {
      EXPECT_EQ(e.code, ExitCode::structure);
      EXPECT_NE(
          std::string(e.what()).find(*lattice == 'n' ? "the lattice type" : "expected 1 to 7"),
          std::string::npos)
          << e.what();
    }
  }
}

TEST(Poscar, OfVasp4TakesItsElementsFromTheFirstLine)
{
  const std::string rest = "1.0\n10 0 0\n0 10 0\n0 0 10\n1 1\nDirect\n0.1 0.1 0.1\n0.22 0.1 0.1\n";
  const Crystal c = read_structure(text_file("POSCAR4", "C O\n" + rest));
  EXPECT_EQ(formula(c), "C1 O1");
  ASSERT_FALSE(c.notes.empty());
  EXPECT_NE(c.notes[0].find("VASP 4"), std::string::npos);
  EXPECT_THROW(read_structure(text_file("POSCAR4", "carbon monoxide\n" + rest)), Error);
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

TEST(LeftHandedCells, KeepTheCrystalWithTwoVectorsSwapped)
{
  const std::string xyz = "3\nLattice=\"8 0 0 2 9 0 -1 2 7\"\nC 1 1 1\nO 2.2 1 1\nH 1 2 1.2\n";
  const Crystal right = read_structure(text_file("r.xyz", xyz));
  // the same lattice with one vector turned round, and with two exchanged
  for (const char *lattice : {"-8 0 0 2 9 0 -1 2 7", "2 9 0 8 0 0 -1 2 7"}) {
    std::string text = xyz;
    text.replace(text.find("8 0 0 2 9 0 -1 2 7"), 18, lattice);
    const Crystal left = read_structure(text_file("l.xyz", text));
    EXPECT_GT(left.cell.determinant(), 0.0);
    expect_same_distances(left, right, 1e-6);
    // of the right hand: O and H about C as seen against the place of their mirror image
    const auto turn = [](const Crystal &c) {
      const auto to = [&](int i) -> Eigen::Vector3d {
        Eigen::Vector3d f = c.atoms[i].fractional - c.atoms[0].fractional;
        f -= f.array().round().matrix();
        return c.cell * f;
      };
      return to(1).cross(to(2)).dot(c.cell.col(2));
    };
    EXPECT_NEAR(turn(left), turn(right), 1e-6);
    ASSERT_EQ(left.notes.size(), 1u);
    EXPECT_NE(left.notes[0].find("left-handed"), std::string::npos);
  }
  const Crystal poscar = read_structure(text_file(
      "POSCAR", "x\n1.0\n0 12 0\n12 0 0\n0 0 12\nC O\n1 1\nDirect\n0.1 0.2 0.3\n0.1 0.3 0.3\n"));
  EXPECT_NEAR((poscar.position(1) - poscar.position(0)).norm(), 1.2, 1e-9);
  EXPECT_EQ(poscar.notes.size(), 1u);
}

TEST(LammpsData, TakesLabelsOfMetalsInAnyCase)
{
  for (const char *label : {"cu", "CU", "Cu"})
    EXPECT_EQ(formula(read_structure(text_file(
                  "l.data", fmt::format("title\n\n1 atoms\n1 atom types\n0 10 xlo xhi\n0 10 ylo "
                                        "yhi\n0 10 zlo zhi\n\nAtom Type Labels\n\n1 {0}\n\n"
                                        "Atoms # atomic\n\n1 {0} 1 1 1\n",
                                        label)))),
              "Cu1")
        << label;
  EXPECT_THROW(read_structure(text_file(
                   "l.data", "title\n\n1 atoms\n1 atom types\n0 10 xlo xhi\n0 10 ylo yhi\n0 10 zlo "
                             "zhi\n\nAtom Type Labels\n\n1 ca\n\nAtoms # atomic\n\n1 ca 1 1 1\n")),
               Error);
}

TEST(Supercell, NamesTheAtomsThatMemoryDoesNotHold)
{
  try {
    supercell(triclinic(), {1000000, 1000000, 1000});
    ADD_FAILURE() << "was made";
  } catch (const Error &e) {
    EXPECT_NE(std::string(e.what()).find("has 3000000000000000 atoms"), std::string::npos)
        << e.what();
  }
}

TEST(ForeignKinds, AtomEyeAimsAndCmlAreNamed)
{
  const auto message = [](const std::string &name, const std::string &text) -> std::string {
    try {
      read_structure(text_file(name, text));
    } catch (const Error &e) {
      return e.what();
    }
    return "was accepted";
  };
  EXPECT_NE(message("a.cfg", "Number of particles = 1\n").find("AtomEye"), std::string::npos);
  EXPECT_NE(message("a.in", "# made up\nlattice_vector 9 0 0\natom 0 0 0 Cu\n").find("FHI-aims"),
            std::string::npos);
  EXPECT_NE(message("a.cml", "<molecule/>\n").find("a CML file"), std::string::npos);
  EXPECT_NE(
      message("b.txt", "<?xml version=\"1.0\"?>\n<molecule>\n</molecule>\n").find("a CML file"),
      std::string::npos);
}

}    // namespace softmode
