// SPDX-License-Identifier: BSD-3-Clause
// The fields of tables in potentials/ against the published forms, evaluated apart from softmode (PublishedEnergy).
// Then what they make of the crystals, whose rows are printed.
#include "lammps/point_input.h"
#include "structure/bonds.h"
#include "support/hkust_1.h"
#include "support/primitive_cell.h"
#include "support/process.h"
#include "support/published_energy.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <sstream>

namespace softmode {

const std::filesystem::path source = SOFTMODE_SOURCE_DIR;

struct Material {
  const char *potential, *structure;
  bool face_centred;
  double cell, metal_oxygen, carbon_oxygen;    ///< found: per cent; A from the crystal
  double asymmetric, symmetric;                ///< found: cm-1
};

Crystal crystal_of(const Material &m)
{
  const Crystal c = read_cif(source / "inputs/structures" / (std::string(m.structure) + ".cif"));
  return m.face_centred ? with_small_tilts(primitive_cell(c)) : c;
}

Potential potential_of(const Material &m)
{
  return read_potential(source / "potentials" / (std::string(m.potential) + ".yaml"));
}

/// Every atom moved by up to 0.03 A along each axis, so that no term is zero by symmetry.
Crystal shaken(Crystal c)
{
  std::mt19937 random(11);
  std::uniform_real_distribution<double> move(-0.03, 0.03);
  for (CrystalAtom &atom : c.atoms) {
    Vector3d step;
    for (int k = 0; k < 3; ++k) step[k] = move(random);
    atom.fractional = wrapped(atom.fractional + c.cell.inverse() * step);
  }
  return c;
}

/// Set up with the exact sum in place of the mesh, and nothing shifted.
std::string set_up_exact(const System &system)
{
  std::string text = set_up_mof(system) + "pair_modify shift no table 0\n";
  if (!system.pairs->kspace.empty()) text += "kspace_style ewald 1e-9\n";
  return text;
}

class PublishedFields : public testing::TestWithParam<Material> {};

TEST_P(PublishedFields, HaveTheEnergiesAndForcesOfThePublishedForms)
{
  const Material &m = GetParam();
  const Potential potential = potential_of(m);
  const Crystal crystal = shaken(crystal_of(m));
  const System system = assemble(crystal, potential);
  LammpsRun run("print none\n");
  write_system(run, system);
  run.again(set_up_exact(system) +
                "thermo_style custom step ebond eangle edihed eimp evdwl ecoul elong\n"
                "thermo_modify format float %.15g\nrun 0\n"
                "write_dump all custom f.dump id fx fy fz modify sort id format float %.17g\n",
            {});
  ASSERT_TRUE(run.success) << run.output;
  auto lammps = run.last_thermo();
  const auto forces = dump_rows(run.file("f.dump"));

  const Tables tables(potential.file);
  PublishedEnergy published(system.crystal, tables,
                            {potential.ionic.begin(), potential.ionic.end()});
  const Energies e = published.evaluate();
  const auto expect = [&](const char *name, double found, double expected) {
    fmt::print("  {}: LAMMPS {:.8f}, published forms {:.8f} kcal/mol\n", name, found, expected);
    EXPECT_NEAR(found, expected, 1e-6 * std::fabs(expected) + 1e-12 * std::fabs(e.coulomb)) << name;
  };
  expect("bonds", lammps.at("E_bond"), e.bond);
  expect("angles", lammps.at("E_angle"), e.angle);
  expect("dihedrals", lammps.at("E_dihed"), e.dihedral);
  expect("impropers", lammps.at("E_impro"), e.improper);
  expect("van der Waals", lammps.at("E_vdwl"), e.vdw);
  expect("Coulomb", lammps.at("E_coul") + lammps.at("E_long"), e.coulomb);

  // one atom of each type, along a direction that is none of symmetry
  std::set<std::string> seen;
  const Vector3d direction = Vector3d(0.6, -0.5, 0.7).normalized();
  const double step = 5e-4;
  double largest = 0.0;
  for (const auto &row : forces)
    largest = std::max(largest, Vector3d(row[1], row[2], row[3]).norm());
  published.shifted = true;
  for (std::size_t i = 0; i < published.size(); ++i) {
    const std::string &type = published.types()[i];
    if (!seen.insert(type).second) continue;
    const auto energy = [&](double steps) {
      return published.evaluate(static_cast<int>(i), steps * step * direction).sum();
    };
    // of fourth order
    const double slope =
        (8.0 * (energy(1.0) - energy(-1.0)) - (energy(2.0) - energy(-2.0))) / (12.0 * step);
    const Vector3d force(forces[i][1], forces[i][2], forces[i][3]);
    fmt::print("  force on {}: LAMMPS {:.8f}, published forms {:.8f} kcal/mol/A\n", type,
               force.dot(direction), -slope);
    EXPECT_NEAR(force.dot(direction), -slope, 1e-6 * largest) << type;
  }
}

// ---- what they make of the crystals ----------------------------------------------------------------

struct Geometry {
  double metal_oxygen = 0.0, carbon_oxygen = 0.0;    ///< means over the carboxylates, A
};

/// Bonds of the crystal, measured in the relaxed one.
Geometry geometry(const System &system, const Matrix3d &cell, const std::vector<Vector3d> &x)
{
  Geometry g;
  int metal_oxygen = 0, carbon_oxygen = 0;
  const BondGraph graph =
      bond_graph(system.crystal);    // metals too, whatever the field makes of them
  const auto length = [&](int i, const Neighbour &n) {
    Vector3d f = cell.inverse() * (x[n.atom] - x[i]);
    for (int k = 0; k < 3; ++k) f[k] -= std::round(f[k]);
    return (cell * f).norm();
  };
  const auto element = [&](int i) { return system.crystal.atoms[i].element; };
  for (int c = 0; c < static_cast<int>(graph.size()); ++c) {
    const auto is_oxygen = [&](const Neighbour &n) { return element(n.atom) == "O"; };
    const auto &around = graph.neighbours[c];
    if (element(c) != "C" || std::count_if(around.begin(), around.end(), is_oxygen) != 2) continue;
    for (const Neighbour &o : around) {
      if (!is_oxygen(o)) continue;
      g.carbon_oxygen += (++carbon_oxygen, length(c, o));
      for (const Neighbour &n : graph.neighbours[o.atom])
        if (is_metal(element(n.atom))) g.metal_oxygen += (++metal_oxygen, length(o.atom, n));
    }
  }
  g.metal_oxygen /= metal_oxygen;
  g.carbon_oxygen /= carbon_oxygen;
  return g;
}

std::vector<Vector3d> positions_of(const std::string &dump)
{
  std::vector<Vector3d> x;
  for (const auto &row : dump_rows(dump)) x.emplace_back(row[1], row[2], row[3]);
  return x;
}

/// As set_up_mof(), in a box that may lean, which the mesh must know beforehand.
std::string set_up_leaning(const System &system)
{
  std::string text = set_up_mof(system);
  const std::string read = "read_data mof.lmp\n";
  return text.replace(text.find(read), read.size(),
                      "box tilt large\n" + read + "change_box all triclinic\n");
}

const std::string relax_atoms = "displace_atoms all random 0.02 0.02 0.02 4711 units box\n"
                                "min_modify dmax 0.05\nminimize 0 1e-5 20000 100000\n";

/// Wavenumbers (cm-1) with the squared change of the dipole moment of each mode, e2/(g/mol).
std::vector<std::pair<double, double>> modes_of(const System &system, const std::string &file)
{
  const auto n = static_cast<Eigen::Index>(3 * system.crystal.atoms.size());
  EXPECT_EQ(file.size(), static_cast<std::size_t>(n * n) * sizeof(double));
  Eigen::MatrixXd matrix(n, n);
  std::memcpy(matrix.data(), file.data(), file.size());
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(
      0.5 * (matrix + Eigen::MatrixXd(matrix.transpose())));
  std::vector<std::pair<double, double>> modes;
  for (Eigen::Index mode = 0; mode < n; ++mode) {
    Vector3d flux = Vector3d::Zero();
    for (Eigen::Index i = 0; i < n / 3; ++i)
      flux += system.charges[i] / std::sqrt(system.atom_types[system.type_of_atom[i]].mass) *
              solver.eigenvectors().col(mode).segment<3>(3 * i);
    const double v = solver.eigenvalues()[mode];
    modes.emplace_back(std::copysign(1e-3 * std::sqrt(std::fabs(v)), v) /
                           (2.0 * pi * speed_of_light_cm_fs),
                       flux.squaredNorm());
  }
  return modes;
}

/// The mode between two wavenumbers that absorbs most.
double strongest(const std::vector<std::pair<double, double>> &modes, double low, double high)
{
  double best = 0.0, at = 0.0;
  for (const auto &[wavenumber, intensity] : modes)
    if (wavenumber > low && wavenumber < high && intensity > best) {
      best = intensity;
      at = wavenumber;
    }
  return at;
}

TEST_P(PublishedFields, RelaxTheCrystalAndStretchItsCarboxylatesAsFound)
{
  const Material &m = GetParam();
  const System system = assemble(crystal_of(m), potential_of(m));
  LammpsRun run("print none\n");
  write_system(run, system);
  run.again(set_up_leaning(system) + relax_atoms +
                "fix cell all box/relax tri 0 vmax 0.001\nminimize 0 1e-3 2000 20000\nunfix cell\n"
                "fix cell all box/relax tri 0 vmax 0.001\nminimize 0 1e-4 2000 20000\nunfix cell\n"
                "displace_atoms all random 0.02 0.02 0.02 815 units box\n"
                "minimize 0 1e-5 5000 50000\n"
                "write_data relaxed.lmp nocoeff\n"
                "write_dump all custom x.dump id x y z modify sort id format float %.10f\n"
                "print \"$(lx:%.10f) $(ly:%.10f) $(lz:%.10f) $(xy:%.10f) $(xz:%.10f) "
                "$(yz:%.10f)\" file cell\n",
            one_thread);
  ASSERT_TRUE(run.success) << run.output;
  double lx, ly, lz, xy, xz, yz;
  std::istringstream(run.file("cell")) >> lx >> ly >> lz >> xy >> xz >> yz;
  Matrix3d cell;
  cell << lx, xy, xz, 0.0, ly, yz, 0.0, 0.0, lz;
  std::vector<Vector3d> x;
  for (std::size_t i = 0; i < system.crystal.atoms.size(); ++i)
    x.push_back(system.crystal.position(i));
  const Geometry before = geometry(system, system.crystal.cell, x),
                 after = geometry(system, cell, positions_of(run.file("x.dump")));
  const double volume = cell.determinant() / system.crystal.cell.determinant(),
               edge = 100.0 * (std::cbrt(volume) - 1.0);
  // in a run of its own and without OPENMP: after box/relax dynamical_matrix had wrong forces there
  std::string relaxed = set_up_leaning(system);
  run.again(relaxed.replace(relaxed.find("mof.lmp"), 7, "relaxed.lmp") +
            "dynamical_matrix all eskm 5e-4 file matrix.bin binary yes\n");
  ASSERT_TRUE(run.success) << run.output;
  const auto modes = modes_of(system, run.file("matrix.bin"));
  const double asymmetric = strongest(modes, 1480.0, 1850.0),
               symmetric = strongest(modes, 1220.0, 1480.0);
  fmt::print(
      "| {:<16} | {:+.2f} | {:.3f} {:+.3f} | {:.3f} {:+.3f} | {:.0f} {:.0f} | {:.1f}, {:.0f} |\n",
      m.potential, edge, after.metal_oxygen, after.metal_oxygen - before.metal_oxygen,
      after.carbon_oxygen, after.carbon_oxygen - before.carbon_oxygen, asymmetric, symmetric,
      modes.front().first, modes.back().first);
  for (int k = 0; k < 3; ++k)
    fmt::print("  edge {}: {:+.2f} %\n", k,
               100.0 * (cell.col(k).norm() / system.crystal.cell.col(k).norm() - 1.0));
  EXPECT_NEAR(edge, m.cell, 0.05);
  EXPECT_NEAR(after.metal_oxygen - before.metal_oxygen, m.metal_oxygen, 0.003);
  EXPECT_NEAR(after.carbon_oxygen - before.carbon_oxygen, m.carbon_oxygen, 0.003);
  EXPECT_NEAR(asymmetric, m.asymmetric, 2.0);
  EXPECT_NEAR(symmetric, m.symmetric, 2.0);
}

TEST_P(PublishedFields, KeepTheEnergyInAShortRun)
{
  const Material &m = GetParam();
  const System system = assemble(crystal_of(m), potential_of(m));
  LammpsRun run("print none\n");
  write_system(run, system);
  run.again(set_up_mof(system) + relax_atoms +
                "reset_timestep 0\ntimestep 0.5\nvelocity all create 600 99 mom yes dist gaussian\n"
                "fix 1 all nve\ncompute kinetic all ke\n"
                "fix mean all ave/time 1 100 100 c_thermo_pe c_kinetic file means.dat\nrun 400\n",
            one_thread);
  ASSERT_TRUE(run.success) << run.output;
  // means of 50 fs, in which what the integrator stores and gives back in each vibration cancels
  std::vector<std::array<double, 3>> means;
  std::istringstream in(run.file("means.dat"));
  for (std::string line; std::getline(in, line);) {
    std::array<double, 3> row{};
    std::istringstream words(line);
    if (line[0] != '#' && words >> row[0] >> row[1] >> row[2]) means.push_back(row);
  }
  ASSERT_EQ(means.size(), 4u);
  const double kinetic = means[3][2],
               change = means[3][1] + means[3][2] - means[1][1] - means[1][2];
  fmt::print("  {}: energy changed by {:.2e} of the kinetic energy in 100 fs\n", m.potential,
             change / kinetic);
  EXPECT_LT(std::fabs(change), 1e-3 * kinetic);
}

TEST_P(PublishedFields, GoThroughAPointWithSpectraAndStates)
{
  const Material &m = GetParam();
  const Potential potential = potential_of(m);
  EXPECT_EQ(find_potential(m.potential, ".", source / "potentials"), potential.file);
  const System system = assemble(crystal_of(m), potential);
  Campaign campaign;
  campaign.timestep_fs = 0.5;
  campaign.equilibration_steps = 20;
  campaign.production_steps = 400;
  campaign.checkpoint_steps = 200;    // three legs
  campaign.thermostat = {"langevin", 2000.0};
  campaign.spectrum_every = 4;
  campaign.state_every = 20;
  campaign.block_steps = 200;
  campaign.resolution_cm = 500.0;
  Point point;
  point.temperature_K = 300.0;
  point.id = "test";
  point.seed = 4711;
  LammpsRun run("print none\n");
  write_file(run.folder / "host.lmp",
             fmt::format("variable plugin string \"{}\"\n", SOFTMODE_PLUGIN));
  const std::string input = point_input(campaign, point, system, potential);
  write_file(run.folder / "data.lmp", lammps_data(system));
  write_file(run.folder / "potential.lmp", coefficient_commands(system));
  write_file(run.folder / "point.lmp", input);
  const RunResult result = run_and_capture({SOFTMODE_LMP, "-suffix", "omp", "-package", "omp", "1",
                                            "-in", "point.lmp", "-log", "log.lammps"},
                                           run.folder);
  ASSERT_TRUE(result.status.success()) << result.output;
  EXPECT_NE(result.output.find(completion_mark), std::string::npos);
  EXPECT_FALSE(csv_rows(run.file("spectra.csv")).empty());
  const auto bonds = dump_rows(run.file("bonds.dump"));
  EXPECT_EQ(bonds.size(), system.metal_carboxylate_bonds);
}

std::string name_of_test(const testing::TestParamInfo<Material> &info)
{
  std::string name = info.param.potential;
  for (char &c : name)
    if (c == '-') c = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(
    Fields, PublishedFields,
    testing::Values(Material{"quickff-mof-5", "mof-5", true, 1.51, 0.027, -0.005, 1600, 1430},
                    Material{"quickff-uio-66", "uio-66", true, 3.21, 0.125, -0.001, 1642, 1381},
                    Material{"mof-ff-hkust-1", "hkust-1", true, 0.51, 0.016, -0.003, 1534, 1443},
                    Material{"vmof-mof-5", "mof-5", true, 0.12, -0.039, -0.014, 1620, 1299},
                    Material{"vmof-uio-66", "uio-66", true, 0.37, -0.021, -0.004, 1628, 1300},
                    Material{"vmof-mil-125", "mil-125", false, -0.37, -0.019, -0.013, 1611, 1305}),
    name_of_test);

}    // namespace softmode
