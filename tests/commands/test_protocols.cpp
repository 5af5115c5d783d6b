// SPDX-License-Identifier: BSD-3-Clause
// Protocols, ensembles, plans and reruns with the real engine.
#include "results/table.h"
#include "support/campaign_run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <random>

namespace softmode {

class Protocols : public Run {
 protected:
  /// The small campaign with another protocol, 20 ps a point.
  fs::path with_protocol(const std::string &protocol, const std::string &name = "small",
                         bool temperatures = true) const
  {
    std::string text = read_file(campaign("production: 40 ps", "production: 20 ps"));
    const auto replace = [&](const std::string &from, const std::string &to) {
      text.replace(text.find(from), from.size(), to);
    };
    replace("name: small", "name: " + name);
    replace("damping: 0.5 ps}", "damping: 0.5 ps}\n  checkpoint: 2 ps");    // kills cost little
    if (!temperatures) replace("temperatures: [100 K, 200 K, 300 K]", "");
    text += "protocol: " + protocol + "\n";
    write_file(folder / (name + ".yaml"), text);
    return folder / (name + ".yaml");
  }

  nlohmann::json record(const std::string &point, const std::string &name = "small") const
  {
    return nlohmann::json::parse(
        read_file(folder / name / "points/copper-formate" / point / "point.json"));
  }

  /// Run it in the folder `name`, killed again and again until it is done; how often.
  int run_with_kills(const fs::path &file, const std::string &name, int longest_ms)
  {
    std::minstd_rand random(11);
    for (int kills = 0;; ++kills) {
      const pid_t pid = start({"run", file.string(), "-o", name});
      int status = 0;
      pid_t ended = 0;
      const int milliseconds = static_cast<int>(random() % static_cast<unsigned>(longest_ms));
      for (int waited = 0; waited < milliseconds && ended == 0; waited += 5) {
        pause(5);
        ended = ::waitpid(pid, &status, WNOHANG);
      }
      if (ended != 0) {
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << read_file(folder / "err.txt");
        return kills;
      }
      ::kill(pid, SIGKILL);
      wait_for(pid);
      if (kills > 500) ADD_FAILURE() << "does not come to its end";
      if (kills > 500) return kills;
    }
  }
};

TEST_F(Protocols, ARampStartsEachPointFromTheEndOfTheLastOne)
{
  const fs::path file = with_protocol("{type: ramp, cycles: 2, start: 200 K}");
  const RunResult r = softmode({"run", file.string()});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "8 points, 8 to run")) << r.output;
  EXPECT_EQ(record("1c-200.00K-1")["starts_from"], "copper-formate/1h-300.00K-1");
  const fs::path points = folder / "small/points/copper-formate";
  EXPECT_EQ(read_file(points / "1c-200.00K-1/start.restart"),
            read_file(points / "1h-300.00K-1/checkpoint-44000"));
  EXPECT_TRUE(contains(r.output, "loose fraction, heating less cooling: ")) << r.output;
  const std::string branches = read_file(folder / "small/results/branches.csv");
  EXPECT_TRUE(contains(branches, "copper-formate,asymmetric position,cm-1,200,")) << branches;
  const std::string populations = read_file(folder / "small/results/populations.csv");
  EXPECT_TRUE(contains(populations, "copper-formate,200,1,2,cooling,")) << populations;
}

TEST_F(Protocols, ARampThatIsKilledAtRandomEndsTheSame)
{
  const fs::path file = with_protocol("{type: ramp, cycles: 1}");
  ASSERT_EQ(softmode({"run", file.string(), "-o", "undisturbed"}).status.code, 0);
  EXPECT_GT(run_with_kills(file, "killed", 3000), 1);
  EXPECT_EQ(products(folder / "killed"), products(folder / "undisturbed"));
}

TEST_F(Protocols, ARampIsNotGoneOnWithFromAPointThatFailed)
{
  const fs::path file = with_protocol("{type: ramp, cycles: 1}");
  std::string text = read_file(file);
  const std::string run = "timestep: 0.5 fs\n  equilibration: 2 ps\n  production: 20 ps";
  text.replace(text.find(run), run.size(),    // everything explodes
               "timestep: 6 fs\n  retries: 0\n  equilibration: 6 ps\n  production: 60 ps");
  text.replace(text.find("checkpoint: 2 ps"), 16, "checkpoint: 6 ps");
  write_file(file, text);
  const RunResult r = softmode({"run", file.string()});
  EXPECT_EQ(r.status.code, 14);
  EXPECT_TRUE(contains(r.output, "5 of 5 points failed")) << r.output;
  EXPECT_TRUE(
      contains(r.output, "1h-200.00K-1: was not run: it starts from copper-formate/1h-100.00K-1"))
      << r.output;
}

TEST_F(Protocols, UntilGoesOnWhereTheErrorIsTooLarge)
{
  const fs::path file =
      with_protocol("{type: until, quantity: mean-length, error: 0.0003 A, budget: 60 ps}");
  const RunResult r = softmode({"run", file.string()});
  ASSERT_EQ(r.status.code, 0) << r.output;
  int longer = 0;
  for (const char *point : {"1-100.00K-1", "1-200.00K-1", "1-300.00K-1"}) {
    const auto j = record(point);
    const int steps = j["steps"].get<int>();
    EXPECT_LE(steps, 4000 + 120000);
    if (steps > 44000) ++longer;
    EXPECT_EQ(j["stages"].back(), steps);
    const Table states =
        read_ave_time(folder / "small/points/copper-formate" / point / "states.dat");
    EXPECT_EQ(states.rows(), static_cast<std::size_t>(steps - 4000) / 2000);
  }
  EXPECT_GE(longer, 1);
  EXPECT_GE(record("1-300.00K-1")["steps"].get<int>(), record("1-100.00K-1")["steps"].get<int>());
  EXPECT_EQ(softmode({"rerun", "small/points/copper-formate/1-300.00K-1"}).status.code, 0);

  EXPECT_GT(run_with_kills(file, "killed", 3000), 0);
  EXPECT_EQ(products(folder / "killed"), products(folder / "small"));
}

TEST_F(Protocols, MeltFindsTheCrossingAndSurvivesKills)
{
  const fs::path file = with_protocol(
      "{type: melt, start: 200 K, step: 300 K, threshold: 0.03, tolerance: 50 K}", "melt", false);
  const RunResult r = softmode({"run", file.string()});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "the Lindemann ratio of the M-O bonds reaches 0.03 at "))
      << r.output;
  const std::string table = read_file(folder / "melt/results/melting.csv");
  EXPECT_TRUE(contains(table, "\"found\"")) << table;
  const RunResult status = softmode({"status", "melt"});
  EXPECT_TRUE(contains(status.output, "search 1: found")) << status.output;
  EXPECT_TRUE(contains(softmode({"run", file.string()}).output, "0 to run"));

  run_with_kills(file, "killed", 3000);
  EXPECT_EQ(products(folder / "killed"), products(folder / "melt"));
}

TEST_F(Protocols, SeveralPotentialsOfAMaterialAreRunApart)
{
  const fs::path data = fs::path(SOFTMODE_SOURCE_DIR) / "tests/data";
  std::string second = read_file(data / "copper-formate.yaml");
  const std::string relative = "../../potentials/";
  second.replace(second.find(relative), relative.size(),
                 (fs::path(SOFTMODE_SOURCE_DIR) / "potentials/").string());
  write_file(folder / "second.yaml", second);
  const fs::path file =
      campaign("potential: copper-formate.yaml",
               "potentials: [" + (data / "copper-formate.yaml").string() + ", second.yaml]");
  const RunResult r = softmode({"plan", file.string(), "--without-times"});
  EXPECT_TRUE(contains(r.output, "disk: without checkpoints")) << r.output;
  EXPECT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output, "copper-formate.copper-formate/1-100.00K-1")) << r.output;
  EXPECT_TRUE(contains(r.output, "copper-formate.second/1-300.00K-1")) << r.output;
  EXPECT_TRUE(contains(r.output, "6 points, 6 to run")) << r.output;
}

TEST_F(Protocols, ABarostatKeepsThePressureAndMovesTheCell)
{
  const RunResult r =
      softmode({"run", campaign("{style: langevin, damping: 0.5 ps}",
                                "{style: langevin, damping: 0.5 ps}\n"
                                "  barostat: {pressure: 1 bar, damping: 1 ps, shape: anisotropic}")
                           .string()});
  EXPECT_TRUE(r.status.code == 0 || r.status.code == 15) << r.output;    // a band may get lost
  const Table thermo = read_ave_time(folder / "small/points/copper-formate/1-300.00K-1/thermo.dat");
  const auto &volume = thermo.column("v_volume");
  EXPECT_GT(*std::max_element(volume.begin(), volume.end()) -
                *std::min_element(volume.begin(), volume.end()),
            1.0);
  bool judged = false;
  const auto gates = record("1-300.00K-1")["gates"];
  for (const auto &gate : gates)
    if (gate["name"] == "pressure") {
      judged = gate.contains("value");
      EXPECT_TRUE(gate.value("passed", false)) << gate;
    }
  EXPECT_TRUE(judged);
}

TEST_F(Protocols, AQuantumBathHoldsZeroPointMotion)
{
  const RunResult r = softmode({"run", campaign("{style: langevin, damping: 0.5 ps}",
                                                "{style: qtb, damping: 0.5 ps}\n  cell: relaxed")
                                           .string()});
  EXPECT_TRUE(r.status.code == 0 || r.status.code == 15) << r.output;
  const Table thermo = read_ave_time(folder / "small/points/copper-formate/1-100.00K-1/thermo.dat");
  double mean = 0.0;
  for (const double T : thermo.column("c_thermo_temp"))
    mean += T / static_cast<double>(thermo.rows());
  EXPECT_GT(mean, 300.0);    // at 100 K: the oscillators' zero-point energy
  EXPECT_LT(mean, 1500.0);
}

TEST_F(Protocols, APointThatFailsItsGatesIsInNoFitAndIsSeen)
{
  ASSERT_EQ(softmode({"run", campaign().string()}).status.code, 0);
  // what gates find is tested in test_gates.cpp; here, what becomes of a point whose record has a failed one
  auto failed = record("1-200.00K-1");
  failed["passed"] = false;
  failed["gates"][0]["passed"] = false;
  failed["gates"][0]["value"] = 260.0;
  failed["failed_gates"] = "The temperature is 260 K. Allowed is 188 to 212.";
  write_file(folder / "small/points/copper-formate/1-200.00K-1/point.json", failed.dump(2));
  const RunResult r = softmode({"report", "small"});
  ASSERT_EQ(r.status.code, 0) << r.output;
  EXPECT_TRUE(contains(r.output,
                       "copper-formate/1-200.00K-1: failed a physics gate, so no fit uses it. "
                       "The temperature is 260 K. Allowed is 188 to 212."))
      << r.output;
  EXPECT_TRUE(contains(softmode({"status", "small"}).output, "flagged: failed physics gates"));
  const std::string populations = read_file(folder / "small/results/populations.csv");
  EXPECT_EQ(std::count(populations.begin(), populations.end(), '\n'), 2 + 2);
  EXPECT_TRUE(
      contains(read_file(folder / "small/results/flagged.csv"), "copper-formate/1-200.00K-1"));
  EXPECT_TRUE(contains(read_file(folder / "small/report.html"), "failed a physics gate"));
  // it is complete all the same: nothing is run again
  EXPECT_TRUE(contains(softmode({"run", campaign().string()}).output, "3 points, 0 to run"));
}

TEST_F(Protocols, RanksOfMpiAreKeptAndGoOnInsideARun)
{
  const fs::path file = campaign("[100 K, 200 K, 300 K]", "[100 K]");
  // one temperature has no slope, which may end with 15; its point counts
  const auto run = [&](const std::string &name) {
    return softmode({"run", file.string(), "--ranks", "2", "-j", "1", "-o", name});
  };
  const RunResult r = run("undisturbed");
  EXPECT_TRUE(r.status.code == 0 || r.status.code == 15) << r.output;
  ASSERT_EQ(record("1-100.00K-1", "undisturbed")["ranks"], 2);
  const pid_t pid = start({"run", file.string(), "--ranks", "2", "-j", "1", "-o", "killed"});
  const fs::path point = folder / "killed/points/copper-formate/1-100.00K-1";
  for (int i = 0; i < 6000 && !fs::exists(point / "checkpoint-24000"); ++i) pause(5);
  ::kill(pid, SIGKILL);
  wait_for(pid);
  const RunResult again = softmode({"run", file.string(), "-j", "1", "-o", "killed"});
  EXPECT_TRUE(again.status.code == 0 || again.status.code == 15) << again.output;
  EXPECT_EQ(record("1-100.00K-1", "killed")["ranks"], 2);    // they are kept
  EXPECT_GE(record("1-100.00K-1", "killed")["resumed_from_step"], 24000);
  EXPECT_EQ(record("1-100.00K-1", "killed")["outputs"],
            record("1-100.00K-1", "undisturbed")["outputs"]);
}

TEST_F(Protocols, APlanIsRightAboutDiskSpace)
{
  const fs::path file = campaign();
  // the first plan may have to measure speeds, and says so
  const std::string output = softmode({"plan", file.string(), "--json"}).output;
  const auto plan = nlohmann::json::parse(output.substr(output.find('{')));
  EXPECT_FALSE(fs::exists(folder / "small"));    // nothing is spent or written
  ASSERT_EQ(plan["points"].size(), 3u);
  EXPECT_EQ(plan["points"][0]["steps"], 84000);
  EXPECT_GT(plan["wall_seconds"].get<double>(), 0.1);
  ASSERT_EQ(softmode({"run", file.string()}).status.code, 0);
  double bytes = 0.0;
  for (const auto &entry : fs::recursive_directory_iterator(folder / "small/points"))
    if (entry.is_regular_file()) bytes += static_cast<double>(entry.file_size());
  EXPECT_NEAR(plan["bytes"].get<double>() / bytes, 1.0, 0.1);
  EXPECT_TRUE(contains(softmode({"plan", file.string()}).output, "3 points, 0 to run"));
}

TEST_F(Protocols, RerunReproducesAPointFromItsFolder)
{
  ASSERT_EQ(softmode({"run", campaign().string()}).status.code, 0);
  const std::string point = "small/points/copper-formate/1-200.00K-1";
  const RunResult r = softmode({"rerun", point, "-o", "again"});
  EXPECT_EQ(r.status.code, 0) << r.output;
  EXPECT_FALSE(contains(r.output, "DIFFERS")) << r.output;
  EXPECT_EQ(read_file(folder / "again/spectra.csv"), read_file(folder / point / "spectra.csv"));
  // another potential than that of the record
  write_file(folder / point / "potential.lmp", read_file(folder / point / "potential.lmp") + "\n");
  const RunResult changed = softmode({"rerun", point});
  EXPECT_EQ(changed.status.code, 14);
  EXPECT_TRUE(contains(changed.output, "potential.lmp: is not what the point was run with"))
      << changed.output;
}

TEST_F(Protocols, ProvenanceNamesEveryPointAndTable)
{
  ASSERT_EQ(softmode({"run", campaign().string()}).status.code, 0);
  const auto j = nlohmann::json::parse(read_file(folder / "small/results/provenance.json"));
  ASSERT_EQ(j["points"].size(), 3u);
  for (const auto &[id, entry] : j["points"].items()) {
    const fs::path point = folder / "small/points" / id;
    for (const auto &[file, hash] : entry["outputs"].items())
      EXPECT_EQ(hash, sha256(read_file(point / file))) << file;
    EXPECT_EQ(entry["inputs"]["in.lmp"], sha256(read_file(point / "in.lmp")));
  }
  EXPECT_EQ(j["tables"]["populations.csv"],
            sha256(read_file(folder / "small/results/populations.csv")));
  EXPECT_EQ(j["campaign_sha256"], sha256(read_file(folder / "small/campaign.yaml")));
}

}    // namespace softmode
