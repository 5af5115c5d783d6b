// SPDX-License-Identifier: BSD-3-Clause
// The plugin on systems whose answer is known by other means.
#include "softmode/definitions/constants.h"
#include "support/hkust_1.h"
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

namespace softmode {

TEST(Oracle, ALangevinOscillatorHasTheWidthOfItsFriction)
{
  // a linear O-C-O on its axis; uniform friction damps each normal mode with 1/tau: FWHM = 1 / (2 pi c tau)
  const double tau = 100.0;
  const LammpsRun run(fmt::format(
      "plugin load \"{}\"\nunits real\natom_style full\nregion b block 0 20 0 20 0 20\n"
      "create_box 4 b bond/types 2 extra/bond/per/atom 4 extra/special/per/atom 8\n"
      "create_atoms 2 single 8.74 10 10\ncreate_atoms 3 single 10 10 10\ncreate_atoms 2 single "
      "11.26 10 10\ncreate_atoms 4 single 10 11 10\n"
      "mass 1 63.546\nmass 2 15.9994\nmass 3 12.0107\nmass 4 1.00794\n"
      "pair_style zero 5\npair_coeff * *\nbond_style harmonic\nbond_coeff 1 525 1.26\nbond_coeff 2 "
      "0 1\ncreate_bonds single/bond 1 1 2\ncreate_bonds single/bond 1 2 3\n"
      "create_bonds single/bond 2 2 4\nfix 1 all nve\nfix 2 all langevin 300 300 {} 4711\n"
      "fix 3 all setforce NULL 0 0\nfix 4 all momentum 1000 linear 1 1 1\ntimestep 0.5\n"
      "fix sp all carboxylate/spectrum 4 resolution 4 flux no file s.csv\nrun 2000000\n",
      SOFTMODE_PLUGIN, tau));
  ASSERT_TRUE(run.success) << run.output;
  const double expected = 1.0 / (2.0 * pi * speed_of_light_cm_fs * tau);    // 53.05 cm-1
  const auto rows = csv_rows(run.file("s.csv"));
  // area over height of a Lorentzian is pi/2 its width; background-free here. Columns without flux:
  // wavenumber, asymmetric, se, symmetric, se
  for (const int column : {1, 3}) {
    double height = 0.0, centre = 0.0;
    for (const auto &row : rows)
      if (row[column] > height && row[0] > 500.0) {
        height = row[column];
        centre = row[0];
      }
    // half-width from a straight line through 1/S over (nu - nu0)^2: insensitive to single points
    double n = 0, x = 0, y = 0, xx = 0, xy = 0, mean = 0, weight = 0;
    for (const auto &row : rows)
      if (std::fabs(row[0] - centre) < 40.0) {
        mean += row[0] * row[column];
        weight += row[column];
      }
    centre = mean / weight;
    for (const auto &row : rows) {
      const double d = row[0] - centre;
      if (std::fabs(d) > 60.0) continue;
      n += 1.0;
      x += d * d;
      y += 1.0 / row[column];
      xx += d * d * d * d;
      xy += d * d / row[column];
    }
    const double slope = (n * xy - x * y) / (n * xx - x * x), at_zero = (y - slope * x) / n;
    EXPECT_NEAR(2.0 * std::sqrt(at_zero / slope), expected, 0.1 * expected) << "column " << column;
  }
}

TEST(Oracle, AMofConservesItsEnergy)
{
  const System system = hkust_1();
  LammpsRun run("print none\n");
  write_system(run, system);
  // shifted: else each pair that crosses the cutoff changes the energy, whatever the bonded styles do
  run.again(
      set_up_mof(system) + "pair_modify shift yes\n" +
          "velocity all create 600 1 mom yes\ntimestep 0.5\nfix 1 all nve\nfix 2 all langevin 300 "
          "300 100 5\nrun 2000\nunfix 2\nreset_timestep 0\nvariable e equal etotal\n"
          "fix e all ave/time 1 2000 2000 v_e file e.dat format \" %.15g\"\nrun 80000\n",
      one_thread);
  ASSERT_TRUE(run.success) << run.output;
  // slope of the means of each ps over 40 ps: energy passes between slow and fast modes, whose
  // share of the integrator's error differs, so that shorter runs show +-0.02 kcal/mol of that
  double n = 0, t = 0, e = 0, tt = 0, te = 0, ee = 0;
  std::istringstream in(run.file("e.dat"));
  for (std::string line; std::getline(in, line);) {
    double step, energy;
    if (std::sscanf(line.c_str(), "%lf %lf", &step, &energy) != 2) continue;
    const double ps = step * 0.5e-3;
    n += 1;
    t += ps;
    e += energy;
    tt += ps * ps;
    te += ps * energy;
    ee += energy * energy;
  }
  ASSERT_EQ(n, 40.0);
  const double drift = (n * te - t * e) / (n * tt - t * t) / 624.0;
  // standard error of the slope from the scatter about the line
  const double stt = tt - t * t / n, see = ee - e * e / n, ste = te - t * e / n;
  const double error = std::sqrt(std::max(0.0, see - ste * ste / stt) / (n - 2.0) / stt) / 624.0;
  fmt::print("energy drift of HKUST-1: {:.3g} +- {:.2g} kcal/mol/atom/ps\n", drift, error);
  EXPECT_LT(std::fabs(drift), 1e-6 + 2.0 * error);
  EXPECT_LT(error, 1e-6);    // else this says nothing
}

}    // namespace softmode
