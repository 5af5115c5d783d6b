// SPDX-License-Identifier: BSD-3-Clause
#include "core/coupled_angle.h"
#include "softmode/definitions/constants.h"
#include "support/lammps_run.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

namespace softmode {

// nothing but the coupled angles acts
std::string only_coupled_angles(const System &system)
{
  std::string text = fmt::format(
      "plugin load \"{}\"\nunits real\natom_style full\nsuffix off\npair_style zero 6.0\n"
      "bond_style zero nocoeff\nangle_style hybrid carboxylate/coupled zero\n"
      "dihedral_style zero\nimproper_style zero\nread_data data.lmp\npair_coeff * *\n"
      "bond_coeff *\ndihedral_coeff *\nimproper_coeff *\nneighbor 1.0 bin\n",
      SOFTMODE_PLUGIN);
  for (std::size_t t = 0; t < system.angles.types.size(); ++t) {
    const TermType &type = system.angles.types[t];
    if (type.style == "carboxylate/coupled")
      text += fmt::format("angle_coeff {} carboxylate/coupled {}\n", t + 1, type.coefficients);
    else
      text += fmt::format("angle_coeff {} zero 120\n", t + 1);
  }
  return text;
}

const std::string energy_and_forces =
    "displace_atoms all random 0.08 0.08 0.08 4711 units box\nthermo_style custom step pe press "
    "pxx pyy pzz pxy pxz pyz\n"
    "thermo_modify format float %.15g\nrun 0\nwrite_dump all custom f.dump id x y z fx fy fz "
    "modify sort id format float %.17g\n";

CoupledAngle parameters_of(const TermType &type)
{
  std::istringstream in(type.coefficients);
  CoupledAngle p{};
  in >> p.bend_tight >> p.bend_loose >> p.theta0 >> p.stretch_change >> p.stretch_length >>
      p.weight.midpoint >> p.weight.width;
  p.theta0 *= pi / 180.0;
  return p;
}

struct Expected {
  double energy = 0.0;
  std::vector<Vector3> forces;
};

// the same angles summed up with the core alone
Expected from_core(const System &system, const std::vector<std::vector<double>> &rows)
{
  const double box = system.crystal.cell(0, 0);
  const auto to = [&](int from, int target) {
    double d[3];
    for (int k = 0; k < 3; ++k) {
      d[k] = rows[target][1 + k] - rows[from][1 + k];
      d[k] -= box * std::round(d[k] / box);
    }
    return Vector3{d[0], d[1], d[2]};
  };
  Expected e;
  e.forces.resize(rows.size());
  for (const auto &term : system.angles.terms) {
    const TermType &type = system.angles.types[term.type];
    if (type.style != "carboxylate/coupled") continue;
    const auto [m, o, c] = term.atoms;
    const auto out = evaluate(parameters_of(type), to(o, m), to(o, c));
    e.energy += out.energy;
    e.forces[m] = e.forces[m] + out.on_metal;
    e.forces[c] = e.forces[c] + out.on_carbon;
    e.forces[o] = e.forces[o] - (out.on_metal + out.on_carbon);
  }
  return e;
}

void expect_same(const LammpsRun &run, const Expected &expected, double tolerance)
{
  ASSERT_TRUE(run.success) << run.output;
  const auto rows = dump_rows(run.file("f.dump"));
  ASSERT_EQ(rows.size(), expected.forces.size());
  double largest = 0.0;
  for (const Vector3 &f : expected.forces) largest = std::max(largest, norm(f));
  for (std::size_t i = 0; i < rows.size(); ++i)
    EXPECT_LT(norm(Vector3{rows[i][4], rows[i][5], rows[i][6]} - expected.forces[i]),
              tolerance * largest)
        << "atom " << i + 1;
  EXPECT_NEAR(run.last_thermo().at("PotEng"), expected.energy,
              tolerance * std::fabs(expected.energy));
}

TEST(AngleCarboxylateCoupled, HasTheForcesAndEnergyOfTheCore)
{
  const System system = copper_formate();
  const LammpsRun run(only_coupled_angles(system) + energy_and_forces);
  ASSERT_TRUE(run.success) << run.output;
  const Expected expected = from_core(system, dump_rows(run.file("f.dump")));
  EXPECT_GT(std::fabs(expected.energy), 1.0);
  expect_same(run, expected, 1e-12);
}

TEST(AngleCarboxylateCoupled, AllParallelPathsEqualTheSerialOne)
{
  const System system = copper_formate();
  const LammpsRun serial(only_coupled_angles(system) + energy_and_forces);
  ASSERT_TRUE(serial.success) << serial.output;
  const Expected expected = from_core(system, dump_rows(serial.file("f.dump")));
  const auto pressure = serial.last_thermo();
  for (const LammpsVariant &variant : parallel_variants()) {
    SCOPED_TRACE(variant.name);
    const LammpsRun run(only_coupled_angles(system) + energy_and_forces, variant);
    expect_same(run, expected, 1e-10);
    for (const char *p : {"Pxx", "Pyy", "Pzz", "Pxy", "Pxz", "Pyz"})
      EXPECT_NEAR(run.last_thermo().at(p), pressure.at(p),
                  1e-9 * std::fabs(pressure.at("Pxx")) + 1e-9);
  }
}

TEST(AngleCarboxylateCoupled, PressureIsTheDerivativeOfTheEnergyByVolume)
{
  // finite strain: p = -dE/dV at fixed fractional coordinates (no kinetic part: no velocities)
  const System system = copper_formate();
  const std::string base =
      only_coupled_angles(system) +
      "displace_atoms all random 0.08 0.08 0.08 4711 units box\n"
      "thermo_style custom step pe press vol\nthermo_modify format float %.15g\n";
  const auto at = [&](double scale) {
    const LammpsRun run(
        base +
        fmt::format("change_box all x scale {0} y scale {0} z scale {0} remap\nrun 0\n", scale));
    EXPECT_TRUE(run.success) << run.output;
    return run.last_thermo();
  };
  const double h = 1e-5;
  const auto up = at(1.0 + h), middle = at(1.0), down = at(1.0 - h);
  const double numeric =
      -(up.at("PotEng") - down.at("PotEng")) / (up.at("Volume") - down.at("Volume"));
  const double nktv2p = 68568.415;    // kcal/mol/A^3 in atm
  EXPECT_NEAR(middle.at("Press"), numeric * nktv2p, 1e-5 * std::fabs(middle.at("Press")));
}

TEST(AngleCarboxylateCoupled, ConservesEnergyInTheFullField)
{
  const System system = copper_formate();
  const LammpsRun run(
      set_up(system) +
      "velocity all create 300 1 mom yes rot yes\nfix 1 all nve\ntimestep 0.5\nvariable e equal "
      "etotal\n"
      "fix 2 all ave/time 1 2000 2000 v_e file energy.dat format \" %.15g\"\nrun 40000\n");
  ASSERT_TRUE(run.success) << run.output;
  std::vector<double> means;    // of each ps
  std::istringstream in(run.file("energy.dat"));
  for (std::string line; std::getline(in, line);) {
    double step, energy;
    if (std::sscanf(line.c_str(), "%lf %lf", &step, &energy) == 2) means.push_back(energy);
  }
  ASSERT_EQ(means.size(), 20u);
  const double atoms = 18.0, picoseconds = 19.0;
  EXPECT_LT(std::fabs(means.back() - means.front()) / atoms / picoseconds,
            1e-5);    // kcal/mol/atom/ps
}

TEST(AngleCarboxylateCoupled, SurvivesRestartAndDataFiles)
{
  // LAMMPS keeps no coefficients of hybrid styles in restart files, so this one stands alone
  const std::string styles =
      fmt::format("plugin load \"{}\"\nunits real\natom_style full\npair_style zero 6.0\n"
                  "bond_style harmonic\nangle_style carboxylate/coupled\ndihedral_style harmonic\n"
                  "improper_style harmonic\n",
                  SOFTMODE_PLUGIN);
  const std::string energy =
      "thermo_style custom step eangle\nthermo_modify format float %.15g\nrun 0\n";
  LammpsRun run(
      styles +
      "read_data data.lmp\npair_coeff * *\nbond_coeff * 100 1.3\ndihedral_coeff * 1 1 2\n"
      "improper_coeff * 1 0\nangle_coeff * 31.25 6.125 117.3 -41.5 1.2625 2.0125 0.0375\n" +
      energy + "write_restart r.bin\nwrite_data d.lmp\n");
  ASSERT_TRUE(run.success) << run.output;
  const double expected = run.last_thermo().at("E_angle");
  EXPECT_GT(expected, 1.0);
  run.again(fmt::format("plugin load \"{}\"\nread_restart r.bin\n", SOFTMODE_PLUGIN) + energy);
  ASSERT_TRUE(run.success) << run.output;
  EXPECT_DOUBLE_EQ(run.last_thermo().at("E_angle"), expected);
  run.again(styles + "read_data d.lmp\n" + energy);
  ASSERT_TRUE(run.success) << run.output;
  EXPECT_NEAR(run.last_thermo().at("E_angle"), expected, 1e-10 * expected);
}

struct BadCoefficients {
  const char *coefficients, *message;
};

class AngleCarboxylateCoupledErrors : public testing::TestWithParam<BadCoefficients> {};

TEST_P(AngleCarboxylateCoupledErrors, AreNamed)
{
  const LammpsRun run(fmt::format(
      "plugin load \"{}\"\nunits real\natom_style full\nregion b block 0 9 0 9 0 9\n"
      "create_box 1 b angle/types 1\nangle_style carboxylate/coupled\nangle_coeff 1 {}\n",
      SOFTMODE_PLUGIN, GetParam().coefficients));
  EXPECT_FALSE(run.success);
  EXPECT_NE(run.output.find(GetParam().message), std::string::npos) << run.output;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, AngleCarboxylateCoupledErrors,
    testing::Values(BadCoefficients{"30 5 119",
                                    "needs: type K_t K_l theta0 dk d0 r_mid delta; got 4 values"},
                    BadCoefficients{"-30 5 119 -40 1.265 2.0 0.04",
                                    "K_t and K_l must not be negative, got -30 and 5"},
                    BadCoefficients{"30 5 119 -40 1.265 2.0 0",
                                    "d0, r_mid and delta must be positive, got 1.265, 2 and 0"},
                    BadCoefficients{"30 5 x -40 1.265 2.0 0.04", "x"}));

TEST(AngleCarboxylateCoupled, TakesNoStyleArguments)
{
  const LammpsRun run(
      fmt::format("plugin load \"{}\"\nunits real\natom_style full\nregion b block 0 9 0 9 0 9\n"
                  "create_box 1 b angle/types 1\nangle_style carboxylate/coupled 3\n",
                  SOFTMODE_PLUGIN));
  EXPECT_FALSE(run.success);
  EXPECT_NE(run.output.find("takes no arguments, got 1"), std::string::npos) << run.output;
}

}    // namespace softmode
