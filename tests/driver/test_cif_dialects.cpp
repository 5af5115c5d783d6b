// SPDX-License-Identifier: BSD-3-Clause
// What programs and people write as CIFs: each dialect gives MOF-5, and says what was taken.
#include "structure/crystal.h"
#include "support/error.h"
#include "support/mof_5_text.h"
#include "support/notes.h"
#include "support/text_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace softmode {

namespace {

Crystal read(const std::string &text, const ReadOptions &options = {})
{
  return read_cif_text(text, "mof-5.cif", options);
}

std::string message_of(const std::string &text, const ReadOptions &options = {})
{
  try {
    read(text, options);
  } catch (const Error &e) {
    EXPECT_EQ(e.code, ExitCode::structure);
    return e.what();
  }
  return "was accepted";
}

// the same atoms in the same places as the plain file
void expect_mof_5(const std::string &text, const std::string &what)
{
  static const Crystal plain = read(CifText{}.text());
  ASSERT_NO_THROW(read(text)) << what << ": " << message_of(text);
  const Crystal c = read(text);
  ASSERT_EQ(c.atoms.size(), 424u) << what;
  EXPECT_EQ(formula(c), "C192 H96 O104 Zn32") << what;
  for (std::size_t i = 0; i < c.atoms.size(); ++i)
    ASSERT_LT((c.atoms[i].fractional - plain.atoms[i].fractional).norm(), 1e-9) << what;
}

TEST(CifDialects, PlainFileHasNoNotes)
{
  EXPECT_TRUE(says(read(CifText{}.text()).notes, {}));
}

TEST(CifDialects, AnglesThatAreNotThereAre90Degrees)
{
  CifText t;
  t.cell = "_cell_length_a 25.85\n_cell_length_b 25.85\n_cell_length_c 25.85\n";
  expect_mof_5(t.text(), "no angles");
  EXPECT_TRUE(says(read(t.text()).notes, {"no cell angles: 90 degrees"}));
  t.cell += "_cell_angle_alpha 90\n";    // one of three is a slip
  EXPECT_TRUE(has_text(message_of(t.text()), "is missing"));
}

TEST(CifDialects, AnglesThatTheSymmetryLeavesOpenHaveToBeGiven)
{
  CifText t;
  t.cell = "_cell_length_a 6\n_cell_length_b 6\n_cell_length_c 6\n";
  t.rows = "C1 C 0.1 0.2 0.3\n";
  for (const char *open : {"P -1", "P 1 21/c 1", "P 1 1 2/m", "R -3 m :R"}) {
    t.symmetry = fmt::format("_space_group_name_H-M_alt '{}'\n", open);
    EXPECT_TRUE(has_text(message_of(t.text()),
                         fmt::format("no cell angles, and the symmetry '{}", std::string(open, 3))))
        << open << ": " << message_of(t.text());
  }
  for (const char *right : {"P 1", "P m m m", "P 4/m", "P m -3 m"}) {
    t.symmetry = fmt::format("_space_group_name_H-M_alt '{}'\n", right);
    EXPECT_TRUE(has_text(fmt::format("{}", fmt::join(read(t.text()).notes, "\n")),
                         "no cell angles: 90 degrees"))
        << right;
  }
}

// a file that says nothing of symmetry, with these atoms in a cubic cell
CifText without_symmetry(const std::string &edge, const std::string &rows)
{
  CifText t;
  t.symmetry = "";
  t.cell = with(t.cell, "25.85", edge);
  t.rows = rows;
  return t;
}

TEST(CifDialects, APartOfTheCellIsToldFromAllOfIt)
{
  // methanol's molecule stands well by itself; what the file says of the cell tells that others are missing
  CifText t = without_symmetry(
      "6", "C1 C 0.5 0.5 0.5\nO1 O 0.7333 0.5 0.5\nH1 H 0.44 0.67 0.5\nH2 H 0.44 0.415 0.647\n"
           "H3 H 0.44 0.415 0.353\nH4 H 0.78 0.65 0.5\n");
  const std::string alone = t.text();
  EXPECT_EQ(read(alone).atoms.size(), 6u);
  const std::string formula = "_chemical_formula_sum 'C H4 O'\n";
  t.items = formula + "_cell_formula_units_Z 1\n_exptl_crystal_density_diffrn 0.25\n";
  EXPECT_EQ(read(t.text()).atoms.size(), 6u);
  t.items = formula + "_cell_formula_units_Z 4\n";
  EXPECT_TRUE(
      has_text(message_of(t.text()), "6 atoms are listed, the file's formula and Z give 24"))
      << message_of(t.text());
  t.items = "_exptl_crystal_density_diffrn 0.98\n";
  EXPECT_TRUE(
      has_text(message_of(t.text()), "the atoms listed give 0.25 g/cm3, the file 0.98 g/cm3"))
      << message_of(t.text());
  t.items = "";
  t.columns += "_atom_site_symmetry_multiplicity\n";
  t.rows = with(t.rows, "5\n", "5 4\n");
  t.rows = with(with(t.rows, "0.647\n", "0.647 4\n"), "0.353\n", "0.353 4\n");
  EXPECT_TRUE(has_text(message_of(t.text()), "gives each site a multiplicity above 1"))
      << message_of(t.text());
}

TEST(CifDialects, RingsThatAreCutShowAPartOfTheCell)
{
  // half of a pyrazine ring: each carbon with its hydrogen and one neighbour, as at the end of a triple bond
  const CifText t =
      without_symmetry("8", "N1 N 0.5 0.5 0.5\nC1 C 0.6444 0.5875 0.5\nH1 H 0.6444 0.7238 0.5\n"
                            "C2 C 0.3556 0.5875 0.5\nH2 H 0.3556 0.7238 0.5\n");
  EXPECT_TRUE(has_text(message_of(t.text()), "atom C1 (C) has too few partners"))
      << message_of(t.text());
}

TEST(CifDialects, WithoutSymmetryAllAtomsHaveToBeListed)
{
  const Crystal plain = read(CifText{}.text());
  CifText t;
  t.rows.clear();
  for (const CrystalAtom &a : plain.atoms)
    t.rows += fmt::format("{} {} {:.6f} {:.6f} {:.6f}\n", a.label, a.element, a.fractional[0],
                          a.fractional[1], a.fractional[2]);
  for (const char *nothing : {"", "_symmetry_space_group_name_H-M ?\n"}) {
    t.symmetry = nothing;
    const Crystal c = read(t.text());
    EXPECT_EQ(formula(c), formula(plain));
    EXPECT_TRUE(has_text(fmt::format("{}", fmt::join(c.notes, "\n")), "P 1 is taken"));
    CifText unit;
    unit.symmetry = nothing;
    EXPECT_TRUE(has_text(message_of(unit.text()), "no symmetry: expected"));
  }
  t.items = "_chemical_formula_sum 'C192 H90 O104 Zn32'\n";
  EXPECT_TRUE(has_text(message_of(t.text()), "no symmetry: expected"));
}

TEST(CifDialects, DeuteriumIsHydrogen)
{
  CifText t;
  t.rows = with(t.rows, "H1 H ", "D1 D ");
  expect_mof_5(t.text(), "deuterium");
  EXPECT_TRUE(says(read(t.text()).notes, {"96 atoms of deuterium are taken as hydrogen"}));
}

TEST(CifDialects, DottedNames)
{
  for (const char *symmetry :
       {"_space_group.name_H-M_alt 'F m -3 m'\n", "_symmetry.space_group_name_H-M 'F m -3 m'\n",
        "_space_group.IT_number 225\n", "_symmetry.Int_Tables_number 225\n"}) {
    CifText t;
    t.symmetry = symmetry;
    t.cell = with(with(t.cell, "_cell_", "_cell."), "angle", "ANGLE");
    t.columns = with(t.columns, "_atom_site_", "_atom_site.");
    expect_mof_5(t.text(), symmetry);
  }
  CifText t;
  t.symmetry = "loop_\n_space_group_symop.operation_xyz\nx,y,z\n-x,-y,-z\n";
  EXPECT_EQ(read(t.text(), {std::nullopt, true}).atoms.size(), 14u);
}

TEST(CifDialects, DecimalsInSymmetryOperations)
{
  const auto places = [](const std::string &operations) {
    CifText t;
    t.symmetry = "loop_\n_symmetry_equiv_pos_as_xyz\n'x,y,z'\n" + operations + "\n";
    t.rows = "C1 C 0.1 0.2 0.3\n";
    std::vector<double> x;
    for (const CrystalAtom &atom : read(t.text(), {std::nullopt, true}).atoms)
      for (int k = 0; k < 3; ++k) x.push_back(atom.fractional[k]);
    return x;
  };
  const std::vector<double> expected = places("'1/2-x,-y,1/2+z'");
  for (const char *same :
       {"'0.5-x,-y,0.5+z'", "'.5-x, -y, z+.5'", "'-X+0.5000,-Y,Z+0.50'", "\"1/2-X,-Y,1/2+Z\"",
        "'1/2-x -y 1/2+z'", "'(1/2-x,-y,z+1/2)'", "'-x+1/2;-y;z+1/2'", "0.5-x, -y, 0.5+z"})
    EXPECT_EQ(places(same), expected) << same;
  const std::vector<double> thirds = places("'x+1/3,y+2/3,z+2/3'\n'x+2/3,y+1/3,z+1/3'");
  for (const char *same : {"'x+0.333,y+0.667,z+0.667'\n'x+0.6667,y+0.3333,z+0.3333'",
                           "'x+.33333,.66667+y,z+.66667'\n'x+.6666,y+.3333,z+.3333'",
                           "'x+0.33,y+0.67,z+0.67'\n'x+0.67,y+0.33,z+0.33'"})
    EXPECT_EQ(places(same), thirds) << same;
  CifText t;
  t.symmetry = "loop_\n_symmetry_equiv_pos_as_xyz\n'x,y,z'\n'x+0.4,y,z'\n";
  EXPECT_TRUE(has_text(message_of(t.text()),
                       "'x+0.4,y,z' in _symmetry_equiv_pos_as_xyz is not a symmetry"));
}

TEST(CifDialects, NumbersWithUncertainties)
{
  CifText t;
  t.cell = with(t.cell, "25.85", "25.85(13)");
  t.rows = with(with(t.rows, "0.75", ".75000"), "0.7935", "+.7935(2)");
  expect_mof_5(t.text(), "brackets");
  t.cell = with(t.cell, "(13)", " (13)");
  t.rows = with(t.rows, "(2)", " (2)");
  expect_mof_5(t.text(), "brackets after a blank");
  t.cell = with(t.cell, " (13)", "(0.13)");
  expect_mof_5(t.text(), "uncertainties with their decimals");
}

TEST(CifDialects, NumbersOfFortranAndWordsBehindNumbers)
{
  CifText t;
  t.cell = with(with(t.cell, "a 25.85", "a 2.585D+01"), "b 25.85", "b 2.585d1(2)");
  t.rows = with(with(t.rows, "0.781", "7.81D-01"), "0.219", "2.19d-1");
  expect_mof_5(t.text(), "exponents of Fortran");
  for (const char *wrong : {"90.0(fixed)", "90(ref)", "90.0deg"}) {
    CifText bad;
    bad.cell = with(bad.cell, "alpha 90", std::string("alpha ") + wrong);
    EXPECT_TRUE(has_text(message_of(bad.text()), "_cell_angle_alpha is " + std::string(wrong)));
    EXPECT_TRUE(has_text(message_of(bad.text()), "alone, or with its uncertainty in digits"));
  }
  for (const char *wrong : {"0.75(fixed)", "0.75A"}) {
    CifText bad;
    bad.rows = with(bad.rows, "O1 O 0.75", std::string("O1 O ") + wrong);
    EXPECT_TRUE(has_text(message_of(bad.text()),
                         "expected 0.75 alone, or with its uncertainty in digits as in 0.75(3)"));
  }
  for (const char *wrong : {"D-01", "2.8D", "2.8D-0D1", "x"}) {
    CifText bad;
    bad.rows = with(bad.rows, "O1 O 0.75", std::string("O1 O ") + wrong);
    EXPECT_TRUE(has_text(message_of(bad.text()), "not a number")) << wrong;
  }
}

TEST(CifDialects, FractionsAsCoordinates)
{
  CifText t;
  t.rows = with(with(t.rows, "0.75", "3/4"), "0.25", "1/4");
  expect_mof_5(t.text(), "fractions");
  EXPECT_TRUE(
      says(read(t.text()).notes, {"coordinates written as fractions are taken as such: O1 3/4"}));
  for (const char *wrong : {"3/0", "3/", "/4", "3/4/5", "3/x", "12345678901/4"}) {
    CifText bad;
    bad.rows = with(bad.rows, "O1 O 0.75", std::string("O1 O ") + wrong);
    EXPECT_TRUE(has_text(message_of(bad.text()),
                         "atom O1: a fractional coordinate is missing or not a number: '" +
                             std::string(wrong) + "'"));
  }
}

TEST(CifDialects, OccupanciesThatAreOne)
{
  const auto with_occupancy = [](const std::string &occupancy) {
    CifText t;
    t.columns += "_atom_site_occupancy\n";
    t.rows = with(t.rows, "\n", " " + occupancy + "\n");
    return t.text();
  };
  for (const char *full : {"1", "1.0", "1.", ".", "?", "1.0000", "+1"}) {
    expect_mof_5(with_occupancy(full), full);
    EXPECT_TRUE(says(read(with_occupancy(full)).notes, {})) << full;
  }
  for (const char *nearly :
       {"1.003(4)", "1.02", "1.006", "1.04(2)", "1.08(4)", "0.998(3)", "0.993(3)"}) {
    expect_mof_5(with_occupancy(nearly), nearly);
    EXPECT_TRUE(
        says(read(with_occupancy(nearly)).notes,
             {"occupancies that differ little from 1 are taken as 1: Zn1 " + std::string(nearly)}))
        << nearly;
  }
  EXPECT_TRUE(
      has_text(message_of(with_occupancy("1.1")), "atom Zn1: occupancy 1.1, expected 0 to 1"));
  EXPECT_TRUE(has_text(message_of(with_occupancy("1.5(3)")), "occupancy 1.5, expected 0 to 1"));
  EXPECT_TRUE(has_text(message_of(with_occupancy("0.98")), "7 of 7 sites are disordered"));
  EXPECT_TRUE(has_text(message_of(with_occupancy("0.5(3)")), "7 of 7 sites are disordered"));
}

TEST(CifDialects, LettersBeyondAscii)
{
  CifText t;
  for (const char *name : {"M\u00fcller", "\u00c5ngstr\u00f6m", "M\xfcller"}) {
    t.items = "_audit_creation_method " + std::string(name) + "\n";
    expect_mof_5(t.text(), name);
    t.items = "_publ_author_name 'M\u00fcller, J. and D\xf6rr'\n";
    expect_mof_5(t.text(), "quoted");
  }
  t.items = "";
  t.heading = "data_M\u00fcller\n";
  expect_mof_5(t.text(), "name of the block");
  t.heading = "data_x\n";
  t.symmetry = "_space_group_name_H-M_alt 'F m \u22123 m'\n";
  expect_mof_5(t.text(), "a minus sign of typesetting");
  t.symmetry = "_space_group_name_H-M_alt \u2018F m \u20133 m\u2019\n";
  expect_mof_5(t.text(), "quotes of a word processor");
  t.symmetry = "_space_group_name_H-M_alt\u00a0'F m -3 m'\n";
  expect_mof_5(t.text(), "a blank of typesetting");
  t.symmetry = "_space_group_name_H-M_alt 'F m \x96"
               "3 m'\n";
  expect_mof_5(t.text(), "a dash of Windows-1252");
}

TEST(CifDialects, NoDataLine)
{
  CifText t;
  t.heading = "";
  expect_mof_5(t.text(), "nothing");
  EXPECT_TRUE(
      says(read(t.text()).notes, {"line 1: there is no data_ line before it; one is added"}));
  t.heading = "# by a script\nmof-5 from a table\n";
  expect_mof_5(t.text(), "a title");
  EXPECT_TRUE(says(read(t.text()).notes,
                   {"line 2: left out, as it belongs to no item: 'mof-5 from a table'",
                    "line 3: there is no data_ line before it; one is added"}));
}

TEST(CifDialects, NameOfTheBlock)
{
  CifText t;
  for (const char *heading : {"data_Zn4O(bdc)3 dry\n", "data_ mof 5\n", "data_\n", "DATA_MOF-5\n",
                              "data_'mof 5'\n", "data_mof#5 'at 25 K'\n",
                              "global_\n_audit_x 1\ndata_y\n", "data_mof\nfrom our laboratory\n"}) {
    t.heading = heading;
    expect_mof_5(t.text(), heading);
  }
}

TEST(CifDialects, MissingQuotes)
{
  CifText t;
  for (const char *symmetry :
       {"_space_group_name_H-M_alt F m -3 m\n", "_space_group_name_H-M_alt 'F m -3 m\n",
        "_space_group_name_H-M_alt \"F m -3 m\n", "_space_group_name_H-M_alt\nF m -3 m\n",
        "_space_group_name_Hall -F 4 2 3\n"}) {
    t.symmetry = symmetry;
    expect_mof_5(t.text(), symmetry);
    EXPECT_FALSE(read(t.text()).notes.empty());
  }
  t = {};
  t.items = "_chemical_formula_sum C24 H12 O13 Zn4\n_chemical_name_common the first MOF\n"
            "_publ_section_title\nA title over\ntwo lines\n_journal_year\n"
            "loop_\n_publ_author_name\n_publ_author_address\nMeier 'A street'\nMueller\n";
  expect_mof_5(t.text(), "everywhere");
  t = {};
  t.symmetry =
      "loop_\n_symmetry_equiv_pos_site_id\n_symmetry_equiv_pos_as_xyz\n1 x, y, z\n2 -x, -y, -z\n";
  EXPECT_EQ(read(t.text(), {std::nullopt, true}).atoms.size(), 14u);
  t.symmetry = "loop_\n_symmetry_equiv_pos_as_xyz\nx, y, z\n-x, -y, -z\n";
  EXPECT_EQ(read(t.text(), {std::nullopt, true}).atoms.size(), 14u);
  t.symmetry = "loop_\n_symmetry_equiv_pos_as_xyz\n1 x,y,z\n2 -x,-y,-z\n";
  EXPECT_EQ(read(t.text(), {std::nullopt, true}).atoms.size(), 14u);
}

TEST(CifDialects, ABrokenAtomListIsRefusedWithItsLine)
{
  CifText t;
  t.rows = with(t.rows, "C1 C", "C 1 C");
  EXPECT_TRUE(has_text(message_of(t.text()), "mof-5.cif:18: 6 values, but the list has 5 names"));
  t = {};
  t.columns = with(t.columns, "loop_\n", "");
  EXPECT_TRUE(has_text(message_of(t.text()), "is a 'loop_' missing before it?"));
}

TEST(CifDialects, SeveralBlocksOfWhichOneHoldsAStructure)
{
  CifText t;
  const std::string before = "data_global\n_journal_name x\n",
                    after = "data_powder\nloop_\n_pd_x\n1\n2\n";
  expect_mof_5(before + t.text() + after, "beside others");
  expect_mof_5("data_other\nloop_\n_atom_site_label\n_atom_site_fract_x\n? ?\n" + t.text(),
               "without places");
  expect_mof_5(t.text() + "data_mof_5\n_audit_x 1\n", "the same name without anything of use");
}

TEST(CifDialects, LineEndsAndTabs)
{
  const std::string text = CifText{}.text();
  expect_mof_5(with(text, "\n", "\r\n"), "DOS");
  expect_mof_5(with(text, "\n", "\r"), "old Mac");
  expect_mof_5(with(text, " ", "\t"), "tabs");
  expect_mof_5("\xef\xbb\xbf" + text + "\x1a", "a mark at each end");
}

TEST(CifDialects, UnknownValues)
{
  CifText t;
  t.items =
      "_cell_measurement_temperature ?\n_chemical_formula_sum ?\n_symmetry_space_group_name_H-M ?\n"
      "_space_group_name_Hall .\nloop_\n_symmetry_equiv_pos_as_xyz\n?\n"
      "loop_\n_geom_bond_atom_site_label_1\n_geom_bond_atom_site_label_2\n_geom_bond_distance\n? ? "
      "?\n";
  t.columns += "_atom_site_disorder_group\n_atom_site_calc_flag\n_atom_site_occupancy\n";
  t.rows = with(t.rows, "\n", " . ? .\n");
  expect_mof_5(t.text(), "unknown");
  EXPECT_TRUE(says(read(t.text()).notes, {}));
  EXPECT_TRUE(read(t.text()).given_bonds.empty());
  // a type symbol that is not given follows from the label
  t = {};
  t.rows = with(t.rows, "C1 C", "C1 ?");
  expect_mof_5(t.text(), "a type symbol");
}

TEST(CifDialects, TypeSymbolsInCapitalsWithChargesAndNumbers)
{
  for (const char *zinc : {"ZN", "zn", "Zn2+", "ZN2+", "Zn+2", "Zn3+2", "Zn_x"}) {
    CifText t;
    t.rows = with(t.rows, "Zn1 Zn", std::string("Zn1 ") + zinc);
    expect_mof_5(t.text(), zinc);
  }
  for (const char *oxygen : {"O2-", "O_2", "O1", "OW", "H2O", "Oh"}) {
    CifText t;
    t.rows = with(t.rows, "O1 O", std::string("O1 ") + oxygen);
    expect_mof_5(t.text(), oxygen);
  }
}

TEST(CifDialects, ItemsGivenTwice)
{
  CifText t;
  t.items = "_audit_method a\n_audit_method b\n_cell_length_a 25.85\n";
  expect_mof_5(t.text(), "the same");
  EXPECT_TRUE(
      says(read(t.text()).notes, {"line 3: _audit_method is given twice; the first is taken"}));
  t.items = "_cell.length_a 25\n";
  EXPECT_TRUE(has_text(message_of(t.text()),
                       "_cell_length_a is given twice (not a valid CIF); it is in line 2, too"));
}

TEST(CifDialects, CartesianCoordinates)
{
  CifText t;
  t.symmetry = "_space_group_name_H-M_alt 'P 1'\n";
  t.cell = with(with(t.cell, "25.85", "10"), "gamma 90", "gamma 120");
  t.columns = with(t.columns, "_atom_site_fract_", "_atom_site.Cartn_");
  t.rows = "C1 C 5.0 0.0 2.5\nO1 O 0.0 4.330127 7.5\n";
  const Crystal c = read(t.text(), {std::nullopt, true});
  ASSERT_EQ(c.atoms.size(), 2u);
  EXPECT_LT((c.atoms[0].fractional - Eigen::Vector3d(0.5, 0.0, 0.25)).norm(), 1e-6);
  EXPECT_LT((c.atoms[1].fractional - Eigen::Vector3d(0.25, 0.5, 0.75)).norm(), 1e-6);
  EXPECT_TRUE(
      says(c.notes, {"items are named with dots, as in mmCIF: _atom_site.Cartn_x",
                     "Cartesian coordinates are taken with a along x and b in the xy plane"}));
}

TEST(CifDialects, DummyAtomsAreLeftOut)
{
  // flagged, by type, by label, the centre of a cavity and of a ring
  CifText flagged;
  flagged.columns += "_atom_site_calc_flag\n";
  flagged.rows =
      with(flagged.rows, "\n", " d\n") + "Cg1 C 0.25 0.25 0.25 dum\nA1 O 0.1 0.1 0.1 Dum\n";
  expect_mof_5(flagged.text(), "dum");
  EXPECT_TRUE(says(read(flagged.text()).notes,
                   {"dummy atoms left out: Cg1 (calc_flag dum), A1 (calc_flag dum)"}));
  for (const char *row :
       {"X1 X 0.1 0.1 0.1", "Q1 Q 0.1 0.1 0.1", "Cg1 Xx 0.1 0.1 0.1", "Du1 Du .1 .1 .1",
        "Cg1 Cg 0.1 0.1 0.1", "Cg1 C 0.25 0.25 0.25", "D1 D 0.25 0.25 0.25", "Cg1 C 0.75 1.0 0.25",
        "D1 D 0.75 1.0 0.25", "Q1 C 0.75 1.0 0.25", "Q1 ? 0.1 0.1 0.1"}) {
    CifText t;
    t.rows += std::string(row) + "\n";
    expect_mof_5(t.text(), row);
    EXPECT_EQ(read(t.text()).notes.size(), 1u) << row;
  }
  // deuterium and a carbon of that name are atoms
  CifText t;
  t.rows = with(with(t.rows, "H1 H", "D1 D"), "C2 C", "CG2 C");
  EXPECT_EQ(formula(read(t.text())), "C192 H96 O104 Zn32");
  t.rows = "X1 X 0 0 0\n";
  EXPECT_TRUE(has_text(message_of(t.text()),
                       "no atoms; the loop of _atom_site_fract_x holds none but dummy atoms"));
}

TEST(CifDialects, TheFormulaInAnyForm)
{
  const auto notes = [](const std::string &formula) {
    CifText t;
    t.items = "_chemical_formula_sum " + formula + "\n";
    return read(t.text()).notes;
  };
  for (const char *same : {"\n;\nC24 H12 O13 Zn4\n;", "\n; C24 H12\r\n O13 Zn4 \n;",
                           "'C24H12O13Zn4'", "'C24 H12 O13 ZN4'", "'(C24 H12 O13 Zn4)n'",
                           "'8(C24 H12 O13 Zn4)'", "'C18 H12 O13 Zn4, 3(C2)'",
                           "'C~24~ H~12~ O~13~ Zn~4~'", "\"C12 H6 O6.5 Zn2\"", "'C24 D12 O13 Zn4'"})
    EXPECT_TRUE(says(notes(same), {})) << same;
  EXPECT_TRUE(says(notes("'C24 H12 O13'"), {"no multiple of the file's _chemical_formula_sum"}));
  for (const char *none : {"'our best'", "'C24 H12 Qq3'", "'C24 (H12'", "'C24 H12)'"})
    EXPECT_TRUE(says(notes(none), {"is no formula; the atoms are not compared"})) << none;
}

TEST(CifDialects, SitesListedTwice)
{
  CifText t;
  t.rows += "Zn1 Zn .7935 .7935 .2065\n";
  expect_mof_5(t.text(), "one site");
  EXPECT_TRUE(says(
      read(t.text()).notes,
      {"1 labels stand for several sites, such as Zn1",
       "32 atoms lie within 0.05 A of another one of their element and are listed twice; one of "
       "each is kept: Zn1"}));
  // an image of another site, as of a file that lists the whole cell beside its symmetry
  t = {};
  t.rows += "Zn9 Zn 0.2065 0.2065 0.2065\n";
  expect_mof_5(t.text(), "an image");
  // 0.026 A away
  t = {};
  t.rows += "Zn9 Zn 0.7935 0.7935 0.2075\n";
  expect_mof_5(t.text(), "0.026 A away");
  // 0.13 A away, and another element
  for (const char *row : {"O9 O 0.7935 0.7935 0.2115\n", "Fe1 Fe 0.7935 0.7935 0.2065\n",
                          "Zn9 Zn 0.7935 0.7935 0.2115\n"}) {
    t = {};
    t.rows += row;
    EXPECT_TRUE(has_text(message_of(t.text()), "lie on top of each other")) << row;
  }
  // charges that differ
  t = {};
  t.columns += "_atom_site_charge\n";
  t.rows = with(t.rows, "\n", " 0.1\n") + "Zn9 Zn 0.7935 0.7935 0.2065 0.2\n";
  EXPECT_TRUE(has_text(message_of(t.text()), "lie on top of each other"));
}

TEST(CifDialects, APlaceOnAThreefoldAxisToThreeDecimals)
{
  CifText t;
  t.cell = "_cell_length_a 15\n_cell_length_b 15\n_cell_length_c 8\n_cell_angle_alpha "
           "90\n_cell_angle_beta 90\n"
           "_cell_angle_gamma 120\n";
  t.symmetry = "_symmetry_space_group_name_H-M 'P -3 m 1'\n";
  t.rows = "Zn1 Zn 0.333 0.667 0.25\nO1 O 0 0 0.4\n";
  EXPECT_EQ(formula(read(t.text(), {std::nullopt, true})), "O2 Zn2");
}

TEST(CifDialects, SymmetryThatContradictsItsName)
{
  CifText t;
  t.symmetry += "loop_\n_symmetry_equiv_pos_as_xyz\nx,y,z\n";
  EXPECT_TRUE(says(
      read(t.text(), {std::nullopt, true}).notes,
      {"the file lists 1 symmetry operations, though its space group 'F m -3 m' has 192; the list "
       "is taken"}));
}

}    // namespace

}    // namespace softmode
