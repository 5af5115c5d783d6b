// SPDX-License-Identifier: BSD-3-Clause
#include "core/bond_statistics.h"
#include "forcefield/assemble.h"
#include "support/hkust_1.h"
#include "support/lammps_run.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

namespace softmode {

const std::string dynamics =
    "displace_atoms all random 0.03 0.03 0.03 11 units box\nvelocity all create 400 1 mom yes\n"
    "fix 1 all nve\ntimestep 0.5\n";
const std::string compute =
    "compute s all carboxylate/state 1.96 0.04 hysteresis 1.95 1.97 every 5\n";
const std::string table = "fix 2 all ave/time 5 1 5 c_s[*] file s.dat format \" %.16g\"\n";

std::vector<std::vector<double>> time_series(const std::string &text)
{
  std::vector<std::vector<double>> rows;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line[0] == '#') continue;
    rows.emplace_back();
    std::istringstream words(line);
    for (double v; words >> v;) rows.back().push_back(v);
  }
  return rows;
}

// columns of s.dat: step, then the global vector
enum {
  step,
  bonds,
  tight,
  loose,
  weight,
  length,
  samples,
  loose_fraction,
  K,
  mean_r,
  r_tight,
  s_tight,
  r_loose,
  s_loose,
  lindemann,
  transitions
};

TEST(ComputeCarboxylateState, FollowsTheBondLengthsOfTheTrajectory)
{
  const System system = copper_formate();
  const LammpsRun run(
      set_up(system) + dynamics + compute + table +
      "dump 1 all custom 5 x.dump id x y z\ndump_modify 1 sort id format float %.17g\nrun 500\n");
  ASSERT_TRUE(run.success) << run.output;
  EXPECT_NE(run.output.find("4 carboxylates, 8 metal-carboxylate bonds"), std::string::npos);

  // the same statistics from the dumped positions
  std::vector<std::pair<int, int>> pairs;
  for (const auto &bond : system.bonds.terms) {
    const std::string &a = system.crystal.atoms[bond.atoms[0]].element,
                      &b = system.crystal.atoms[bond.atoms[1]].element;
    if ((a == "Cu" && b == "O") || (a == "O" && b == "Cu"))
      pairs.emplace_back(bond.atoms[0], bond.atoms[1]);
  }
  ASSERT_EQ(pairs.size(), 8u);
  BondStatistics expected({1.95, 1.97}, {1.96, 0.04}, 8);
  const std::string dump = run.file("x.dump");
  const auto rows = time_series(run.file("s.dat"));
  std::size_t at = 0, row = 0;
  while ((at = dump.find("ITEM: TIMESTEP", at)) != std::string::npos) {
    const std::size_t next = dump.find("ITEM: TIMESTEP", at + 1);
    const auto atoms = dump_rows(dump.substr(at, next - at));
    const long now = std::stol(dump.substr(at + 15));
    at += 14;
    if (now == 0) continue;    // sampling starts with the first step after set-up
    std::vector<double> r;
    for (const auto &[i, j] : pairs) {
      double sum = 0.0;
      for (int k = 1; k <= 3; ++k) {
        double d = atoms[i][k] - atoms[j][k];
        d -= 16.0 * std::round(d / 16.0);
        sum += d * d;
      }
      r.push_back(std::sqrt(sum));
    }
    expected.add(r);
    ASSERT_LT(++row, rows.size());
    double mean = 0.0;
    for (const double v : r) mean += v / 8;
    EXPECT_NEAR(rows[row][length], mean, 1e-9);
    const BondSummary sum = expected.summary();
    EXPECT_NEAR(rows[row][loose_fraction], sum.loose_fraction, 1e-12);
    EXPECT_NEAR(rows[row][mean_r], sum.mean_length, 1e-9);
    EXPECT_NEAR(rows[row][lindemann], sum.lindemann_ratio, 1e-9);
    EXPECT_NEAR(rows[row][r_tight], sum.mean_length_tight, 1e-9);
    EXPECT_NEAR(rows[row][s_loose], sum.sigma_loose, 1e-7);
    EXPECT_EQ(rows[row][transitions], sum.transitions);
    EXPECT_EQ(rows[row][samples], sum.samples);
    EXPECT_EQ(rows[row][tight] + rows[row][loose], 8.0);
  }
  EXPECT_EQ(row, 100u);
  EXPECT_GT(rows.back()[transitions], 10.0);    // the test saw both states
}

TEST(ComputeCarboxylateState, IsTheSameOnEveryParallelPath)
{
  const System system = copper_formate();
  const std::string script = set_up(system) + dynamics + compute + table + "run 100\n";
  const LammpsRun serial(script);
  ASSERT_TRUE(serial.success) << serial.output;
  const auto expected = time_series(serial.file("s.dat"));
  for (const LammpsVariant &variant : parallel_variants()) {
    SCOPED_TRACE(variant.name);
    const LammpsRun run(script, variant);
    ASSERT_TRUE(run.success) << run.output;
    const auto rows = time_series(run.file("s.dat"));
    ASSERT_EQ(rows.size(), expected.size());
    // the first sample follows the same positions to the last digits; later ones a chaotic trajectory
    for (std::size_t c = 0; c < expected[1].size(); ++c)
      EXPECT_NEAR(rows[1][c], expected[1][c], 1e-10 * std::fabs(expected[1][c]) + 1e-12)
          << "column " << c;
    for (std::size_t c = 0; c < expected.back().size(); ++c)
      EXPECT_NEAR(rows.back()[c], expected.back()[c], 1e-6 * std::fabs(expected.back()[c]) + 1e-8)
          << "column " << c;
  }
}

TEST(ComputeCarboxylateState, LocalRowsNameTheAtomsOfEachBond)
{
  const System system = copper_formate();
  const LammpsRun run(set_up(system) + dynamics + compute +
                      "dump 1 all local 50 l.dump c_s[1] c_s[2] c_s[3] c_s[4] c_s[5] c_s[6] c_s[7] "
                      "c_s[8] c_s[9] c_s[10]\nrun 50\n");
  ASSERT_TRUE(run.success) << run.output;
  const auto rows = dump_rows(run.file("l.dump"));
  ASSERT_EQ(rows.size(), 8u);
  for (const auto &row : rows) {
    ASSERT_EQ(row.size(), 10u);
    EXPECT_EQ(system.crystal.atoms[static_cast<std::size_t>(row[0]) - 1].element, "Cu");
    EXPECT_EQ(system.crystal.atoms[static_cast<std::size_t>(row[1]) - 1].element, "O");
    EXPECT_EQ(system.crystal.atoms[static_cast<std::size_t>(row[2]) - 1].element, "C");
    EXPECT_NEAR(row[3], 1.94, 0.3);
    EXPECT_NEAR(row[4], 0.5 * (1.0 + std::tanh((row[3] - 1.96) / 0.04)), 1e-4);
    EXPECT_GT(row[7], 0.0);
  }
}

TEST(ComputeCarboxylateState, FollowsMetalNitrogenBondsOfImidazolates)
{
  const std::filesystem::path source = SOFTMODE_SOURCE_DIR;
  const System system = assemble(read_cif(source / "inputs/structures/zif-4.cif"),
                                 read_potential(source / "potentials/zif-4.yaml"));
  LammpsRun run("print none\n");
  write_system(run, system);
  run.again(set_up_mof(system) + "compute s all carboxylate/state 2.04 0.04\n"
                                 "dump 1 all local 1 l.dump c_s[1] c_s[2] c_s[3] c_s[4]\nrun 0\n");
  ASSERT_TRUE(run.success) << run.output;
  const auto rows = dump_rows(run.file("l.dump"));
  ASSERT_EQ(rows.size(), 64u);
  double sum = 0.0;
  for (const auto &row : rows) {
    EXPECT_EQ(system.crystal.atoms[static_cast<std::size_t>(row[0]) - 1].element, "Zn");
    EXPECT_EQ(system.crystal.atoms[static_cast<std::size_t>(row[1]) - 1].element, "N");
    EXPECT_EQ(system.crystal.atoms[static_cast<std::size_t>(row[2]) - 1].element, "C");
    sum += row[3];
  }
  EXPECT_NEAR(sum / 64.0, 1.9828, 2e-4);
}

TEST(ComputeCarboxylateState, CountsOnlyTheGroup)
{
  const System system = copper_formate();
  const LammpsRun run(set_up(system) +
                      "group some id 1:2 3 5 6\ncompute s some carboxylate/state 1.96 0.04\n"
                      "thermo_style custom step c_s[1]\nrun 0\n");
  EXPECT_FALSE(run.success);    // carbon 5 has lost one of its oxygens
  EXPECT_NE(run.output.find("no carboxylate"), std::string::npos) << run.output;
}

class ComputeCarboxylateStateRestart : public testing::TestWithParam<const char *> {};

TEST_P(ComputeCarboxylateStateRestart, ContinuesAsIfNeverStopped)
{
  const std::string compute =
      std::string("compute s all carboxylate/state 1.96 0.04 every 5 ") + GetParam() + "\n";
  const System system = copper_formate();
  const std::string coefficients = "include potential.lmp\n";
  const std::string begin = set_up(system) + "atom_modify sort 0 0.0\n" + dynamics + compute;
  const std::string finish = "thermo_style custom step c_s[1] c_s[6] c_s[7] c_s[9] c_s[11] c_s[14] "
                             "c_s[15] c_s[18] c_s[22] "
                             "c_s[27] c_s[28]\n"
                             "thermo_modify format float %.15g\n";
  const LammpsRun straight(begin + finish + "restart 60 r.*\nrun 120\n");
  ASSERT_TRUE(straight.success) << straight.output;
  LammpsRun cut(begin + "restart 60 r.*\nrun 60\n");
  ASSERT_TRUE(cut.success) << cut.output;
  std::string styles = style_commands_after_restart(system);
  cut.again(fmt::format("plugin load \"{}\"\nread_restart r.60\n{}{}neighbor 1.0 bin\natom_modify "
                        "sort 0 0.0\nfix 1 all nve\n"
                        "timestep 0.5\n{}{}restart 60 s.*\nrun 60\n",
                        SOFTMODE_PLUGIN, styles, coefficients, compute, finish));
  ASSERT_TRUE(cut.success) << cut.output;
  const auto a = straight.last_thermo(), b = cut.last_thermo();
  EXPECT_EQ(a.at("Step"), 120.0);
  for (const auto &[name, value] : a)
    EXPECT_TRUE(b.at(name) == value || (std::isnan(value) && std::isnan(b.at(name)))) << name;
}

INSTANTIATE_TEST_SUITE_P(Kinds, ComputeCarboxylateStateRestart,
                         testing::Values("hysteresis 1.95 1.97",
                                         "hysteresis 1.95 1.97 distance 1.97 2.05 1",
                                         "hysteresis auto 1000 0.02",    // still learning
                                         "hysteresis auto 1000 0.02 distance 1.97 2.05 1"));

TEST(ComputeCarboxylateState, RefusesARestartFileOfOtherDefinitions)
{
  const System system = copper_formate();
  LammpsRun run(set_up(system) + dynamics + compute + "run 20\nwrite_restart r.bin\n");
  ASSERT_TRUE(run.success) << run.output;
  const std::string begin = fmt::format("plugin load \"{}\"\nread_restart r.bin\n{}include "
                                        "potential.lmp\nfix 1 all nve\n",
                                        SOFTMODE_PLUGIN, style_commands_after_restart(system));
  run.again(begin + "compute s all carboxylate/state 1.96 0.05 every 5\nrun 10\n");
  EXPECT_FALSE(run.success);
  EXPECT_NE(run.output.find("holds statistics with r_mid 1.96 and delta 0.04"), std::string::npos)
      << run.output;
}

TEST(ComputeCarboxylateState, SaysHowEachAtomIsBound)
{
  const System system = copper_formate();
  const LammpsRun run(set_up(system) + compute +
                      "dump 1 all custom 1 a.dump id c_s[1] c_s[2] c_s[3] c_s[4] c_s[5]\n"
                      "thermo_style custom step c_s[20] c_s[21] c_s[22] c_s[23]\nrun 0\n");
  ASSERT_TRUE(run.success) << run.output;
  const auto rows = dump_rows(run.file("a.dump"));
  for (const auto &row : rows) {
    const std::string &element = system.crystal.atoms[static_cast<std::size_t>(row[0]) - 1].element;
    SCOPED_TRACE(element);
    const bool metal = element == "Cu", bound = element != "H";
    // all bonds are at the crystal's 1.94 A, just inside the tight threshold
    EXPECT_EQ(row[1], bound ? 0.0 : -1.0);
    if (bound) { EXPECT_NEAR(row[2], 0.5 * (1.0 + std::tanh((1.94 - 1.96) / 0.04)), 0.1); }
    EXPECT_EQ(row[3], metal || element == "H" ? -1.0 : 3.0);    // bridging
    EXPECT_EQ(row[4], metal ? 4.0 : -1.0);
    EXPECT_EQ(row[5], metal ? 4.0 : -1.0);
  }
  const auto thermo = run.last_thermo();
  EXPECT_EQ(thermo.at("c_s[23]"), 4.0);
  EXPECT_EQ(thermo.at("c_s[20]") + thermo.at("c_s[21]") + thermo.at("c_s[22]"), 0.0);
}

TEST(ComputeCarboxylateState, GivesTheFreeEnergyOfKWhenToldTheTemperature)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics +
                      "compute s all carboxylate/state 1.96 0.04 temp 400\n"
                      "compute n all carboxylate/state 1.96 0.04\n"
                      "thermo_style custom step c_s[7] c_s[8] c_s[16] c_n[16] c_s[17] c_s[28]\n"
                      "thermo_modify format float %.15g\nrun 200\n");
  ASSERT_TRUE(run.success) << run.output;
  const auto t = run.last_thermo();
  EXPECT_NEAR(t.at("c_s[16]"), -0.0019872067 * 400.0 * std::log(t.at("c_s[8]")), 1e-12);
  EXPECT_TRUE(std::isnan(t.at("c_n[16]")));
  EXPECT_GT(t.at("c_s[17]"), 0.01);
  // four bonds per metal, and every loose one is missing from the tight ones
  EXPECT_NEAR(t.at("c_s[28]"), 4.0 * (1.0 - t.at("c_s[7]")), 1e-9);
}

const std::string by_distance = "compute d all carboxylate/state 1.96 0.04 hysteresis 1.95 1.97 "
                                "every 5 distance 2.5 2.6 auto\n";

TEST(ComputeCarboxylateState, FindsTheSameBondsByDistance)
{
  const System system = copper_formate();
  const std::string script =
      set_up(system) + dynamics + compute + by_distance +
      "thermo_style custom step c_s[1] c_d[1] c_s[5] c_d[5] c_s[7] c_d[7] c_s[9] c_d[9] c_s[14] "
      "c_d[14] c_s[15] c_d[15]\nthermo_modify format float %.15g\nrun 300\n";
  const LammpsRun serial(script);
  ASSERT_TRUE(serial.success) << serial.output;
  const auto a = serial.last_thermo();
  EXPECT_EQ(a.at("c_d[1]"), 8.0);
  for (const char *column : {"1", "5", "7", "9", "14", "15"})
    EXPECT_NEAR(a.at(std::string("c_d[") + column + "]"), a.at(std::string("c_s[") + column + "]"),
                1e-10)
        << column;
  for (const LammpsVariant &variant : parallel_variants()) {
    SCOPED_TRACE(variant.name);
    const LammpsRun run(script, variant);
    ASSERT_TRUE(run.success) << run.output;
    const auto b = run.last_thermo();
    for (const char *column : {"1", "5", "7", "9", "14", "15"})
      EXPECT_NEAR(b.at(std::string("c_d[") + column + "]"),
                  b.at(std::string("c_s[") + column + "]"), 1e-10)
          << column;
  }
}

TEST(ComputeCarboxylateState, FindsBondsInATriclinicCellAndAcrossItsBoundaries)
{
  const LammpsRun run(
      set_up(copper_formate()) +
      "change_box all triclinic\nchange_box all xy final 1.0 xz final -0.7 yz final "
      "1.2 remap\n" +
      dynamics + compute + by_distance +
      "thermo_style custom step c_s[1] c_d[1] c_s[9] c_d[9]\n"
      "thermo_modify format float %.15g\nrun 200\n");
  ASSERT_TRUE(run.success) << run.output;
  const auto t = run.last_thermo();
  EXPECT_EQ(t.at("c_d[1]"), 8.0);
  EXPECT_NEAR(t.at("c_d[9]"), t.at("c_s[9]"), 1e-10);
}

TEST(ComputeCarboxylateState, SeesABondBreakAndFormAgain)
{
  // metal 1 walks away, out of reach of two of its four oxygens, and comes back; nothing holds it
  const System system = copper_formate();
  const int metal = [&] {
    for (std::size_t i = 0; i < system.crystal.atoms.size(); ++i)
      if (system.crystal.atoms[i].element == "Cu") return static_cast<int>(i) + 1;
    return 0;
  }();
  std::string text = fmt::format(
      "plugin load \"{}\"\nunits real\natom_style full\npair_style zero 6.0\nbond_style zero "
      "nocoeff\nangle_style zero\ndihedral_style zero\nimproper_style zero\nread_data "
      "data.lmp\npair_coeff * *\nbond_coeff *\nangle_coeff * 120\ndihedral_coeff *\n"
      "improper_coeff *\nneighbor 1.0 bin\nneigh_modify delay 0 every 1 check yes\n"
      "group m id {}\nvelocity all set 0 0 0\nvelocity m set 0.01 0.01 0.01\nfix 1 m nve\n"
      "timestep 1.0\n",
      SOFTMODE_PLUGIN, metal);
  text += "compute d all carboxylate/state 1.96 0.04 distance 2.2 2.6 auto\n"
          "thermo_style custom step c_d[1] c_d[3] c_d[15]\nthermo 1\nrun 1\n"
          "print \"first $(c_d[1])\"\nrun 150\nprint \"away $(c_d[1])\"\n"
          "velocity m set -0.01 -0.01 -0.01\nrun 151\nprint \"back $(c_d[1])\"\n";
  const LammpsRun run(text);
  ASSERT_TRUE(run.success) << run.output;
  EXPECT_NE(run.output.find("first 8\n"), std::string::npos) << run.output;
  EXPECT_NE(run.output.find("away 6\n"), std::string::npos) << run.output;
  EXPECT_NE(run.output.find("back 8\n"), std::string::npos) << run.output;
}

TEST(ComputeCarboxylateState, LearnsItsThresholdsFromTheProfile)
{
  // a shallow Cu-O well, whose long side is well visited
  const System system = copper_formate();
  std::string shallow;
  for (std::size_t t = 0; t < system.bonds.types.size(); ++t)
    if (system.bonds.types[t].style == "morse")
      shallow += fmt::format("bond_coeff {} morse 8 1.6 1.95\n", t + 1);
  const LammpsRun run(set_up(system) + shallow +
                      "velocity all create 900 1 mom yes\nfix 1 all nve\nfix 2 all langevin 600 "
                      "600 100 77\ntimestep 0.5\n"
                      "compute s all carboxylate/state 2.0 0.04 hysteresis auto 8000 0.03 every 5\n"
                      "thermo_style custom step c_s[6] c_s[18] c_s[19]\n"
                      "thermo_modify format float %.15g\nrun 40500\n");
  ASSERT_TRUE(run.success) << run.output;
  EXPECT_NE(run.output.find("around the inflection of the only basin of the free energy"),
            std::string::npos)
      << run.output.substr(run.output.size() - 2000);
  const auto t = run.last_thermo();
  EXPECT_EQ(t.at("c_s[6]"), 100.0);    // statistics begin when the thresholds are known
  EXPECT_NEAR(t.at("c_s[19]") - t.at("c_s[18]"), 0.03, 1e-12);
  EXPECT_GT(t.at("c_s[18]"), 2.3);    // a lone Morse bond has it at r0 + ln 2 / alpha = 2.38
  EXPECT_LT(t.at("c_s[19]"), 2.7);
}

TEST(ComputeCarboxylateState, SaysWhenAProfileHasNoThreshold)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics +
                      "compute s all carboxylate/state 2.0 0.04 hysteresis auto 20 0.03\n"
                      "thermo_style custom step c_s[1]\nrun 50\n");
  EXPECT_FALSE(run.success);
  EXPECT_NE(run.output.find("no thresholds in the profile of bond lengths"), std::string::npos)
      << run.output;
}

struct BadCompute {
  const char *command, *message;
};

class ComputeCarboxylateStateErrors : public testing::TestWithParam<BadCompute> {};

TEST_P(ComputeCarboxylateStateErrors, AreNamed)
{
  const LammpsRun run(set_up(copper_formate()) + "group hydrogen type 4\ngroup organic type 2:4\n" +
                      GetParam().command + "\nthermo_style custom step c_s[1]\nrun 0\n");
  EXPECT_FALSE(run.success);
  EXPECT_NE(run.output.find(GetParam().message), std::string::npos) << run.output;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ComputeCarboxylateStateErrors,
    testing::Values(
        BadCompute{"compute s all carboxylate/state 1.96", "needs: r_mid delta"},
        BadCompute{"compute s all carboxylate/state 1.96 -0.04",
                   "r_mid and delta must be positive, got 1.96 and -0.04"},
        BadCompute{"compute s all carboxylate/state 1.96 0.04 hysteresis 2.0 1.9",
                   "thresholds in the wrong order: r_tight 2 > r_loose 1.9"},
        BadCompute{"compute s all carboxylate/state 1.96 0.04 hysteresis 2.0",
                   "hysteresis needs 2 value(s)"},
        BadCompute{"compute s all carboxylate/state 1.96 0.04 every 0",
                   "every must be at least 1, got 0"},
        BadCompute{"compute s all carboxylate/state 1.96 0.04 often 3",
                   "Unknown compute carboxylate/state keyword: often"},
        BadCompute{"compute s all carboxylate/state 1.96 0.04 elements Cu O",
                   "one symbol for each of the 4 atom types"},
        BadCompute{"group nobody empty\ncompute s nobody carboxylate/state 1.96 0.04",
                   "no carboxylate"},
        BadCompute{"compute s all carboxylate/state 1.96 0.04 temp 0",
                   "temp must be positive, got 0"},
        BadCompute{"compute s all carboxylate/state 1.96 0.04 hysteresis auto 0 0.04",
                   "hysteresis auto needs at least 1 sample and a gap"},
        BadCompute{"compute s all carboxylate/state 1.96 0.04 hysteresis auto 5",
                   "hysteresis auto needs 3 value(s)"},
        BadCompute{"compute s all carboxylate/state 1.96 0.04 distance 2.5 2.2 auto",
                   "distance needs 0 < r_bond <= r_break, got 2.5 and 2.2"},
        BadCompute{"compute s all carboxylate/state 1.96 0.04 distance 2.5 2.6 1,9", "9"},
        BadCompute{"compute s all carboxylate/state 1.96 0.04 distance 2.5 15.0 auto",
                   "use comm_modify cutoff 16"},
        BadCompute{"compute s hydrogen carboxylate/state 1.96 0.04", "no carboxylate"},
        BadCompute{"compute s all carboxylate/state 1.96 0.04 elements Cu N C H", "no carboxylate"},
        BadCompute{"compute s organic carboxylate/state 1.96 0.04",
                   "the 4 carboxylates of the group have no bond to a metal"}));

TEST(ComputeCarboxylateState, NeedsABondTopology)
{
  const LammpsRun run(fmt::format(
      "plugin load \"{}\"\nunits real\natom_style atomic\nregion b block 0 9 0 9 0 9\ncreate_box 1 "
      "b\n"
      "create_atoms 1 single 1 1 1\nmass 1 12\npair_style zero 4\npair_coeff * *\n"
      "compute s all carboxylate/state 2 0.04\nthermo_style custom step c_s[1]\nrun 0\n",
      SOFTMODE_PLUGIN));
  EXPECT_FALSE(run.success);
  EXPECT_NE(run.output.find("needs an atom style with bonds"), std::string::npos) << run.output;
}

TEST(ComputeCarboxylateState, GoesAwayWithItsHelper)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics + compute +
                      "run 10\nuncompute s\nrun 10\n" + compute + "run 10\n");
  EXPECT_TRUE(run.success) << run.output;
}

TEST(FixCarboxylateState, IsNotForUseByHand)
{
  const LammpsRun run(set_up(copper_formate()) + "fix 7 all carboxylate/state 1\nrun 0\n");
  EXPECT_FALSE(run.success);
  EXPECT_NE(run.output.find("is created by compute carboxylate/state, not by hand"),
            std::string::npos)
      << run.output;
}

}    // namespace softmode
