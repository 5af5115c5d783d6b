// SPDX-License-Identifier: BSD-3-Clause
#include "core/infrared.h"
#include "core/segment_spectrum.h"
#include "support/lammps_run.h"
#include "support/spectrum_run.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <fstream>
#include <map>
#include <sstream>

namespace softmode {

const std::string spectrum =
    "fix sp all carboxylate/spectrum 4 segment 256 file s.csv blocks b.csv acf a.csv\n";

double position_of_maximum(const std::vector<std::vector<double>> &rows, int column, double low,
                           double high)
{
  double best = 0.0, position = 0.0;
  for (std::size_t i = 1; i + 1 < rows.size(); ++i) {
    const double y = rows[i][column];
    if (rows[i][wavenumber] < low || rows[i][wavenumber] > high || y < best) continue;
    best = y;
    const double left = rows[i - 1][column], right = rows[i + 1][column];
    const double offset = 0.5 * (left - right) / (left - 2.0 * y + right);
    position = rows[i][wavenumber] + offset * (rows[i + 1][wavenumber] - rows[i][wavenumber]);
  }
  return position;
}

// A linear O-C-O on springs, moving along its axis only; metal and hydrogen hang on without a force.
// Its stretches are known: symmetric sqrt(k/mO), asymmetric sqrt(k (1/mO + 2/mC)).
std::string triatomic(const std::string &units, double k, double timestep, const std::string &start)
{
  return fmt::format(
      "plugin load \"{}\"\nunits {}\natom_style full\nregion b block 0 20 0 20 0 20\n"
      "create_box 4 b bond/types 2 extra/bond/per/atom 4 extra/special/per/atom 8\n"
      "create_atoms 2 single 8.74 10 10\ncreate_atoms 3 single 10 10 10\ncreate_atoms 2 single "
      "11.26 10 10\n"
      "create_atoms 1 single 8.74 12 10\ncreate_atoms 1 single 11.26 12 10\ncreate_atoms 4 single "
      "10 11 10\n"
      "mass 1 63.546\nmass 2 15.9994\nmass 3 12.0107\nmass 4 1.00794\nset type 1 charge 0.6\nset "
      "type 2 charge -0.65\n"
      "set type 3 charge 0\nset type 4 charge 0.1\n"
      "pair_style zero 5\npair_coeff * *\nbond_style harmonic\nbond_coeff 1 {:.12g} "
      "1.26\nbond_coeff 2 0 1\n"
      "create_bonds single/bond 1 1 2\ncreate_bonds single/bond 1 2 3\ncreate_bonds single/bond 2 "
      "1 4\n"
      "create_bonds single/bond 2 3 5\ncreate_bonds single/bond 2 2 6\n{}fix 1 all nve\ntimestep "
      "{}\n",
      SOFTMODE_PLUGIN, units, k / 2.0, start, timestep);
}

// wavenumber in cm-1 of sqrt(k / mu), k in kcal/mol/A2, mu in g/mol
double harmonic_wavenumber(double k, double inverse_mass)
{
  const double omega = std::sqrt(k * 4.184e-4 * inverse_mass);    // 1/fs
  return omega / (2.0 * pi * speed_of_light_cm_fs);
}

const double mO = 15.9994, mC = 12.0107, k_co = 1050.0;

TEST(FixCarboxylateSpectrum, ShowsTheStretchesOfAHarmonicTriatomicWhereTheyAre)
{
  // both modes excited: the first oxygen displaced
  const std::string start =
      "displace_atoms all move 0 0 0\ngroup o id 1\ndisplace_atoms o move 0.05 0 0\n";
  for (const double timestep : {0.25, 1.0}) {
    const int every = static_cast<int>(2.0 / timestep);
    const LammpsRun run(
        triatomic("real", k_co, timestep, start) +
        fmt::format("fix sp all carboxylate/spectrum {} segment 4000 file s.csv\nrun {}\n", every,
                    static_cast<int>(40000 / timestep)));
    ASSERT_TRUE(run.success) << run.output;
    const auto rows = csv_rows(run.file("s.csv"));
    EXPECT_NEAR(position_of_maximum(rows, symmetric, 500, 3000),
                harmonic_wavenumber(k_co, 1.0 / mO), 0.1)
        << timestep;
    EXPECT_NEAR(position_of_maximum(rows, asymmetric, 500, 3000),
                harmonic_wavenumber(k_co, 1.0 / mO + 2.0 / mC), 0.1)
        << timestep;
  }
}

TEST(FixCarboxylateSpectrum, IntegralIsTheMeanSquareVelocityOfTheStretch)
{
  // symmetric mode alone with known energy: both oxygens move outwards with v, q_s = sqrt2 d, <q_s'^2> = (sqrt2 v)^2 / 2
  const double v = 1e-3;    // A/fs
  const LammpsRun run(
      triatomic("real", k_co, 0.5,
                fmt::format(
                    "velocity all set 0 0 0\ngroup l id 1\ngroup r id 3\nvelocity l set -{0} 0 0\n"
                    "velocity r set {0} 0 0\n",
                    v)) +
      "fix sp all carboxylate/spectrum 4 segment 1000 range 0 9000 file s.csv\nrun 40000\n");
  ASSERT_TRUE(run.success) << run.output;
  const auto rows = csv_rows(run.file("s.csv"));
  double sum = 0.0, other = 0.0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const double width = rows[i][wavenumber] - rows[i - 1][wavenumber];
    sum += 0.5 * width * (rows[i][symmetric] + rows[i - 1][symmetric]);
    other += 0.5 * width * (rows[i][asymmetric] + rows[i - 1][asymmetric]);
  }
  EXPECT_NEAR(sum, v * v, 0.002 * v * v);
  EXPECT_LT(other, 1e-20);
}

TEST(FixCarboxylateSpectrum, MetalUnitsGiveTheSameSpectrum)
{
  const double eV = 23.060549;    // kcal/mol
  const std::string start = "group o id 1\ndisplace_atoms o move 0.05 0 0\n";
  const std::string fix = "fix sp all carboxylate/spectrum 4 segment 2000 file s.csv\nrun 20000\n";
  const LammpsRun real(triatomic("real", k_co, 0.5, start) + fix);
  const LammpsRun metal(triatomic("metal", k_co / eV, 0.0005, start) + fix);
  ASSERT_TRUE(real.success && metal.success) << real.output << metal.output;
  const auto a = csv_rows(real.file("s.csv")), b = csv_rows(metal.file("s.csv"));
  ASSERT_EQ(a.size(), b.size());
  EXPECT_NEAR(position_of_maximum(a, asymmetric, 500, 3000),
              position_of_maximum(b, asymmetric, 500, 3000), 0.02);
  const auto height = [](const auto &rows) {
    double best = 0.0;
    for (const auto &row : rows) best = std::max(best, row[asymmetric]);
    return best;
  };
  EXPECT_NEAR(height(b) / height(a), 1.0, 0.01);
}

TEST(FixCarboxylateSpectrum, IsTheSameOnEveryParallelPath)
{
  // short enough that trajectories on different paths still agree to many digits
  const System system = copper_formate();
  const std::string script =
      set_up(system) + dynamics +
      "fix sp all carboxylate/spectrum 2 segment 64 file s.csv acf a.csv\nrun 256\n";
  const LammpsRun serial(script);
  ASSERT_TRUE(serial.success) << serial.output;
  const auto expected = csv_rows(serial.file("s.csv")),
             expected_acf = csv_rows(serial.file("a.csv"));
  double largest[9] = {};
  for (const auto &row : expected)
    for (int c = 1; c < 9; c += 2) largest[c] = std::max(largest[c], row[c]);
  for (const LammpsVariant &variant : parallel_variants()) {
    SCOPED_TRACE(variant.name);
    const LammpsRun run(script, variant);
    ASSERT_TRUE(run.success) << run.output;
    const auto rows = csv_rows(run.file("s.csv")), acf = csv_rows(run.file("a.csv"));
    ASSERT_EQ(rows.size(), expected.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (int c = 1; c < 9; c += 2)
        EXPECT_NEAR(rows[i][c], expected[i][c], 1e-8 * largest[c])
            << "row " << i << " column " << c;
    for (std::size_t i = 0; i < acf.size(); ++i)
      for (int c = 1; c < 5; ++c)
        EXPECT_NEAR(acf[i][c], expected_acf[i][c], 1e-8 * expected_acf[0][c]);
  }
}

/// Rows of a fix ave/time file in vector mode: the last block.
std::vector<std::vector<double>> vector_rows(const std::string &text)
{
  std::vector<std::vector<double>> rows;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line[0] == '#') continue;
    std::vector<double> row;
    std::istringstream words(line);
    for (std::string v; words >> v;) row.push_back(std::strtod(v.c_str(), nullptr));
    if (row.size() == 2)
      rows.clear();    // step and number of rows
    else
      rows.push_back(row);
  }
  return rows;
}

TEST(FixCarboxylateSpectrum, FluxAutocorrelationEqualsLammpssOwnCorrelator)
{
  // the same 101 samples (steps 2 to 202), one segment: LAMMPS's q*v variables and fix ave/correlate
  const LammpsRun run(
      set_up(copper_formate()) + dynamics +
      "variable jx atom q*vx\nvariable jy atom q*vy\nvariable jz atom q*vz\n"
      "compute j all reduce sum v_jx v_jy v_jz\n"
      "fix c all ave/correlate 2 101 202 c_j[1] c_j[2] c_j[3] type auto start 2 ave running\n"
      "fix sp all carboxylate/spectrum 2 segment 101 overlap 0 acf a.csv\n"
      "fix out all ave/time 202 1 202 f_c[2] f_c[3] f_c[4] f_c[5] mode vector file c.dat format \" "
      "%.17g\"\nrun 202\n");
  ASSERT_TRUE(run.success) << run.output;
  const auto acf = csv_rows(run.file("a.csv")), reference = vector_rows(run.file("c.dat"));
  ASSERT_EQ(acf.size(), 101u);
  ASSERT_EQ(reference.size(), 101u);
  for (std::size_t lag = 0; lag < 101; ++lag) {
    ASSERT_EQ(reference[lag][1], 101.0 - static_cast<double>(lag));    // all time origins
    const double sum = reference[lag][2] + reference[lag][3] + reference[lag][4];
    EXPECT_NEAR(acf[lag][1], sum, 1e-12 * acf[0][1]) << "lag " << lag;
  }
}

TEST(FixCarboxylateSpectrum, TwoRunsAreOne)
{
  const System system = copper_formate();
  const std::string begin = set_up(system) + dynamics + spectrum;
  const LammpsRun one(begin + "run 3000\n"), two(begin + "run 1300\nrun 1700\n");
  ASSERT_TRUE(one.success && two.success) << one.output << two.output;
  const auto a = csv_rows(one.file("s.csv")), b = csv_rows(two.file("s.csv"));
  ASSERT_EQ(a.size(), b.size());
  double largest = 0.0;
  for (const auto &row : a) largest = std::max(largest, row[symmetric]);
  // set-up between the runs rebuilds neighbour lists, which reorders sums of forces
  for (std::size_t i = 0; i < a.size(); ++i)
    EXPECT_NEAR(a[i][symmetric], b[i][symmetric], 1e-3 * largest);
}

TEST(FixCarboxylateSpectrum, SaysWhenARunIsTooShortForOneSegment)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics + spectrum + "run 1000\n");
  ASSERT_TRUE(run.success) << run.output;
  EXPECT_NE(run.output.find("no segment is complete yet (250 of 256 samples), nothing written"),
            std::string::npos);
  EXPECT_FALSE(run.has("s.csv"));
}

TEST(FixCarboxylateSpectrum, DropsASegmentThatWouldSpanAGap)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics + spectrum +
                      "run 500\nreset_timestep 7\nrun 2000\n");
  ASSERT_TRUE(run.success) << run.output;
  EXPECT_NE(run.output.find("samples are not contiguous"), std::string::npos);
  EXPECT_TRUE(run.has("s.csv"));
}

TEST(FixCarboxylateSpectrum, WritesAtIntervalsAndLeavesNoHalfFiles)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics +
                      "fix sp all carboxylate/spectrum 4 segment 100 write 800 file s.csv\nrun "
                      "1600\nshell cp s.csv first.csv\n"
                      "fix halt all halt 1 v_stop > 0 error hard\nrun 1\n");
  EXPECT_FALSE(run.success);    // stopped by an error after the files were written
  EXPECT_TRUE(run.has("s.csv"));
  EXPECT_FALSE(run.has("s.csv.part"));
}

TEST(FixCarboxylateSpectrum, ResolutionChoosesTheSegment)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics +
                      "fix sp all carboxylate/spectrum 4 resolution 50 file s.csv\nrun 2000\n");
  ASSERT_TRUE(run.success) << run.output;
  EXPECT_NE(run.file("s.csv").find("of 486 samples every 2 fs"), std::string::npos)
      << run.file("s.csv").substr(0, 300);
}

double integral(const std::vector<std::vector<double>> &rows, int column)
{
  double sum = 0.0;
  for (std::size_t i = 1; i < rows.size(); ++i)
    sum += 0.5 * (rows[i][wavenumber] - rows[i - 1][wavenumber]) *
           (rows[i][column] + rows[i - 1][column]);
  return sum;
}

TEST(FixCarboxylateSpectrum, DensityOfStatesIntegratesToTheDegreesOfFreedom)
{
  const LammpsRun run(
      set_up(copper_formate()) +
      "group metal type 1\ngroup light subtract all metal\nvelocity all create 600 1 "
      "mom yes\nfix 1 all nve\ntimestep 0.5\n"
      "fix sp all carboxylate/spectrum 4 segment 512 window none range 0 9000 dos 3 all "
      "metal light file s.csv acf a.csv\nrun 40000\n");
  ASSERT_TRUE(run.success) << run.output;
  EXPECT_NE(run.file("s.csv").find(",dos_all_cm,dos_all_se_cm,dos_metal_cm"), std::string::npos);
  EXPECT_NE(run.file("s.csv").find("with 51 degrees of freedom"),
            std::string::npos);    // 3 x 18 - 3
  const auto rows = csv_rows(run.file("s.csv"));
  const int all = 9, metal = 11, light = 13;
  // segments that overlap do not weigh all samples alike: to that, the integral is exact
  EXPECT_NEAR(integral(rows, all), 51.0, 0.3);
  for (const auto &row : rows) EXPECT_NEAR(row[all], row[metal] + row[light], 1e-6 * row[all]);
  // correlation functions: flux, asymmetric, symmetric, metal_oxygen, then these
  EXPECT_NEAR(csv_rows(run.file("a.csv"))[0][5], 51.0, 0.3);
}

TEST(FixCarboxylateSpectrum, DensityOfStatesIsThatOfTheDumpedVelocities)
{
  const int n = 128, hop = 64;
  const LammpsRun run(
      set_up(copper_formate()) + dynamics +
      "fix sp all carboxylate/spectrum 4 segment 128 timestep_correction no range 0 "
      "9000 flux no dos 1 all file s.csv\ndump 1 all custom 4 v.dump id mass vx vy "
      "vz\ndump_modify 1 sort id first no format float %.17g\nrun 1024\n");
  ASSERT_TRUE(run.success) << run.output;

  // sqrt(m) v of 18 atoms: a series of 256 for each of 54 components; step 0 is no sample
  std::vector<std::vector<double>> series(54);
  double kinetic = 0.0;
  const std::string dump = run.file("v.dump");
  for (std::size_t at = dump.find("ITEM: TIMESTEP", 1); at != std::string::npos;) {
    const std::size_t next = dump.find("ITEM: TIMESTEP", at + 1);
    const auto rows = dump_rows(dump.substr(at, next - at));
    for (std::size_t c = 0; c < 54; ++c) {
      series[c].push_back(std::sqrt(rows[c / 3][1]) * rows[c / 3][2 + c % 3]);
      kinetic += series[c].back() * series[c].back();
    }
    at = next;
  }
  ASSERT_EQ(series[0].size(), 256u);
  const double kT = kinetic / 256.0 / 51.0;

  // 3 segments under a Hann window, padded to twice their length, transformed term by term
  std::vector<double> density(n + 1);
  double window_power = 0.0;
  for (int i = 0; i < n; ++i) window_power += std::pow(0.5 - 0.5 * std::cos(2.0 * pi * i / n), 2);
  for (const std::vector<double> &values : series)
    for (int start = 0; start + n <= 256; start += hop)
      for (int k = 0; k <= n; ++k) {
        std::complex<double> sum = 0.0;
        for (int i = 0; i < n; ++i)
          sum += (0.5 - 0.5 * std::cos(2.0 * pi * i / n)) * values[start + i] *
                 std::polar(1.0, -pi * k * i / n);
        density[k] += std::norm(sum) * 2.0 * speed_of_light_cm_fs * 2.0 / window_power / 3.0 / kT;
      }
  const double largest = *std::max_element(density.begin(), density.end());
  const auto rows = csv_rows(run.file("s.csv"));
  ASSERT_EQ(rows.size(), 129u);
  const int column = 7;    // after two stretches and the metal-oxygen one
  for (int k = 0; k <= n; ++k) EXPECT_NEAR(rows[k][column], density[k], 1e-8 * largest);
}

TEST(FixCarboxylateSpectrum, AbsorptionIsInPhysicalUnits)
{
  const LammpsRun run(
      set_up(copper_formate()) + dynamics +
      "fix sp all carboxylate/spectrum 4 segment 256 file s.csv\n"
      "fix t all carboxylate/spectrum 4 segment 256 temp 300 quantum schofield file "
      "t.csv\nthermo_style custom step vol\nthermo_modify format float %.15g\n"
      "fix 9 all ave/time 4 500 2000 c_thermo_temp file temp.dat\nrun 2000\n");
  ASSERT_TRUE(run.success) << run.output;
  const double volume = run.last_thermo().at("Volume");
  double step, temperature;
  const std::string averages = run.file("temp.dat");
  ASSERT_EQ(
      std::sscanf(averages.c_str() + averages.rfind("\n2000") + 1, "%lf %lf", &step, &temperature),
      2);
  const auto rows = csv_rows(run.file("s.csv")), given = csv_rows(run.file("t.csv"));
  for (std::size_t i = 1; i < rows.size(); ++i) {
    EXPECT_NEAR(rows[i][9], rows[i][flux] * absorption_factor(temperature, volume),
                1e-5 * rows[i][9]);
    const double x = reduced_wavenumber(rows[i][wavenumber], 300.0);
    EXPECT_NEAR(given[i][9],
                rows[i][flux] * absorption_factor(300.0, volume) * std::sinh(x / 2) / (x / 2),
                1e-6 * given[i][9]);
  }
}

TEST(FixCarboxylateSpectrum, SplitsByStateAndLosesNothing)
{
  const std::string script =
      set_up(copper_formate()) + dynamics +
      "compute s all carboxylate/state 1.96 0.04 hysteresis 1.90 2.02 every 4\n"
      "fix sp all carboxylate/spectrum 4 segment 32 states s w.csv file s.csv\n";
  const LammpsRun run(script + "run 4000\n");
  ASSERT_TRUE(run.success) << run.output;
  const std::string text = run.file("w.csv");
  const auto total = csv_rows(run.file("s.csv")), split = csv_rows(text);
  ASSERT_EQ(total.size(), split.size());
  // in the order of the columns
  std::map<std::string, double> windows;
  std::vector<std::string> names;
  for (const char *stretch : {"asymmetric", "symmetric", "metal_oxygen"})
    for (const char *state : {"tight", "loose", "mixed", "changing"}) {
      const std::string name = std::string(stretch) + "_" + state;
      if (name == "metal_oxygen_mixed") continue;
      names.push_back(name);
      windows[name] = head_of(text, name + "_windows");
    }
  const double segments = 61.0;    // (1000 - 32) / 16 + 1
  const auto sum_of = [&](const std::string &stretch) {
    double sum = 0.0;
    for (const auto &[name, n] : windows)
      if (name.rfind(stretch + "_", 0) == 0) sum += n;
    return sum;
  };
  EXPECT_EQ(sum_of("asymmetric"), 4 * segments);
  EXPECT_EQ(sum_of("symmetric"), 4 * segments);
  EXPECT_EQ(sum_of("metal_oxygen"), 8 * segments);
  EXPECT_GT(windows["metal_oxygen_tight"], 20.0);
  EXPECT_GT(windows["metal_oxygen_loose"], 20.0);
  EXPECT_GT(windows["asymmetric_changing"], 20.0);
  const std::map<std::string, int> column{
      {"asymmetric", asymmetric}, {"symmetric", symmetric}, {"metal_oxygen", metal_oxygen}};
  for (std::size_t i = 0; i < split.size(); ++i)
    for (const auto &[stretch, c] : column) {
      double mean = 0.0;
      for (std::size_t k = 0; k < names.size(); ++k)
        if (names[k].rfind(stretch + "_", 0) == 0 && windows[names[k]] > 0.0)
          mean += split[i][1 + 2 * k] * windows[names[k]] / sum_of(stretch);
      EXPECT_NEAR(mean, total[i][c], 1e-6 * total[i][c]);
    }
  EXPECT_NEAR(head_of(text, "asymmetric_line_at_zero_cm-1"), 1600.0, 200.0);

  for (const LammpsVariant &variant : {LammpsVariant{"2 ranks", 2, true, {}}, kokkos_variant()}) {
    if (variant.name.empty()) continue;
    SCOPED_TRACE(variant.name);
    const LammpsRun serial(script + "run 400\n"), parallel(script + "run 400\n", variant);
    ASSERT_TRUE(parallel.success) << parallel.output;
    const auto a = csv_rows(serial.file("w.csv")), b = csv_rows(parallel.file("w.csv"));
    for (std::size_t i = 0; i < a.size(); ++i)
      for (std::size_t c = 1; c < a[i].size(); c += 2) {
        EXPECT_EQ(std::isnan(a[i][c]), std::isnan(b[i][c]));
        if (std::isnan(a[i][c])) continue;
        EXPECT_NEAR(b[i][c], a[i][c], 1e-6 * a[i][c] + 1e-14);
      }
  }
}

TEST(FixCarboxylateSpectrum, FindsTheDependenceOfTheStretchOnTheState)
{
  // dk = -300 weakens the C-O bonds of loose metal-oxygen bonds: windows with more loose bonds are lower
  const System system = copper_formate();
  std::string coupled;
  for (std::size_t t = 0; t < system.angles.types.size(); ++t)
    if (system.angles.types[t].style == "carboxylate/coupled")
      coupled +=
          fmt::format("angle_coeff {} carboxylate/coupled 20 20 118 -300 1.265 1.96 0.04\n", t + 1);
  const LammpsRun run(
      set_up(system) + coupled +
      "velocity all create 500 1 mom yes\nfix 1 all nve\nfix 2 all langevin 250 250 500 7\n"
      "timestep 0.5\ncompute s all carboxylate/state 1.96 0.04 every 4\n"
      "fix sp all carboxylate/spectrum 4 segment 96 bands 1400 1800 1200 1400 states s w.csv\nrun "
      "400000\n");
  ASSERT_TRUE(run.success) << run.output;
  const std::string text = run.file("w.csv");
  const double slope = head_of(text, "asymmetric_line_slope_cm-1"),
               error = head_of(text, "asymmetric_line_slope_se_cm-1");
  EXPECT_LT(slope, -10.0);
  EXPECT_GT(std::fabs(slope) / error, 4.0);
}

TEST(FixCarboxylateSpectrum, GivesItsSpectraAsAnArray)
{
  const LammpsRun run(
      set_up(copper_formate()) + dynamics +
      "fix sp all carboxylate/spectrum 4 segment 100 range 1000 2000 dos 1 all file "
      "s.csv\nfix out all ave/time 2000 1 2000 f_sp[1] f_sp[2] f_sp[3] f_sp[4] f_sp[5] "
      "f_sp[6] f_sp[7] mode vector file a.dat format \" %.17g\"\n"
      "thermo_style custom step f_sp f_sp[3][3]\nthermo 2000\n"
      "thermo_modify format float %.15g\nrun 2000\n");
  ASSERT_TRUE(run.success) << run.output;
  const auto rows = csv_rows(run.file("s.csv")), array = vector_rows(run.file("a.dat"));
  ASSERT_EQ(array.size(), rows.size());
  const int columns[7] = {wavenumber, flux, asymmetric, symmetric, metal_oxygen, 11, 9};
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (int c = 0; c < 7; ++c)
      EXPECT_NEAR(array[i][1 + c], rows[i][columns[c]],
                  1e-6 * std::fabs(rows[i][columns[c]]) + 1e-30)
          << "row " << i << " column " << c;
  EXPECT_EQ(run.last_thermo().at("f_sp"), 9.0);
  EXPECT_NEAR(run.last_thermo().at("f_sp[3][3]"), rows[2][asymmetric], 1e-6 * rows[2][asymmetric]);
}

TEST(FixCarboxylateSpectrum, WorksWithTagsThatAreNotContiguous)
{
  // the same molecule with tags 8, 15, 22, ...
  const System system = copper_formate();
  const std::string run_it = "velocity all create 300 1 mom yes loop geom\nfix 1 all nve\ntimestep "
                             "0.5\nfix sp all carboxylate/spectrum 4 segment 64 dos 1 all file "
                             "s.csv\nrun 1000\n";
  const LammpsRun plain(set_up(system) + run_it);
  ASSERT_TRUE(plain.success) << plain.output;
  std::string data = plain.file("data.lmp");
  std::istringstream in(data);
  std::string section, renamed;
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::vector<std::string> fields;
    for (std::string w; words >> w && w[0] != '#';) fields.push_back(w);
    if (!fields.empty() && std::isalpha(fields[0][0]) != 0) section = fields[0];
    const bool atoms = section == "Atoms", terms = section == "Bonds" || section == "Angles" ||
                                                   section == "Dihedrals" || section == "Impropers";
    if (fields.size() > 2 && std::isdigit(fields[0][0]) != 0 && (atoms || terms)) {
      line.clear();
      for (std::size_t k = 0; k < fields.size(); ++k) {
        const bool tag = atoms ? k == 0 : k > 1;
        line += (tag ? std::to_string(1 + 7 * std::stoi(fields[k])) : fields[k]) + " ";
      }
    }
    renamed += line + "\n";
  }
  std::string script = set_up(system);
  script.replace(script.find("read_data data.lmp"), 18, "read_data gaps.lmp");
  LammpsRun gaps("print done\n");
  std::ofstream(gaps.folder / "gaps.lmp") << renamed;
  gaps.again(script + run_it, {"2 ranks", 2, true, {}});
  ASSERT_TRUE(gaps.success) << gaps.output;
  const auto a = csv_rows(plain.file("s.csv")), b = csv_rows(gaps.file("s.csv"));
  ASSERT_EQ(a.size(), b.size());
  EXPECT_NEAR(integral(b, 11), integral(a, 11), 0.5);
  EXPECT_NEAR(integral(b, symmetric), integral(a, symmetric), 0.3 * integral(a, symmetric));
}

TEST(FixCarboxylateSpectrum, DoesWithoutChargesWhenAsked)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics +
                      "set group all charge 0\nfix sp all carboxylate/spectrum 4 segment 100 flux "
                      "no file s.csv\nrun 1000\n");
  ASSERT_TRUE(run.success) << run.output;
  EXPECT_EQ(run.file("s.csv").find("flux_e2A2"), std::string::npos);
}

}    // namespace softmode
