// SPDX-License-Identifier: BSD-3-Clause
// The plugin on systems whose answer is known by other means.
#include "softmode/analysis/statistics.h"
#include "softmode/definitions/constants.h"
#include "support/hkust_1.h"
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <sstream>
#include <vector>

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

/// Straight line through points: its slope and the slope's standard error from the scatter about it.
Estimate slope_of(const std::vector<double> &x, const std::vector<double> &y)
{
  const double n = static_cast<double>(x.size());
  const double mean_x = std::accumulate(x.begin(), x.end(), 0.0) / n,
               mean_y = std::accumulate(y.begin(), y.end(), 0.0) / n;
  double xx = 0.0, xy = 0.0, yy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
  }
  return {xy / xx, std::sqrt((yy - xy * xy / xx) / (n - 2.0) / xx)};
}

TEST(Oracle, AMofConservesItsEnergy)
{
  // Velocity Verlet conserves E + dt^2 (v.H.v / 12 - F.F/m / 24) + O(dt^4); the mean of v.H.v (H the Hessian)
  // is that of F.F/m, as d(v.F)/dt = F.F/m - v.H.v. In E alone, what passes between slow and fast
  // modes shows as slopes of 1e-6 of either sign over 40 ps. (E. Hairer, C. Lubich, G. Wanner, Acta
  // Numer. 2003, 12, 399, doi:10.1017/S0962492902000144.)
  const System system = hkust_1();
  LammpsRun run("print none\n");
  write_system(run, system);
  run.again(set_up_mof(system) +
                "velocity all create 600 1 mom yes\ntimestep 0.5\nfix 1 all nve\n"
                "fix 2 all langevin 300 300 100 5\nrun 2000\nunfix 2\nreset_timestep 0\n"
                "variable square atom (fx*fx+fy*fy+fz*fz)/mass\n"
                "compute squares all reduce sum v_square\n"
                "variable e equal etotal+0.5^2/24*4.184e-4*c_squares\n"
                "fix e all ave/time 1 2000 2000 v_e file e.dat format \" %.15g\"\nrun 80000\n",
            one_thread);
  ASSERT_TRUE(run.success) << run.output;
  std::vector<double> ps, energy;    // means of each ps, kcal/mol per atom
  std::istringstream in(run.file("e.dat"));
  for (std::string line; std::getline(in, line);) {
    double step, e;
    if (std::sscanf(line.c_str(), "%lf %lf", &step, &e) != 2) continue;
    ps.push_back(step * 0.5e-3);
    energy.push_back(e / 624.0);
  }
  ASSERT_EQ(ps.size(), 40u);
  const Estimate drift = slope_of(ps, energy);
  fmt::print("energy drift of HKUST-1: {:.3g} +- {:.2g} kcal/mol/atom/ps\n", drift.value,
             drift.error);
  EXPECT_LT(std::fabs(drift.value), 1e-6);
  EXPECT_LT(drift.error, 1e-7);    // else this says little
}

}    // namespace softmode
