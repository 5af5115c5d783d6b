// SPDX-License-Identifier: BSD-3-Clause
#include "lammps/relaxation.h"

#include "lammps/plugin_link.h"

#include "lammps/system_files.h"
#include "support/error.h"
#include "support/files.h"

#include <Eigen/LU>

#include <sstream>

namespace softmode {

namespace {

// box/relax cannot follow the cell far with the forces of one neighbour list, so it starts again
constexpr int rounds_of_cell = 3;

std::string print_numbers(const std::string &what)
{
  return fmt::format("print \"{},$(pe:%.9f),$(fmax:%.3e),$(press:%.3f)\" append {}\n", what,
                     relaxation_file::numbers);
}

}    // namespace

std::string relax_atoms_commands()
{
  return "displace_atoms all random 0.02 0.02 0.02 4711 units box\nmin_modify dmax 0.05\n"
         "minimize 0 1e-4 20000 100000\n";
}

std::string relax_cell_commands()
{
  std::string text;
  for (int round = 0; round < rounds_of_cell; ++round)
    text += "fix cell all box/relax tri 0 vmax 0.001\nminimize 0 1e-4 5000 50000\nunfix cell\n";
  return text + "minimize 0 1e-4 5000 50000\n";
}

std::string relaxation_input(const System &system, Relaxation what,
                             const std::filesystem::path &plugin)
{
  std::string text = fmt::format("# relaxation of the {}; run with: lmp -in {}\nplugin load "
                                 "\"{}\"\n",
                                 what == Relaxation::atoms ? "atoms" : "atoms and the cell",
                                 relaxation_file::input, plugin_name(plugin));
  text += style_commands(system);
  text += fmt::format("read_data       {}\n", relaxation_file::data);
  if (what == Relaxation::cell) text += "change_box      all triclinic\n";
  text += fmt::format("include         {}\nneighbor        1.0 bin\n"
                      "neigh_modify    every 1 delay 0 check yes\n"
                      "thermo          100\nthermo_style    custom step temp pe fmax press\n",
                      relaxation_file::potential);
  text += "run             0\n" + print_numbers("before");
  text += relax_atoms_commands();
  if (what == Relaxation::cell) text += relax_cell_commands();
  text += print_numbers("after");
  text += fmt::format("write_dump      all custom {} id x y z modify sort id format float %.10f\n",
                      relaxation_file::positions);
  text +=
      fmt::format("print           \"$(lx:%.12f) $(ly:%.12f) $(lz:%.12f) $(xy:%.12f) "
                  "$(xz:%.12f) $(yz:%.12f) $(xlo:%.12f) $(ylo:%.12f) $(zlo:%.12f)\" append {}\n",
                  relaxation_file::numbers);
  return text;
}

Relaxed read_relaxed(const System &system, const std::filesystem::path &folder)
{
  const auto complain = [&](const char *file) {
    fail(ExitCode::point, "{}: is not what a relaxation writes; run it again",
         (folder / file).string());
  };
  Relaxed r;
  double force_before, lx, ly, lz, xy, xz, yz, x, y, z;
  const std::string numbers = read_file(folder / relaxation_file::numbers);
  const int read = std::sscanf(
      numbers.c_str(), "before,%lf,%lf,%lf after,%lf,%lf,%lf %lf %lf %lf %lf %lf %lf %lf %lf %lf",
      &r.energy_before, &force_before, &r.pressure_before, &r.energy, &r.largest_force, &r.pressure,
      &lx, &ly, &lz, &xy, &xz, &yz, &x, &y, &z);
  if (read != 15) complain(relaxation_file::numbers);
  r.crystal = system.crystal;
  r.crystal.cell << lx, xy, xz, 0.0, ly, yz, 0.0, 0.0, lz;
  const Eigen::Matrix3d inverse = r.crystal.cell.inverse();

  std::istringstream dump(read_file(folder / relaxation_file::positions));
  std::string line;
  while (std::getline(dump, line) && line.rfind("ITEM: ATOMS", 0) != 0) continue;
  for (CrystalAtom &atom : r.crystal.atoms) {
    int id;
    Eigen::Vector3d position;
    if (!(dump >> id >> position[0] >> position[1] >> position[2]))
      complain(relaxation_file::positions);
    atom.fractional = wrapped(inverse * (position - Eigen::Vector3d(x, y, z)));
  }
  r.crystal = with_small_tilts(r.crystal);
  return r;
}

}    // namespace softmode
