// SPDX-License-Identifier: BSD-3-Clause
#include "support/lammps_run.h"

#include "lammps/host.h"
#include "support/error.h"
#include "support/files.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace softmode {

TEST(Plugin, RegistersItsStyles)
{
  const LammpsRun run(fmt::format("plugin load \"{}\"\nplugin list\n", SOFTMODE_PLUGIN));
  ASSERT_TRUE(run.success) << run.output;
  for (const char *style :
       {"angle style plugin carboxylate/coupled", "angle style plugin carboxylate/metal",
        "bond style plugin twostate", "dihedral style plugin carboxylate/coupled",
        "compute style plugin carboxylate/state", "fix style plugin carboxylate/kinetics",
        "fix style plugin carboxylate/spectrum"})
    EXPECT_NE(run.output.find(style), std::string::npos) << run.output;
}

TEST(Plugin, LoadsAgainAfterClear)
{
  const System system = copper_formate();
  const std::string all = set_up(system) +
                          "fix 1 all nve\ncompute s all carboxylate/state 1.96 0.04\n"
                          "fix k all carboxylate/kinetics 2 s file k.csv\nfix sp all "
                          "carboxylate/spectrum 2 segment 16 states s w.csv\nrun 40\n";
  const LammpsRun run(all + "clear\n" + all);
  EXPECT_TRUE(run.success) << run.output;
  EXPECT_NE(run.file("k.csv").find("8 bonds, 20 samples"), std::string::npos);
}

TEST(Plugin, ExportsNothingButItsEntryPoint)
{
  const LammpsRun run(fmt::format("shell sh -c \"nm -D --defined-only '{}' | grep -v -w -E "
                                  "'lammpsplugin_init|[Vvuw]' > nm.txt\"\n",
                                  SOFTMODE_PLUGIN));
  EXPECT_EQ(run.file("nm.txt"), "");
}

TEST(CheckPlugin, AcceptsTheRealOneAndRefusesAnyOther)
{
  const LammpsHost host = inspect_lammps(SOFTMODE_LMP);
  EXPECT_NO_THROW(check_plugin(host, SOFTMODE_PLUGIN));
  const LammpsRun place("");
  write_file(place.folder / "softmodeplugin.so", "not a shared library");
  for (const auto &plugin : {place.folder / "softmodeplugin.so", place.folder / "missing.so"}) {
    try {
      check_plugin(host, plugin);
      FAIL() << plugin;
    } catch (const Error &e) {
      EXPECT_EQ(e.code, ExitCode::host);
      EXPECT_NE(std::string(e.what()).find(plugin.filename().string()), std::string::npos)
          << e.what();
    }
  }
}

}    // namespace softmode
