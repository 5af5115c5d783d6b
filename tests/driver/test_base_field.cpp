// SPDX-License-Identifier: BSD-3-Clause
// Types and rules of the potentials base and uff4mof on all frameworks there are.
#include "forcefield/assemble.h"
#include "forcefield/simulated_cell.h"
#include "forcefield/typing.h"
#include "forcefield/uff.h"
#include "support/error.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace softmode {

namespace {

const std::filesystem::path source = SOFTMODE_SOURCE_DIR;

System built(const std::string &structure, const std::string &potential = "base")
{
  const Potential p = read_potential(source / "potentials" / (potential + ".yaml"));
  return assemble(simulated_cell(read_cif(source / "inputs/structures" / (structure + ".cif")), p),
                  p);
}

/// Coefficients of the bonds between two elements, one row for each type.
std::vector<std::vector<double>> bonds_between(const System &s, const std::string &a,
                                               const std::string &b)
{
  std::set<int> types;
  for (const auto &bond : s.bonds.terms) {
    const std::string &i = s.crystal.atoms[bond.atoms[0]].element,
                      &j = s.crystal.atoms[bond.atoms[1]].element;
    if ((i == a && j == b) || (i == b && j == a)) types.insert(bond.type);
  }
  std::vector<std::vector<double>> rows;
  for (const int type : types) {
    std::istringstream in(s.bonds.types[type].coefficients);
    rows.emplace_back();
    for (double v; in >> v;) rows.back().push_back(v);
  }
  return rows;
}

}    // namespace

struct TypedMaterial {
  const char *structure;
  std::set<std::string> metals_and_oxygens;
};

class MaterialTypes : public testing::TestWithParam<TypedMaterial> {};

TEST_P(MaterialTypes, AreThoseOfUff4mof)
{
  for (const char *potential : {"base", "uff4mof"}) {
    std::set<std::string> found;
    for (const AtomType &t : built(GetParam().structure, potential).atom_types)
      if (t.element != "C" && t.element != "H") found.insert(t.environment + " " + t.uff_type);
    EXPECT_EQ(found, GetParam().metals_and_oxygens);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, MaterialTypes,
    testing::Values(
        TypedMaterial{"hkust-1", {"Cu(CuO4) Cu4+2", "O(CCu) O_2"}},
        TypedMaterial{"mof-5", {"Zn(O4) Zn3f2", "O(CZn) O_2", "O(Zn4) O_3_f"}},
        TypedMaterial{"uio-66", {"Zr(O8) Zr8f4", "O(CZr) O_2", "O(HZr3) O_3_f", "O(Zr3) O_2_z"}},
        TypedMaterial{"mil-125", {"Ti(O6) Ti6+4", "O(CTi) O_2", "O(HTi2) O_2", "O(Ti2) O_2_z"}},
        TypedMaterial{
            "muv-10-ca",
            {"Ti(O5) Ti6+4", "Ca(O6) Ca6+2", "O(CTi) O_2", "O(CCa) O_2", "O(Ca2Ti) O_2_z"}},
        TypedMaterial{
            "muv-10-mn",
            {"Ti(O5) Ti6+4", "Mn(O6) Mn6+2", "O(CTi) O_2", "O(CMn) O_2", "O(Mn2Ti) O_2_z"}},
        // no bonds between the metals of a chain
        TypedMaterial{"mg-mof-74", {"Mg(O5) Mg6f3", "O(CMg) O_2", "O(CMg2) O_2", "O(CMg2) O_2_z"}},
        TypedMaterial{"zn-mof-74",
                      {"Zn(O5) Zn4+2", "O(CZn) O_2", "O(CZn2) O_2", "O(CZn2) O_2_z"}}));

TEST(BaseField, TypesFrameworksItWasNotMadeFor)
{
  const auto types = [](const std::string &name) {
    std::set<std::string> found;
    const Potential p = read_potential(source / "potentials/base.yaml");
    const System s =
        assemble(simulated_cell(read_cif(source / "tests/data/unseen" / (name + ".cif")), p), p);
    for (const AtomType &t : s.atom_types)
      if (t.element != "C" && t.element != "H") found.insert(t.environment + " " + t.uff_type);
    return found;
  };
  EXPECT_EQ(types("mil-140a"),
            (std::set<std::string>{"Zr(O7) Zr8f4", "O(CZr) O_2", "O(Zr3) O_2_z"}));
  EXPECT_EQ(types("cd-btb"),
            (std::set<std::string>{"Cd(O5) Cd4f2", "Cd(O4) Cd4f2", "O(CCd) O_2", "O(CCd2) O_2"}));
}

TEST(BaseField, LeavesAPaddlewheelsMetalsTheLengthOfUff4mof)
{
  const auto rows = bonds_between(built("hkust-1"), "Cu", "Cu");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_NEAR(2.0 * rows[0][0], 73.42, 0.01);
  EXPECT_NEAR(rows[0][1], 3.0327, 1e-4);
}

TEST(BaseField, TakesTheBondOrderOfAnOxideFromItsLength)
{
  // D = 70 n: a short Ti=O of 1.67 A, two Ca-O of 2.37 A on the same oxygen, Ti-O of carboxylates
  std::set<int> depths;
  for (const auto &row : bonds_between(built("muv-10-ca"), "Ti", "O"))
    depths.insert(static_cast<int>(row[0]));
  EXPECT_EQ(depths, (std::set<int>{35, 137}));
  const UffTable table = UffTable::read(source / "potentials/uff4mof.csv");
  const UffType &oxygen = table.at("O_2_z"), &titanium = table.at("Ti6+4");
  for (const double order : {0.5, 1.0, 1.9})
    EXPECT_NEAR(bond_order_of_length(titanium, oxygen, natural_length(titanium, oxygen, order)),
                order, 1e-12);
}

TEST(BaseField, ShiftsCarboxylatesFromTheCrystalsLength)
{
  std::set<double> lengths;
  const System s = built("muv-10-ca");
  for (const auto &row : bonds_between(s, "C", "O")) lengths.insert(row[1]);
  ASSERT_EQ(lengths.size(), 2u);    // on Ca and on Ti
  EXPECT_NEAR(*lengths.begin(), 1.2548 - 0.010, 2e-4);
  EXPECT_NEAR(*lengths.rbegin(), 1.3059 - 0.010, 2e-4);
}

TEST(BaseField, UsesTheFourfoldShapeOnlyWhereTheCrystalHasIt)
{
  const auto styles_at = [](const System &s, const std::string &metal) {
    std::set<std::string> styles;
    for (const auto &angle : s.angles.terms)
      if (s.crystal.atoms[angle.atoms[1]].element == metal)
        styles.insert(s.angles.types[angle.type].style);
    return styles;
  };
  EXPECT_EQ(styles_at(built("hkust-1"), "Cu"), (std::set<std::string>{"cosine/periodic"}));
  EXPECT_EQ(styles_at(built("uio-66"), "Zr"), (std::set<std::string>{"fourier"}));
  EXPECT_EQ(styles_at(built("uio-66", "uff4mof"), "Zr"), (std::set<std::string>{"fourier"}));
  EXPECT_EQ(styles_at(built("mil-125"), "Ti"),
            (std::set<std::string>{"cosine/periodic", "fourier"}));
  EXPECT_EQ(styles_at(built("mil-125", "uff4mof"), "Ti"),
            (std::set<std::string>{"cosine/periodic"}));
}

TEST(PublishedField, KnowsNothingOfTheCrystal)
{
  // the same terms, to the last digit, in a cell 2 % larger
  Crystal crystal = read_cif(source / "inputs/structures/uio-66.cif");
  const Potential potential = read_potential(source / "potentials/uff4mof.yaml");
  const System one = assemble(crystal, potential);
  crystal.cell *= 1.02;
  const System two = assemble(crystal, potential);
  const auto expect_same = [](const auto &a, const auto &b) {
    ASSERT_EQ(a.types.size(), b.types.size());
    for (std::size_t t = 0; t < a.types.size(); ++t)
      EXPECT_EQ(a.types[t].coefficients, b.types[t].coefficients);
  };
  expect_same(one.bonds, two.bonds);
  expect_same(one.angles, two.angles);
  for (const TermType &t : one.bonds.types) EXPECT_EQ(t.style, "harmonic");
}

TEST(PublishedField, HasUffsMorseOption)
{
  Potential potential = read_potential(source / "potentials/uff4mof.yaml");
  potential.terms.morse = true;
  const System s = assemble(read_cif(source / "inputs/structures/hkust-1.cif"), potential);
  const auto rows = bonds_between(s, "Cu", "O");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_NEAR(rows[0][0], 35.0, 1e-9);
  EXPECT_NEAR(rows[0][1], 2.1409, 1e-4);
  EXPECT_NEAR(rows[0][2], 2.0295, 1e-4);
}

TEST(Typing, NamesAtomNeighboursAndTypesTriedWhereThereIsNone)
{
  // a metal with one neighbour
  Crystal c;
  c.source = "one-neighbour.cif";
  c.cell = Eigen::Matrix3d::Identity() * 20.0;
  const auto add = [&](const char *label, const char *element, double x, double y, double z) {
    c.atoms.push_back({label, element, Eigen::Vector3d(x, y, z) / 20.0});
  };
  add("C1", "C", 10, 10, 10);
  add("O1", "O", 10.63, 11.09, 10);
  add("O2", "O", 10.63, 8.91, 10);
  add("Zn1", "Zn", 12.53, 11.09, 10);
  add("H1", "H", 8.9, 10, 10);
  try {
    assemble(c, read_potential(source / "potentials/base.yaml"));
    FAIL() << "was accepted";
  } catch (const Error &e) {
    EXPECT_EQ(e.code, ExitCode::parameters);
    const std::string message = e.what();
    for (const char *part :
         {"Zn1 (Zn) bonded to O1", "tried Zn3+2 (tetrahedral), Zn4+2 (square-planar)",
          "the coordination found is terminal"})
      EXPECT_NE(message.find(part), std::string::npos) << message;
  }
}

}    // namespace softmode
