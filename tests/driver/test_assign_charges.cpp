// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/assign_charges.h"

#include "charges/eqeq.h"
#include "forcefield/assemble.h"
#include "support/error.h"
#include "support/text_file.h"

#include <gtest/gtest.h>

#include <numeric>

namespace softmode {

namespace fs = std::filesystem;

namespace {

const fs::path source = SOFTMODE_SOURCE_DIR;

Crystal copper_formate()
{
  return read_cif(source / "tests/data/copper-formate.cif");
}

/// base.yaml with a section of charges of its own.
Potential with_charges(const std::string &section)
{
  return read_potential(
      text_file("charges.yaml", "softmode-potential: 1\nname: made-up\nextends: " +
                                    (source / "potentials/base.yaml").string() + "\n" + section));
}

std::string message(const Crystal &crystal, const Potential &potential)
{
  try {
    assemble(crystal, potential);
  } catch (const Error &e) {
    return e.what();
  }
  return "accepted";
}

}    // namespace

TEST(AssignCharges, EqeqGivesEveryAtomItsOwn)
{
  const Crystal c = copper_formate();
  const System s = assemble(c, with_charges("charges: {method: eqeq}\n"));
  const Eigen::VectorXd expected =
      eqeq_charges(c, IonisationTable::read(source / "potentials/ionisation.csv"));
  ASSERT_EQ(s.charges.size(), c.atoms.size());
  for (std::size_t i = 0; i < s.charges.size(); ++i)
    EXPECT_EQ(s.charges[i], expected[static_cast<Eigen::Index>(i)]);
  EXPECT_TRUE(s.has_charges);
  EXPECT_NE(s.charge_method.find("EQeq"), std::string::npos);
  double total = 0.0;    // types carry the mean of their atoms
  for (const int t : s.type_of_atom) total += s.atom_types[t].charge;
  EXPECT_NEAR(total, 0.0, 1e-9);
}

TEST(AssignCharges, OfACifAreTakenAsTheyAreExceptForTheirRounding)
{
  Crystal c = copper_formate();
  for (CrystalAtom &atom : c.atoms)
    atom.charge = atom.element == "Cu"  ? 0.4
                  : atom.element == "O" ? -0.3
                  : atom.element == "C" ? 0.3
                                        : 0.1;
  const Potential cif = with_charges("charges: {method: cif}\n");
  const System exact = assemble(c, cif);
  for (std::size_t i = 0; i < c.atoms.size(); ++i)
    EXPECT_NEAR(exact.charges[i], *c.atoms[i].charge, 1e-12);
  EXPECT_EQ(exact.charge_method, "CIF, _atom_site_charge");

  *c.atoms[0].charge += 0.009;
  const System rounded = assemble(c, cif);
  EXPECT_NEAR(std::accumulate(rounded.charges.begin(), rounded.charges.end(), 0.0), 0.0, 1e-12);
  EXPECT_NE(rounded.charge_method.find("shifted by -0.0005 e"), std::string::npos)
      << rounded.charge_method;

  *c.atoms[0].charge += 0.1;
  EXPECT_NE(message(c, cif).find("add up to 0.1090 e per cell"), std::string::npos);
  c.atoms[0].charge.reset();
  EXPECT_NE(message(c, cif).find("has no charge (_atom_site_charge)"), std::string::npos);
}

TEST(AssignCharges, AnotherMethodReplacesAnInheritedTable)
{
  const Potential p = with_charges("charges: {method: none}\n");
  EXPECT_EQ(p.charges.method, ChargeMethod::none);
  EXPECT_FALSE(assemble(copper_formate(), p).has_charges);
}

TEST(AssignCharges, ATableMayNameTheSecondShell)
{
  const std::string others = "Cu(CuO4): 0.4 e, C(HO2): 0.3 e, H(C): 0.1 e, ";
  const auto build = [&](const std::string &oxygen) {
    return assemble(copper_formate(), with_charges("charges:\n  source: made up\n  values: {" +
                                                   others + oxygen + "}\n"));
  };
  const System s = build("O(C(HO2)Cu): -0.3 e, O(CCu): 7 e");    // the longer name comes first
  for (const AtomType &type : s.atom_types) {
    if (type.element == "O") { EXPECT_DOUBLE_EQ(type.charge, -0.3); }
  }
  EXPECT_NO_THROW(build("O(CCu): -0.3 e"));
  EXPECT_THROW(build("O(C(CO2)Cu): -0.3 e"), Error);
}

}    // namespace softmode
