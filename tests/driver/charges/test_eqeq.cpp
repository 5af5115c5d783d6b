// SPDX-License-Identifier: BSD-3-Clause
#include "charges/eqeq.h"

#include "structure/bonds.h"
#include "support/error.h"
#include "support/files.h"
#include "support/text_file.h"

#include <gtest/gtest.h>

#include <chrono>
#include <map>

namespace softmode {

namespace fs = std::filesystem;

namespace {

const fs::path source = SOFTMODE_SOURCE_DIR;
const fs::path here = source / "tests/driver/charges";

IonisationTable table()
{
  return IonisationTable::read(source / "potentials/ionisation.csv");
}

/// Charge of each site of the asymmetric unit; equivalent atoms must agree.
std::map<std::string, double> site_charges(const Crystal &crystal, const Eigen::VectorXd &charges)
{
  std::map<std::string, double> first;
  for (std::size_t i = 0; i < crystal.atoms.size(); ++i) {
    const double q = charges[static_cast<Eigen::Index>(i)];
    const auto [entry, inserted] = first.emplace(crystal.atoms[i].label, q);
    EXPECT_NEAR(q, entry->second, 1e-6) << crystal.atoms[i].label;
  }
  return first;
}

}    // namespace

TEST(Ionisation, SlopeAndCurvatureAreThoseOfThePublishedProgram)
{
  // X and J as the program prints them for HKUST-1 and IRMOF-1, eV
  const IonisationTable t = table();
  const auto check = [&](const char *element, double X, double J) {
    EXPECT_NEAR(t.at(element).electronegativity_eV(), X, 1e-3) << element;
    EXPECT_NEAR(t.at(element).hardness_eV(), J, 1e-3) << element;
  };
  check("Cu", -4.515, 16.538);
  check("Zn", -14.673, 21.758);
  check("O", 7.53956, 12.1569);
  check("C", 6.26106, 9.99788);
  check("H", 5.799, 15.598);
}

TEST(Ionisation, EveryEnergyHasASourceThatTheTableExplains)
{
  std::istringstream in(read_file(source / "potentials/ionisation.csv"));
  std::string comments;
  int rows = 0;
  for (std::string line; std::getline(in, line);) {
    if (line[0] == '#') comments += line;
    if (line[0] == '#' || line.rfind("element", 0) == 0) continue;
    ++rows;
    std::istringstream fields(line);
    std::vector<std::string> f;
    for (std::string field; std::getline(fields, field, ',');) f.push_back(field);
    ASSERT_EQ(f.size(), 6u) << line;
    for (const std::string &key : {f[4], f[5]})
      EXPECT_NE(comments.find(key + ": "), std::string::npos) << line;
  }
  EXPECT_GE(rows, 13);
}

TEST(Ionisation, BrokenLinesAreNamed)
{
  const auto message = [](const std::string &line) -> std::string {
    try {
      IonisationTable::read(
          text_file("ionisation.csv",
                    "# made up\nelement,charge_centre,affinity_eV,ionisation_eV\n" + line + "\n"))
          .at("Cu");
    } catch (const Error &e) {
      return e.what();
    }
    return "accepted";
  };
  EXPECT_NE(message("Cu,2,1.2,7 20").find(":3: 2 ionisation energies, expected 3"),
            std::string::npos);
  EXPECT_NE(message("Cu,2,1.2,7 x 36").find("'x' is not a number"), std::string::npos);
  EXPECT_NE(message("Cu,1.5,1.2,7 20").find("charge centre 1.5"), std::string::npos);
  EXPECT_NE(message("Cu,1").find(":3: expected 4 cells as in the header, found 2"),
            std::string::npos);
  EXPECT_NE(message("Cu,1,1.2,20 7").find("must be greater than 20 eV"), std::string::npos);
  EXPECT_NE(message("Zn,0,0,9").find("no ionisation energies for Cu"), std::string::npos);
  EXPECT_EQ(message("Cu,1,1.2,7 20"), "accepted");
}

TEST(Eqeq, AgreesWithThePublishedChargesOfIrmof1)
{
  // github danieleongari/EQeq, examples/IRMOF1/output, which cuts its sums and rounds to 0.001 e
  const Crystal c = read_cif(here / "irmof-1.cif");
  ASSERT_EQ(c.atoms.size(), 424u);
  const auto q = site_charges(c, eqeq_charges(c, table()));
  const std::map<std::string, double> published{{"Zn1", 1.211}, {"O1", -0.968}, {"O2", -0.4825},
                                                {"C1", 0.321},  {"C2", -0.064}, {"C3", -0.023},
                                                {"H1", 0.054}};
  for (const auto &[label, value] : published) EXPECT_NEAR(q.at(label), value, 0.001) << label;
}

TEST(Eqeq, AgreesWithThePublishedChargesOfHkust1)
{
  // examples/HKUST1/output: means over sites that are equivalent (Cu scatters from 0.874 to 0.908 there)
  const Crystal c = read_cif(here / "hkust-1-measured.cif");
  ASSERT_EQ(c.atoms.size(), 624u);
  const auto begin = std::chrono::steady_clock::now();
  const Eigen::VectorXd charges = eqeq_charges(c, table());
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  RecordProperty("seconds", std::to_string(seconds.count()));
  const auto q = site_charges(c, charges);
  const std::map<std::string, double> published{{"Cu1", 0.892}, {"O1", -0.402}, {"C1", -0.121},
                                                {"C2", 0.370},  {"C3", 0.066},  {"H1", 0.043}};
  for (const auto &[label, value] : published) EXPECT_NEAR(q.at(label), value, 0.016) << label;
  EXPECT_NEAR(charges.sum(), 0.0, 1e-9);
}

TEST(Eqeq, DependsOnNeitherCellNorOrigin)
{
  const Crystal c = read_cif(source / "inputs/structures/sodium-benzoate.cif");
  const Eigen::VectorXd one = eqeq_charges(c, table());
  EXPECT_NEAR(one.sum(), 0.0, 1e-9);
  site_charges(c, one);

  Crystal twice = supercell(c, {1, 2, 1});
  const Eigen::VectorXd repeated = eqeq_charges(twice, table());
  twice.repeats = {1, 1, 1};    // solved as one large cell
  const Eigen::VectorXd large = eqeq_charges(twice, table());
  ASSERT_EQ(large.size(), 2 * one.size());
  for (Eigen::Index i = 0; i < large.size(); ++i) {
    EXPECT_NEAR(large[i], one[i % one.size()], 1e-6) << i;
    EXPECT_EQ(repeated[i], one[i % one.size()]) << i;
  }

  Crystal shifted = c;
  for (CrystalAtom &atom : shifted.atoms)
    for (int k = 0; k < 3; ++k) {
      atom.fractional[k] += 0.41;
      atom.fractional[k] -= std::floor(atom.fractional[k]);
    }
  EXPECT_LT((eqeq_charges(shifted, table()) - one).cwiseAbs().maxCoeff(), 1e-6);
}

TEST(Eqeq, FarApartAtomsOfOneKindAreNeutral)
{
  // hydrogen molecules in a large box: equal atoms have equal charges, so none
  Crystal c;
  c.source = "box";
  c.cell = 20.0 * Eigen::Matrix3d::Identity();
  c.atoms = {{"H1", "H", {0.1, 0.1, 0.1}}, {"H2", "H", {0.137, 0.1, 0.1}}};
  EXPECT_LT(eqeq_charges(c, table()).cwiseAbs().maxCoeff(), 1e-9);
}

TEST(Eqeq, AnElementWithoutEnergiesIsNamed)
{
  Crystal c;
  c.source = "box";
  c.cell = 20.0 * Eigen::Matrix3d::Identity();
  c.atoms = {{"U1", "U", {0.1, 0.1, 0.1}}};
  try {
    eqeq_charges(c, table());
    FAIL() << "was accepted";
  } catch (const Error &e) {
    EXPECT_NE(std::string(e.what()).find("no ionisation energies for U"), std::string::npos)
        << e.what();
  }
}

}    // namespace softmode
