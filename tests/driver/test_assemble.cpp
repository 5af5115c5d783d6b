// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/assemble.h"
#include "forcefield/coupling.h"
#include "forcefield/simulated_cell.h"

#include "lammps/system_files.h"
#include "structure/bonds.h"
#include "support/files.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <cmath>
#include <map>
#include <set>
#include <sstream>

namespace softmode {

const std::filesystem::path root = SOFTMODE_SOURCE_DIR;

System build(const std::string &structure, const std::string &potential)
{
  return assemble(read_cif(root / "inputs/structures" / (structure + ".cif")),
                  read_potential(root / "potentials" / (potential + ".yaml")));
}

TEST(Assemble, Hkust1HasTheTermsOfItsGraph)
{
  const System s = build("hkust-1", "hkust-1");
  EXPECT_EQ(s.carboxylates, 96u);
  EXPECT_EQ(s.metal_carboxylate_bonds, 192u);
  EXPECT_EQ(s.bonds.terms.size(), 792u);    // sum of degrees / 2
  // sum over atoms of degree (degree - 1) / 2, and a CO/CO term on each O-C-O
  EXPECT_EQ(s.angles.terms.size(), 1536u + 96u);
  EXPECT_EQ(s.dihedrals.terms.size(), 1536u);    // none about Cu-O and Cu-Cu
  EXPECT_EQ(s.impropers.terms.size(), 288u);     // one per carbon
  EXPECT_NEAR(s.metal_oxygen_length, 1.9389, 1e-4);
  std::set<std::string> types;
  for (const AtomType &t : s.atom_types) types.insert(t.uff_type);
  EXPECT_EQ(types, (std::set<std::string>{"Cu4+2", "O_2", "C_R", "H_"}));
}

TEST(Assemble, CoupledAnglesRunFromMetalOverOxygenToCarbon)
{
  const System s = build("hkust-1", "hkust-1");
  int coupled = 0;
  for (const auto &term : s.angles.terms) {
    if (s.angles.types[term.type].style != "carboxylate/coupled") continue;
    ++coupled;
    EXPECT_EQ(s.crystal.atoms[term.atoms[0]].element, "Cu");
    EXPECT_EQ(s.crystal.atoms[term.atoms[1]].element, "O");
    EXPECT_EQ(s.crystal.atoms[term.atoms[2]].element, "C");
  }
  EXPECT_EQ(coupled, 192);
}

TEST(Assemble, BaseFieldHasNoCoupling)
{
  for (const TermType &t : build("hkust-1", "base").angles.types)
    EXPECT_NE(t.style, "carboxylate/coupled");
}

TEST(Assemble, AnotherMaterialNeedsNoCodeOfItsOwn)
{
  const System s = build("mof-5", "base");
  EXPECT_EQ(s.carboxylates, 48u);
  EXPECT_EQ(s.metal_carboxylate_bonds, 96u);
  std::set<std::string> types;
  for (const AtomType &t : s.atom_types) types.insert(t.environment + " " + t.uff_type);
  EXPECT_TRUE(types.count("Zn(O4) Zn3f2"));
  EXPECT_TRUE(types.count("O(Zn4) O_3_f"));
  EXPECT_TRUE(types.count("O(CZn) O_2"));
}

TEST(Assemble, ImidazolatesTakeThePlaceOfCarboxylates)
{
  const System s = build("zif-4", "zif-4");
  EXPECT_EQ(counted_bonds(s), "32 imidazolates, 64 metal-imidazolate bonds");
  EXPECT_NEAR(s.metal_oxygen_length, 1.9828, 1e-4);
  int breakable = 0;
  for (const auto &term : s.bonds.terms) {
    const bool metal = s.crystal.atoms[term.atoms[0]].element == "Zn" ||
                       s.crystal.atoms[term.atoms[1]].element == "Zn";
    const TermType &type = s.bonds.types[term.type];
    EXPECT_EQ(type.style, metal ? "morse" : "harmonic") << type.reason;
    if (metal) {
      EXPECT_EQ(type.coefficients.rfind("35.0000 1.70900 ", 0), 0u) << type.coefficients;
    }
    breakable += metal;
  }
  EXPECT_EQ(breakable, 64);
  Potential potential = read_potential(root / "potentials/zif-4.yaml");
  potential.overlay = read_potential(root / "potentials/hkust-1.yaml").overlay;
  try {
    assemble(read_cif(root / "inputs/structures/zif-4.cif"), potential);
    FAIL() << "an overlay without carboxylates";
  } catch (const Error &e) {
    EXPECT_EQ(e.code, ExitCode::parameters);
    EXPECT_NE(std::string(e.what()).find("has imidazolates"), std::string::npos) << e.what();
  }
}

TEST(Assemble, ChargesAreNeutralAndOnlyWhereGiven)
{
  double total = 0.0;
  const System s = build("hkust-1", "hkust-1");
  for (const double q : s.charges) total += q;
  EXPECT_NEAR(total, 0.0, 1e-9);
  EXPECT_TRUE(s.has_charges);
  EXPECT_FALSE(build("mof-5", "base").has_charges);
}

TEST(Assemble, EveryNumberSaysWhereItIsFrom)
{
  const System s = build("hkust-1", "hkust-1");
  for (const AtomType &t : s.atom_types) EXPECT_FALSE(t.reason.empty());
  for (const auto *list : {&s.bonds.types, &s.angles.types, &s.dihedrals.types, &s.impropers.types})
    for (const TermType &t : *list)
      EXPECT_GT(t.reason.size(), 5u) << t.style << " " << t.coefficients;
}

TEST(Assemble, AtomsAndTermsSurviveASupercell)
{
  const Crystal c = read_cif(root / "inputs/structures/hkust-1.cif");
  const Potential p = read_potential(root / "potentials/hkust-1.yaml");
  const System one = assemble(c, p), two = assemble(supercell(c, {2, 1, 1}), p);
  EXPECT_EQ(two.angles.terms.size(), 2 * one.angles.terms.size());
  EXPECT_EQ(two.dihedrals.terms.size(), 2 * one.dihedrals.terms.size());
  EXPECT_EQ(two.angles.types.size(), one.angles.types.size());
}

TEST(LammpsData, CountsMatchSections)
{
  const System s = build("hkust-1", "hkust-1");
  std::istringstream in(lammps_data(s));
  int angles = 0;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line == "Angles") inside = true;
    if (line == "Dihedrals") inside = false;
    if (inside && !line.empty() && std::isdigit(static_cast<unsigned char>(line[0]))) ++angles;
  }
  EXPECT_EQ(angles, 1632);
}

TEST(Assemble, ALeaningCellIsReplacedByAnEquivalentOne)
{
  const Crystal c = read_cif(root / "inputs/structures/hkust-1.cif");
  Crystal leaning = c;    // the same lattice, c' = c + 2 a
  leaning.cell.col(2) += 2.0 * c.cell.col(0);
  for (CrystalAtom &atom : leaning.atoms) {
    const double x = atom.fractional[0] - 2.0 * atom.fractional[2];
    atom.fractional[0] = x - std::floor(x);
  }
  const Potential p = read_potential(root / "potentials/hkust-1.yaml");
  const System straight = assemble(c, p), again = assemble(leaning, p);
  EXPECT_LT((again.crystal.cell - c.cell).norm(), 1e-9);
  EXPECT_EQ(again.bonds.terms.size(), straight.bonds.terms.size());
  EXPECT_EQ(again.angles.types.size(), straight.angles.types.size());
  EXPECT_NEAR(again.metal_oxygen_length, straight.metal_oxygen_length, 1e-9);
}

/// The potential of HKUST-1 with these lines instead of its own of the same keys.
Potential hkust_1_with(const std::string &lines)
{
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / fmt::format("softmode-overlay-{}.yaml", ::getpid());
  write_file(file, fmt::format("softmode-potential: 1\nname: test\nextends: {}\n{}",
                               (root / "potentials/hkust-1.yaml").string(), lines));
  const Potential potential = read_potential(file);
  std::filesystem::remove(file);
  return potential;
}

System hkust_1(const std::string &lines)
{
  return assemble(read_cif(root / "inputs/structures/hkust-1.cif"), hkust_1_with(lines));
}

template <std::size_t N>
std::map<std::string, int> counts(const TermList<N> &list, const std::string &style)
{
  std::map<std::string, int> result;
  for (const auto &term : list.terms)
    if (list.types[term.type].style == style) ++result[list.types[term.type].coefficients];
  return result;
}

TEST(Assemble, CalibratedOnStandsInPlaceOfThatOfTheExtendedFile)
{
  const Potential calibrated = read_potential(root / "potentials/mof-5.yaml");
  EXPECT_EQ(calibrated.calibrated_on.size(), 4u);
  for (const char *file : {"mof-5-uncalibrated.yaml", "mof-5-transferred.yaml"})
    EXPECT_TRUE(read_potential(root / "inputs/validation/potentials" / file).calibrated_on.empty())
        << file;
}

TEST(Assemble, OverlayTakesAWeightOfItsOwnForEachMetal)
{
  const std::string overlay = "overlay:\n"
                              "  bend-ratio: {value: 1, source: t}\n"
                              "  stretch-change: {value: -5 kcal/mol/A2, source: t}\n"
                              "  cross-change: {value: 3 kcal/mol/A2, source: t}\n"
                              "  metal-angle-ratio: {value: 0.3, source: t}\n";
  const auto weight = [](const std::string &metal) {
    return "  weights: {" + metal +
           ": {midpoint: {value: 1.99 A, source: t}, width: {value: 0.02 A, source: t}}}\n";
  };
  const auto ends_with = [](const std::string &text, const std::string &end) {
    return text.size() >= end.size() &&
           text.compare(text.size() - end.size(), end.size(), end) == 0;
  };
  const System own = hkust_1(overlay + weight("Cu"));
  std::size_t found = 0;
  for (const TermType &t : own.angles.types) {
    if (t.style == "carboxylate/coupled")
      found += ends_with(t.coefficients, " 1.9900 0.0200") ? 1 : 100;
    if (t.style == "carboxylate/metal")
      found += t.coefficients.find(" 0.3000 1.9900 0.0200 ") != std::string::npos ? 1 : 100;
  }
  for (const TermType &t : own.dihedrals.types)
    if (t.style == "carboxylate/coupled")
      found += ends_with(t.coefficients, " 1.9900 0.0200") ? 1 : 100;
  EXPECT_GE(found, 3u);
  EXPECT_LT(found, 100u);
  EXPECT_NE(counts(hkust_1(overlay).angles, "carboxylate/coupled"),
            counts(own.angles, "carboxylate/coupled"));

  try {
    hkust_1(overlay + weight("Ti"));
    ADD_FAILURE() << "a weight of a metal that is not there";
  } catch (const Error &e) {
    EXPECT_EQ(e.code, ExitCode::parameters);
    EXPECT_NE(std::string(e.what()).find("overlay.weights.Ti: the metals that are bonded to "
                                         "carboxylates in"),
              std::string::npos)
        << e.what();
  }
}

TEST(Assemble, SoftestStretchIsTheSmallerEigenvalue)
{
  EXPECT_DOUBLE_EQ(softest_stretch(600.0, 600.0, 480.0), 360.0);
  EXPECT_DOUBLE_EQ(softest_stretch(600.0, 600.0, -480.0), 360.0);
  EXPECT_DOUBLE_EQ(softest_stretch(600.0, 200.0, 0.0), 200.0);
  EXPECT_NEAR(softest_stretch(300.0, 300.0, 600.0), 0.0, 1e-12);
  EXPECT_LT(softest_stretch(300.0, 450.0, 960.0), 0.0);
}

TEST(Assemble, OverlayLeavesEveryCarboxylateARestoringForce)
{
  Potential zn = read_potential(root / "potentials/zn-mof-74-calibrated.yaml");
  const Crystal crystal = simulated_cell(read_cif(root / "inputs/structures/zn-mof-74.cif"), zn);
  EXPECT_NO_THROW(assemble(crystal, zn));
  zn.overlay->stretch_change.value = -150.0;    // with these runs exploded
  zn.overlay->cross_change->value = 160.0;
  try {
    assemble(crystal, zn);
    ADD_FAILURE() << "no restoring force is left";
  } catch (const Error &e) {
    EXPECT_EQ(e.code, ExitCode::parameters);
    EXPECT_NE(std::string(e.what()).find("with 2 and 1 loose metal bonds at its oxygens"),
              std::string::npos)
        << e.what();
  }
}

TEST(Assemble, OverlayActsOnContactsOfIons)
{
  Potential ions = read_potential(root / "potentials/sodium-benzoate.yaml");
  ions.overlay = Overlay{{1.0, "t"}, {-7.0, "t"}, {}, Sourced{3.0, "t"}, {}};
  const Crystal crystal = read_cif(root / "inputs/structures/sodium-benzoate.cif");
  const System s = assemble(supercell(crystal, {1, 2, 2}), ions);
  int angles = 0, dihedrals = 0;
  for (const auto &[coefficients, count] : counts(s.angles, "carboxylate/coupled")) {
    EXPECT_EQ(coefficients.rfind("0.0000 0.0000 120.00 -7.0000 ", 0), 0u) << coefficients;
    angles += count;
  }
  for (const auto &[coefficients, count] : counts(s.dihedrals, "carboxylate/coupled"))
    dihedrals += count;
  EXPECT_EQ(angles, static_cast<int>(s.metal_carboxylate_bonds));
  EXPECT_EQ(dihedrals, angles);
  EXPECT_EQ(angles, 96);
  ions.state->bond_below->value = 8.0;
  EXPECT_THROW(assemble(crystal, ions), Error) << "an ion touches two images of an oxygen";
}

TEST(Assemble, TwoStateBondsAreThoseToCarboxylates)
{
  const System s = hkust_1("metal-oxygen:\n  Cu:\n    two-state:\n"
                           "      tight-constant: {value: 105 kcal/mol/A2, source: t}\n"
                           "      tight-length: {value: 1.95 A, source: t}\n"
                           "      loose-constant: {value: 6.9 kcal/mol/A2, source: t}\n"
                           "      loose-length: {value: 2.1 A, source: t}\n"
                           "      energy-difference: {value: -1.33 kcal/mol, source: t}\n"
                           "      coupling: {value: 0.5 kcal/mol, source: t}\n");
  const std::map<std::string, int> expected{{"105.0000 1.9500 6.9000 2.1000 -1.3300 0.5000", 192}};
  EXPECT_EQ(counts(s.bonds, "twostate"), expected);
  EXPECT_TRUE(counts(s.bonds, "morse").empty());
}

TEST(Assemble, ThePotentialsOwnConstantsAroundTheMetalReplaceUffs)
{
  const auto built = [](const std::string &lines, const std::string &block = "") {
    return hkust_1(
        "carboxylate:\n  C-O-length: {value: 1.26 A, source: t}\n" + block +
        "metal-oxygen:\n  Cu:\n    dissociation-energy: {value: 50 kcal/mol, source: t}\n" + lines);
  };
  const System s = built("    M-O-C-constant: {value: 27 kcal/mol/rad2, source: here}\n"
                         "    O-M-O-constant: {value: 32 kcal/mol/rad2, source: here}\n"
                         "    M-M-O-constant: {value: 58 kcal/mol/rad2, source: here}\n"
                         "    M-O-C-X-barrier: {value: 4.5 kcal/mol, source: here}\n"
                         "    M-M-constant: {value: 150 kcal/mol/A2, source: here}\n"
                         "    M-M-length: {value: 2.5 A, source: here}\n",
                         "  C-C-constant: {value: 500 kcal/mol/A2, source: here}\n"
                         "  C-C-shift: {value: -0.1 A, source: here}\n"
                         "  CO-CO-constant: {value: 200 kcal/mol/A2, source: here}\n");
  EXPECT_EQ(counts(s.angles, "cosine/periodic").at("16 1 4"), 48 * 6);     // O-Cu-O
  EXPECT_EQ(counts(s.angles, "cosine/periodic").at("29 1 4"), 48 * 4);     // Cu-Cu-O
  EXPECT_EQ(counts(s.dihedrals, "harmonic").at("1.125 -1 2"), 192 * 2);    // M-O-C-X
  EXPECT_EQ(counts(s.bonds, "harmonic").at("75 2.5"), 24);                 // Cu-Cu
  EXPECT_EQ(counts(s.bonds, "harmonic").at("250 1.39073062"), 96);         // C-C, crystal's - 0.1
  int bends = 0, pairs = 0;
  for (const auto &[coefficients, n] : counts(s.angles, "carboxylate/coupled"))
    if (coefficients.rfind("13.5000 ", 0) == 0) bends += n;
  EXPECT_EQ(bends, 192);    // Cu-O-C
  for (const auto &[coefficients, n] : counts(s.angles, "cross")) {
    EXPECT_EQ(coefficients.rfind("200 0 0 1.26 1.26 ", 0), 0u) << coefficients;
    pairs += n;
  }
  EXPECT_EQ(pairs, 96);
  for (const auto &term : s.angles.terms)
    if (s.angles.types[term.type].style == "cross") {
      EXPECT_EQ(s.crystal.atoms[term.atoms[1]].element, "C");
      EXPECT_EQ(s.crystal.atoms[term.atoms[0]].element + s.crystal.atoms[term.atoms[2]].element,
                "OO");
    }
  // what a number is from is said with it
  for (const auto &t : s.angles.types)
    if (t.coefficients == "16 1 4") {
      EXPECT_NE(t.reason.find("constant here"), std::string::npos);
    }
}

TEST(Assemble, TheOverlaySoftensEveryAngleThatHoldsACarboxylateOxygenAtAMetal)
{
  const std::string given = "overlay:\n  bend-ratio: {value: 0.2, source: t}\n"
                            "  stretch-change: {value: -40 kcal/mol/A2, source: t}\n";
  const System plain = hkust_1(given);
  const System soft = hkust_1(given + "  metal-angle-ratio: {value: 0.3, source: t}\n"
                                      "  cross-change: {value: 12 kcal/mol/A2, source: t}\n");
  EXPECT_TRUE(counts(plain.angles, "carboxylate/metal").empty());
  int both = 0, one = 0;
  for (const auto &[coefficients, n] : counts(soft.angles, "carboxylate/metal")) {
    EXPECT_NE(coefficients.find("0.3000 2.0000 0.0400"), std::string::npos) << coefficients;
    (coefficients.rfind("both", 0) == 0 ? both : one) += n;
  }
  EXPECT_EQ(both, 48 * 6);    // O-Cu-O
  EXPECT_EQ(one, 48 * 4);     // Cu-Cu-O
  EXPECT_EQ(soft.angles.terms.size(), plain.angles.terms.size());
  EXPECT_EQ(soft.dihedrals.terms.size(), plain.dihedrals.terms.size() + 192);
  const std::map<std::string, int> cross{{"12.0000 1.2650 2.0000 0.0400", 192}};
  EXPECT_EQ(counts(soft.dihedrals, "carboxylate/coupled"), cross);
}

}    // namespace softmode
