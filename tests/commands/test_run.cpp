// SPDX-License-Identifier: BSD-3-Clause
// A whole campaign with the real engine: from a CIF to tables and report, through every kind of interruption.
#include "results/table.h"
#include "support/campaign_run.h"
#include "support/csv.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <random>
#include <sstream>
#include <thread>

namespace softmode {

namespace fs = std::filesystem;

TEST_F(Run, MakesTablesAndReport)
{
  const RunResult r = softmode({"run", campaign().string()});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "report: " + (folder / "small/report.html").string())) << r.output;
  for (const char *table :
       {"populations.csv", "peaks.csv", "bands.csv", "slopes.csv", "vant_hoff.csv", "lindemann.csv",
        "free_energy.csv", "lindemann_crossings.csv", "analysis.json", "r_distribution.csv",
        "comparison.csv", "spectra_K.csv", "spectra_vant_hoff.csv", "provenance.json",
        "kinetics.csv", "activation.csv", "denticity.csv"})
    EXPECT_TRUE(fs::exists(folder / "small/results" / table)) << table;
  const std::string page = read_file(folder / "small/report.html");
  EXPECT_TRUE(contains(page, "\"name\":\"copper-formate\""));
  EXPECT_FALSE(contains(page, "@DATA@"));
  // three points are too few for where the Lindemann ratio leads, which is said
  EXPECT_TRUE(contains(r.output, "no Lindemann crossing: ")) << r.output;
  // three points, three rows of populations after comment and header
  const std::string populations = read_file(folder / "small/results/populations.csv");
  EXPECT_EQ(std::count(populations.begin(), populations.end(), '\n'), 5);
  const RunResult status = softmode({"status", "small"});
  EXPECT_TRUE(contains(status.output, "3 of 3 points complete; done")) << status.output;
  const RunResult watched =
      softmode({"status", "small", "--watch"});    // nobody works on it: one look
  EXPECT_EQ(watched.output, status.output);
  const auto json = nlohmann::json::parse(softmode({"status", "small", "--json"}).output);
  EXPECT_EQ(json["complete"], 3);
  EXPECT_EQ(json["active"], false);
  ASSERT_EQ(json["points"].size(), 3u);
  EXPECT_EQ(json["points"][0]["state"], "complete");
  EXPECT_EQ(json["points"][0]["step"], json["points"][0]["steps"]);
  EXPECT_EQ(softmode({"status", "small", "--json", "--watch", "1"}).status.code, 2);
}

TEST_F(Run, WritesLifetimesThatAgreeWithPopulationsAndDenticityThatAddsUp)
{
  ASSERT_EQ(softmode({"run", campaign().string()}).status.code, 0);
  const auto rows = [this](const char *table) {
    return read_csv(folder / "small/results" / table, {"material"}, ExitCode::point);
  };
  const auto kinetics = rows("kinetics.csv"), populations = rows("populations.csv"),
             denticity = rows("denticity.csv");
  ASSERT_EQ(kinetics.size(), 3u);
  ASSERT_EQ(denticity.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    const double tight = kinetics[i].number("tight_lifetime_ps"),
                 loose = kinetics[i].number("loose_lifetime_ps"), ratio = loose / tight,
                 error = ratio * std::hypot(kinetics[i].number("tight_lifetime_se_ps") / tight,
                                            kinetics[i].number("loose_lifetime_se_ps") / loose);
    const double K = std::exp(populations[i].number("ln_K"));
    EXPECT_NEAR(ratio, K, 5.0 * std::hypot(error, K * populations[i].number("ln_K_se"))) << i;
    EXPECT_NEAR(denticity[i].number("free") + denticity[i].number("monodentate") +
                    denticity[i].number("chelating") + denticity[i].number("bridging"),
                1.0, 1e-6);
    EXPECT_EQ(denticity[i].number("chelating"), 0.0)
        << "no formate holds one copper with both oxygens";
  }
  const auto activation = rows("activation.csv");
  ASSERT_EQ(activation.size(), 2u);
  EXPECT_EQ(activation[0].text("process"), "tight to loose");
  EXPECT_EQ(activation[0].number("rates"), 3.0);
}

TEST_F(Run, MarksAModelStructureWhereverItsValuesAppear)
{
  const std::string original = std::string(SOFTMODE_SOURCE_DIR) + "/tests/data/copper-formate.cif";
  const auto with = [](std::string text, const std::string &from, const std::string &to) {
    text.replace(text.find(from), from.size(), to);    // throws if it is not there
    return text;
  };
  write_file(folder / "model.cif", with(read_file(original), "_cell_length_a",
                                        "_softmode_model 'drawn by hand'\n_cell_length_a"));
  write_file(folder / "measured.yaml", "name: measured\ncitation: made up\nmaterials:\n"
                                       "  copper-formate: {X_a: -0.02, X_s: -0.02}\n");
  const fs::path file = campaign("seed:", "compare: measured.yaml\nseed:");
  write_file(file, with(read_file(file), original, "model.cif"));
  const RunResult r = softmode({"run", file.string()});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "the structure is a model")) << r.output;
  EXPECT_TRUE(contains(r.output, "predicted, of a model structure")) << r.output;
  const std::string page = read_file(folder / "small/report.html");
  EXPECT_TRUE(contains(page, "\"model\":\"drawn by hand\""));
  EXPECT_TRUE(contains(page, "\"kind\":\"predicted\",\"model\":true"));
  std::istringstream table(read_file(folder / "small/results/comparison.csv"));
  int rows = 0;
  for (std::string line; std::getline(table, line);)
    if (line.rfind("copper-formate,", 0) == 0) {
      ++rows;
      EXPECT_TRUE(contains(line, ",predicted,model,")) << line;
    }
  EXPECT_EQ(rows, 4);    // both slopes, of the coordinate and of the infrared band
}

// speeds are measured anew for each, and are others with two loops beside it
TEST_F(Run, ABusyMachineGivesTheSameBytes)
{
  const fs::path file = campaign();
  const auto run = [&](const std::string &name) {
    const RunResult r = softmode_with({"XDG_CACHE_HOME=" + (folder / (name + ".cache")).string()},
                                      {"run", file.string(), "-o", name});
    EXPECT_EQ(r.status.code, 0) << r.output;
  };
  run("quiet");
  std::array<pid_t, 2> loops{};
  for (pid_t &loop : loops) {
    loop = ::fork();
    ASSERT_GE(loop, 0);
    if (loop == 0)
      for (volatile unsigned i = 0;; i = i + 1) continue;
  }
  run("busy");
  for (const pid_t loop : loops) {
    ::kill(loop, SIGKILL);
    wait_for(loop);
  }
  EXPECT_EQ(products(folder / "busy"), products(folder / "quiet"));
  EXPECT_EQ(read_file(folder / "busy/engine.json"), read_file(folder / "quiet/engine.json"));
  for (const auto &entry : fs::directory_iterator(folder / "quiet/points/copper-formate")) {
    const fs::path other = folder / "busy/points/copper-formate" / entry.path().filename();
    auto a = nlohmann::json::parse(read_file(entry.path() / "point.json")),
         b = nlohmann::json::parse(read_file(other / "point.json"));
    for (const char *provenance : {"wall_s", "steps_per_s"}) {
      a.erase(provenance);
      b.erase(provenance);
    }
    EXPECT_EQ(a, b);
  }
}

TEST_F(Run, PointsCanBeRunByHand)
{
  ASSERT_EQ(softmode({"run", campaign().string()}).status.code, 0);
  const fs::path point = folder / "small/points/copper-formate/1-100.00K-1";
  const std::string states = read_file(point / "states.dat");
  // as the record says
  const auto record = nlohmann::json::parse(read_file(point / "point.json"));
  std::istringstream words(record["command"].get<std::string>());
  std::vector<std::string> command;
  for (std::string word; words >> word;) command.push_back(word);
  const RunResult by_hand = run_and_capture(command, point);
  ASSERT_TRUE(by_hand.status.success()) << by_hand.output;
  EXPECT_EQ(read_file(point / "states.dat"), states);
}

TEST_F(Run, RunsNothingTwice)
{
  ASSERT_EQ(softmode({"run", campaign().string()}).status.code, 0);
  const fs::path record = folder / "small/points/copper-formate/1-100.00K-1/point.json";
  const auto before = fs::last_write_time(record);
  const auto first = products(folder / "small");
  const RunResult again = softmode({"run", campaign().string()});
  EXPECT_EQ(again.status.code, 0) << again.output;
  EXPECT_TRUE(contains(again.output, "3 points, 0 to run")) << again.output;
  EXPECT_EQ(fs::last_write_time(record), before);
  EXPECT_EQ(products(folder / "small"), first);
}

TEST_F(Run, FollowsTheBandThatIsNamedAndWritesTheRestWhereThereIsNone)
{
  ASSERT_EQ(softmode({"run", campaign().string()}).status.code, 0);
  const std::string name = "name: copper-formate", slopes = "small/results/slopes.csv";
  const RunResult none =
      softmode({"run", campaign(name, name + "\n    bands: {asymmetric: 800 cm-1}").string()});
  EXPECT_EQ(none.status.code, 15) << none.output;
  EXPECT_TRUE(contains(none.output, "no band within 25 cm-1 of the 800 cm-1")) << none.output;
  EXPECT_TRUE(contains(none.output, "3 points, 0 to run")) << none.output;
  EXPECT_FALSE(contains(read_file(folder / slopes), "X_"));
  const std::string populations = read_file(folder / "small/results/populations.csv");
  EXPECT_EQ(std::count(populations.begin(), populations.end(), '\n'), 5);
  EXPECT_EQ(softmode({"report", "small"}).status.code, 15);

  const RunResult near =
      softmode({"run", campaign(name, name + "\n    bands: {asymmetric: 1700 cm-1}").string()});
  EXPECT_EQ(near.status.code, 0) << near.output;
  EXPECT_TRUE(contains(near.output, "3 points, 0 to run")) << near.output;
  EXPECT_TRUE(contains(read_file(folder / slopes), "copper-formate,X_a,"));
}

TEST_F(Run, AddsOnlyWhatIsNew)
{
  ASSERT_EQ(softmode({"run", campaign("300 K]", "250 K]").string()}).status.code, 0);
  const RunResult more = softmode({"run", campaign("300 K]", "250 K, 300 K]").string()});
  EXPECT_EQ(more.status.code, 0) << more.output;
  EXPECT_TRUE(contains(more.output, "4 points, 1 to run")) << more.output;
}

TEST_F(Run, RefusesToMixInputsInOneFolder)
{
  ASSERT_EQ(softmode({"run", campaign().string()}).status.code, 0);
  const auto before = products(folder / "small");
  const RunResult r = softmode({"run", campaign("seed: 7", "seed: 8").string()});
  EXPECT_EQ(r.status.code, 10);
  EXPECT_TRUE(contains(r.output, "was run with other inputs")) << r.output;
  EXPECT_EQ(products(folder / "small"), before);
}

TEST_F(Run, GivesTheSameResultsAfterBeingKilledAt100Moments)
{
  // checkpoints every 2 ps: many are written, and killed while they are
  const auto file = [&] {
    return campaign("damping: 0.5 ps}", "damping: 0.5 ps}\n  checkpoint: 2 ps");
  };
  const RunResult undisturbed = softmode({"run", file().string(), "-o", "undisturbed"});
  ASSERT_EQ(undisturbed.status.code, 0) << undisturbed.output;
  const auto expected = products(folder / "undisturbed");
  std::minstd_rand random(20261125);
  int kills = 0, finished = 0;
  while (kills < 100) {
    const std::string name = fmt::format("killed{}", finished);
    const pid_t pid = start({"run", file().string(), "-o", name});
    const int milliseconds = static_cast<int>(random() % 900);
    int status = 0;
    pid_t ended = 0;
    for (int waited = 0; waited < milliseconds && ended == 0; waited += 5) {
      pause(5);
      ended = ::waitpid(pid, &status, WNOHANG);
    }
    if (ended == 0) {
      ::kill(pid, SIGKILL);
      wait_for(pid);
      ++kills;
    } else {    // it came to its end: the next kills are of another one
      ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << read_file(folder / "err.txt");
      EXPECT_EQ(products(folder / name), expected);
      ++finished;
    }
  }
  const std::string name = fmt::format("killed{}", finished);
  const RunResult last = softmode({"run", file().string(), "-o", name});
  ASSERT_EQ(last.status.code, 0) << last.output;
  EXPECT_EQ(products(folder / name), expected);
}

TEST_F(Run, GoesOnInsideARunFromTheLastCheckpointThatIsWhole)
{
  const std::string long_run = "damping: 0.5 ps}\n  checkpoint: 2 ps";
  const auto file = [&] { return campaign("damping: 0.5 ps}", long_run); };
  ASSERT_EQ(softmode({"run", file().string(), "-o", "undisturbed"}).status.code, 0);
  const fs::path point = folder / "killed/points/copper-formate/1-100.00K-1";
  const pid_t pid = start({"run", file().string(), "-o", "killed"});
  for (int i = 0; i < 6000 && !fs::exists(point / "checkpoint-24000"); ++i) pause(5);
  ::kill(pid, SIGKILL);
  wait_for(pid);
  std::string newest;    // of 84000 steps; damage it, so that the one before has to do
  long highest = -1;
  for (const auto &entry : fs::directory_iterator(point)) {
    const std::string name = entry.path().filename();
    if (name.rfind("checkpoint-", 0) == 0 && !contains(name, ".sha256") &&
        std::stol(name.substr(11)) > highest) {
      highest = std::stol(name.substr(11));
      newest = name;
    }
  }
  ASSERT_LT(highest, 84000) << "it was too fast to be killed inside the run";
  write_file(point / newest, read_file(point / newest).substr(0, 1000));
  const RunResult r = softmode({"run", file().string(), "-o", "killed"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, newest + ": has another checksum and was set aside")) << r.output;
  const std::string record = read_file(point / "point.json");
  EXPECT_TRUE(contains(record, fmt::format("\"resumed_from_step\": {},", highest - 4000)))
      << record;
  EXPECT_EQ(products(folder / "killed"), products(folder / "undisturbed"));
}

TEST_F(Run, GoesOnByItselfWhereSomebodyKillsLammps)
{
  const auto file = [&] {
    return campaign("damping: 0.5 ps}", "damping: 0.5 ps}\n  checkpoint: 2 ps");
  };
  ASSERT_EQ(softmode({"run", file().string(), "-o", "undisturbed"}).status.code, 0);
  const pid_t pid = start({"run", file().string(), "-o", "killed"});
  const fs::path point = folder / "killed/points/copper-formate/1-100.00K-1";
  for (int i = 0; i < 6000 && !fs::exists(point / "checkpoint-8000"); ++i) pause(5);
  const auto lammps = workers();
  ASSERT_FALSE(lammps.empty());
  for (const pid_t one : lammps) ::kill(one, SIGKILL);
  const int status = wait_for(pid);
  ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << read_file(folder / "err.txt");
  EXPECT_TRUE(contains(read_file(folder / "err.txt"), "LAMMPS was killed by signal 9"))
      << read_file(folder / "err.txt");
  EXPECT_EQ(products(folder / "killed"), products(folder / "undisturbed"));
}

TEST_F(Run, RunsAPointAgainWhoseRecordIsGone)
{
  ASSERT_EQ(softmode({"run", campaign().string()}).status.code, 0);
  const auto before = products(folder / "small");
  fs::remove(folder / "small/points/copper-formate/1-100.00K-1/point.json");
  const RunResult r = softmode({"run", campaign().string()});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "3 points, 1 to run")) << r.output;
  EXPECT_TRUE(contains(r.output, "has lost point.json; it runs again from the start")) << r.output;
  EXPECT_EQ(products(folder / "small"), before);
}

TEST_F(Run, StopsCleanlyAtCtrlC)
{
  const std::string file = campaign("production: 40 ps", "production: 20 ns").string();
  const pid_t pid = start({"run", file});
  const fs::path log = folder / "small/points/copper-formate/1-100.00K-1/log.lammps";
  for (int i = 0; i < 1000 && !fs::exists(log); ++i) pause(100);
  ASSERT_TRUE(fs::exists(log));
  EXPECT_GE(workers().size(), 2u);    // two lmp, and what their MPI started
  const RunResult status = softmode({"status", "small"});
  EXPECT_TRUE(contains(status.output, "running at")) << status.output;

  const RunResult second = softmode({"run", file});
  EXPECT_EQ(second.status.code, 17);
  EXPECT_TRUE(contains(second.output, "pid " + std::to_string(pid))) << second.output;

  ::kill(pid, SIGINT);
  const int ended = wait_for(pid);
  ASSERT_TRUE(WIFEXITED(ended));
  EXPECT_EQ(WEXITSTATUS(ended), 130);
  EXPECT_TRUE(contains(read_file(folder / "err.txt"),
                       "0 of 3 points are complete. Run the same command again"));
  pause(200);
  EXPECT_EQ(workers().size(), 0u);
  EXPECT_TRUE(contains(softmode({"status", "small"}).output, "nobody works on it"));
}

TEST_F(Run, ReportsAPointThatExplodesAndKeepsTheOthers)
{
  // 6 fs is more than half a C-H period: everything explodes
  const std::string old_run = "timestep: 0.5 fs\n  equilibration: 2 ps\n  production: 40 ps";
  const std::string bad_run =
      "timestep: 6 fs\n  retries: 0\n  equilibration: 6 ps\n  production: 60 ps";
  const RunResult r = softmode({"run", campaign(old_run, bad_run).string()});
  EXPECT_EQ(r.status.code, 14) << r.output;
  EXPECT_TRUE(contains(r.output, "3 of 3 points failed")) << r.output;
  EXPECT_TRUE(contains(r.output, "copper-formate/1-100.00K-1: ERROR")) << r.output;
  EXPECT_TRUE(contains(r.output, "A smaller time step or another seed may help")) << r.output;
  EXPECT_TRUE(fs::exists(
      folder / "small/points/copper-formate/1-100.00K-1/log.lammps"));    // kept to be looked at
  EXPECT_FALSE(fs::exists(folder / "small/results"));
}

TEST_F(Run, TriesAPointThatExplodesAgainWithASmallerTimeStep)
{
  // 3 fs is below the limit of stability of C-H, 3.5 fs
  const std::string old_run = "timestep: 0.5 fs\n  equilibration: 2 ps\n  production: 40 ps";
  const std::string bad_run = "timestep: 6 fs\n  equilibration: 6 ps\n  production: 60 ps";
  const std::string file = campaign(old_run, bad_run).string();
  const RunResult r = softmode({"run", file});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(
      contains(r.output, "again with a time step of 3 fs and another seed (attempt 2 of 2)"))
      << r.output;
  const fs::path point = folder / "small/points/copper-formate/1-100.00K-1";
  const auto record = nlohmann::json::parse(read_file(point / "point.json"));
  ASSERT_EQ(record["failed_attempts"].size(), 1u);
  EXPECT_EQ(record["failed_attempts"][0]["timestep_fs"], 6.0);
  EXPECT_NE(record["failed_attempts"][0]["seed"], record["seed"]);
  EXPECT_EQ(record["timestep_fs"], 3.0);
  EXPECT_TRUE(contains(read_file(point / "in.lmp"), "timestep        3\n"));
  EXPECT_TRUE(contains(read_file(folder / "small/results/analysis.json"),
                       "copper-formate/1-100.00K-1: exploded with a time step of 6 fs"));
  EXPECT_TRUE(
      contains(read_file(folder / "small/report.html"), "its values are of a run with 3 fs"));

  const auto before = products(folder / "small");
  EXPECT_TRUE(contains(softmode({"run", file}).output, "0 to run"));    // it is complete
  EXPECT_EQ(products(folder / "small"), before);
}

TEST_F(Run, NamesTheFileThatIsDamaged)
{
  ASSERT_EQ(softmode({"run", campaign().string()}).status.code, 0);
  const fs::path file = folder / "small/points/copper-formate/1-200.00K-1/spectra-blocks.csv";
  const std::string content = read_file(file);
  write_file(file, content.substr(0, content.size() / 2));
  const RunResult r = softmode({"report", "small"});
  EXPECT_EQ(r.status.code, 14);
  EXPECT_TRUE(contains(r.output, "spectra-blocks.csv:")) << r.output;
  EXPECT_TRUE(contains(r.output, "remove the point's folder and run again")) << r.output;
  fs::remove_all(file.parent_path());
  EXPECT_TRUE(contains(softmode({"status", "small"}).output, "2 of 3 points complete"));
  EXPECT_EQ(softmode({"run", campaign().string()}).status.code, 0);
}

TEST_F(Run, TakesEachThermostat)
{
  const std::vector<std::string> thermostats{
      "{style: csvr, damping: 0.5 ps}", "{style: nose-hoover, damping: 0.1 ps}", "{style: none}"};
  for (std::size_t i = 0; i < thermostats.size(); ++i) {
    const std::string name = "run" + std::to_string(i);
    const RunResult r =
        softmode({"run", campaign("{style: langevin, damping: 0.5 ps}", thermostats[i]).string(),
                  "-o", name});
    EXPECT_TRUE(r.status.code == 0 || r.status.code == 15)
        << r.output;    // 15: a band of 18 atoms may get lost
    EXPECT_TRUE(fs::exists(folder / name / "points/copper-formate/1-300.00K-1/point.json"))
        << thermostats[i];
  }
}

TEST_F(Run, LangevinKeepsTheTemperature)
{
  // random forces that are made to cancel atom by atom would heat these 18 atoms by a fifth
  ASSERT_EQ(softmode({"run", campaign().string()}).status.code, 0);
  double ratio = 0.0;
  for (const double T : {100.0, 200.0, 300.0}) {
    const Table thermo = read_ave_time(
        folder / fmt::format("small/points/copper-formate/1-{:.2f}K-1/thermo.dat", T));
    for (const double t : thermo.column("c_thermo_temp"))
      ratio += t / T / (3.0 * static_cast<double>(thermo.rows()));
  }
  EXPECT_NEAR(ratio, 1.0, 0.06);    // standard error 0.013
}

TEST_F(Run, FollowsTheContactsOfAnIonicCarboxylate)
{
  write_file(
      folder / "ionic.yaml",
      "name: ionic\nmaterials:\n  - {name: sodium-benzoate, structure: " +
          (fs::path(SOFTMODE_SOURCE_DIR) / "inputs/structures/sodium-benzoate.cif").string() +
          ", potential: sodium-benzoate}\n"
          "temperatures: [323 K]\nrun:\n  timestep: 0.5 fs\n  equilibration: 1 ps\n"
          "  production: 10 ps\n  thermostat: {style: langevin, damping: 0.5 ps}\n"
          "sampling: {resolution: 30 cm-1}\nseed: 5\n");
  const RunResult r = softmode({"run", "ionic.yaml"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "48 metal-carboxylate bonds")) << r.output;
  const fs::path point = folder / "ionic/points/sodium-benzoate/1-323.00K-1";
  EXPECT_TRUE(contains(read_file(point / "in.lmp"), " distance 2.9 3.3 1\n"));
  EXPECT_FALSE(contains(read_file(point / "spectra.csv"), "metal_oxygen"));
  const Table bonds = read_csv(point / "bonds.csv");
  EXPECT_NEAR(static_cast<double>(bonds.rows()), 48.0, 12.0);
  for (const double r_mean : bonds.column("mean_r_A")) EXPECT_LT(r_mean, 3.3);
  const std::string manifest = read_file(folder / "ionic/manifest.json");
  EXPECT_TRUE(contains(manifest, "\"charges\": \"table: OPLS-AA"));
  EXPECT_TRUE(contains(manifest, "\"charges_in_the_energy\": true"));
}

}    // namespace softmode
