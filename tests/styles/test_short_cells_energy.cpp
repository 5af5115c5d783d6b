// SPDX-License-Identifier: BSD-3-Clause
// Frameworks with short faces: in the cell that softmode simulates, LAMMPS's energy and forces are those of a cell
// twice as long in each direction.
#include "forcefield/simulated_cell.h"
#include "softmode/definitions/constants.h"
#include "support/hkust_1.h"

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include <random>

namespace softmode {

namespace {

const std::filesystem::path root = SOFTMODE_SOURCE_DIR;

struct Energy {
  double per_cell;                            ///< kcal/mol per cell of the file
  std::vector<std::vector<double>> forces;    ///< of the atoms of the first cell: id, fx, fy, fz
};

/// The atoms of all cells are moved alike from where their terms were made; `moved` in A, one for each atom of the first cell.
Energy energy_of(const Crystal &crystal, const Potential &potential,
                 const std::vector<Eigen::Vector3d> &moved)
{
  System system = assemble(crystal, potential);
  for (std::size_t i = 0; i < system.crystal.atoms.size(); ++i)
    system.crystal.atoms[i].fractional += system.crystal.cell.inverse() * moved[i % moved.size()];
  LammpsRun run("print none\n");
  write_system(run, system);
  run.again(set_up_mof(system) +
            "thermo_style custom step pe\nthermo_modify format float %.16g\nrun 0\n"
            "write_dump all custom f.dump id fx fy fz modify sort id format float %.16g\n");
  EXPECT_TRUE(run.success) << run.output;
  if (!run.success) return {0.0, {}};
  auto forces = dump_rows(run.file("f.dump"));
  forces.resize(forces.size() / static_cast<std::size_t>(cells_of_file(system.crystal)));
  return {run.last_thermo()["PotEng"] / cells_of_file(system.crystal), forces};
}

/// Uniform in +-limit, the same on every machine.
double symmetric(std::mt19937 &random, double limit)
{
  return limit * (static_cast<double>(random()) / 2147483648.0 - 1.0);
}

void expect_energy_of_larger_cell(const std::string &name, const Crystal &cell,
                                  const Potential &potential, double motion_A = 0.0)
{
  SCOPED_TRACE(name);
  std::mt19937 random(7);
  std::vector<Eigen::Vector3d> moved(cell.atoms.size());
  for (Eigen::Vector3d &m : moved)
    for (int k = 0; k < 3; ++k) m[k] = symmetric(random, motion_A);
  const Crystal simulated = simulated_cell(cell, potential);
  std::array<int, 3> twice = simulated.repeats;
  EXPECT_NE(twice, (std::array<int, 3>{1, 1, 1})) << "its faces are not short";
  EXPECT_THROW(assemble(cell, potential), Error);
  for (int &n : twice) n *= 2;
  const Energy one = energy_of(simulated, potential, moved),
               two = energy_of(supercell(cell, twice), potential, moved);
  EXPECT_NEAR(one.per_cell, two.per_cell, 1e-9 * std::fabs(two.per_cell));
  ASSERT_EQ(one.forces.size(), two.forces.size());
  double largest = 0.0, difference = 0.0;
  for (std::size_t i = 0; i < one.forces.size(); ++i)
    for (std::size_t k = 1; k < 4; ++k) {
      largest = std::max(largest, std::fabs(two.forces[i][k]));
      difference = std::max(difference, std::fabs(one.forces[i][k] - two.forces[i][k]));
    }
  EXPECT_LT(difference, 1e-9 * largest);
}

/// A chain of zinc formate, Zn(O2CH)2 and one zinc a cell, along c of a random triclinic cell: 4.3 to 4.7 A.
Crystal zinc_formate_chain(unsigned seed)
{
  std::mt19937 random(seed);
  const auto between = [&](double low, double high) {
    return 0.5 * (low + high) + symmetric(random, 0.5 * (high - low));
  };
  const double twist = between(0.0, 0.35), around = between(0.0, 6.28), half_oo = 1.1,
               c = 2.4 + std::sqrt(4.84 - std::pow(3.1 * std::sin(twist), 2.0));
  Crystal crystal;
  crystal.source = fmt::format("chain {}", seed);
  Eigen::Matrix3d cell;    // the chain along z, turned upright at the end
  cell << between(8.0, 12.0), between(-2.5, 2.5), 0.0, 0.0, between(8.0, 12.0), 0.0,
      between(-2.0, 2.0), between(-2.0, 2.0), c;
  const auto add = [&](const char *element, Eigen::Vector3d at) {
    for (int k = 0; k < 3; ++k) at[k] += between(-0.03, 0.03);
    crystal.atoms.push_back({fmt::format("{}{}", element, crystal.atoms.size() + 1), element,
                             wrapped(cell.inverse() * at)});
  };
  add("Zn", {0.0, 0.0, 0.0});
  for (const double side : {0.0, pi}) {
    const auto at = [&](double angle, double radius, double z) {
      return Eigen::Vector3d(radius * std::cos(around + side + angle),
                             radius * std::sin(around + side + angle), z);
    };
    const Eigen::Vector3d first = at(-twist, 1.55, 1.2), second = at(twist, 1.55, c - 1.2),
                          out = at(0.0, 1.0, 0.0),
                          carbon = 0.5 * (first + second) +
                                   std::sqrt(1.26 * 1.26 - half_oo * half_oo) * out;
    add("O", first);
    add("O", second);
    add("C", carbon);
    add("H", carbon + 1.09 * out);
  }
  crystal.cell = upright(cell);
  return crystal;
}

/// The same crystal in another cell, its columns those of the old one times `m`, of determinant 1.
Crystal in_cell(const Crystal &crystal, const Eigen::Matrix3d &m)
{
  Crystal result = crystal;
  result.cell = upright(crystal.cell * m);
  for (CrystalAtom &atom : result.atoms) atom.fractional = wrapped(m.inverse() * atom.fractional);
  return result;
}

}    // namespace

TEST(ShortCells, ChainsHaveTheEnergyOfLargerCells)
{
  const Potential potential = read_potential(root / "potentials/base.yaml");
  for (unsigned seed = 1; seed <= 11; ++seed)
    expect_energy_of_larger_cell(fmt::format("chain {}", seed), zinc_formate_chain(seed),
                                 potential);
}

TEST(ShortCells, StayRightWhileAtomsMove)
{
  // two atoms move by 1 A at most, relative to each other
  const Potential potential = read_potential(root / "potentials/base.yaml");
  for (unsigned seed = 12; seed <= 14; ++seed)
    expect_energy_of_larger_cell(fmt::format("moving chain {}", seed), zinc_formate_chain(seed),
                                 potential, 0.28);
}

TEST(ShortCells, FrameworksHaveTheEnergyOfLargerCells)
{
  const Potential potential = read_potential(root / "potentials/base.yaml");
  const auto read = [](const char *file) { return read_cif(root / file); };
  const Crystal mil_47 = read("inputs/validation/structures/mil-47.cif"),
                dabco = read("inputs/validation/structures/zn-bdc-dabco.cif"),
                mil_140 = read("tests/data/unseen/mil-140a.cif");
  expect_energy_of_larger_cell("MIL-47", mil_47, potential);
  expect_energy_of_larger_cell("Zn2(bdc)2(dabco)", dabco, potential);
  expect_energy_of_larger_cell("MIL-140A", mil_140, potential);
  Eigen::Matrix3d leaning, turned;
  leaning << 1, 1, 0, 0, 1, 1, 0, 0, 1;
  turned << 0, 1, 1, 1, 0, 2, 0, 0, -1;
  expect_energy_of_larger_cell("MIL-47, leaning", in_cell(mil_47, leaning), potential);
  expect_energy_of_larger_cell("MIL-47, turned", in_cell(mil_47, turned), potential);
  expect_energy_of_larger_cell("dabco, leaning", in_cell(dabco, leaning), potential);
  expect_energy_of_larger_cell("MIL-140A, leaning", in_cell(mil_140, leaning), potential);
}

TEST(ShortCells, OfMof74HaveTheEnergyOfLargerCells)
{
  const Potential potential = read_potential(root / "potentials/base.yaml");
  for (const char *name : {"zn-mof-74", "mg-mof-74"})
    expect_energy_of_larger_cell(
        name, read_cif(root / "inputs/structures" / (std::string(name) + ".cif")), potential);
}

}    // namespace softmode
