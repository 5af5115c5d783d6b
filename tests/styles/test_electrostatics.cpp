// SPDX-License-Identifier: BSD-3-Clause
// Charges in the energy: the written input against sums of our own.
#include "charges/lattice_sum.h"
#include "forcefield/assemble.h"
#include "structure/bonds.h"
#include "support/hkust_1.h"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

namespace softmode {

namespace {

constexpr double coulomb_kcal_A = 332.06371;    // e^2 / (4 pi epsilon_0) of LAMMPS in units real

System sodium_benzoate()
{
  const std::filesystem::path source = SOFTMODE_SOURCE_DIR;
  const Crystal cell = read_cif(source / "inputs/structures/sodium-benzoate.cif");
  return assemble(supercell(cell, {1, 2, 2}),
                  read_potential(source / "potentials/sodium-benzoate.yaml"));
}

/// LAMMPS in a folder with the system, set up as a point does, then `script`.
void run_system(LammpsRun &run, const System &system, const std::string &script)
{
  write_system(run, system);
  run.again(set_up_mof(system) + "pair_modify table 0\n" +
                "thermo_style custom step pe ecoul elong\nthermo_modify format float %20.12g\n" +
                script,
            one_thread);
  EXPECT_TRUE(run.success) << run.output;
}

std::map<std::string, double> energies(const System &system)
{
  LammpsRun run("print ok\n");
  run_system(run, system, "run 0\n");
  return run.last_thermo();
}

/// Products of charges of 1-2 and 1-3 neighbours, which have no Coulomb energy, over their distances.
double excluded(const System &system)
{
  const BondGraph graph = find_bonds(system.crystal, {"Na"});
  double sum = 0.0;
  const auto add = [&](int i, int k, const Eigen::Vector3d &from_i) {
    sum += system.charges[i] * system.charges[k] / from_i.norm();
  };
  const auto vector = [&](int i, const Neighbour &n) -> Eigen::Vector3d {
    return system.crystal.cell * (system.crystal.atoms[n.atom].fractional + n.shift.cast<double>() -
                                  system.crystal.atoms[i].fractional);
  };
  for (int j = 0; j < static_cast<int>(graph.size()); ++j) {
    const auto &neighbours = graph.neighbours[j];
    for (std::size_t a = 0; a < neighbours.size(); ++a) {
      if (j < neighbours[a].atom) add(j, neighbours[a].atom, vector(j, neighbours[a]));
      for (std::size_t b = a + 1; b < neighbours.size(); ++b)
        add(neighbours[a].atom, neighbours[b].atom,
            vector(j, neighbours[b]) - vector(j, neighbours[a]));
    }
  }
  return sum;
}

}    // namespace

TEST(Electrostatics, EnergyIsThatOfTheLatticeSumWithoutBondedPairs)
{
  const System system = sodium_benzoate();
  const auto lammps = energies(system);
  const Eigen::Map<const Eigen::VectorXd> q(system.charges.data(),
                                            static_cast<Eigen::Index>(system.charges.size()));
  const double expected =
      coulomb_kcal_A *
      (0.5 * q.dot(lattice_sum_of_inverse_distances(system.crystal) * q) - excluded(system));
  EXPECT_NEAR(lammps.at("E_coul") + lammps.at("E_long"), expected, 1e-5 * std::fabs(expected));
}

TEST(Electrostatics, ForcesAreTheDerivativeOfTheEnergy)
{
  System system = sodium_benzoate();
  system.electrostatics->accuracy = 1e-8;    // pairs that pass the cut-off jump by as much
  constexpr double step = 1e-3;              // A
  // a sodium, an oxygen, a carbon of the ring; Lennard-Jones shifted, because it jumps there too
  const std::vector<int> atoms{1, 6, 30};
  std::string script =
      "pair_modify shift yes\ndisplace_atoms all random 0.05 0.05 0.05 7\nrun 0\n"
      "write_dump all custom forces.dump id fx fy fz modify format float %20.12g\n";
  for (const int atom : atoms)
    for (int axis = 0; axis < 3; ++axis)
      for (const double by : {step, -2.0 * step, step}) {    // there, across, and back
        Eigen::Vector3d move = Eigen::Vector3d::Zero();
        move[axis] = by;
        script +=
            fmt::format("group one id {}\ndisplace_atoms one move {} {} {}\ngroup one delete\n"
                        "run 0\nprint \"$(pe:%20.12f)\" append energies.txt screen no\n",
                        atom, move[0], move[1], move[2]);
      }
  LammpsRun run("print ok\n");
  run_system(run, system, script);
  const auto forces = dump_rows(run.file("forces.dump"));
  std::istringstream in(run.file("energies.txt"));
  for (const int atom : atoms)
    for (std::size_t axis = 0; axis < 3; ++axis) {
      double up = 0.0, down = 0.0, back = 0.0;
      ASSERT_TRUE(in >> up >> down >> back);
      EXPECT_NEAR(forces[static_cast<std::size_t>(atom - 1)][axis + 1], -(up - down) / (2.0 * step),
                  2e-3)
          << "atom " << atom << ", axis " << axis;
    }
}

TEST(Electrostatics, WithoutThemTheSameChargesAreInTheDataButNotInTheEnergy)
{
  System system = sodium_benzoate();
  system.electrostatics.reset();
  const auto lammps = energies(system);
  EXPECT_EQ(lammps.at("E_coul"), 0.0);
  EXPECT_EQ(lammps.at("E_long"), 0.0);
}

}    // namespace softmode
