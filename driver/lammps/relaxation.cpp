// SPDX-License-Identifier: BSD-3-Clause
#include "lammps/relaxation.h"

#include "lammps/plugin_link.h"

#include "lammps/system_files.h"
#include "support/csv.h"
#include "support/error.h"
#include "support/files.h"

#include <Eigen/LU>

#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace softmode {

namespace {

// box/relax cannot follow the cell far with the forces of one neighbour list, so it starts again
constexpr int rounds_of_cell = 3;

/// A row of the table of numbers.
std::string print_number(const std::string &quantity, const char *keyword, const char *format)
{
  return fmt::format("print \"{},$({}:{})\" append {}\n", quantity, keyword, format,
                     relaxation_file::numbers);
}

std::string print_numbers(const std::string &when)
{
  return print_number(when + "_energy", "pe", "%.9f") +
         print_number(when + "_force", "fmax", "%.3e") +
         print_number(when + "_pressure", "press", "%.3f");
}

constexpr const char *cell_keywords[] = {"lx", "ly", "lz", "xy", "xz", "yz", "xlo", "ylo", "zlo"};

/// What the rows of the table say.
std::map<std::string, double> numbers_in(const std::filesystem::path &file)
{
  std::map<std::string, double> numbers;
  for (const CsvRow &row : read_csv(file, {"quantity", "value"}, ExitCode::point))
    numbers[row.text("quantity")] = row.number("value");
  std::vector<std::string> needed{"before_energy", "before_pressure", "after_energy", "after_force",
                                  "after_pressure"};
  needed.insert(needed.end(), std::begin(cell_keywords), std::end(cell_keywords));
  for (const std::string &quantity : needed)
    if (!numbers.count(quantity))
      fail(ExitCode::point, "{}: no quantity '{}'; run the relaxation again", file.string(),
           quantity);
  return numbers;
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
  text += fmt::format("run             0\nprint \"quantity,value\" file {}\n",
                      relaxation_file::numbers) +
          print_numbers("before");
  text += relax_atoms_commands();
  if (what == Relaxation::cell) text += relax_cell_commands();
  text += print_numbers("after");
  text += fmt::format("write_dump      all custom {} id x y z modify sort id format float %.10f\n",
                      relaxation_file::positions);
  for (const char *keyword : cell_keywords) text += print_number(keyword, keyword, "%.12f");
  return text;
}

Relaxed read_relaxed(const System &system, const std::filesystem::path &folder)
{
  const auto complain = [&](const char *file) {
    fail(ExitCode::point, "{}: is not what a relaxation writes; run it again",
         (folder / file).string());
  };
  Relaxed r;
  const auto numbers = numbers_in(folder / relaxation_file::numbers);
  const auto n = [&](const char *quantity) { return numbers.at(quantity); };
  r.energy_before = n("before_energy");
  r.pressure_before = n("before_pressure");
  r.energy = n("after_energy");
  r.largest_force = n("after_force");
  r.pressure = n("after_pressure");
  r.crystal = system.crystal;
  r.crystal.cell << n("lx"), n("xy"), n("xz"), 0.0, n("ly"), n("yz"), 0.0, 0.0, n("lz");
  const Eigen::Vector3d corner(n("xlo"), n("ylo"), n("zlo"));
  const Eigen::Matrix3d inverse = r.crystal.cell.inverse();

  std::istringstream dump(read_file(folder / relaxation_file::positions));
  std::string line;
  while (std::getline(dump, line) && line.rfind("ITEM: ATOMS", 0) != 0) continue;
  for (CrystalAtom &atom : r.crystal.atoms) {
    int id;
    Eigen::Vector3d position;
    if (!(dump >> id >> position[0] >> position[1] >> position[2]))
      complain(relaxation_file::positions);
    atom.fractional = wrapped(inverse * (position - corner));
  }
  r.crystal = with_small_tilts(r.crystal);
  return r;
}

}    // namespace softmode
