// SPDX-License-Identifier: BSD-3-Clause
// The plugin on systems whose answer is known by other means.
#include "core/stretch_channels.h"
#include "forcefield/assemble.h"
#include "lammps/system_files.h"
#include "softmode/definitions/constants.h"
#include "support/files.h"
#include "support/lammps_run.h"

#include <Eigen/Dense>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

namespace softmode {

namespace fs = std::filesystem;

// columns of the spectra file
enum { wavenumber, flux, flux_se, asymmetric, asymmetric_se, symmetric };

System hkust_1()
{
  const fs::path source = SOFTMODE_SOURCE_DIR;
  return assemble(read_cif(source / "inputs/structures/hkust-1.cif"),
                  read_potential(source / "potentials/hkust-1.yaml"));
}

/// A run with the files of this system beside the input.
void write_system(const LammpsRun &run, const System &system)
{
  write_file(run.folder / "mof.lmp", lammps_data(system));
  write_file(run.folder / "mof-potential.lmp", coefficient_commands(system));
}

std::string set_up_mof(const System &system)
{
  return fmt::format("plugin load \"{}\"\n{}read_data mof.lmp\ninclude mof-potential.lmp\n"
                     "neighbor 1.0 bin\nneigh_modify every 1 delay 0 check yes\n",
                     SOFTMODE_PLUGIN, style_commands(system));
}

const LammpsVariant fast{"", 1, true, {"-suffix", "omp", "-package", "omp", "1"}};

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
      fast);
  ASSERT_TRUE(run.success) << run.output;
  // slope of the means of each ps over 40 ps: energy passes between slow and fast modes, whose
  // share of the integrator's error differs, so that shorter runs show +-0.02 kcal/mol of that
  double n = 0, t = 0, e = 0, tt = 0, te = 0;
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
  }
  ASSERT_EQ(n, 40.0);
  const double drift = (n * te - t * e) / (n * tt - t * t) / 624.0;
  RecordProperty("drift_kcal_mol_atom_ps", fmt::format("{:.3g}", drift));
  fmt::print("energy drift of HKUST-1: {:.3g} kcal/mol/atom/ps\n", drift);
  EXPECT_LT(std::fabs(drift), 1e-6);
}

/// Mass-weighted Hessian from central differences of LAMMPS's forces, in kcal/mol/A2/(g/mol). What
/// LAMMPS's dynamical_matrix does; its package, PHONON, is not in softmode's LAMMPS.
Eigen::MatrixXd dynamical_matrix(const LammpsRun &run, const std::vector<double> &mass, double h)
{
  const Eigen::Index n = static_cast<Eigen::Index>(3 * mass.size());
  Eigen::MatrixXd hessian(n, n);
  for (Eigen::Index column = 0; column < n; ++column) {
    const auto forces = [&](char side) {
      return dump_rows(run.file(fmt::format("f.{}.{}{}", column / 3 + 1, column % 3, side)));
    };
    const auto up = forces('p'), down = forces('m');
    for (std::size_t j = 0; j < mass.size(); ++j)
      for (int d = 0; d < 3; ++d)
        hessian(static_cast<Eigen::Index>(3 * j) + d, column) =
            -(up[j][1 + d] - down[j][1 + d]) / (2.0 * h) /
            std::sqrt(mass[j] * mass[static_cast<std::size_t>(column / 3)]);
  }
  return 0.5 * (hessian + hessian.transpose());
}

/// Mean wavenumber of the spectrum of a stretch between low and high, from the normal modes: each mode
/// counts with its share of the kinetic energy of the coordinate.
double centroid_of_modes(const Eigen::MatrixXd &vectors, const Eigen::VectorXd &wavenumbers,
                         const std::vector<Eigen::VectorXd> &coordinates, double low, double high)
{
  double sum = 0.0, norm = 0.0;
  for (Eigen::Index k = 0; k < wavenumbers.size(); ++k) {
    if (wavenumbers(k) < low || wavenumbers(k) > high) continue;
    double weight = 0.0;
    for (const Eigen::VectorXd &q : coordinates) weight += std::pow(q.dot(vectors.col(k)), 2);
    norm += weight;
    sum += weight * wavenumbers(k);
  }
  return sum / norm;
}

TEST(Oracle, LowTemperaturePeaksOfAMofAreItsNormalModes)
{
  const System system = hkust_1();
  const double h = 0.002;
  LammpsRun run("print none\n");
  write_system(run, system);
  run.again(set_up_mof(system) + "minimize 0 1e-9 20000 200000\nwrite_data min.lmp nocoeff\n"
                                 "write_dump all custom x.dump id type x y z modify sort id format "
                                 "float %.17g\n",
            fast);
  ASSERT_TRUE(run.success) << run.output;
  const auto atoms = dump_rows(run.file("x.dump"));
  std::vector<double> mass;
  for (const auto &row : atoms)
    mass.push_back(system.atom_types[static_cast<std::size_t>(row[1]) - 1].mass);

  // low-temperature dynamics
  run.again(set_up_mof(system) +
                "minimize 0 1e-9 20000 200000\nreset_timestep 0\ntimestep 0.5\n"
                "velocity all create 4 99 mom yes\nfix 1 all nve\nrun 4000\n"
                "fix sp all carboxylate/spectrum 4 resolution 4 file s.csv\nrun 40000\n",
            fast);
  ASSERT_TRUE(run.success) << run.output;
  const auto rows = csv_rows(run.file("s.csv"));

  // forces around the minimum
  run.again(
      set_up_mof(system) +
          "minimize 0 1e-9 20000 200000\nthermo_modify norm no\n"
          "variable i loop 624\nlabel next_atom\ngroup one id $i\n" +
          [&] {
            std::string moves;
            for (int d = 0; d < 3; ++d) {
              const auto move = [&](double by) {
                return fmt::format("displace_atoms one move {} {} {}\n", d == 0 ? by : 0.0,
                                   d == 1 ? by : 0.0, d == 2 ? by : 0.0);
              };
              const auto dump = [&](char side) {
                return fmt::format("run 0 post no\nwrite_dump all custom f.$i.{}{} id fx fy fz "
                                   "modify sort id format float %.12g\n",
                                   d, side);
              };
              moves += move(h) + dump('p') + move(-2 * h) + dump('m') + move(h);
            }
            return moves;
          }() +
          "group one delete\nnext i\njump SELF next_atom\n",
      fast);
  ASSERT_TRUE(run.success) << run.output.substr(run.output.size() - 2000);
  const Eigen::MatrixXd matrix = dynamical_matrix(run, mass, h);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> modes(matrix);
  // kcal/mol/A2/(g/mol) is 4.184e-4 1/fs2
  const Eigen::VectorXd wavenumbers = modes.eigenvalues().unaryExpr([](double value) {
    return std::copysign(std::sqrt(std::fabs(value) * 4.184e-4), value) /
           (2.0 * pi * speed_of_light_cm_fs);
  });
  // relaxation keeps the symmetry of the crystal, against which a framework mode may be slightly soft
  EXPECT_GT(wavenumbers.minCoeff(), -10.0);

  // both stretches of every carboxylate as directions in mass-weighted coordinates
  std::unordered_map<AtomTag, AtomRole> roles;
  std::vector<std::pair<AtomTag, AtomTag>> bonds;
  for (std::size_t i = 0; i < system.crystal.atoms.size(); ++i) {
    const std::string &e = system.crystal.atoms[i].element;
    roles[static_cast<AtomTag>(i) + 1] = e == "C"    ? AtomRole::carbon
                                         : e == "O"  ? AtomRole::oxygen
                                         : e == "Cu" ? AtomRole::metal
                                                     : AtomRole::other;
  }
  for (const auto &bond : system.bonds.terms)
    bonds.emplace_back(bond.atoms[0] + 1, bond.atoms[1] + 1);
  const double box = system.crystal.cell(0, 0), root = std::sqrt(0.5);
  std::vector<Eigen::VectorXd> asymmetric_q, symmetric_q;
  for (const Carboxylate &c : find_carboxylates(roles, bonds).carboxylates) {
    Eigen::VectorXd part[2];
    for (const int o : {0, 1}) {
      part[o] = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(3 * mass.size()));
      const auto carbon = static_cast<std::size_t>(c.carbon) - 1,
                 oxygen = static_cast<std::size_t>(c.oxygens[o]) - 1;
      Eigen::Vector3d u;
      for (int d = 0; d < 3; ++d) {
        u(d) = atoms[oxygen][2 + d] - atoms[carbon][2 + d];
        u(d) -= box * std::round(u(d) / box);
      }
      u.normalize();
      part[o].segment<3>(static_cast<Eigen::Index>(3 * oxygen)) = u / std::sqrt(mass[oxygen]);
      part[o].segment<3>(static_cast<Eigen::Index>(3 * carbon)) = -u / std::sqrt(mass[carbon]);
    }
    asymmetric_q.push_back(root * (part[0] - part[1]));
    symmetric_q.push_back(root * (part[0] + part[1]));
  }
  ASSERT_EQ(asymmetric_q.size(), 96u);

  const auto centroid_of_spectrum = [&](int column, double low, double high) {
    double sum = 0.0, norm = 0.0;
    for (const auto &row : rows) {
      if (row[wavenumber] < low || row[wavenumber] > high) continue;
      sum += row[wavenumber] * row[column];
      norm += row[column];
    }
    return sum / norm;
  };
  for (const auto &[low, high] : {std::make_pair(1550.0, 1650.0), std::make_pair(1380.0, 1460.0)}) {
    const bool is_asymmetric = low > 1500.0;
    const auto &coordinates = is_asymmetric ? asymmetric_q : symmetric_q;
    // around the band only: a background would pull the mean towards the middle of the window
    const double about =
        centroid_of_modes(modes.eigenvectors(), wavenumbers, coordinates, low, high);
    const double from_modes = centroid_of_modes(modes.eigenvectors(), wavenumbers, coordinates,
                                                about - 15.0, about + 15.0);
    const double from_dynamics =
        centroid_of_spectrum(is_asymmetric ? asymmetric : symmetric, about - 15.0, about + 15.0);
    fmt::print("{}: normal modes {:.2f} cm-1, spectrum at 2 K {:.2f} cm-1\n",
               is_asymmetric ? "asymmetric" : "symmetric", from_modes, from_dynamics);
    // 0.7 below in both bands, with two seeds; why is not known yet. The resolution is 4 cm-1.
    EXPECT_NEAR(from_dynamics, from_modes, 1.0);
  }
}

}    // namespace softmode
