// SPDX-License-Identifier: BSD-3-Clause
// What the base potential (sodium benzoate: its own) makes of the crystals: relaxed in the crystal's cell, then with the cell.
// Prints a row for each; the limits are those the field is meant to keep.
#include "lammps/relaxation.h"
#include "softmode/definitions/constants.h"
#include "structure/bonds.h"
#include "support/hkust_1.h"

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include <sstream>

namespace softmode {

/// Lengths in A and angles in degrees that a relaxation should keep.
struct Geometry {
  double metal_oxygen = 0.0, carbon_oxygen = 0.0;    ///< means over the carboxylates
  std::vector<double> metal_angles;                  ///< every angle with a metal in its centre
};

class Structure {
 public:
  Structure(const System &s, const Eigen::Matrix3d &h, std::vector<Eigen::Vector3d> positions) :
      system(s), cell(h), x(std::move(positions))
  {
    // ions have no bonds: the crystal's contacts stand for them
    if (!system.ionic_types.empty())
      for_each_close_pair(system.crystal, longest_contact, [this](const ClosePair &p) {
        const bool metal = is_metal(element(p.first)) || is_metal(element(p.second));
        if (metal && (element(p.first) == "O" || element(p.second) == "O")) contacts.push_back(p);
      });
  }

  Geometry geometry() const
  {
    Geometry g;
    int metal_oxygen = 0, carbon_oxygen = 0;
    for (const auto &bond : system.bonds.terms) {
      const auto [i, j] = bond.atoms;
      const double length = vector(i, j).norm();
      if (environment(i, "O(C") && is_metal(element(j))) g.metal_oxygen += (++metal_oxygen, length);
      if (environment(j, "O(C") && is_metal(element(i))) g.metal_oxygen += (++metal_oxygen, length);
      if (environment(i, "C(CO2)") && element(j) == "O")
        g.carbon_oxygen += (++carbon_oxygen, length);
      if (environment(j, "C(CO2)") && element(i) == "O")
        g.carbon_oxygen += (++carbon_oxygen, length);
    }
    for (const ClosePair &p : contacts) g.metal_oxygen += (++metal_oxygen, length(p));
    g.metal_oxygen /= metal_oxygen;
    g.carbon_oxygen /= carbon_oxygen;
    for (const auto &angle : system.angles.terms)
      if (is_metal(element(angle.atoms[1]))) {
        const Eigen::Vector3d a = vector(angle.atoms[1], angle.atoms[0]),
                              b = vector(angle.atoms[1], angle.atoms[2]);
        g.metal_angles.push_back(std::atan2(a.cross(b).norm(), a.dot(b)) * 180.0 / pi);
      }
    return g;
  }

  double edge(int k) const { return cell.col(k).norm(); }

 private:
  const std::string &element(int i) const { return system.crystal.atoms[i].element; }
  bool environment(int i, const std::string &start) const
  {
    return system.atom_types[system.type_of_atom[i]].environment.rfind(start, 0) == 0;
  }
  Eigen::Vector3d vector(int from, int to) const
  {
    Eigen::Vector3d f = cell.inverse() * (x[to] - x[from]);
    for (int k = 0; k < 3; ++k) f[k] -= std::round(f[k]);
    return cell * f;
  }

  // of the same two images as in the crystal
  double length(const ClosePair &p) const
  {
    const auto &atoms = system.crystal.atoms;
    const Eigen::Vector3d then =
        atoms[p.second].fractional + p.shift.cast<double>() - atoms[p.first].fractional;
    Eigen::Vector3d now = cell.inverse() * (x[p.second] - x[p.first]);
    for (int k = 0; k < 3; ++k) now[k] -= std::round(now[k] - then[k]);
    return (cell * now).norm();
  }

  static constexpr double longest_contact = 2.9;    // A

  const System &system;
  Eigen::Matrix3d cell;
  std::vector<Eigen::Vector3d> x;
  std::vector<ClosePair> contacts;
};

Structure of_crystal(const System &system)
{
  std::vector<Eigen::Vector3d> x;
  for (std::size_t i = 0; i < system.crystal.atoms.size(); ++i)
    x.push_back(system.crystal.position(i));
  return {system, system.crystal.cell, x};
}

/// What the script printed as <name>.cell and dumped as <name>.dump.
Structure of_run(const System &system, const LammpsRun &run, const std::string &name)
{
  double lx, ly, lz, xy, xz, yz;
  std::istringstream(run.file(name + ".cell")) >> lx >> ly >> lz >> xy >> xz >> yz;
  Eigen::Matrix3d cell;
  cell << lx, xy, xz, 0.0, ly, yz, 0.0, 0.0, lz;
  std::vector<Eigen::Vector3d> x;
  for (const auto &row : dump_rows(run.file(name + ".dump")))
    x.emplace_back(row[1], row[2], row[3]);
  return {system, cell, x};
}

std::string write_structure(const std::string &name)
{
  return fmt::format("write_dump all custom {0}.dump id x y z modify sort id format float %.10f\n"
                     "print \"$(lx:%.10f) $(ly:%.10f) $(lz:%.10f) $(xy:%.10f) $(xz:%.10f) "
                     "$(yz:%.10f)\" file {0}.cell\n",
                     name);
}

double largest_difference(const std::vector<double> &a, const std::vector<double> &b)
{
  double largest = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) largest = std::max(largest, std::fabs(a[k] - b[k]));
  return largest;
}

class RelaxedStructure : public testing::TestWithParam<const char *> {};

TEST_P(RelaxedStructure, IsCloseToTheCrystal)
{
  const std::filesystem::path source = SOFTMODE_SOURCE_DIR;
  const std::string name = GetParam();
  const Potential potential = read_potential(
      source / "potentials" / (name == "sodium-benzoate" ? "sodium-benzoate.yaml" : "base.yaml"));
  const System system =
      assemble(simulated_cell(read_cif(source / "inputs/structures" / (name + ".cif")), potential),
               potential);
  LammpsRun run("print none\n");
  write_system(run, system);
  run.again(set_up_mof(system) + relax_atoms_commands() + write_structure("atoms") +
                "change_box all triclinic\n" + relax_cell_commands() + write_structure("cell"),
            one_thread);
  ASSERT_TRUE(run.success) << run.output;

  const Structure crystal = of_crystal(system);
  const Geometry wanted = crystal.geometry();
  for (const char *what : {"atoms", "cell"}) {
    SCOPED_TRACE(what);
    const Structure relaxed = of_run(system, run, what);
    const Geometry g = relaxed.geometry();
    const double angle = largest_difference(wanted.metal_angles, g.metal_angles);
    double change[3];
    for (int k = 0; k < 3; ++k) change[k] = 100.0 * (relaxed.edge(k) / crystal.edge(k) - 1.0);
    fmt::print(
        "| {:<15} | {:<5} | {:+.2f} {:+.2f} {:+.2f} | {:.3f} {:+.3f} | {:.3f} {:+.3f} | {:.1f} |\n",
        name, what, change[0], change[1], change[2], g.metal_oxygen,
        g.metal_oxygen - wanted.metal_oxygen, g.carbon_oxygen,
        g.carbon_oxygen - wanted.carbon_oxygen, angle);
    for (int k = 0; k < 3; ++k) EXPECT_LT(std::fabs(change[k]), 2.0);    // per cent
    EXPECT_NEAR(g.metal_oxygen, wanted.metal_oxygen, 0.03);
    EXPECT_NEAR(g.carbon_oxygen, wanted.carbon_oxygen, 0.03);
    EXPECT_LT(angle, 8.0);
  }
}

INSTANTIATE_TEST_SUITE_P(Materials, RelaxedStructure,
                         testing::Values("hkust-1", "mof-5", "uio-66", "mil-125", "muv-10-ca",
                                         "muv-10-mn", "mg-mof-74", "zn-mof-74", "mil-125-nh2",
                                         "sodium-benzoate"));

}    // namespace softmode
