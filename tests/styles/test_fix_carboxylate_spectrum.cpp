// SPDX-License-Identifier: BSD-3-Clause
#include "core/segment_spectrum.h"
#include "support/lammps_run.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace softmode {

// columns of the spectra file
enum {
  wavenumber,
  flux,
  flux_se,
  asymmetric,
  asymmetric_se,
  symmetric,
  symmetric_se,
  metal_oxygen,
  metal_oxygen_se
};

const std::string dynamics =
    "displace_atoms all random 0.02 0.02 0.02 11 units box\nvelocity all create 300 1 mom yes\n"
    "fix 1 all nve\ntimestep 0.5\n";
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

TEST(FixCarboxylateSpectrum, FluxAutocorrelationEqualsLammpssOwnCorrelator)
{
  // the same 101 samples (steps 2 to 202), one segment: LAMMPS's q*v variables and fix ave/correlate
  const LammpsRun run(
      set_up(copper_formate()) + dynamics +
      "variable jx atom q*vx\nvariable jy atom q*vy\nvariable jz atom q*vz\n"
      "compute j all reduce sum v_jx v_jy v_jz\n"
      "fix c all ave/correlate 2 101 202 c_j[1] c_j[2] c_j[3] type auto start 2 file c.dat ave "
      "running overwrite\n"
      "fix sp all carboxylate/spectrum 2 segment 101 overlap 0 acf a.csv\nrun 202\n");
  ASSERT_TRUE(run.success) << run.output;
  const auto acf = csv_rows(run.file("a.csv"));
  ASSERT_EQ(acf.size(), 101u);
  std::istringstream in(run.file("c.dat"));
  std::vector<std::vector<double>> reference;
  for (std::string line; std::getline(in, line);) {
    std::vector<double> row;
    std::istringstream words(line);
    for (double v; words >> v;) row.push_back(v);
    if (row.size() == 6)
      reference.push_back(row);    // index, lag, number of origins, three correlations
  }
  ASSERT_EQ(reference.size(), 101u);
  for (std::size_t lag = 0; lag < 101; ++lag) {
    ASSERT_EQ(reference[lag][2], 101.0 - static_cast<double>(lag));    // all time origins
    const double sum = reference[lag][3] + reference[lag][4] + reference[lag][5];
    EXPECT_NEAR(acf[lag][1], sum, 2e-6 * acf[0][1]) << "lag " << lag;    // LAMMPS writes six digits
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

struct BadSpectrum {
  const char *commands, *message;
};

class FixCarboxylateSpectrumErrors : public testing::TestWithParam<BadSpectrum> {};

TEST_P(FixCarboxylateSpectrumErrors, AreNamed)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics + GetParam().commands + "\nrun 10\n");
  EXPECT_FALSE(run.success);
  EXPECT_NE(run.output.find(GetParam().message), std::string::npos) << run.output;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, FixCarboxylateSpectrumErrors,
    testing::Values(
        BadSpectrum{"fix sp all carboxylate/spectrum", "needs: Nevery"},
        BadSpectrum{"fix sp all carboxylate/spectrum 0", "Nevery must be at least 1, got 0"},
        BadSpectrum{"fix sp all carboxylate/spectrum 20", "sees nothing above 1668 cm-1 (Nyquist)"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 resolution 0",
                    "resolution must be positive, got 0"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 segment 3",
                    "segment must be at least 16 samples, got 3"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 overlap 1",
                    "overlap must be at least 0 and below 1, got 1"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 range 2000 1000",
                    "range must be ascending, got 2000 1000"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 write 6",
                    "write must be a multiple of Nevery 4, got 6"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 flux maybe", "Expected yes or no"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 folder x",
                    "Unknown fix carboxylate/spectrum keyword: folder"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4 file", "file needs 1 value(s)"},
        BadSpectrum{"set group all charge 0\nfix sp all carboxylate/spectrum 4",
                    "all charges are zero"},
        BadSpectrum{
            "fix sp all carboxylate/spectrum 4 segment 16 file /no/such/folder/s.csv\nrun 100",
            "cannot open /no/such/folder/s.csv.part"},
        BadSpectrum{"fix sp all carboxylate/spectrum 4\nrun 10\ntimestep 0.25",
                    "the time step changed from 0.5 to 0.25 fs"},
        BadSpectrum{"group h type 4\nfix sp h carboxylate/spectrum 4", "no carboxylate"}));

TEST(FixCarboxylateSpectrum, DoesWithoutChargesWhenAsked)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics +
                      "set group all charge 0\nfix sp all carboxylate/spectrum 4 segment 100 flux "
                      "no file s.csv\nrun 1000\n");
  ASSERT_TRUE(run.success) << run.output;
  EXPECT_EQ(run.file("s.csv").find("flux_e2A2"), std::string::npos);
}

TEST(FixCarboxylateSpectrum, SaysWhenTheDiskIsFullAndKeepsTheOldFile)
{
  const LammpsRun run(set_up(copper_formate()) + dynamics +
                      "print old file s.csv\nshell ln -s /dev/full s.csv.part\n"
                      "fix sp all carboxylate/spectrum 4 segment 1000 file s.csv\nrun 4000\n");
  EXPECT_FALSE(run.success);
  EXPECT_NE(run.output.find("cannot write s.csv.part: No space left on device; free some space"),
            std::string::npos)
      << run.output;
  EXPECT_EQ(run.file("s.csv"), "old\n");
  EXPECT_FALSE(run.has("s.csv.part"));
}

}    // namespace softmode
