// SPDX-License-Identifier: BSD-3-Clause
#include "commands/commands.h"
#include "commands/structure_options.h"
#include "forcefield/assemble.h"
#include "forcefield/explain.h"
#include "forcefield/simulated_cell.h"
#include "lammps/host.h"
#include "lammps/plugin_link.h"
#include "lammps/system_files.h"
#include "runs/relax.h"
#include "support/error.h"
#include "support/files.h"

#include <memory>

namespace softmode {

namespace fs = std::filesystem;

namespace {

struct BuildOptions {
  StructureOptions structure;
  std::string potential = "base";
  fs::path folder;
  std::vector<std::string> explain;
  std::string relax;    // "", "atoms" or "cell"
};

// a short input that shows the system is sound: one energy
std::string example_input(const System &system, const fs::path &plugin)
{
  std::string text = "# energy of the system as built; run with: lmp -in in.lmp\n";
  text += fmt::format("plugin load \"{}\"\n", plugin_name(plugin));
  text += style_commands(system);
  text += fmt::format("read_data       data.lmp\ninclude         potential.lmp\n"
                      "variable        pe_per_cell equal pe/{}    # kcal/mol per cell of the file\n"
                      "thermo_style    custom step pe v_pe_per_cell ebond eangle edihed eimp evdwl "
                      "ecoul elong press\n"
                      "thermo_modify   format float %.12g\n"
                      "run             0\n",
                      cells_of_file(system.crystal));
  return text;
}

// "all" is long and goes to a file
void explain_terms(const BuildOptions &options, const System &system, const Potential &potential,
                   const fs::path &folder)
{
  for (const std::string &selection : options.explain) {
    if (selection != "all") {
      fmt::print("\n{}", explain(system, potential, selection));
      continue;
    }
    write_file(folder / "explained.txt", explain_all(system, potential));
    fmt::print("every type of atom and term is explained in {}\n",
               (folder / "explained.txt").string());
  }
}

// LAMMPS takes every image within the cutoff, so a narrow cell runs; but its atoms see their own images
void print_widths(const System &system)
{
  const Eigen::Vector3d widths = perpendicular_widths(system.crystal.cell);
  const bool wide = widths.minCoeff() >= 2.0 * system.vdw_cutoff;
  fmt::print("cell: {:.2f} x {:.2f} x {:.2f} A between faces, cutoff {:g} A: {}\n", widths[0],
             widths[1], widths[2], system.vdw_cutoff,
             wide
                 ? "each atom sees one image of every other"
                 : fmt::format("atoms see several images of each other; --min-width {:g} avoids it",
                               2.0 * system.vdw_cutoff));
}

// data.lmp gets the relaxed positions; the terms stay those of the crystal
void relax_system(const BuildOptions &options, System &system, const Installation &installation,
                  const fs::path &folder)
{
  const LammpsHost host = inspect_lammps(find_lmp());
  check_plugin(host, installation.plugin);
  if (system.electrostatics) host.need("KSPACE", options.potential + " (electrostatics)");
  const Relaxation what = options.relax == "cell" ? Relaxation::cell : Relaxation::atoms;
  const Relaxed relaxed = relax(system, what, host, installation.plugin, folder);
  const CellParameters then = cell_parameters(system.crystal.cell),
                       now = cell_parameters(relaxed.crystal.cell);
  const int cells = cells_for_lammps(system.crystal);
  fmt::print(
      "relaxed {}: energy {:.3f} to {:.3f} kcal/mol{}, largest force left {:.1e} kcal/mol/A, "
      "pressure {:.0f} to {:.0f} atm\n",
      what == Relaxation::cell ? "atoms and cell" : "atoms", relaxed.energy_before / cells,
      relaxed.energy / cells, cells > 1 ? " per cell of the file" : "", relaxed.largest_force,
      relaxed.pressure_before, relaxed.pressure);
  if (what == Relaxation::cell)
    fmt::print("cell: {:.4f} {:.4f} {:.4f} A, {:.3f} {:.3f} {:.3f} degrees; a {:+.2f} %, b {:+.2f} "
               "%, c {:+.2f} %\n",
               now[0], now[1], now[2], now[3], now[4], now[5], 100.0 * (now[0] / then[0] - 1.0),
               100.0 * (now[1] / then[1] - 1.0), 100.0 * (now[2] / then[2] - 1.0));
  system.crystal = relaxed.crystal;
  write_file(folder / "data.lmp", lammps_data(system));
  fmt::print("{} is relaxed, {} as the crystal\n", (folder / "data.lmp").string(),
             (folder / relaxation_file::data).string());
}

void build(const BuildOptions &options)
{
  const Installation installation = find_installation();
  const Potential potential = read_potential(
      find_potential(options.potential, fs::current_path(), installation.data / "potentials"));
  System system = assemble(prepare_simulation(options.structure, potential), potential);
  const fs::path &file = options.structure.file;
  const fs::path folder = options.folder.empty() ? file.stem() : options.folder;
  make_folder(folder);
  write_file(folder / "data.lmp", lammps_data(system));
  write_file(folder / "potential.lmp", coefficient_commands(system));
  write_file(folder / "in.lmp", example_input(system, installation.plugin));
  link_plugin(installation.plugin, folder);

  fmt::print("{}: {}, {} atoms, {} (mean {:.4f} A)\n", file.string(), formula(system.crystal),
             system.crystal.atoms.size(), counted_bonds(system), system.metal_oxygen_length);
  for (const std::string &note : system.crystal.notes) fmt::print("  {}\n", note);
  print_widths(system);
  for (const AtomType &type : system.atom_types)
    fmt::print("  {:<10} {:<8} {:>8.4f} e  {}\n", type.environment, type.uff_type, type.charge,
               type.reason);
  fmt::print("charges: {}; {}\n", system.charge_method, charges_in_energy(system));
  fmt::print("terms: {} bonds, {} angles, {} dihedrals, {} impropers; their numbers and sources "
             "are in {}\n",
             system.bonds.terms.size(), system.angles.terms.size(), system.dihedrals.terms.size(),
             system.impropers.terms.size(), (folder / "potential.lmp").string());
  explain_terms(options, system, potential, folder);
  if (!options.relax.empty()) relax_system(options, system, installation, folder);
}

}    // namespace

void add_build(CLI::App &app)
{
  auto options = std::make_shared<BuildOptions>();
  CLI::App *command =
      app.add_subcommand("build", "turn a crystal structure into a typed LAMMPS system");
  add_structure_options(*command, options->structure);
  command->add_option("-p,--potential", options->potential,
                      "potential: a name in potentials/ or a YAML file (default: base)");
  command->add_option("-o,--output", options->folder,
                      "folder for the LAMMPS files (default: the structure's name, here)");
  command->add_option(
      "--explain", options->explain,
      "say why an atom has its type and where the numbers of a term are from: O1, 13, "
      "Cu1-O1, O1-Cu1-O1, ..., or all");
  command
      ->add_option(
          "--relax", options->relax,
          "minimise the energy by LAMMPS: atoms (in the cell of the crystal) or cell (atoms "
          "and cell); data.lmp is then relaxed")
      ->check(CLI::IsMember({"atoms", "cell"}));
  command->callback([options] { build(*options); });
}

}    // namespace softmode
