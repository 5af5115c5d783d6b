// SPDX-License-Identifier: BSD-3-Clause
// Labels without type symbols: what they are by formula, distances and valences, and when softmode asks.
#include "structure/checks.h"
#include "structure/crystal.h"
#include "structure/element_environment.h"
#include "support/error.h"
#include "support/mof_5_text.h"
#include "support/notes.h"

#include <gtest/gtest.h>

#include <map>
#include <sstream>

namespace softmode {

namespace {

// a molecule in a cube of 20 A; rows of label, x, y, z in A
Crystal read_labels(const std::string &rows, const std::string &formula = "",
                    const ReadOptions &options = {std::nullopt, true})
{
  CifText t;
  t.cell = "_cell_length_a 20\n_cell_length_b 20\n_cell_length_c 20\n_cell_angle_alpha "
           "90\n_cell_angle_beta 90\n"
           "_cell_angle_gamma 90\n";
  t.symmetry = "_space_group_name_H-M_alt 'P 1'\n";
  if (!formula.empty()) t.items = "_chemical_formula_sum '" + formula + "'\n";
  t.columns =
      "loop_\n_atom_site_label\n_atom_site_Cartn_x\n_atom_site_Cartn_y\n_atom_site_Cartn_z\n";
  t.rows = rows;
  return read_cif_text(t.text(), "labels.cif", options);
}

ReadOptions given(const std::map<std::string, std::string> &elements)
{
  ReadOptions options;
  options.keep_flaws = true;
  options.elements = elements;
  return options;
}

std::string elements_of(const Crystal &crystal)
{
  std::string text;
  for (const CrystalAtom &atom : crystal.atoms) text += (text.empty() ? "" : " ") + atom.element;
  return text;
}

std::string refusal(const std::string &rows, const std::string &formula = "",
                    const ReadOptions &options = {std::nullopt, true})
{
  try {
    return "was accepted as " + elements_of(read_labels(rows, formula, options));
  } catch (const Error &e) {
    EXPECT_EQ(e.code, ExitCode::structure);
    return e.what();
  }
}

// a water, a benzene ring, a methyl group, an amine
const std::string water = "OW1 5.0 5.0 5.0\nHO1 5.96 5.0 5.0\nHO2 4.76 5.93 5.0\n";
const std::string benzene = "CA1 11.39 10 10\nCA2 10.695 11.204 10\nCA3 9.305 11.204 10\nCA4 8.61 "
                            "10 10\nCA5 9.305 8.796 10\nCA6 10.695 8.796 10\n"
                            "HG1 12.48 10 10\nHG2 11.24 12.148 10\nHG3 8.76 12.148 10\nHG4 7.52 10 "
                            "10\nHG5 8.76 7.852 10\nHG6 11.24 7.852 10\n";
// a metal with four O at the distance given, each with a carbon
std::string square_of(const std::string &metal, double distance)
{
  std::string rows = metal + " 10 10 10\n";
  const double far = distance + 1.26;
  int k = 0;
  for (const auto &[x, y] :
       {std::pair(1, 0), std::pair(-1, 0), std::pair(0, 1), std::pair(0, -1)}) {
    ++k;
    rows += fmt::format("O{} {} {} 10\nC{} {} {} 10\n", k, 10 + x * distance, 10 + y * distance, k,
                        10 + x * far, 10 + y * far);
  }
  return rows;
}

TEST(CifElements, DistancesTellLightAtomsFromMetals)
{
  EXPECT_EQ(elements_of(read_labels(water)), "O H H");
  EXPECT_EQ(elements_of(read_labels(benzene)), "C C C C C C H H H H H H");
  EXPECT_TRUE(has_text(fmt::format("{}", fmt::join(read_labels(water).notes, "\n")),
                       "labels HO1, HO2: H, not Ho (0.96 A from OW1)"));
  for (const auto &[label, element] : {std::pair("CU1", "Cu"), std::pair("CO1", "Co"),
                                       std::pair("Cu1", "Cu"), std::pair("NI1", "Ni")})
    EXPECT_EQ(elements_of(read_labels(square_of(label, 1.95))),
              std::string(element) + " O C O C O C O C")
        << label;
  EXPECT_EQ(elements_of(read_labels(square_of("ZN1", 1.95))), "Zn O C O C O C O C");
  for (const auto &[label, element] : {std::pair("SC1", "Sc"), std::pair("CD1", "Cd"),
                                       std::pair("IN1", "In"), std::pair("PB1", "Pb")})
    EXPECT_EQ(elements_of(read_labels(square_of(label, 2.2))),
              std::string(element) + " O C O C O C O C")
        << label;
  for (const auto &[label, element] :
       {std::pair("NA1", "Na"), std::pair("CA1", "Ca"), std::pair("HO1", "Ho"),
        std::pair("ND1", "Nd"), std::pair("BA1", "Ba"), std::pair("CE1", "Ce")})
    EXPECT_EQ(elements_of(read_labels(square_of(label, 2.4))),
              std::string(element) + " O C O C O C O C")
        << label;
}

TEST(CifElements, LabelsOfProteinsAndForceFields)
{
  // imidazole: CD1, NE2, ND1, CE1, CG with their hydrogens
  const std::string imidazole = "CG 10.00 11.10 10\nCD2 11.07 10.26 10\nNE2 10.63 8.96 10\nCE1 "
                                "9.31 8.99 10\nND1 8.89 10.29 10\n"
                                "HD2 12.11 10.52 10\nHE1 8.69 8.12 10\nHD1 7.93 10.58 10\n";
  EXPECT_EQ(elements_of(read_labels(imidazole)), "C C N C N H H H");
  // methane thiol: SG, CB, and a chloromethane: CL1
  EXPECT_EQ(elements_of(read_labels("SG 5 5 5\nCB 6.82 5 5\nHB1 7.2 6.0 5\nHB2 7.2 4.5 5.87\nHB3 "
                                    "7.2 4.5 4.13\nHG 4.6 6.28 5\n")),
            "S C H H H H");
  EXPECT_EQ(elements_of(read_labels(
                "CL1 5 5 5\nCM1 6.78 5 5\n1HM 7.1 6.0 5\n2HM 7.1 4.5 5.87\n3HM 7.1 4.5 4.13\n")),
            "Cl C H H H");
  // labels with the name of the molecule before, and small letters as numbers
  EXPECT_EQ(elements_of(read_labels("Mof_Oa 5 5 5\nMof_Ha 5.96 5 5\nMof_Hb 4.76 5.93 5\n")),
            "O H H");
  EXPECT_EQ(elements_of(read_labels(with(with(benzene, "CA", "Mof_Ca"), "HG", "Mof_Hg"))),
            "C C C C C C H H H H H H");
  EXPECT_EQ(elements_of(read_labels(with(with(benzene, "CA", "Ca"), "HG", "Hg"))),
            "C C C C C C H H H H H H");
}

TEST(CifElements, MixedLabelsOfOneKindDecideEachForItself)
{
  // calcium CA1 and a ring of CA11 to CA16
  const Crystal c =
      read_labels(with(with(benzene, "CA", "CA1"), "10\n", "3\n") + square_of("CA1", 2.35), "");
  EXPECT_EQ(elements_of(c).substr(0, 11), "C C C C C C");
  EXPECT_EQ(c.atoms[12].element, "Ca");
}

TEST(CifElements, TheFormulaDecides)
{
  // yttrium and ytterbium have the same places
  const std::string rows = with(square_of("YB1", 2.3), "CU", "YB");
  EXPECT_TRUE(has_text(refusal(rows), "YB1: Yb or Y, 2.30 A from O"));
  EXPECT_EQ(elements_of(read_labels(rows, "C4 O4 Yb")).substr(0, 2), "Yb");
  EXPECT_EQ(elements_of(read_labels(rows, "C4 O4 Y")).substr(0, 2), "Y ");
  EXPECT_TRUE(has_text(fmt::format("{}", fmt::join(read_labels(rows, "C4 O4 Y").notes, "\n")),
                       "labels YB1: Y, not Yb (the formula of the file has no Yb)"));
  // written as the element is
  EXPECT_EQ(elements_of(read_labels(with(rows, "YB", "Yb"))).substr(0, 2), "Yb");
  // unless small letters number atoms in this file
  EXPECT_TRUE(has_text(refusal(with(with(rows, "YB", "Yb"), "C1", "Cb")), "Yb1: Yb or Y"));
  // a formula that the places contradict decides nothing
  EXPECT_TRUE(has_text(refusal(square_of("CU1", 1.95), "C5 O4"), "CU1: Cu or C"));
}

TEST(CifElements, AsksWhereNothingDecides)
{
  const std::string lone = "KR1 5 5 5\nO1 10 10 10\n";
  const std::string message = refusal(lone);
  EXPECT_TRUE(has_text(message, "labels.cif: without type symbols"));
  EXPECT_TRUE(has_text(message, "the element of 1 sites"));
  EXPECT_TRUE(has_text(message, "--element KR1=K or, for all KR..., --element KR=K"));
  EXPECT_TRUE(has_text(message, "KR1: Kr or K, nothing within 3.2 A"));
  EXPECT_EQ(elements_of(read_labels(lone, "", given({{"KR1", "K"}}))), "K O");
  EXPECT_EQ(elements_of(read_labels(lone, "", given({{"KR", "Kr"}}))), "Kr O");
  EXPECT_TRUE(
      has_text(refusal(lone, "", given({{"KR", "Qq"}})), "--element KR: 'Qq' is not an element"));
  EXPECT_TRUE(has_text(refusal(lone, "", given({{"KR1", "K"}, {"ZZ", "C"}})),
                       "--element ZZ=C is for none of its atoms"));
}

TEST(CifElements, TheOptionOverridesWhatIsWritten)
{
  EXPECT_EQ(formula(read_cif_text(CifText{}.text(), "x.cif", given({{"Zn1", "Co"}}))),
            "C192 Co32 H96 O104");
}

// rows of label, type symbol, x, y, z
Crystal read_types(const std::string &rows, const std::string &items = "",
                   const ReadOptions &options = {std::nullopt, true})
{
  CifText t;
  t.cell = with(t.cell, "25.85", "20");
  t.symmetry = "_space_group_name_H-M_alt 'P 1'\n";
  t.items = items;
  t.columns = with(t.columns, "fract", "Cartn");
  t.rows = rows;
  return read_cif_text(t.text(), "types.cif", options);
}

// "C1 10 10 10" with the type that its first letter has
std::string with_types(const std::string &rows, const std::map<char, std::string> &types)
{
  std::string text, label, x, y, z;
  for (std::istringstream in(rows); in >> label >> x >> y >> z;)
    text += label + " " + types.at(label[0]) + " " + x + " " + y + " " + z + "\n";
  return text;
}

TEST(CifElements, TypesOfForceFieldsAreNoMetals)
{
  const std::string ring = with(with(benzene, "CA", "C"), "HG", "H");
  const std::string hydrated = ring + "O1 5 5 5\nH7 5.96 5 5\nH8 4.76 5.93 5\n";
  const std::string expected = "C C C C C C H H H H H H O H H";
  using Types = std::map<char, std::string>;
  for (const Types &types :
       {Types{{'C', "CA"}, {'H', "HA"}, {'O', "OM"}}, Types{{'C', "Ca"}, {'H', "Ha"}, {'O', "O"}},
        Types{{'C', "CD"}, {'H', "HO"}, {'O', "O"}}, Types{{'C', "CO"}, {'H', "HE"}, {'O', "OS"}},
        Types{{'C', "ca"}, {'H', "ho"}, {'O', "os"}}, Types{{'C', "C"}, {'H', "Hf"}, {'O', "O"}}}) {
    const Crystal by_label = read_types(with_types(hydrated, types));
    EXPECT_EQ(elements_of(by_label), expected) << types.at('C');
    EXPECT_TRUE(has_text(fmt::format("{}", fmt::join(by_label.notes, "\n")), "force field") ||
                types.at('C') == "CA" || types.at('C') == "Ca");
  }
  // labels that repeat the types say nothing
  for (const Types &types : {Types{{'C', "CA"}, {'H', "HO"}, {'O', "OW"}},
                             Types{{'C', "CD"}, {'H', "HG"}, {'O', "OS"}}}) {
    std::string rows = with_types(hydrated, types);
    rows = with(with(with(rows, "C1 ", "CA1 "), "H1 ", "HO1 "), "O1 ", "OS1 ");
    EXPECT_EQ(elements_of(read_types(rows)), expected);
    // nor does a list of them
    EXPECT_EQ(elements_of(read_types(rows, "loop_\n_atom_type_symbol\n" + types.at('C') + "\n" +
                                               types.at('H') + "\n" + types.at('O') + "\n")),
              expected);
  }
}

TEST(CifElements, TypesOfMetalsStayMetals)
{
  for (const auto &[metal, distance] :
       {std::pair("CU", 1.95), std::pair("CO", 2.0), std::pair("CD", 2.25), std::pair("CA", 2.4),
        std::pair("HF", 2.15), std::pair("HO", 2.35), std::pair("SC", 2.1),
        std::pair("Cu", 1.95)}) {
    const std::string square = square_of("M1", distance);
    const std::string types = with_types(square, {{'M', metal}, {'O', "O"}, {'C', "C"}});
    const std::string own = with(types, "M1 ", std::string(metal) + "1 ");
    const std::string water = "O9 OW 3 3 3\n";    // another type of a force field
    for (const std::string &rows : {types, own, own + water}) {
      const Crystal c = read_types(rows);
      EXPECT_EQ(c.atoms[0].element, element_symbol(metal, "")) << rows;
    }
  }
  // where the place is that of neither, the type stands; where the label speaks against it, softmode asks
  EXPECT_EQ(elements_of(read_types("CU1 CU 5 5 5\nO1 O 10 10 10\n")), "Cu O");
  try {
    read_types("C1 CU 5 5 5\nO1 O 10 10 10\n");
    ADD_FAILURE() << "was accepted";
  } catch (const Error &e) {
    EXPECT_TRUE(has_text(e.what(), "elements or the types of a force field"));
    EXPECT_TRUE(has_text(e.what(), "--element C1=C"));
  }
  EXPECT_EQ(elements_of(read_types("C1 CU 5 5 5\nO1 O 10 10 10\n", "", given({{"C1", "Cu"}}))),
            "Cu O");
}

TEST(CifElements, TheOxygenOfASolventIsNoOsmium)
{
  for (const char *label : {"os1", "Os1", "OS1"}) {
    // on a metal, alone beside another, and with hydrogens
    const std::string on_metal = square_of("Cu1", 1.95) + label + " 10 10 12.2\n";
    EXPECT_EQ(read_labels(on_metal).atoms.back().element, "O") << label;
    EXPECT_EQ(elements_of(read_labels(label + std::string(" 5 5 5\nO2 7.6 5 5\nO3 5 7.6 5\n"))),
              "O O O");
    EXPECT_EQ(
        elements_of(read_labels(label + std::string(" 5 5 5\nH1 5.96 5 5\nH2 4.76 5.93 5\n"))),
        "O H H");
  }
  EXPECT_EQ(read_labels(square_of("Os1", 1.98)).atoms[0].element, "Os");
}

TEST(CifElements, TypeSymbolsThatAreMoreThanAnElement)
{
  const std::string place = " 5 5 5\nO1 O 10 10 10\n";
  for (const auto &[type, element] :
       {std::pair("CuII", "Cu"), std::pair("CuI", "Cu"), std::pair("FeIII", "Fe"),
        std::pair("29", "Cu"), std::pair("30", "Zn"), std::pair("UVI", "U")}) {
    const std::string label = std::string(element) + "1 ";
    EXPECT_EQ(elements_of(read_types(label + type + place)), std::string(element) + " O") << type;
  }
  EXPECT_TRUE(has_text(fmt::format("{}", fmt::join(read_types("Cu1 29" + place).notes, "\n")),
                       "taken for atomic numbers: Cu1 29 = Cu"));
  // gemmi knows elements that no crystal holds, and that have no other reading
  for (const char *type : {"Lr", "LR", "Md", "Rf"})
    EXPECT_EQ(read_types(std::string("A7 ") + type + place).atoms[0].element,
              element_symbol(type, ""))
        << type;
  for (const char *type : {"999", "0", "99", "L", "Zz", "CuVW", "opls"})
    EXPECT_THROW(read_types(std::string("A7 ") + type + place), Error) << type;
  for (const char *type : {"Va", "Vac", "Bq", "X"}) {
    const Crystal c = read_types(std::string("V1 ") + type + place);
    EXPECT_EQ(elements_of(c), "O") << type;
    EXPECT_TRUE(has_text(fmt::format("{}", fmt::join(c.notes, "\n")), "dummy atoms left out: V1"));
  }
  // a hydrogen that was counted but not placed; other atoms have to have a place
  const Crystal c = read_types("O1 O 5 5 5\nH1 H . . .\nH2 H ? ? ?\n");
  EXPECT_EQ(elements_of(c), "O");
  EXPECT_TRUE(has_text(fmt::format("{}", fmt::join(c.notes, "\n")),
                       "hydrogens without coordinates are left out"));
  EXPECT_THROW(read_types("O1 O 5 5 5\nC1 C . . .\n"), Error);
  EXPECT_THROW(read_types("O1 O 5 5 5\nH1 H 5 . 5\n"), Error);
}

TEST(CifElements, PlacesThatNoAtomHas)
{
  using E = std::vector<EnvironmentAtom>;
  const E ring{{{"C"}, 1.39}, {{"C"}, 1.39}, {{"H"}, 1.09}, {{"C"}, 2.4}, {{"C"}, 2.4}};
  EXPECT_TRUE(fits_environment("C", ring));
  EXPECT_FALSE(fits_environment("Ca", ring));
  EXPECT_FALSE(fits_environment("Cl", ring));
  EXPECT_FALSE(fits_environment("H", {}));
  EXPECT_FALSE(fits_environment("C", {}));
  EXPECT_TRUE(fits_environment("Na", {}));
  EXPECT_TRUE(fits_environment("Cl", {}));
  EXPECT_FALSE(fits_environment("Cu", {}));
  EXPECT_FALSE(fits_environment("C", E(6, {{"C"}, 1.39})));    // the centre of a ring
  const E sulfate(4, {{"O"}, 1.48}), silicate(4, {{"O"}, 1.62});
  EXPECT_TRUE(fits_environment("S", sulfate));
  EXPECT_TRUE(fits_environment("Si", silicate));
  EXPECT_FALSE(fits_environment("Sc", sulfate));
  // fluorine of CF3, and iron with six oxygens
  EXPECT_TRUE(fits_environment("F", {{{"C"}, 1.34}, {{"F"}, 2.15}, {{"F"}, 2.15}}));
  EXPECT_FALSE(fits_environment("Fe", {{{"C"}, 1.34}, {{"F"}, 2.15}, {{"F"}, 2.15}}));
  EXPECT_TRUE(fits_environment("Fe", E(6, {{"O"}, 2.0})));
  EXPECT_FALSE(fits_environment("F", E(6, {{"O"}, 2.0})));
  // a bromine and a boron
  EXPECT_TRUE(fits_environment("Br", {{{"C"}, 1.90}}));
  EXPECT_FALSE(fits_environment("B", {{{"C"}, 1.90}}));
  EXPECT_FALSE(fits_environment("Br", {{{"C"}, 1.56}, {{"O"}, 1.37}, {{"O"}, 1.37}}));
  EXPECT_TRUE(fits_environment("B", {{{"C"}, 1.56}, {{"O"}, 1.37}, {{"O"}, 1.37}}));
  // a neighbour that is not decided itself
  EXPECT_TRUE(
      fits_environment("C", {{{"Ca", "C"}, 1.39}, {{"Ca", "C"}, 1.39}, {{"Hg", "H"}, 1.09}}));
  EXPECT_FALSE(
      fits_environment("Ca", {{{"Ca", "C"}, 1.39}, {{"Ca", "C"}, 1.39}, {{"Hg", "H"}, 1.09}}));
}

}    // namespace

}    // namespace softmode
