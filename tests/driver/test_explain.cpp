// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/explain.h"

#include "forcefield/assemble.h"
#include "forcefield/simulated_cell.h"
#include "support/error.h"

#include <gtest/gtest.h>

namespace softmode {

class Explain : public testing::Test {
 protected:
  void expect(const std::string &selection, const std::vector<std::string> &parts) const
  {
    const std::string text = explain(system, potential, selection);
    for (const std::string &part : parts)
      EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
  }

  Potential potential =
      read_potential(std::filesystem::path(SOFTMODE_SOURCE_DIR) / "potentials/base.yaml");
  System system = assemble(
      read_cif(std::filesystem::path(SOFTMODE_SOURCE_DIR) / "inputs/structures/hkust-1.cif"),
      potential);
};

TEST_F(Explain, GivesTypeAndTableRowOfAnAtom)
{
  expect("Cu1", {"Cu4+2", "square-planar Cu, from UFF4MOF2014", "r 1.28 A", "Z* 1.756 e",
                 "epsilon = D = 0.005", "bonded to Cu1, O1, O1, O1, O1"});
  EXPECT_EQ(explain(system, potential, "1"), explain(system, potential, "Cu1"));
}

TEST_F(Explain, GivesTheSumOfANaturalLengthAndItsConstant)
{
  // 1.28 + 0.634 + 0.1767 - 0.0612 = 2.0295 A; 664.12 x 1.756 x 2.3 / 2.0295^3 = 320.85
  expect("Cu1-O1",
         {"bond order n = 0.5", "1.28 + 0.634 +0.1767 - 0.0612 = 2.0295 A",
          "664.12 x 1.756 x 2.3 / 2.0295^3 = 320.8", "morse 35", "length of the crystal"});
}

TEST_F(Explain, GivesBothSetsOfNumbersOfAnAngle)
{
  expect("Cu1-O1-C2",
         {"UFF       theta0 120.000 deg", "metal r   theta0 120.000 deg, r_ij 1.9389 A",
          "and theta theta0 118.930 deg", "K = 125.38", "harmonic 62.69"});
}

TEST_F(Explain, GivesTorsionsAndInversions)
{
  expect("Cu1-O1-C2-O1", {"bond order 1.5", "sp2-sp2", "shared by 2"});
  expect("C2-O1-C3-O1", {"improper", "6/3"});
}

TEST_F(Explain, CoversEveryTypeOnce)
{
  const std::string text = explain_all(system, potential);
  std::size_t written = 0;
  for (std::size_t at = 0; (at = text.find("  written ", at)) != std::string::npos; ++at) ++written;
  EXPECT_EQ(written, system.atom_types.size() + system.bonds.types.size() +
                         system.angles.types.size() + system.dihedrals.types.size() +
                         system.impropers.types.size());
}

TEST_F(Explain, NamesWhatIsNotThere)
{
  const auto message = [&](const std::string &selection) -> std::string {
    try {
      explain(system, potential, selection);
    } catch (const Error &e) {
      EXPECT_EQ(e.code, ExitCode::usage);
      return e.what();
    }
    return "was accepted";
  };
  EXPECT_NE(message("Xx9").find("no atom 'Xx9'; use a label of the structure (C1, C2"),
            std::string::npos);
  EXPECT_NE(message("Cu1-H1").find("no such term; Cu1 (Cu) bonded to"), std::string::npos);
  EXPECT_NE(message("1-2-3-4-5").find("one to four atoms, found 5"), std::string::npos);
}

TEST(ExplainFields, SaysWhichRowsMakeATermAndWhereTheyAreFrom)
{
  const std::filesystem::path source = SOFTMODE_SOURCE_DIR;
  const Potential potential = read_potential(source / "potentials/quickff-mof-5.yaml");
  const System system = assemble(read_cif(source / "inputs/structures/mof-5.cif"), potential);
  const auto expect = [&](const std::string &selection, const std::vector<std::string> &parts) {
    const std::string text = explain(system, potential, selection);
    for (const std::string &part : parts)
      EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
  };
  expect("Zn1", {"the type of environment Zn(O4)", "epsilon 0.276, sigma 2.29, width 2.073",
                 "doi:10.1021/acs.accounts.7b00404"});
  // an angle with a bend and a cross term
  expect("Zn1-O1-Zn1", {"harmonic 21.02", "Zn-O_ce-Zn: harmonic: k/2 (theta - theta0)^2",
                        "Zn-O_ce-Zn: cross: kss", "doi:10.1021/acs.accounts.7b00404"});
  const std::string text = explain_all(system, potential);
  std::size_t written = 0;
  for (std::size_t at = 0; (at = text.find("  written ", at)) != std::string::npos; ++at) ++written;
  EXPECT_EQ(written, system.atom_types.size() + system.bonds.types.size() +
                         system.angles.types.size() + system.dihedrals.types.size() +
                         system.impropers.types.size());
}

TEST(ExplainIons, SeesThemAsTheFieldDoes)
{
  const std::filesystem::path source = SOFTMODE_SOURCE_DIR;
  const Potential potential = read_potential(source / "potentials/sodium-benzoate.yaml");
  const System system = assemble(
      simulated_cell(read_cif(source / "inputs/structures/sodium-benzoate.cif"), potential),
      potential);
  const std::string text = explain(system, potential, "Na1");
  EXPECT_NE(text.find("Na1 (Na) bonded to nothing"), std::string::npos) << text;
  EXPECT_NE(text.find("not UFF's D but 0.00277"), std::string::npos) << text;
  EXPECT_FALSE(explain_all(system, potential).empty());
}

}    // namespace softmode
