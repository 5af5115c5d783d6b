// SPDX-License-Identifier: BSD-3-Clause
// fix carboxylate/spectrum goes on from restart files.
#include "support/lammps_run.h"
#include "support/spectrum_run.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace softmode {

struct Ensemble {
  const char *name, *fixes;
};

class FixCarboxylateSpectrumRestart : public testing::TestWithParam<Ensemble> {};

TEST_P(FixCarboxylateSpectrumRestart, ContinuesToTheLastBit)
{
  const System system = copper_formate();
  const std::string fixes = std::string(GetParam().fixes) +
                            "timestep 0.5\ncompute s all carboxylate/state 1.96 0.04 every 2\n"
                            "fix sp all carboxylate/spectrum 2 segment 32 dos 1 all states s w.csv "
                            "file s.csv blocks b.csv "
                            "acf a.csv\n";
  const std::string start = "displace_atoms all random 0.02 0.02 0.02 11 units box\nvelocity all "
                            "create 300 1 mom yes\n";
  for (const int ranks : {1, 2})
    for (const int cut_at : {50, 131}) {
      SCOPED_TRACE(fmt::format("{} ranks, cut at {}", ranks, cut_at));
      const LammpsVariant variant{"", ranks, true, {}};
      const std::string begin = set_up(system) + "atom_modify sort 0 0.0\n" + start + fixes;
      const LammpsRun straight(begin + fmt::format("restart {} r.*\nrun 300\n", cut_at), variant);
      ASSERT_TRUE(straight.success) << straight.output;
      LammpsRun cut(begin + fmt::format("restart {} r.*\nrun {}\n", cut_at, cut_at), variant);
      ASSERT_TRUE(cut.success) << cut.output;
      const std::string resume = fmt::format(
          "plugin load \"{}\"\nread_restart r.{}\n{}include potential.lmp\nneighbor 1.0 bin\n"
          "atom_modify sort 0 0.0\n{}restart {} q.*\nrun 300 upto\n",
          SOFTMODE_PLUGIN, cut_at, style_commands_after_restart(system), fixes, cut_at);
      cut.again(resume, variant);
      ASSERT_TRUE(cut.success) << cut.output;
      for (const char *file : {"s.csv", "b.csv", "a.csv", "w.csv"})
        EXPECT_EQ(cut.file(file), straight.file(file)) << file;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Ensembles, FixCarboxylateSpectrumRestart,
    testing::Values(Ensemble{"nve", "fix 1 all nve\n"},
                    Ensemble{"nvt", "fix 1 all nvt temp 300 300 100\n"},
                    Ensemble{"npt",
                             "fix 1 all npt temp 300 300 100 iso 1 1 500 fixedpoint 8 8 8\n"}),
    [](const testing::TestParamInfo<Ensemble> &each) { return each.param.name; });

TEST(FixCarboxylateSpectrum, GoesOnFromARestartFileOnAnotherNumberOfRanks)
{
  const System system = copper_formate();
  const std::string fixes =
      "fix 1 all nve\ntimestep 0.5\nfix sp all carboxylate/spectrum 2 segment "
      "32 dos 1 all file s.csv\n";
  const std::string begin =
      set_up(system) + "atom_modify sort 0 0.0\n" + dynamics + "unfix 1\n" + fixes;
  const LammpsRun straight(begin + "restart 100 r.*\nrun 200\n");
  ASSERT_TRUE(straight.success) << straight.output;
  LammpsRun cut(begin + "restart 100 r.*\nrun 100\n", {"", 2, true, {}});
  ASSERT_TRUE(cut.success) << cut.output;
  for (const int ranks : {1, 4}) {
    SCOPED_TRACE(ranks);
    cut.again(fmt::format("plugin load \"{}\"\nread_restart r.100\n{}include potential.lmp\n"
                          "neighbor 1.0 bin\n{}run 200 upto\n",
                          SOFTMODE_PLUGIN, style_commands_after_restart(system), fixes),
              {"", ranks, true, {}});
    ASSERT_TRUE(cut.success) << cut.output;
    const auto a = csv_rows(straight.file("s.csv")), b = csv_rows(cut.file("s.csv"));
    ASSERT_EQ(a.size(), b.size());
    double largest[11] = {};
    for (const auto &row : a)
      for (int c = 1; c < 11; c += 2) largest[c] = std::max(largest[c], row[c]);
    for (std::size_t i = 0; i < a.size(); ++i)
      for (int c = 1; c < 11; c += 2) EXPECT_NEAR(b[i][c], a[i][c], 1e-6 * largest[c]);
  }
}

TEST(FixCarboxylateSpectrum, RefusesARestartFileOfOtherSettings)
{
  const System system = copper_formate();
  LammpsRun run(set_up(system) + dynamics +
                "fix sp all carboxylate/spectrum 2 segment 32\nrun 100\nwrite_restart r.bin\n");
  ASSERT_TRUE(run.success) << run.output;
  for (const char *other : {"segment 64", "segment 32 flux no", "segment 32 dos 1 all",
                            "segment 32 window hamming", "segment 32 acf a.csv"}) {
    SCOPED_TRACE(other);
    run.again(fmt::format("plugin load \"{}\"\nread_restart r.bin\n{}include potential.lmp\nfix 1 "
                          "all nve\nfix sp all carboxylate/spectrum 2 {}\nrun 10\n",
                          SOFTMODE_PLUGIN, style_commands_after_restart(system), other));
    EXPECT_FALSE(run.success);
    EXPECT_NE(run.output.find("the restart file holds spectra of other channels or settings"),
              std::string::npos)
        << run.output;
  }
}

}    // namespace softmode
