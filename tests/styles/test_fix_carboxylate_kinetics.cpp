// SPDX-License-Identifier: BSD-3-Clause
#include "core/kinetics_tables.h"
#include "support/lammps_run.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace softmode {

const std::string dynamics =
    "displace_atoms all random 0.03 0.03 0.03 11 units box\nvelocity all create 400 1 mom yes\n"
    "fix 1 all nve\ntimestep 0.5\n";
const std::string compute =
    "compute s all carboxylate/state 1.96 0.04 hysteresis 1.95 1.97 every 5\n";
const std::string kinetics =
    "fix k all carboxylate/kinetics 5 s file k.csv survival s.csv profile p.csv events e.csv lags "
    "80 bins 1.6 2.6 200\n";
const char *const files[] = {"k.csv", "s.csv", "p.csv", "e.csv"};

std::string written(void (*write)(FILE *, const KineticsResult &), const KineticsResult &r)
{
  char *text = nullptr;
  std::size_t size = 0;
  FILE *fp = open_memstream(&text, &size);
  write(fp, r);
  fclose(fp);
  const std::string result(text, size);
  std::free(text);
  return result;
}

TEST(FixCarboxylateKinetics, WritesWhatTheCoreMakesOfTheSameStates)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics + compute + kinetics +
                      "dump 1 all local 5 l.dump c_s[1] c_s[2] c_s[3] c_s[4] c_s[5] c_s[6]\n"
                      "dump_modify 1 format float %.17g\nrun 2000\n");
  ASSERT_TRUE(run.success) << run.output;

  BondKinetics expected(8, 80);
  LengthHistogram histogram(1.6, 1.0 / 200, 200);
  std::string events;
  std::vector<std::int8_t> before(8, -1);
  const std::string dump = run.file("l.dump");
  for (std::size_t at = 0; (at = dump.find("ITEM: TIMESTEP", at)) != std::string::npos;) {
    const std::size_t next = dump.find("ITEM: TIMESTEP", at + 1);
    const long step = std::stol(dump.substr(at + 15));
    const auto rows = dump_rows(dump.substr(at, next - at));    // by metal, then oxygen
    at += 14;
    if (step == 0) continue;    // sampling starts with the first step after set-up
    auto sorted = rows;         // the plugin orders bonds by oxygen, then metal
    std::sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) {
      return std::make_pair(a[1], a[0]) < std::make_pair(b[1], b[0]);
    });
    std::vector<std::int8_t> states;
    for (std::size_t b = 0; b < 8; ++b) {
      states.push_back(static_cast<std::int8_t>(sorted[b][5]));
      histogram.add(sorted[b][3]);
      if (states[b] != before[b])
        events += fmt::format("{},{:.0f},{:.0f},{:.0f},{},{}\n", step, sorted[b][0], sorted[b][1],
                              sorted[b][2], before[b], states[b]);
    }
    expected.add(states);
    before = states;
  }
  ASSERT_EQ(expected.samples(), 400u);
  ASSERT_GT(expected.detailed_balance().tight_to_loose, 20u);
  const KineticsResult r{&expected, &histogram, 2.5, "fs"};
  EXPECT_EQ(run.file("k.csv"), written(write_kinetics, r));
  EXPECT_EQ(run.file("s.csv"), written(write_survival, r));
  EXPECT_EQ(run.file("p.csv"), written(write_profile, r));

  std::istringstream in(run.file("e.csv"));
  std::string log;
  for (std::string line; std::getline(in, line);)
    if (line[0] != '#' && line[0] != 's') log += line.substr(0, line.rfind(',')) + "\n";
  EXPECT_EQ(log, events);
}

TEST(FixCarboxylateKinetics, IsTheSameOnEveryParallelPath)
{
  const std::string script = set_up(copper_formate()) + dynamics + compute + kinetics + "run 100\n";
  const LammpsRun serial(script);
  ASSERT_TRUE(serial.success) << serial.output;
  for (const LammpsVariant &variant : parallel_variants()) {
    SCOPED_TRACE(variant.name);
    const LammpsRun run(script, variant);
    ASSERT_TRUE(run.success) << run.output;
    for (const char *file : {"k.csv", "s.csv", "p.csv"})
      EXPECT_EQ(run.file(file), serial.file(file));
  }
}

TEST(FixCarboxylateKinetics, GivesTheRatesToThermo)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics + compute + kinetics +
                      "thermo_style custom step f_k[1] f_k[2] f_k[3] f_k[5] f_k[6] f_k[7] f_k[8] "
                      "c_s[8] c_s[15]\nthermo_modify format float %.15g\nrun 2000\n");
  ASSERT_TRUE(run.success) << run.output;
  const auto t = run.last_thermo();
  EXPECT_NEAR(t.at("f_k[6]"), t.at("c_s[8]"), 1e-9);    // K from populations is the compute's
  EXPECT_EQ(t.at("f_k[7]") + t.at("f_k[8]"), t.at("c_s[15]"));
  EXPECT_NEAR(t.at("f_k[5]"), t.at("f_k[1]") / t.at("f_k[3]"), 1e-9);
  EXPECT_GT(t.at("f_k[2]"), 0.0);
  EXPECT_LE(std::fabs(t.at("f_k[7]") - t.at("f_k[8]")), 8.0);    // states of a bond alternate
}

struct Ensemble {
  const char *name, *fixes;
};

class FixCarboxylateKineticsRestart : public testing::TestWithParam<Ensemble> {};

TEST_P(FixCarboxylateKineticsRestart, ContinuesToTheLastBit)
{
  const System system = copper_formate();
  const std::string styles = std::string(GetParam().fixes) + "timestep 0.5\n" + compute + kinetics;
  const std::string start = "displace_atoms all random 0.03 0.03 0.03 11 units box\nvelocity all "
                            "create 400 1 mom yes\n";
  for (const int ranks : {1, 2})
    for (const int cut_at : {55, 60, 203}) {
      SCOPED_TRACE(fmt::format("{} ranks, cut at {}", ranks, cut_at));
      const LammpsVariant variant{"", ranks, true, {}};
      const std::string begin = set_up(system) + "atom_modify sort 0 0.0\n" + start + styles;
      const LammpsRun straight(begin + fmt::format("restart {} r.*\nrun 400\n", cut_at), variant);
      ASSERT_TRUE(straight.success) << straight.output;
      // goes on beyond the restart file before it is killed: those events must not stay
      LammpsRun cut(begin + fmt::format("restart {} r.*\nrun {}\n", cut_at, cut_at + 23), variant);
      ASSERT_TRUE(cut.success) << cut.output;
      cut.again(fmt::format("plugin load \"{}\"\nread_restart r.{}\n{}include potential.lmp\n"
                            "neighbor 1.0 bin\natom_modify sort 0 0.0\n{}restart {} q.*\nrun 400 "
                            "upto\n",
                            SOFTMODE_PLUGIN, cut_at, style_commands_after_restart(system), styles,
                            cut_at),
                variant);
      ASSERT_TRUE(cut.success) << cut.output;
      for (const char *file : files) EXPECT_EQ(cut.file(file), straight.file(file)) << file;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Ensembles, FixCarboxylateKineticsRestart,
    testing::Values(Ensemble{"nve", "fix 1 all nve\n"},
                    Ensemble{"nvt", "fix 1 all nvt temp 300 300 100\n"},
                    Ensemble{"npt",
                             "fix 1 all npt temp 300 300 100 iso 1 1 500 fixedpoint 8 8 8\n"}),
    [](const testing::TestParamInfo<Ensemble> &each) { return each.param.name; });

TEST(FixCarboxylateKinetics, ContinuesWhereTheComputeKnowsMoreBondsThanItHasSampled)
{
  const System system = copper_formate();
  const std::string styles =
      "compute s all carboxylate/state 1.96 0.04 distance 1.96 2.05 1\nfix k all "
      "carboxylate/kinetics 50 s file k.csv events e.csv\n";
  const std::string begin = set_up(system) + "atom_modify sort 0 0.0\n" + dynamics + styles;
  const LammpsRun straight(begin + "restart 40 r.*\nrun 200\n");
  ASSERT_TRUE(straight.success) << straight.output;
  LammpsRun cut(begin + "restart 40 r.*\nrun 40\n");
  ASSERT_TRUE(cut.success) << cut.output;
  cut.again(
      fmt::format("plugin load \"{}\"\nread_restart r.40\n{}include potential.lmp\nneighbor "
                  "1.0 bin\natom_modify sort 0 0.0\nfix 1 all nve\ntimestep 0.5\n{}restart 40 "
                  "q.*\nrun 200 upto\n",
                  SOFTMODE_PLUGIN, style_commands_after_restart(system), styles));
  ASSERT_TRUE(cut.success) << cut.output;
  for (const char *file : {"k.csv", "e.csv"})
    EXPECT_EQ(cut.file(file), straight.file(file)) << file;
}

TEST(FixCarboxylateKinetics, DropsTheHalfLineThatAKilledRunLeft)
{
  const System system = copper_formate();
  const std::string begin =
      set_up(system) + "atom_modify sort 0 0.0\n" + dynamics + compute + kinetics;
  const LammpsRun straight(begin + "restart 200 r.*\nrun 400\n");
  ASSERT_TRUE(straight.success) << straight.output;
  LammpsRun cut(begin + "restart 200 r.*\nrun 200\n");
  ASSERT_TRUE(cut.success) << cut.output;
  std::ofstream(cut.folder / "e.csv", std::ios::app) << "205,1,3,5,0,1,1.98\n21";
  cut.again(fmt::format("plugin load \"{}\"\nread_restart r.200\n{}include potential.lmp\nneighbor "
                        "1.0 bin\natom_modify sort 0 0.0\nfix 1 all nve\ntimestep 0.5\n{}{}restart "
                        "200 q.*\nrun 400 upto\n",
                        SOFTMODE_PLUGIN, style_commands_after_restart(system), compute, kinetics));
  ASSERT_TRUE(cut.success) << cut.output;
  EXPECT_EQ(cut.file("e.csv"), straight.file("e.csv"));
}

TEST(FixCarboxylateKinetics, SurvivesUnfixAndASecondRun)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics + compute + kinetics +
                      "run 100\nrun 100\nunfix k\nshell cp k.csv two.csv\nuncompute s\nrun 20\n" +
                      compute + kinetics + "run 50\n");
  ASSERT_TRUE(run.success) << run.output;
  EXPECT_NE(run.file("two.csv").find("8 bonds, 40 samples"), std::string::npos);
  EXPECT_NE(run.file("k.csv").find("8 bonds, 10 samples"), std::string::npos);
}

TEST(FixCarboxylateKinetics, LetsNoDwellSpanAGap)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics + compute + kinetics +
                      "run 500\nreset_timestep 7\nrun 500\n");
  ASSERT_TRUE(run.success) << run.output;
  EXPECT_NE(run.file("e.csv").find(",-1,"), std::string::npos);
  EXPECT_NE(run.file("k.csv").find("8 bonds, 201 samples"), std::string::npos)
      << run.file("k.csv").substr(0, 100);    // 100 + 100, and one of absence between
}

struct BadKinetics {
  const char *command, *message;
};

class FixCarboxylateKineticsErrors : public testing::TestWithParam<BadKinetics> {};

TEST_P(FixCarboxylateKineticsErrors, AreNamed)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics + compute + GetParam().command +
                      "\nrun 10\n");
  EXPECT_FALSE(run.success);
  EXPECT_NE(run.output.find(GetParam().message), std::string::npos) << run.output;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, FixCarboxylateKineticsErrors,
    testing::Values(
        BadKinetics{"fix k all carboxylate/kinetics 5", "needs: Nevery compute-ID"},
        BadKinetics{"fix k all carboxylate/kinetics 0 s", "Nevery must be at least 1, got 0"},
        BadKinetics{"fix k all carboxylate/kinetics 5 nobody",
                    "there is no compute carboxylate/state with ID nobody"},
        BadKinetics{"fix k all carboxylate/kinetics 5 thermo_temp",
                    "there is no compute carboxylate/state with ID thermo_temp"},
        BadKinetics{"fix k all carboxylate/kinetics 7 s",
                    "samples every 7 steps need the states of compute s, which samples every 5"},
        BadKinetics{"fix k all carboxylate/kinetics 5 s\nrun 10\ntimestep 0.25",
                    "the time step changed"},
        BadKinetics{"fix k all carboxylate/kinetics 5 s lags 0", "lags must be at least 1, got 0"},
        BadKinetics{"fix k all carboxylate/kinetics 5 s bins 2 1 10",
                    "bins needs lo < hi and at least 1 bin, got 2 1 10"},
        BadKinetics{"fix k all carboxylate/kinetics 5 s write 7",
                    "write must be a multiple of Nevery 5, got 7"},
        BadKinetics{"fix k all carboxylate/kinetics 5 s folder x",
                    "Unknown fix carboxylate/kinetics keyword: folder"},
        BadKinetics{"fix k all carboxylate/kinetics 5 s file", "file needs 1 value(s)"},
        BadKinetics{"fix k all carboxylate/kinetics 5 s file /no/such/folder/k.csv",
                    "cannot open /no/such/folder/k.csv.part"},
        BadKinetics{"fix k all carboxylate/kinetics 5 s events /no/such/folder/e.csv",
                    "cannot write /no/such/folder/e.csv"},
        BadKinetics{"fix k all carboxylate/kinetics 5 s events /dev/full",
                    "cannot write /dev/full: No space left on device"}));

}    // namespace softmode
