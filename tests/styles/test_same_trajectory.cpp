// SPDX-License-Identifier: BSD-3-Clause
// Compute and fixes fed the same trajectory (rerun of a dump) on every parallel path: what they
// accumulate agrees to the rounding of sums.
#include "support/files.h"
#include "support/lammps_run.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

namespace softmode {

/// Rows "index value ..." of the last block that fix ave/time wrote in vector mode.
std::vector<std::vector<double>> last_block(const std::string &text)
{
  std::vector<std::vector<double>> rows;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::vector<double> row;
    for (std::string w; words >> w;) row.push_back(std::strtod(w.c_str(), nullptr));
    if (row.size() == 2 && row[0] == 800.0) rows.clear();    // step, number of rows
    rows.push_back(row);
  }
  return rows;
}

void expect_same(const LammpsRun &a, const LammpsRun &b, const char *file, double tolerance)
{
  const auto x = last_block(a.file(file)), y = last_block(b.file(file));
  ASSERT_GT(x.size(), 10u) << file;
  ASSERT_EQ(x.size(), y.size()) << file;
  for (std::size_t c = 1; c < x.back().size(); ++c) {
    double largest = 0.0;
    for (std::size_t i = 1; i < x.size(); ++i)
      if (std::isfinite(x[i][c])) largest = std::max(largest, std::fabs(x[i][c]));
    const bool is_vector = x.back().size() == 2;    // numbers of all kinds, each for itself
    for (std::size_t i = 1; i < x.size(); ++i) {
      EXPECT_EQ(std::isfinite(x[i][c]), std::isfinite(y[i][c])) << file << " row " << i;
      if (!std::isfinite(x[i][c])) continue;
      EXPECT_NEAR(y[i][c], x[i][c], tolerance * (is_vector ? std::fabs(x[i][c]) : largest))
          << file << " row " << i << " column " << c;
    }
  }
}

const std::string sampling =
    "compute s all carboxylate/state 1.96 0.04 hysteresis 1.93 1.99 temp 300 every 4\n"
    "fix k all carboxylate/kinetics 4 s lags 60 file k.csv survival l.csv profile p.csv events "
    "e.csv\n"
    "fix sp all carboxylate/spectrum 4 segment 50 range 0 9000 dos 1 all temp 300 states s w.csv "
    "file s.csv acf a.csv\n"
    "fix o1 all ave/time 800 1 800 f_sp[1] f_sp[2] f_sp[3] f_sp[4] f_sp[5] f_sp[6] f_sp[7] mode "
    "vector file spectra.dat format \" %.17g\"\n"
    "fix o2 all ave/time 800 1 800 c_s mode vector file states.dat format \" %.17g\"\n"
    "fix o3 all ave/time 800 1 800 f_k mode vector file rates.dat format \" %.17g\"\n";
const std::string again = "info computes fixes\nrerun t.dump dump x y z vx vy vz\n";

TEST(SameTrajectory, GivesTheSameSumsOnEveryParallelPath)
{
  const std::string begin = set_up(copper_formate());
  const LammpsRun source(begin + "displace_atoms all random 0.02 0.02 0.02 11 units box\n"
                                 "velocity all create 600 1 mom yes\nfix 1 all nve\ntimestep 0.5\n"
                                 "dump 1 all custom 4 t.dump id type x y z vx vy vz\n"
                                 "dump_modify 1 sort id format float %.17g\nrun 800\n");
  ASSERT_TRUE(source.success) << source.output;
  const std::string trajectory = source.file("t.dump");
  const auto rerun = [&](LammpsRun &run, const LammpsVariant &variant, const std::string &styles) {
    write_file(run.folder / "t.dump", trajectory);
    run.again(begin + "timestep 0.5\n" + styles + again, variant);
    EXPECT_TRUE(run.success) << run.output;
  };
  LammpsRun serial("print none\n");
  rerun(serial, {}, sampling);
  ASSERT_NE(serial.file("s.csv").find("7 segments of 50 samples"), std::string::npos);
  ASSERT_NE(serial.file("k.csv").find("8 bonds, 201 samples"), std::string::npos)
      << serial.file("k.csv").substr(0, 200);

  std::vector<std::pair<LammpsVariant, std::string>> paths;
  for (const LammpsVariant &variant : parallel_variants()) paths.emplace_back(variant, sampling);
  if (LammpsVariant mixed = kokkos_variant(); !mixed.name.empty()) {
    mixed.name += ", plain sampling styles";
    paths.emplace_back(mixed, "suffix off\n" + sampling);
  }
  for (const auto &[variant, styles] : paths) {
    SCOPED_TRACE(variant.name);
    LammpsRun run("print none\n", variant);
    rerun(run, variant, styles);
    for (const char *file : {"spectra.dat", "states.dat", "rates.dat"})
      expect_same(serial, run, file, 1e-12);
    for (const char *file : {"k.csv", "l.csv", "p.csv", "e.csv"})
      EXPECT_EQ(run.file(file), serial.file(file)) << file;
    const bool twins = variant.name.find("KOKKOS") == 0 && styles == sampling;
    for (const char *style : {"state", "kinetics", "spectrum"})
      EXPECT_EQ(run.output.find(fmt::format("style = carboxylate/{}/kk", style)) !=
                    std::string::npos,
                twins)
          << style;
  }
}

TEST(SameTrajectory, OfAtomsThatAreSortedAtEveryStepGivesTheSameSums)
{
  const auto script = [](const std::string &sort) {
    return set_up(copper_formate()) + "neigh_modify every 1 delay 0 check no\natom_modify sort " +
           sort + "\nvelocity all create 900 1 mom yes loop all\nfix 1 all nve\ntimestep 0.5\n" +
           sampling + "run 800\n";
  };
  const LammpsRun as_read(script("0 0.0")), sorted(script("1 2.0"));
  ASSERT_TRUE(as_read.success) << as_read.output;
  ASSERT_TRUE(sorted.success) << sorted.output;
  // forces are summed in another order, so that the trajectories part in the last digits
  for (const char *file : {"spectra.dat", "states.dat", "rates.dat"})
    expect_same(as_read, sorted, file, 1e-8);
  EXPECT_NE(as_read.file("spectra.dat"), sorted.file("spectra.dat"));
}

}    // namespace softmode
