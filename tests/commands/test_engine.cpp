// SPDX-License-Identifier: BSD-3-Clause
// The campaign engine alone, with a stand-in for LAMMPS: full disks, folders that cannot be written, clocks that jump,
// many points.
#include "support/campaign_run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdlib>

namespace softmode {

class Engine : public Run {
 protected:
  std::vector<std::string> stand_in() const
  {
    return {"SOFTMODE_LMP=" SOFTMODE_STAND_IN, "XDG_CACHE_HOME=" + (folder / "cache").string()};
  }

  RunResult with_stand_in(const std::vector<std::string> &arguments,
                          const std::vector<std::string> &more = {}) const
  {
    auto environment = stand_in();
    environment.insert(environment.end(), more.begin(), more.end());
    return softmode_with(environment, arguments);
  }

  /// The small campaign for the stand-in, whose bands are elsewhere.
  fs::path file() const
  {
    return campaign(
        "asymmetric-range: [1450 cm-1, 1750 cm-1], symmetric-range: [1200 cm-1, 1450 cm-1]",
        "asymmetric-range: [1500 cm-1, 1700 cm-1], symmetric-range: [1300 cm-1, 1450 cm-1]");
  }

  nlohmann::json engine_of(const std::string &name) const
  {
    return nlohmann::json::parse(read_file(folder / name / "engine.json"))["copper-formate"];
  }

  /// Names of files that are half written: never in the place of whole ones.
  std::vector<std::string> damaged_json(const fs::path &campaign_folder) const
  {
    std::vector<std::string> damaged;
    if (!fs::exists(campaign_folder)) return damaged;
    for (const auto &entry : fs::recursive_directory_iterator(campaign_folder))
      if (entry.path().extension() == ".json" &&
          nlohmann::json::parse(read_file(entry.path()), nullptr, false).is_discarded())
        damaged.push_back(entry.path());
    return damaged;
  }
};

TEST_F(Engine, RunsACampaignWithTheStandIn)
{
  const RunResult r = with_stand_in({"run", file().string()});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(fs::exists(folder / "small/results/slopes.csv"));
}

// as KOKKOS's minimiser does with NaN: another package would be another set of digits, so that it is for the user to take
TEST_F(Engine, APackageThatNeverEndsIsNamed)
{
  const RunResult r = with_stand_in({"run", file().string()}, {"STAND_IN_HANGS=1"});
  ASSERT_EQ(r.status.code, 13) << r.output;
  EXPECT_TRUE(contains(r.output, "copper-formate: omp styles: a run did not end within 20 s; 'run: "
                                 "accelerator: none' in the campaign file, or --accelerator none, "
                                 "takes plain styles"))
      << r.output;
  const RunResult plain =
      with_stand_in({"run", file().string(), "--accelerator", "none"}, {"STAND_IN_HANGS=1"});
  ASSERT_EQ(plain.status.code, 0) << plain.output;
  EXPECT_EQ(engine_of("small"), nlohmann::json({{"ranks", 1}, {"accelerator", ""}}));
  // and without a word it stays so
  fs::remove_all(folder / "small/points");
  EXPECT_EQ(with_stand_in({"run", file().string()}, {"STAND_IN_HANGS=1"}).status.code, 0);
}

TEST_F(Engine, AnEnergyOfAPackageThatIsNotThatOfPlainStylesIsNamed)
{
  const RunResult r = with_stand_in({"run", file().string()}, {"STAND_IN_OMP_ENERGY=10.1"});
  EXPECT_EQ(r.status.code, 13) << r.output;
  EXPECT_TRUE(contains(r.output, "omp styles give an energy of 10.1 kcal/mol, plain ones 10;"))
      << r.output;
  EXPECT_EQ(with_stand_in({"run", file().string()}, {"STAND_IN_OMP_ENERGY=10.000001"}).status.code,
            0);
  EXPECT_EQ(engine_of("small")["accelerator"], "omp");
}

// whichever is faster at the time: LAMMPS alone decides, and then the folder
TEST_F(Engine, SpeedsDoNotDecideTheAccelerator)
{
  for (const char *factor : {"0.01", "100"}) {
    const std::string name = std::string("speed") + factor;
    const RunResult r =
        with_stand_in({"run", file().string(), "-o", name},
                      {"STAND_IN_OMP_ENERGY=10", std::string("STAND_IN_OMP_SPEED=") + factor,
                       "XDG_CACHE_HOME=" + (folder / name).string() + ".cache"});
    ASSERT_EQ(r.status.code, 0) << r.output;
    EXPECT_EQ(engine_of(name), nlohmann::json({{"ranks", 1}, {"accelerator", "omp"}}));
  }
  EXPECT_EQ(products(folder / "speed0.01"), products(folder / "speed100"));
  // a LAMMPS without OPENMP does not go on with such a folder
  const RunResult without = with_stand_in({"run", file().string(), "-o", "speed100"});
  EXPECT_EQ(without.status.code, 13) << without.output;
  EXPECT_TRUE(
      contains(without.output, "without the OPENMP package, which the accelerator omp needs"))
      << without.output;
}

TEST_F(Engine, RanksAndAcceleratorBelongToAPoint)
{
  const std::vector<std::string> omp{"STAND_IN_OMP_ENERGY=10"};
  ASSERT_EQ(with_stand_in({"run", file().string()}, omp).status.code, 0);
  const fs::path point = folder / "small/points/copper-formate/1-100.00K-1";
  const auto record = nlohmann::json::parse(read_file(point / "point.json"));
  EXPECT_EQ(record["accelerator"], "omp");
  const RunResult other = with_stand_in({"run", file().string(), "--accelerator", "none"}, omp);
  EXPECT_EQ(other.status.code, 10) << other.output;
  EXPECT_TRUE(contains(other.output, point.string() + ": was run with 1 rank, omp styles, and now "
                                                      "there are to be 1 rank, plain styles"))
      << other.output;
  EXPECT_TRUE(contains(other.output, "Say --ranks 1 --accelerator omp to go on with this folder"))
      << other.output;
  EXPECT_EQ(engine_of("small")["accelerator"], "omp");
  EXPECT_EQ(with_stand_in({"run", file().string(), "--accelerator", "omp"}, omp).status.code, 0);

  std::string text = read_file(file());
  text.replace(text.find("run:\n"), 5, "run:\n  accelerator: none\n");
  write_file(folder / "plain.yaml", text);
  EXPECT_EQ(with_stand_in({"run", "plain.yaml"}, omp).status.code, 10);
  const RunResult both =
      with_stand_in({"run", "plain.yaml", "-o", "other", "--accelerator", "omp"}, omp);
  EXPECT_EQ(both.status.code, 2) << both.output;
  EXPECT_TRUE(contains(both.output, "--accelerator omp, but run.accelerator of ")) << both.output;
  ASSERT_EQ(with_stand_in({"run", "plain.yaml", "-o", "other"}, omp).status.code, 0);
  EXPECT_EQ(engine_of("other")["accelerator"], "");
  const auto recipe = [](const fs::path &of) {
    return nlohmann::json::parse(read_file(of / "point.json"))["recipe"];
  };
  EXPECT_NE(recipe(point), recipe(folder / "other/points/copper-formate/1-100.00K-1"));

  write_file(folder / "other/engine.json", "{\"copper-formate\": {\"ranks\": 1}}");
  const RunResult damaged = with_stand_in({"run", "plain.yaml", "-o", "other"}, omp);
  EXPECT_EQ(damaged.status.code, 16) << damaged.output;
  EXPECT_TRUE(contains(damaged.output, "other/engine.json: is damaged")) << damaged.output;
}

TEST_F(Engine, RanksNeedALammpsWithMpi)
{
  const RunResult r = with_stand_in({"run", file().string(), "--ranks", "4"});
  EXPECT_EQ(r.status.code, 13) << r.output;
  EXPECT_TRUE(contains(r.output, "was built without MPI, which 4 ranks need; take --ranks 1"))
      << r.output;
}

TEST_F(Engine, StopsAtAFullDiskAtEachWriteAndGoesOnToTheSameResults)
{
  const std::string campaign_file = file().string();
  const std::string count = (folder / "count").string();
  const auto full_at = [&](const std::string &name, long n) {
    const RunResult r = with_stand_in({"run", campaign_file, "-o", name},
                                      {"LD_PRELOAD=" SOFTMODE_FAILING_DISK,
                                       "FAIL_FOLDER=" + (folder / name).string(),
                                       fmt::format("FAIL_AT_WRITE={}", n), "FAIL_COUNT=" + count});
    return r;
  };
  ASSERT_EQ(full_at("undisturbed", -1).status.code, 0);
  const auto expected = products(folder / "undisturbed");
  const long writes = std::stol(read_file(count));
  ASSERT_GT(writes, 100);
  // all of the first point's, and every twelfth of the others
  for (long n = 1; n <= writes; n += n < 40 ? 1 : 12) {
    const std::string name = fmt::format("full{}", n);
    const RunResult full = full_at(name, n);
    ASSERT_EQ(full.status.code, 16) << n << ": " << full.output;
    EXPECT_TRUE(contains(full.output, "No space left on device")) << n << ": " << full.output;
    EXPECT_TRUE(contains(full.output, (folder / name).string())) << n << ": " << full.output;
    EXPECT_EQ(damaged_json(folder / name), std::vector<std::string>{}) << n;
    const RunResult again = with_stand_in({"run", campaign_file, "-o", name});
    ASSERT_EQ(again.status.code, 0) << n << ": " << again.output;
    ASSERT_EQ(products(folder / name), expected) << n;
    fs::remove_all(folder / name);
  }
}

TEST_F(Engine, SaysThatAFolderCannotBeWritten)
{
  if (::geteuid() != 0) GTEST_SKIP() << "needs root, to become a user without rights";
  fs::create_directory(folder / "locked");
  const fs::perms readable = fs::perms::owner_all | fs::perms::others_read |
                             fs::perms::others_exec | fs::perms::group_read | fs::perms::group_exec;
  const std::string campaign_file = file().string();
  for (const fs::path &p : {folder, folder / "locked", fs::path(campaign_file)})
    fs::permissions(p, readable);
  const RunResult r = run_and_capture(
      {"setpriv", "--reuid=65534", "--clear-groups", "env", "SOFTMODE_LMP=" SOFTMODE_STAND_IN,
       "XDG_CACHE_HOME=/tmp/softmode-nobody", SOFTMODE_PROGRAM, "run", campaign_file, "-o",
       (folder / "locked/small").string()},
      folder);
  if (contains(r.output, "setpriv") || contains(r.output, SOFTMODE_PROGRAM "’: Permission denied"))
    GTEST_SKIP() << "another user cannot run the program here: " << r.output;
  EXPECT_EQ(r.status.code, 16) << r.output;
  EXPECT_TRUE(contains(r.output, (folder / "locked/small").string() +
                                     ": cannot create the folder: Permission denied"))
      << r.output;
}

TEST_F(Engine, DoesNotMindAClockThatJumps)
{
  ASSERT_EQ(with_stand_in({"run", file().string(), "-o", "undisturbed"}).status.code, 0);
  const RunResult r = with_stand_in({"run", file().string(), "-o", "jumping"},
                                    {"LD_PRELOAD=" SOFTMODE_JUMPING_CLOCK});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_EQ(products(folder / "jumping"), products(folder / "undisturbed"));
  const auto record = nlohmann::json::parse(
      read_file(folder / "jumping/points/copper-formate/1-100.00K-1/point.json"));
  EXPECT_GE(record["wall_s"].get<double>(), 0.0);
  EXPECT_LT(record["wall_s"].get<double>(), 60.0);
}

TEST_F(Engine, BeginsAPointAgainThatOtherRanksOrPackagesHaveBegun)
{
  // interrupted before its record was there: the checkpoint of its end is left
  const fs::path point = folder / "small/points/copper-formate/1-100.00K-1";
  ASSERT_EQ(with_stand_in({"run", file().string()}).status.code, 0);
  fs::remove(point / "point.json");
  write_file(point / "marker", "of the first run\n");
  const std::string recipe = read_file(point / "recipe");
  EXPECT_TRUE(contains(recipe, " ranks 1 accelerator none\n")) << recipe;
  write_file(point / "recipe", recipe.substr(0, 64) + " ranks 4 accelerator none\n");
  EXPECT_EQ(with_stand_in({"run", file().string()}).status.code, 0);
  EXPECT_FALSE(fs::exists(point / "marker"));
  EXPECT_EQ(read_file(point / "recipe"), recipe);
}

TEST_F(Engine, RefusesASearchThatMayNeedMorePointsThanAFolderShouldHold)
{
  std::string text = read_file(file());
  const std::string temperatures = "temperatures: [100 K, 200 K, 300 K]";
  text.replace(text.find(temperatures), temperatures.size(),
               "protocol: {type: melt, start: 300 K, highest: 800 K, step: 1 K, tolerance: 1 "
               "K}\nreplicas: 2");
  write_file(folder / "many.yaml", text);
  const RunResult r = with_stand_in({"plan", "many.yaml", "--without-times"});
  EXPECT_EQ(r.status.code, 10);
  EXPECT_TRUE(
      contains(r.output, "many.yaml:8:11: protocol: 1002 points of one material; at most 1000"))
      << r.output;
}

TEST_F(Engine, RunsHundredsOfPointsAndNamesTheOneThatFails)
{
  std::string text = read_file(file());
  const std::string temperatures = "temperatures: [100 K, 200 K, 300 K]";
  text.replace(text.find(temperatures), temperatures.size(),
               "temperatures: {from: 100 K, to: 299.5 K, step: 0.5 K}");
  write_file(folder / "many.yaml", text);
  const std::string bad = "copper-formate/1-123.50K-1";
  const RunResult r = with_stand_in({"run", "many.yaml", "-j", "4"}, {"STAND_IN_FAILS=" + bad});
  EXPECT_EQ(r.status.code, 14);
  EXPECT_TRUE(contains(r.output, "1 of 400 points failed")) << r.output;
  EXPECT_TRUE(contains(r.output, bad + ": ERROR: the stand-in was told to fail")) << r.output;
  const auto status = nlohmann::json::parse(with_stand_in({"status", "small", "--json"}).output);
  EXPECT_EQ(status["total"], 400);
  EXPECT_EQ(status["complete"], 399);
}

// the mean of its blocks has a band, what is left without the first block is flat
TEST_F(Engine, LeavesPointsWithoutABandOutOfTheSlopeAndNamesThem)
{
  std::string text = read_file(file());
  text += "replicas: 4\n";
  write_file(folder / "many.yaml", text);
  ASSERT_EQ(with_stand_in({"run", (folder / "many.yaml").string(), "-o", "many"}).status.code, 0);
  const auto lose_band = [&](const std::string &point) {
    std::string spectra = "# segments_per_block=1 1 1 1\nwavenumber_cm-1";
    for (const char *group : {"asymmetric", "symmetric"})
      for (int b = 1; b <= 4; ++b) spectra += fmt::format(",{}_{}", group, b);
    spectra += "\n";
    for (double nu = 1000.0; nu <= 2000.0; nu += 4.0) {
      const auto line = [nu](double centre) {
        return std::exp(-0.5 * std::pow((nu - centre) / 12.0, 2));
      };
      spectra += fmt::format("{},{:.6g},0,0,0", nu, line(1600.0));
      for (const double centre : {1379.9, 1380.0, 1380.1, 1380.2})
        spectra += fmt::format(",{:.6g}", line(centre));
      spectra += "\n";
    }
    write_file(folder / "many/points/copper-formate" / point / "spectra-blocks.csv", spectra);
  };
  lose_band("1-200.00K-2");
  const RunResult one = with_stand_in({"report", "many"});
  ASSERT_EQ(one.status.code, 0) << one.output;
  EXPECT_TRUE(contains(read_file(folder / "many/results/analysis.json"),
                       "copper-formate/1-200.00K-2: asymmetric stretch: "));
  const std::string peaks = read_file(folder / "many/results/peaks.csv");
  EXPECT_TRUE(contains(peaks, ",200,2,1,,asymmetric,,,,,")) << peaks;
  EXPECT_FALSE(contains(peaks, ",symmetric,,")) << peaks;
  EXPECT_TRUE(contains(read_file(folder / "many/results/slopes.csv"), "copper-formate,X_a,"));
  lose_band("1-200.00K-3");
  const RunResult two = with_stand_in({"report", "many"});
  EXPECT_EQ(two.status.code, 15) << two.output;
  EXPECT_TRUE(contains(two.output, "(2 of 12 points fail so)")) << two.output;
}

// what tables hold is found by its name, wherever it stands
TEST_F(Engine, ReadsPointsByNamesAndSaysWhatThoseOfEarlierVersionsLack)
{
  ASSERT_EQ(with_stand_in({"run", file().string(), "-o", "p"}).status.code, 0);
  const fs::path point = folder / "p/points/copper-formate/1-200.00K-1",
                 by_state = point / "spectra-by-state.csv", kinetics = point / "kinetics.csv",
                 analysis = folder / "p/results/analysis.json";
  const std::string table = read_file(by_state), rates = read_file(kinetics),
                    columns = table.substr(table.find("wavenumber_cm-1"));
  const auto row = [&] {
    EXPECT_EQ(with_stand_in({"report", "p"}).status.code, 0);
    const std::string text = read_file(folder / "p/results/kinetics.csv");
    const std::size_t at = text.find("\ncopper-formate,200,");
    return at == std::string::npos ? text : text.substr(at + 1, text.find('\n', at + 1) - at - 1);
  };
  const std::string expected = row();
  EXPECT_TRUE(contains(expected, ",1,0.1,0.1,0.01,-7.5,0.25")) << expected;
  EXPECT_FALSE(contains(read_file(analysis), "earlier version"));

  write_file(by_state,
             "# asymmetric wavenumber of a window against the mean weight w of its bonds: 1600.1 "
             "+- 0.3 cm-1 at w = 0, slope -7.5 +- 0.25 cm-1 per unit w (99 windows, errors from "
             "blocks)\n" +
                 columns);
  write_file(kinetics, "# any\nunit,error,quantity,value\n1/fs,0.001,rate_loose_to_tight,0.01\n"
                       "1/fs,0.0001,rate_tight_to_loose,0.001\n");
  EXPECT_EQ(row(), expected);

  write_file(by_state, columns);
  EXPECT_TRUE(contains(row(), ",1,0.1,0.1,0.01,,"));
  EXPECT_TRUE(contains(read_file(analysis),
                       "copper-formate/1-200.00K-1: spectra-by-state.csv of an earlier version, "
                       "without 'asymmetric_line_slope_cm-1'"))
      << read_file(analysis);

  const auto refused = [&](const fs::path &of, const std::string &text, const std::string &why) {
    const std::string before = read_file(of);
    write_file(of, text);
    const RunResult r = with_stand_in({"report", "p"});
    EXPECT_EQ(r.status.code, 14) << r.output;
    EXPECT_TRUE(contains(r.output, of.filename().string())) << r.output;
    EXPECT_TRUE(contains(r.output, why)) << r.output;
    write_file(of, before);
  };
  refused(by_state,
          "# asymmetric_line_slope_cm-1=about 7\n# asymmetric_line_slope_se_cm-1=1\n" + columns,
          "asymmetric_line_slope_cm-1: 'about 7' is not a number");
  refused(kinetics, "quantity,value,error,unit\nrate_tight_to_loose,0.001,0.0001,1/fs\n",
          "no quantity 'rate_loose_to_tight'");
  refused(kinetics, "quantity,value,unit\nrate_tight_to_loose,0.001,1/fs\n",
          ":1: no column 'error' in the header; there are: quantity, value, unit");
  const std::string spectra = read_file(point / "spectra-blocks.csv");
  refused(point / "spectra-blocks.csv", spectra.substr(spectra.find("wavenumber_cm-1")),
          "no head 'segments_per_block='");
  write_file(kinetics, rates);
}

TEST_F(Engine, RefusesMorePointsOfAMaterialThanAFolderShouldHold)
{
  std::string text = read_file(file());
  const std::string temperatures = "temperatures: [100 K, 200 K, 300 K]";
  text.replace(text.find(temperatures), temperatures.size(),
               "temperatures: {from: 100 K, to: 349.5 K, step: 0.5 K}\nreplicas: 3");
  write_file(folder / "many.yaml", text);
  const RunResult r = with_stand_in({"plan", "many.yaml", "--without-times"});
  EXPECT_EQ(r.status.code, 10);
  EXPECT_TRUE(
      contains(r.output, "many.yaml:8:15: temperatures: 1500 points of one material; at most 1000"))
      << r.output;
}

TEST_F(Run, StopsAtADiskThatIsFullUnderLammpsAndGoesOnToTheSameResults)
{
  const fs::path disk = folder / "disk";
  fs::create_directory(disk);
  const auto mount = [&](const std::string &options) {
    return run_and_capture({"mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.string()}, folder);
  };
  if (!mount("size=100m").status.success()) GTEST_SKIP() << "a file system cannot be mounted here";
  const std::string file =
      campaign("damping: 0.5 ps}", "damping: 0.5 ps}\n  checkpoint: 4 ps").string();
  ASSERT_EQ(softmode({"run", file, "-o", "undisturbed"}).status.code, 0);
  const auto expected = products(folder / "undisturbed");
  for (const int size_kB : {1600, 3000, 4200, 5600, 7000}) {
    fs::remove_all(disk / "small");
    ASSERT_TRUE(mount(fmt::format("remount,size={}k", size_kB)).status.success());
    const RunResult full = softmode({"run", file, "-o", (disk / "small").string()});
    EXPECT_TRUE(full.status.code == 14 || full.status.code == 16) << size_kB << ": " << full.output;
    ASSERT_TRUE(mount("remount,size=100m").status.success());
    RunResult again = softmode({"run", file, "-o", (disk / "small").string()});
    EXPECT_EQ(again.status.code, 0) << size_kB << ": " << full.output << "\nthen: " << again.output;
    EXPECT_EQ(products(disk / "small"), expected) << size_kB;
  }
  run_and_capture({"umount", disk.string()}, folder);
}

}    // namespace softmode
