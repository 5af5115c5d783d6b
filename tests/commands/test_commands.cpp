// SPDX-License-Identifier: BSD-3-Clause
// Exit codes and messages of the command line.
#include "lammps/host.h"
#include "results/table.h"
#include "support/files.h"
#include "support/program.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace fs = std::filesystem;

class Commands : public InFolder {};

const std::string structures = std::string(SOFTMODE_SOURCE_DIR) + "/inputs/structures/";

TEST_F(Commands, HelpAndVersionSucceed)
{
  EXPECT_EQ(softmode({"--help"}).status.code, 0);
  EXPECT_TRUE(contains(softmode({"--version"}).output, "softmode " SOFTMODE_VERSION));
  for (const char *command : {"run", "build", "convert", "inspect", "status", "report", "doctor"})
    EXPECT_EQ(softmode({command, "--help"}).status.code, 0) << command;
}

TEST_F(Commands, WrongUsageIs2)
{
  EXPECT_EQ(softmode({}).status.code, 2);
  EXPECT_EQ(softmode({"rum"}).status.code, 2);
  EXPECT_EQ(softmode({"run"}).status.code, 2);
  EXPECT_EQ(softmode({"run", "x.yaml", "-j", "0"}).status.code, 2);
  EXPECT_EQ(softmode({"run", "x.yaml", "--detach"}).status.code, 2);
  EXPECT_EQ(softmode({"run", "x.yaml", "--executor", "pbs"}).status.code, 2);
}

TEST_F(Commands, DoctorFindsEverythingHere)
{
  const RunResult r = softmode({"doctor"});
  EXPECT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "all is well")) << r.output;
  EXPECT_TRUE(contains(r.output, "its styles are there"));
}

TEST_F(Commands, DoctorNamesALammpsThatIsGone)
{
  const RunResult r = softmode_with({"SOFTMODE_LMP=/no/such/lmp"}, {"doctor"});
  EXPECT_EQ(r.status.code, 13);
  EXPECT_TRUE(contains(r.output, "SOFTMODE_LMP=/no/such/lmp: no such file")) << r.output;
}

TEST_F(Commands, FindsTheLammpsInASourceTree)
{
  fs::create_directories(folder / "lammps" / "build-mpi");
  fs::create_symlink(SOFTMODE_LMP, folder / "lammps" / "build-mpi" / "lmp");
  const std::string tree = (folder / "lammps").string();
  const RunResult found = softmode_with({"SOFTMODE_LAMMPS=" + tree}, {"doctor"});
  EXPECT_EQ(found.status.code, 0) << found.output;
  EXPECT_TRUE(contains(found.output, tree + "/build-mpi/lmp")) << found.output;

  fs::remove(folder / "lammps" / "build-mpi" / "lmp");
  const RunResult gone = softmode_with({"SOFTMODE_LAMMPS=" + tree}, {"doctor"});
  EXPECT_EQ(gone.status.code, 13);
  EXPECT_TRUE(contains(gone.output, "SOFTMODE_LAMMPS=" + tree + ": no bin/lmp, build*/lmp"))
      << gone.output;
}

TEST_F(Commands, RunRefusesALammpsWithoutThePluginPackage)
{
  // a program that answers -h like a LAMMPS built without PLUGIN
  write_file(folder / "lmp", "#!/bin/sh\nprintf 'Large-scale Atomic/Molecular Massively Parallel "
                             "Simulator - 29 Sep 2021\\n\\n"
                             "Installed packages:\\n\\nKSPACE MOLECULE \\n\\nList\\n'\n");
  fs::permissions(folder / "lmp", fs::perms::owner_all);
  const RunResult r =
      softmode_with({"SOFTMODE_LMP=" + (folder / "lmp").string()}, {"run", campaign().string()});
  EXPECT_EQ(r.status.code, 13);
  EXPECT_TRUE(contains(r.output, "was built without the PLUGIN package")) << r.output;
  EXPECT_FALSE(fs::exists(folder / "small"));
}

TEST_F(Commands, RunRefusesAPluginThatDoesNotLoad)
{
  // LAMMPS itself goes on with exit code 0: here it is installed beside a plugin that is no library
  const fs::path prefix = folder / "prefix";
  fs::create_directories(prefix / "bin");
  fs::create_directories(prefix / "lib/softmode");
  fs::create_directories(prefix / "share");
  fs::copy_file(SOFTMODE_PROGRAM, prefix / "bin/softmode");
  fs::create_directory_symlink(fs::path(SOFTMODE_BUILD_DIR) / "share/softmode",
                               prefix / "share/softmode");
  write_file(prefix / "lib/softmode/softmodeplugin.so", "no library");
  const RunResult r =
      run_and_capture({(prefix / "bin/softmode").string(), "run", campaign().string()}, folder);
  EXPECT_EQ(r.status.code, 13);
  EXPECT_TRUE(contains(r.output, "does not load")) << r.output;
  EXPECT_FALSE(fs::exists(folder / "small"));
}

TEST_F(Commands, InputErrorsHaveTheirOwnCodesAndTouchNothing)
{
  const auto code = [&](const std::string &from, const std::string &to) {
    const RunResult r = softmode({"run", campaign(from, to).string()});
    EXPECT_FALSE(fs::exists(folder / "small")) << to;
    return r.status.code;
  };
  EXPECT_EQ(code("seed: 7", "sead: 7"), 10);
  EXPECT_EQ(code("[100 K, 200 K, 300 K]", "[-100 K]"), 10);
  EXPECT_EQ(code("structure: copper-formate.cif", "structure: " + std::string(SOFTMODE_SOURCE_DIR) +
                                                      "/tests/driver/bad/structure-occupancy.cif"),
            11);
  EXPECT_EQ(code("potential: copper-formate.yaml", "potential: base"), 12);
  EXPECT_EQ(softmode({"run", "nowhere.yaml"}).status.code, 16);
  EXPECT_EQ(softmode({"build", "nowhere.cif"}).status.code, 16);
  EXPECT_EQ(softmode({"status", folder.string()}).status.code, 16);
}

TEST_F(Commands, BuildMakesASystemThatLammpsRuns)
{
  const RunResult r =
      softmode({"build", structures + "hkust-1.cif", "--potential", "hkust-1", "-o", "h"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(
      r.output, "C288 Cu48 H96 O192, 624 atoms, 96 carboxylates, 192 metal-carboxylate bonds"));
  for (const char *file : {"data.lmp", "potential.lmp", "in.lmp"})
    EXPECT_TRUE(fs::exists(folder / "h" / file));
  const RunResult lammps = run_and_capture({SOFTMODE_LMP, "-in", "in.lmp"}, folder / "h");
  EXPECT_TRUE(lammps.status.success()) << lammps.output;
}

TEST_F(Commands, BuildRelaxesAtomsOrCell)
{
  const auto edge = [&](const std::string &file) {
    const std::string text = read_file(folder / "z" / file);
    const std::size_t end = text.find(" xlo xhi"), start = text.rfind('\n', end) + 1;
    return std::stod(text.substr(start + 2, end - start - 2));    // "0 26.1 xlo xhi"
  };
  const auto energy = [&]() {
    const RunResult lammps = run_and_capture({SOFTMODE_LMP, "-in", "in.lmp"}, folder / "z");
    EXPECT_TRUE(lammps.status.success()) << lammps.output;
    const std::size_t row = lammps.output.find("\n       0 ");
    return std::stod(lammps.output.substr(row + 9));
  };
  const std::string structure = structures + "zn-mof-74.cif";
  ASSERT_EQ(softmode({"build", structure, "-o", "z"}).status.code, 0);
  const double crystal_edge = edge("data.lmp"), crystal_energy = energy();
  const RunResult atoms = softmode({"build", structure, "-o", "z", "--relax", "atoms"});
  ASSERT_EQ(atoms.status.code, 0) << atoms.output;
  EXPECT_TRUE(contains(atoms.output, "relaxed atoms: energy")) << atoms.output;
  EXPECT_DOUBLE_EQ(edge("data.lmp"), crystal_edge);
  const double atoms_energy = energy();
  EXPECT_LT(atoms_energy, crystal_energy - 10.0);
  const RunResult cell = softmode({"build", structure, "-o", "z", "--relax", "cell"});
  ASSERT_EQ(cell.status.code, 0) << cell.output;
  EXPECT_NEAR(edge("data.lmp") / crystal_edge, 1.0064, 0.001);    // as in potentials/README.md
  EXPECT_DOUBLE_EQ(edge("data-crystal.lmp"), crystal_edge);
  EXPECT_LT(energy(), atoms_energy - 1.0);
  EXPECT_EQ(softmode({"build", structure, "--relax", "all"}).status.code, 2);
}

TEST_F(Commands, BuildSaysWhyARelaxationFailed)
{
  write_file(folder / "mine.lmp",
             "pair_style zero 5\npair_coeff * *\nspecial_bonds lj/coul 0 0 1\nno_such_command\n");
  write_file(folder / "mine.yaml",
             "softmode-potential: 1\nname: mine\nextends: base.yaml\nlammps-include: mine.lmp\n");
  fs::copy_file(std::string(SOFTMODE_SOURCE_DIR) + "/potentials/base.yaml", folder / "base.yaml");
  for (const char *table : {"uff4mof.csv", "ionisation.csv"})
    fs::copy_file(std::string(SOFTMODE_SOURCE_DIR) + "/potentials/" + table, folder / table);
  const RunResult r = softmode(
      {"build", structures + "mof-5.cif", "-p", "mine.yaml", "-o", "m", "--relax", "atoms"});
  EXPECT_EQ(r.status.code, 14);
  EXPECT_TRUE(contains(r.output, "relaxation: ERROR: Unknown command: no_such_command"))
      << r.output;
  EXPECT_TRUE(contains(r.output, "log.relax]")) << r.output;
  EXPECT_FALSE(fs::exists(folder / "m" / "relaxed.dump"));
}

TEST_F(Commands, BuildTellsWhetherTheCellIsWideEnough)
{
  const RunResult narrow = softmode({"build", structures + "mg-mof-74.cif"});
  ASSERT_EQ(narrow.status.code, 0) << narrow.output;
  EXPECT_TRUE(
      contains(narrow.output, "cell: 22.63 x 22.63 x 13.88 A between faces, cutoff 12.5 A"));
  EXPECT_TRUE(contains(narrow.output, "atoms see several images of each other; --min-width 25"));
  const RunResult wide = softmode({"build", structures + "mg-mof-74.cif", "--min-width", "25"});
  ASSERT_EQ(wide.status.code, 0) << wide.output;
  EXPECT_TRUE(contains(wide.output, "supercell 2 x 2 x 4")) << wide.output;
  EXPECT_TRUE(contains(wide.output, "each atom sees one image of every other")) << wide.output;
  EXPECT_EQ(softmode({"build", structures + "mof-5.cif", "--min-width", "25", "--supercell", "1",
                      "1", "1"})
                .status.code,
            2);
}

TEST_F(Commands, ShortCellsAreRepeatedByAllWhoMakeASystem)
{
  const std::string mof_74 = structures + "mg-mof-74.cif", note = "the cell is repeated 1 x 1 x 2";
  const RunResult built = softmode({"build", mof_74, "-o", "b"});
  EXPECT_TRUE(contains(built.output, "324 atoms")) << built.output;
  EXPECT_TRUE(contains(built.output, note)) << built.output;
  const auto campaign = [&](const std::string &name, const std::string &supercell) {
    write_file(
        folder / (name + ".yaml"),
        "name: " + name + "\nmaterials:\n  - name: mg-mof-74\n    structure: " + mof_74 +
            "\n    potential: mg-mof-74\n" + supercell +
            "temperatures: [200 K, 250 K, 300 K]\ncompare: vt-drifts\nrun:\n  timestep: 0.5 fs\n  "
            "equilibration: 2 ps\n"
            "  production: 20 ps\n  thermostat: {style: langevin, damping: 1 ps}\nseed: 1\n");
    return name + ".yaml";
  };
  const RunResult planned = softmode({"plan", "--without-times", campaign("free", "")});
  EXPECT_EQ(planned.status.code, 0) << planned.output;
  EXPECT_TRUE(contains(planned.output, " 324 ")) << planned.output;
  EXPECT_TRUE(contains(planned.output, note)) << planned.output;
  const std::string small = campaign("small", "    supercell: [2, 2, 1]\n");
  for (const RunResult &r : {softmode({"build", mof_74, "--supercell", "2", "2", "1"}),
                             softmode({"run", small}), softmode({"plan", "--without-times", small}),
                             softmode({"calibrate", small, "-o", "trials"}),
                             softmode({"modes", mof_74, "--supercell", "2", "2", "1"})}) {
    EXPECT_EQ(r.status.code, 11) << r.output;
    EXPECT_TRUE(contains(r.output, "take a supercell of 1 x 1 x 2")) << r.output;
  }
  EXPECT_FALSE(fs::exists(folder / "trials"));
}

TEST_F(Commands, ConvertWritesWhatBuildReads)
{
  for (const char *file : {"m.cif", "m.xyz", "m.data"}) {
    const RunResult r =
        softmode({"convert", structures + "mof-5.cif", file, "--comment", "a line"});
    ASSERT_EQ(r.status.code, 0) << r.output;
    EXPECT_TRUE(contains(r.output, "C192 H96 O104 Zn32, 424 atoms, density 0.5910 g/cm3"))
        << r.output;
    const RunResult built = softmode({"build", file, "-o", "system"});
    ASSERT_EQ(built.status.code, 0) << built.output;
    EXPECT_TRUE(contains(built.output, "48 carboxylates, 96 metal-carboxylate bonds"))
        << built.output;
  }
  EXPECT_TRUE(contains(read_file(folder / "m.cif"), "# a line\n"));
  EXPECT_EQ(softmode({"convert", structures + "mof-5.cif", "POSCAR"}).status.code, 2);
}

TEST_F(Commands, ConvertPutsAminoGroupsOnLinkers)
{
  const RunResult r = softmode(
      {"convert", structures + "mil-125.cif", "m.cif", "--substitute", "H=NH2", "--seed", "1"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "C96 H68 N12 O72 Ti16, 264 atoms")) << r.output;
  EXPECT_TRUE(contains(r.output, "MODEL, not a measured structure: NH2 in place of")) << r.output;
  EXPECT_EQ(softmode({"convert", structures + "mil-125.cif", "m.cif", "--substitute", "H=Xy"})
                .status.code,
            2);
}

TEST_F(Commands, InspectPrintsATableOrJson)
{
  const RunResult table = softmode({"inspect", structures + "uio-66.cif"});
  ASSERT_EQ(table.status.code, 0) << table.output;
  EXPECT_TRUE(contains(table.output, "4 x Zr6 (cluster, 4 bridging O, 4 bridging OH)"));
  EXPECT_TRUE(contains(table.output, "flags         none")) << table.output;
  const RunResult json = softmode({"inspect", structures + "zif-4.cif", "--json"});
  ASSERT_EQ(json.status.code, 0) << json.output;
  EXPECT_TRUE(contains(json.output, "\"formula\": \"C96 H96 N64 Zn16\"")) << json.output;
}

TEST_F(Commands, InspectTakesFlawedStructuresUnlessStrict)
{
  const std::string bad = std::string(SOFTMODE_SOURCE_DIR) + "/tests/driver/bad/";
  const RunResult flawed = softmode({"inspect", bad + "structure-occupancy.cif"});
  EXPECT_EQ(flawed.status.code, 0) << flawed.output;
  EXPECT_TRUE(contains(flawed.output, "O2 (0.445 0.100 0.100) has occupancy 0.5")) << flawed.output;
  EXPECT_EQ(softmode({"inspect", bad + "structure-occupancy.cif", "--strict"}).status.code, 18);
  EXPECT_EQ(softmode({"inspect", bad + "structure-overlap.cif", "--strict"}).status.code, 18);
  EXPECT_EQ(softmode({"inspect", structures + "hkust-1.cif", "--strict"}).status.code, 0);
  EXPECT_EQ(softmode({"inspect", bad + "structure-no-cell.cif"}).status.code, 11);
}

TEST_F(Commands, ModesHaveTheCharacterOfTheirBonds)
{
  const std::string data = std::string(SOFTMODE_SOURCE_DIR) + "/tests/data/";
  const RunResult r = softmode(
      {"modes", data + "copper-formate.cif", "-p", data + "copper-formate.yaml", "-o", "out"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "54 modes of 18 atoms")) << r.output;
  const Table t = read_csv(folder / "out" / "modes.csv");
  ASSERT_EQ(t.rows(), 54u);
  int translations = 0;
  double stretches = 0.0, bonds = 0.0, metals = 0.0;
  for (std::size_t k = 0; k < t.rows(); ++k) {
    const double wavenumber = t.column("wavenumber")[k];
    EXPECT_GT(wavenumber, -1.0) << "not a minimum";
    translations += std::fabs(wavenumber) < 0.5;
    stretches += t.column("carboxylate_character")[k];
    bonds += t.column("metal_oxygen_character")[k];
    metals += t.column("metal_share")[k];
  }
  EXPECT_GE(translations, 3);           // and whole chains that slide
  EXPECT_NEAR(stretches, 8.0, 1e-3);    // two C-O lengths of each of four carboxylates
  EXPECT_NEAR(bonds, 8.0, 1e-3);        // as many Cu-O bonds
  EXPECT_NEAR(metals, 6.0, 1e-3);       // three directions of each of two Cu
  EXPECT_TRUE(contains(read_file(folder / "out" / "modes.json"), "asymmetric carboxylate stretch"));
}

TEST_F(Commands, ModesOfARepeatedCellAreThoseOfTheCell)
{
  // zone-centre modes of MOF-74, whose cell is repeated for LAMMPS: a half of those of the supercell
  const std::string mof_74 = structures + "mg-mof-74.cif";
  ASSERT_EQ(softmode({"modes", mof_74, "-o", "cell"}).status.code, 0);
  ASSERT_EQ(softmode({"modes", mof_74, "--supercell", "1", "1", "2", "-o", "two"}).status.code, 0);
  const std::vector<double> cell = read_csv(folder / "cell/modes.csv").column("wavenumber"),
                            two = read_csv(folder / "two/modes.csv").column("wavenumber");
  ASSERT_EQ(cell.size(), 486u);
  ASSERT_EQ(two.size(), 972u);
  for (const double wavenumber : cell) {
    if (wavenumber < 10.0) continue;    // translations, of what noise of forces makes them
    const bool found = std::any_of(
        two.begin(), two.end(), [&](double other) { return std::fabs(other - wavenumber) < 0.05; });
    EXPECT_TRUE(found) << wavenumber;
  }
}

TEST_F(Commands, ModesOfAMeshOfChargesNeedALammpsThatHasItsForces)
{
  if (inspect_lammps(find_lmp()).date() >= 20220623) GTEST_SKIP() << "this LAMMPS has them";
  const RunResult r =
      softmode({"modes", structures + "sodium-benzoate.cif", "-p", "sodium-benzoate", "-o", "out"});
  EXPECT_EQ(r.status.code, 13) << r.output;
  EXPECT_TRUE(contains(r.output, "leaves out the charges' mesh")) << r.output;
}

TEST_F(Commands, ModesNeedLammpssPhononPackage)
{
  const std::string data = std::string(SOFTMODE_SOURCE_DIR) + "/tests/data/";
  const RunResult r = softmode_with(
      {"SOFTMODE_LMP=" SOFTMODE_STAND_IN},
      {"modes", data + "copper-formate.cif", "-p", data + "copper-formate.yaml", "-o", "out"});
  EXPECT_EQ(r.status.code, 13) << r.output;
  EXPECT_TRUE(contains(r.output, "PHONON")) << r.output;
  EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST_F(Commands, BuildTakesAnyCarboxylateFramework)
{
  const RunResult r = softmode({"build", structures + "mof-5.cif", "--supercell", "1", "1", "2"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "848 atoms")) << r.output;
  EXPECT_TRUE(run_and_capture({SOFTMODE_LMP, "-in", "in.lmp"}, folder / "mof-5").status.success());
}

}    // namespace softmode
