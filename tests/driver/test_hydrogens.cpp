// SPDX-License-Identifier: BSD-3-Clause
// Missing hydrogens: found, refused by everything that makes a system, and added.
#include "chemistry/add_hydrogens.h"
#include "chemistry/bond_valence.h"
#include "chemistry/inspection.h"
#include "forcefield/assemble.h"
#include "structure/read_structure.h"
#include "structure/spread_out.h"
#include "support/error.h"
#include "support/text_file.h"

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace softmode {

namespace {

const std::filesystem::path source = SOFTMODE_SOURCE_DIR;

Crystal structure(const std::string &name)
{
  return read_cif(source / "inputs/structures" / name);
}

Crystal without_hydrogens(Crystal crystal, const std::string &of = "")
{
  const BondGraph graph = bond_graph(crystal);
  std::vector<CrystalAtom> kept;
  for (std::size_t i = 0; i < crystal.atoms.size(); ++i) {
    const bool hydrogen = crystal.atoms[i].element == "H";
    const bool meant =
        hydrogen && (of.empty() || crystal.atoms[graph.neighbours[i][0].atom].element == of);
    if (!meant) kept.push_back(crystal.atoms[i]);
  }
  crystal.atoms = kept;
  return crystal;
}

double distance(const Crystal &c, const Eigen::Vector3d &a, const Eigen::Vector3d &b)
{
  Eigen::Vector3d df = a - b;
  for (int k = 0; k < 3; ++k) df[k] -= std::round(df[k]);
  return (c.cell * df).norm();
}

// largest distance from a hydrogen of one structure to the nearest of the other, A
double farthest(const Crystal &from, const Crystal &to)
{
  double most = 0.0;
  for (const CrystalAtom &a : from.atoms) {
    if (a.element != "H") continue;
    double least = 1e9;
    for (const CrystalAtom &b : to.atoms)
      if (b.element == "H") least = std::min(least, distance(to, a.fractional, b.fractional));
    most = std::max(most, least);
  }
  return most;
}

std::map<std::string, int> counts(const Crystal &c)
{
  std::map<std::string, int> result;
  for (const CrystalAtom &a : c.atoms) ++result[a.element];
  return result;
}

MissingHydrogens missing_of(const Crystal &c)
{
  const BondGraph graph = bond_graph(c);
  return find_missing_hydrogens(c, graph, perceive(c, graph));
}

std::string message_of(const Crystal &c)
{
  try {
    refuse_missing_hydrogens(c, missing_of(c));
  } catch (const Error &e) {
    EXPECT_EQ(e.code, ExitCode::structure);
    return e.what();
  }
  return "";
}

bool has(const std::string &text, const std::string &part)
{
  return text.find(part) != std::string::npos;
}

bool any_has(const std::vector<std::string> &lines, const std::string &part)
{
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string &line) { return has(line, part); });
}

// atoms of a molecule, positions in A, in a cube of 20 A, labelled by element and number
Crystal molecule(const std::vector<std::pair<std::string, Eigen::Vector3d>> &atoms)
{
  Crystal c;
  c.source = "molecule";
  c.cell = 20.0 * Eigen::Matrix3d::Identity();
  for (const auto &[element, x] : atoms)
    c.atoms.push_back({element + std::to_string(c.atoms.size() + 1), element,
                       wrapped((x + Eigen::Vector3d(8, 8, 8)) / 20.0)});
  return c;
}

Crystal swap_metal(Crystal c, const std::string &from, const std::string &to)
{
  for (CrystalAtom &a : c.atoms)
    if (a.element == from) a.element = to;
  return c;
}

}    // namespace

TEST(AddHydrogens, PutsThemWhereTheyWere)
{
  for (const char *name : {"hkust-1.cif", "mof-5.cif", "uio-66.cif", "mil-125.cif",
                           "mil-125-nh2.cif", "mg-mof-74.cif", "muv-10-ca.cif"}) {
    SCOPED_TRACE(name);
    const Crystal whole = structure(name);
    const Crystal again = with_hydrogens(without_hydrogens(whole));
    EXPECT_EQ(formula(again), formula(whole));
    EXPECT_LT(farthest(again, whole), 0.1);
    EXPECT_LT(farthest(whole, again), 0.1);
    EXPECT_TRUE(missing_of(again).atoms.empty());
    EXPECT_TRUE(has(again.model, "hydrogens added")) << again.model;
    EXPECT_TRUE(any_has(again.notes, "added ")) << name;
  }
}

TEST(AddHydrogens, LeavesAWholeStructureAsItIs)
{
  const Crystal whole = structure("uio-66.cif");
  const Crystal same = with_hydrogens(whole);
  EXPECT_EQ(same.atoms.size(), whole.atoms.size());
  EXPECT_TRUE(same.model.empty());
  EXPECT_TRUE(any_has(same.notes, "none was added"));
}

TEST(AddHydrogens, KnowsGroupsByLengthsAndAngles)
{
  const double s = std::sin(1.911), c = std::cos(1.911);    // tetrahedral
  const auto added = [](const Crystal &m) { return counts(with_hydrogens(m))["H"]; };
  EXPECT_EQ(added(molecule({{"C", {0, 0, 0}}, {"C", {1.54, 0, 0}}})), 6);    // ethane
  EXPECT_EQ(added(molecule({{"C", {0, 0, 0}}, {"C", {1.33, 0, 0}}})), 4);    // ethene
  EXPECT_EQ(added(molecule({{"C", {0, 0, 0}}, {"C", {1.20, 0, 0}}})), 2);    // ethyne
  EXPECT_EQ(added(molecule({{"C", {0, 0, 0}}, {"O", {1.43, 0, 0}}})), 4);    // methanol
  EXPECT_EQ(added(molecule({{"C", {0, 0, 0}}, {"N", {1.47, 0, 0}}})), 5);    // methylamine
  EXPECT_EQ(
      added(molecule({{"C", {0, 0, 0}}, {"C", {1.53, 0, 0}}, {"C", {1.53 * c, 1.53 * s, 0}}})),
      8);    // propane
  EXPECT_EQ(
      added(molecule({{"N", {0, 0, 0}}, {"C", {1.46, 0, 0}}, {"C", {1.46 * c, 1.46 * s, 0}}})),
      7);                                                                    // dimethylamine
  EXPECT_EQ(added(molecule({{"C", {0, 0, 0}}, {"N", {1.16, 0, 0}}})), 0);    // cyanide
  EXPECT_EQ(added(molecule({{"C", {0, 0, 0}}, {"O", {1.13, 0, 0}}})), 0);    // carbon monoxide
}

TEST(AddHydrogens, HaveStandardLengthsAndAngles)
{
  const Crystal ethane = with_hydrogens(molecule({{"C", {0, 0, 0}}, {"C", {1.54, 0, 0}}}));
  const BondGraph graph = bond_graph(ethane);
  for (int i = 2; i < 8; ++i) EXPECT_NEAR(graph.neighbours[i][0].distance, 1.09, 1e-9);
  std::vector<Eigen::Vector3d> on_first, on_second;
  for (int i = 2; i < 8; ++i)
    (graph.neighbours[i][0].atom == 0 ? on_first : on_second)
        .push_back(
            (ethane.position(i) - ethane.position(graph.neighbours[i][0].atom)).normalized());
  ASSERT_EQ(on_first.size(), 3u);
  EXPECT_NEAR(std::acos(on_first[0].dot(on_first[1])) * 180.0 / M_PI, 109.47, 0.01);
  // staggered: no H-C-C-H below 55 degrees
  for (const auto &a : on_first)
    for (const auto &b : on_second) {
      const Eigen::Vector2d u(a[1], a[2]), v(b[1], b[2]);
      EXPECT_LT(u.normalized().dot(v.normalized()), std::cos(55.0 * M_PI / 180.0));
    }
}

TEST(AddHydrogens, RefusesWhatCannotBeTold)
{
  try {
    with_hydrogens(
        molecule({{"C", {0, 0, 0}}, {"C", {1.40, 0, 0}}}));    // neither ethane nor ethene
    FAIL() << "was accepted";
  } catch (const Error &e) {
    EXPECT_EQ(e.code, ExitCode::structure);
    EXPECT_TRUE(has(e.what(), "cannot be told")) << e.what();
    EXPECT_TRUE(has(e.what(), "C1 (0.400 0.400 0.400) is a carbon with 1 neighbour at 1.40 A"))
        << e.what();
  }
}

TEST(AddHydrogens, DropsChargesWithANote)
{
  Crystal c = molecule({{"C", {0, 0, 0}}, {"C", {1.54, 0, 0}}});
  for (CrystalAtom &a : c.atoms) a.charge = 0.0;
  const Crystal whole = with_hydrogens(c);
  EXPECT_FALSE(whole.atoms[0].charge.has_value());
  EXPECT_TRUE(any_has(whole.notes, "charges of the file are dropped"));
}

TEST(MissingHydrogens, StopEverySystemAndNameTheAtomsAndTheWayOut)
{
  const Crystal bare = without_hydrogens(structure("mof-5.cif"));
  const std::string message = message_of(bare);
  EXPECT_TRUE(has(message, "96 of 328 atoms lack hydrogens")) << message;
  EXPECT_TRUE(has(message, "is a carbon with 2 neighbours at 1")) << message;
  EXPECT_TRUE(has(message, "(96 such atoms)")) << message;
  EXPECT_TRUE(has(message, "--add-hydrogens")) << message;
  const Potential potential = read_potential(std::filesystem::path(SOFTMODE_BUILD_DIR) /
                                             "share/softmode/potentials/base.yaml");
  EXPECT_THROW(assemble(bare, potential), Error);
  EXPECT_NO_THROW(assemble(with_hydrogens(bare), potential));
}

TEST(FormalCharge, IsANoteOfEverySystemWhoseNodesLackAnOxide)
{
  Crystal bare = structure("mof-5.cif");
  const BondGraph graph = bond_graph(bare);
  std::vector<CrystalAtom> kept;
  for (std::size_t i = 0; i < bare.atoms.size(); ++i)
    if (bare.atoms[i].element != "O" || graph.neighbours[i].size() < 4)
      kept.push_back(bare.atoms[i]);
  bare.atoms = kept;
  const Potential potential = read_potential(std::filesystem::path(SOFTMODE_BUILD_DIR) /
                                             "share/softmode/potentials/base.yaml");
  const std::vector<std::string> notes = assemble(bare, potential).crystal.notes;
  EXPECT_TRUE(any_has(notes, "the formal charges add up to 16+, expected 0"));
  EXPECT_TRUE(any_has(notes, "Zn with 3 oxygens"));
  const std::vector<std::string> whole = assemble(structure("mof-5.cif"), potential).crystal.notes;
  EXPECT_FALSE(any_has(whole, "formal charges"));
}

TEST(MissingHydrogens, NoStructureThatComesWithSoftmodeLacksAny)
{
  for (const auto &entry : std::filesystem::directory_iterator(source / "inputs/structures")) {
    if (entry.path().extension() != ".cif") continue;
    const MissingHydrogens missing = missing_of(read_cif(entry.path()));
    EXPECT_TRUE(missing.atoms.empty())
        << entry.path() << describe_missing(read_cif(entry.path()), missing.atoms[0]);
    EXPECT_TRUE(missing.doubts.empty()) << entry.path() << missing.doubts[0];
  }
}

TEST(MissingHydrogens, OfANodeFollowFromItsBondLengths)
{
  // only the four hydroxides of each Zr6O4(OH)4 are bare: their oxygens have a bond-valence sum of 1.2
  const Crystal whole = structure("uio-66.cif"), bare = without_hydrogens(whole, "O");
  const MissingHydrogens missing = missing_of(bare);
  EXPECT_EQ(missing.atoms.size(), 16u);
  for (const MissingHydrogen &m : missing.atoms) EXPECT_EQ(bare.atoms[m.atom].label, "O2");
  EXPECT_TRUE(missing.models.empty());
  EXPECT_TRUE(any_has(inspect(bare).flags, "is one of the eight oxygens of Zr6O8"));
  EXPECT_LT(farthest(whole, with_hydrogens(bare)), 0.1);
}

TEST(MissingHydrogens, OfANodeWithEqualBondsAreATetrahedron)
{
  // both kinds of mu3-oxygen at the mean of their places, as X-rays see them
  Crystal mean = without_hydrogens(structure("uio-66.cif"), "O");
  const BondGraph before = bond_graph(mean);
  double length = 0.0;
  int bonds = 0;
  for (std::size_t i = 0; i < mean.atoms.size(); ++i)
    if (mean.atoms[i].label == "O2" || mean.atoms[i].label == "O3")
      for (const Neighbour &n : before.neighbours[i]) {
        length += n.distance;
        ++bonds;
      }
  length /= bonds;
  const Crystal start = mean;
  for (std::size_t i = 0; i < mean.atoms.size(); ++i) {
    if (start.atoms[i].label != "O2" && start.atoms[i].label != "O3") continue;
    Eigen::Vector3d centre = Eigen::Vector3d::Zero();    // of its three Zr
    double side = 0.0;
    for (const Neighbour &n : before.neighbours[i])
      centre += start.cell * (start.atoms[n.atom].fractional + n.shift.cast<double>()) / 3.0;
    for (const Neighbour &n : before.neighbours[i])
      side =
          (start.cell * (start.atoms[n.atom].fractional + n.shift.cast<double>()) - centre).norm();
    const Eigen::Vector3d out = (start.position(i) - centre).normalized();
    mean.atoms[i].fractional =
        wrapped(start.cell.inverse() * (centre + std::sqrt(length * length - side * side) * out));
  }
  EXPECT_EQ(missing_of(mean).atoms.size(), 16u);
  const Crystal whole = with_hydrogens(mean);
  EXPECT_TRUE(any_has(whole.notes, "bond lengths do not tell which 4 of 8 oxygens"));
  // no two hydrogens of a node on neighbouring oxygens: a tetrahedron, 4.6 A and more
  double least = 1e9;
  for (const CrystalAtom &a : whole.atoms)
    for (const CrystalAtom &b : whole.atoms)
      if (&a != &b && a.label.rfind("HO", 0) == 0 && b.label.rfind("HO", 0) == 0)
        least = std::min(least, distance(whole, a.fractional, b.fractional));
  EXPECT_GT(least, 4.2);
  EXPECT_TRUE(inspect(whole).flags.empty());
}

TEST(MissingHydrogens, OfATerminalOxygenAreThoseThatTheChargeOfItsNodeAsksFor)
{
  // a water on every copper of HKUST-1: the paddlewheel is neutral without it
  Crystal wet = structure("hkust-1.cif");
  const BondGraph graph = bond_graph(wet);
  const std::size_t atoms = wet.atoms.size();
  for (std::size_t i = 0; i < atoms; ++i)
    for (const Neighbour &n : graph.neighbours[i])
      if (wet.atoms[i].element == "Cu" && wet.atoms[n.atom].element == "Cu") {
        const Eigen::Vector3d other =
            wet.cell * (wet.atoms[n.atom].fractional + n.shift.cast<double>());
        const Eigen::Vector3d out = (wet.position(i) - other).normalized();
        wet.atoms.push_back(
            {"OW", "O", wrapped(wet.cell.inverse() * (wet.position(i) + 2.05 * out))});
      }
  const int metals = counts(wet)["Cu"], hydrogens = counts(wet)["H"];
  EXPECT_EQ(missing_of(wet).atoms.size(), static_cast<std::size_t>(metals));
  EXPECT_EQ(counts(with_hydrogens(wet))["H"], hydrogens + 2 * metals);
  EXPECT_TRUE(has(message_of(wet), "--remove-coordinated-solvent"));
  // Al3+ in its place has one charge more to close: hydroxides
  const Crystal aluminium = swap_metal(wet, "Cu", "Al");
  EXPECT_EQ(counts(with_hydrogens(aluminium))["H"], hydrogens + metals);
}

namespace {

// M3O of a basic carboxylate with six formates, bonds to its oxygen 2.1 A, to the formates 2.01 A and more
Crystal basic_formate(const std::string &metal, double stretch)
{
  std::vector<std::pair<std::string, Eigen::Vector3d>> atoms{{"O", {0, 0, 0}}};
  const double third = 2.0 * std::acos(-1.0) / 3.0;
  for (int k = 0; k < 3; ++k) {
    const auto at = [&](double turn) {
      return Eigen::Vector3d(std::cos(turn), std::sin(turn), 0.0);
    };
    const Eigen::Vector3d here = at(k * third), next = at((k + 1) * third);
    const Eigen::Vector3d side(-here[1], here[0], 0.0), back(next[1], -next[0], 0.0);
    atoms.emplace_back(metal, 2.1 * here);
    for (const double up : {1.0, -1.0}) {
      const Eigen::Vector3d z(0.0, 0.0, up);
      const Eigen::Vector3d a = 2.1 * here + (1.42 + stretch) * (side + z);
      const Eigen::Vector3d b = 2.1 * next + (1.42 + stretch) * (back + z);
      const Eigen::Vector3d out = (0.8 * (here + next).normalized() + 0.6 * z).normalized();
      const double half = (a - b).norm() / 2;
      const Eigen::Vector3d c = (a + b) / 2 + std::sqrt(1.26 * 1.26 - half * half) * out;
      atoms.insert(atoms.end(), {{"O", a}, {"O", b}, {"C", c}, {"H", c + 1.09 * out}});
    }
  }
  return molecule(atoms);
}

}    // namespace

TEST(MissingHydrogens, AreNoneOfTheFlatOxideOfABasicCarboxylate)
{
  // as in models whose bonds to it are too long: its valence is that of a hydroxide
  EXPECT_TRUE(missing_of(basic_formate("Cr", 0.0)).atoms.empty());
  // nodes of metals 2+ are hydroxides; chromium with bonds to its formates as long as theirs may be
  EXPECT_EQ(missing_of(basic_formate("Ni", 0.0)).atoms.size(), 1u);
  EXPECT_EQ(missing_of(basic_formate("Cr", 0.06)).atoms.size(), 1u);
}

TEST(MissingHydrogens, OfGroupsWithAPartOfThemAreNotedNamedAndMended)
{
  const double s = std::sin(1.911), c = std::cos(1.911);    // tetrahedral
  struct Case {
    const char *what;
    Crystal crystal;
    int there, whole;
  };
  const Crystal amine = molecule(
      {{"N", {0, 0, 0}}, {"H", {-0.5, 0.88, 0}}, {"C", {1.37, 0, 0}}, {"N", {2.0, 0.97, 0}}});
  const Case cases[] = {
      {"amine on sp3 carbon",
       molecule({{"N", {0, 0, 0}},
                 {"H", {1.01 * c, 1.01 * s, 0}},
                 {"C", {1.47, 0, 0}},
                 {"H", {1.83, 1.03, 0}},
                 {"H", {1.83, -0.51, 0.89}},
                 {"H", {1.83, -0.51, -0.89}}}),
       4, 5},
      {"water", molecule({{"O", {0, 0, 0}}, {"H", {0.96, 0, 0}}}), 1, 2},
      {"ammonia with 2",
       molecule({{"N", {0, 0, 0}}, {"H", {1.01, 0, 0}}, {"H", {1.01 * c, 1.01 * s, 0}}}), 2, 3},
      {"flat methyl",
       molecule({{"C", {0, 0, 0}},
                 {"H", {-0.55, 0.94, 0}},
                 {"H", {-0.55, -0.94, 0}},
                 {"Cl", {1.78, 0, 0}}}),
       2, 3},
  };
  for (const Case &k : cases) {
    SCOPED_TRACE(k.what);
    EXPECT_EQ(counts(k.crystal).at("H"), k.there);
    const MissingHydrogens missing = missing_of(k.crystal);
    ASSERT_EQ(missing.atoms.size(), 1u);
    EXPECT_TRUE(missing.atoms[0].partly);
    EXPECT_EQ(message_of(k.crystal), "");    // no stop
    const std::vector<std::string> notes = notes_of_missing(k.crystal, missing);
    EXPECT_TRUE(any_has(notes, "1 atoms have only a part of the hydrogens"));
    EXPECT_TRUE(any_has(notes, "--add-hydrogens"));
    const std::string &label = k.crystal.atoms[missing.atoms[0].atom].label;
    EXPECT_TRUE(any_has(notes, label + " (")) << label;
    EXPECT_TRUE(any_has(inspect(k.crystal).flags, "expected "));
    const Crystal whole = with_hydrogens(k.crystal);
    EXPECT_EQ(counts(whole).at("H"), k.whole);
    EXPECT_TRUE(missing_of(whole).atoms.empty());
  }
  const MissingHydrogens of_amine = missing_of(amine);
  EXPECT_TRUE(any_has(notes_of_missing(amine, of_amine), "N1 (")) << message_of(amine);
}

TEST(MissingHydrogens, OfAMethylWithAPartOfThemLeaveNoDoubt)
{
  const double s = std::sin(1.911), c = std::cos(1.911);
  const Crystal one =
      molecule({{"C", {0, 0, 0}}, {"Cl", {1.78, 0, 0}}, {"H", {1.09 * c, 1.09 * s, 0}}});
  EXPECT_TRUE(has(message_of(one), "is a methyl carbon (Cl at 1.78 A) with 1 hydrogen, expected 3"))
      << message_of(one);
  EXPECT_FALSE(has(message_of(one), "solvent"));    // there is none to take off
  const Crystal whole = with_hydrogens(one);
  EXPECT_EQ(counts(whole)["H"], 3);
  EXPECT_TRUE(missing_of(whole).atoms.empty());
  Crystal two = whole;
  two.atoms.pop_back();
  EXPECT_TRUE(has(message_of(two), "with 2 hydrogens, expected 3")) << message_of(two);
}

TEST(MissingHydrogens, OfAWaterOnAMetalAreSeenByItsLongBond)
{
  Crystal wet = structure("hkust-1.cif");
  const BondGraph graph = bond_graph(wet);
  for (std::size_t i = 0; i < graph.size(); ++i)
    for (const Neighbour &n : graph.neighbours[i])
      if (wet.atoms[i].element == "Cu" && wet.atoms[n.atom].element == "Cu") {
        const Eigen::Vector3d other =
            wet.cell * (wet.atoms[n.atom].fractional + n.shift.cast<double>());
        const Eigen::Vector3d out = (wet.position(i) - other).normalized();
        const auto place = [&](double along, double beside) {
          const Eigen::Vector3d x = wet.position(i) + along * out + beside * out.unitOrthogonal();
          return wrapped(wet.cell.inverse() * x);
        };
        wet.atoms.push_back({"OW", "O", place(2.15, 0.0)});
        wet.atoms.push_back({"HW", "H", place(2.15 + 0.5, 0.82)});
      }
  const int metals = counts(wet)["Cu"], hydrogens = counts(wet)["H"];
  EXPECT_EQ(missing_of(wet).atoms.size(), static_cast<std::size_t>(metals));
  EXPECT_EQ(message_of(wet), "");
  const Crystal whole = with_hydrogens(wet);
  EXPECT_EQ(counts(whole)["H"], hydrogens + metals);
  EXPECT_TRUE(missing_of(whole).atoms.empty());
  // what softmode repeats on its own account is counted as in the file
  Crystal twice = supercell(wet, {2, 1, 1});
  const std::string once = fmt::format("{} atoms have only", metals);
  EXPECT_TRUE(any_has(notes_of_missing(wet, missing_of(wet)), once));
  EXPECT_FALSE(any_has(notes_of_missing(twice, missing_of(twice)), once));
  twice.repeats_for_lammps = {2, 1, 1};
  EXPECT_TRUE(any_has(notes_of_missing(twice, missing_of(twice)), once));
  EXPECT_TRUE(
      any_has(notes_of_missing(twice, missing_of(twice)), fmt::format("({} such atoms)", metals)));
}

TEST(BondValence, AddsUpToTheChargeInShippedStructures)
{
  EXPECT_NEAR(bond_valence(1.679, 1.679), 1.0, 1e-12);
  // four Zn-O of MOF-5's oxide, three Zr-O of UiO-66's oxide and hydroxide
  const auto sums = [](const Crystal &c) {
    const BondGraph graph = bond_graph(c);
    std::map<std::string, double> result;
    for (std::size_t i = 0; i < c.atoms.size(); ++i) {
      double sum = 0.0;
      for (const Neighbour &n : graph.neighbours[i])
        if (is_metal(c.atoms[n.atom].element))
          sum += bond_valence_range(c.atoms[n.atom].element, n.distance).high;
      result[c.atoms[i].label] = sum;
    }
    return result;
  };
  EXPECT_NEAR(sums(structure("mof-5.cif")).at("O1"), 2.0, 0.2);
  EXPECT_NEAR(sums(structure("uio-66.cif")).at("O3"), 2.0, 0.2);
  EXPECT_NEAR(sums(structure("uio-66.cif")).at("O2"), 1.2, 0.2);
}

TEST(SpreadOut, FourCornersOfACubeAreATetrahedron)
{
  std::vector<Eigen::Vector3d> corners;
  for (int k = 0; k < 8; ++k) corners.emplace_back(k & 1, (k >> 1) & 1, (k >> 2) & 1);
  std::vector<std::vector<double>> distances(8, std::vector<double>(8));
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 8; ++j) distances[i][j] = (corners[i] - corners[j]).norm();
  const std::vector<int> first = spread_out(distances, 4);
  ASSERT_EQ(first.size(), 4u);
  for (const int i : first)
    for (const int j : first) {
      if (i != j) { EXPECT_NEAR(distances[i][j], std::sqrt(2.0), 1e-12); }
    }
  const std::vector<int> with_seven = spread_out(distances, 4, {7});
  EXPECT_EQ(with_seven, (std::vector<int>{1, 2, 4, 7}));
}

}    // namespace softmode
