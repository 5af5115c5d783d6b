// SPDX-License-Identifier: BSD-3-Clause
#include "commands/commands.h"
#include "commands/structure_options.h"
#include "forcefield/assemble.h"
#include "forcefield/simulated_cell.h"
#include "runs/find_modes.h"
#include "support/error.h"

#include <memory>

namespace softmode {

namespace fs = std::filesystem;

namespace {

struct ModesOptions {
  StructureOptions structure;
  std::string potential = "base";
  fs::path folder;
};

void modes(const ModesOptions &options)
{
  const Installation installation = find_installation();
  const Potential potential = read_potential(
      find_potential(options.potential, fs::current_path(), installation.data / "potentials"));
  const System system = assemble(prepare_simulation(options.structure, potential), potential);
  const LammpsHost host = inspect_lammps(find_lmp());
  check_plugin(host, installation.plugin);
  const fs::path folder = options.folder.empty()
                              ? fs::path(options.structure.file.stem().string() + "-modes")
                              : options.folder;
  find_modes(system, host, installation.plugin, folder, "");
  const std::size_t atoms =
      system.crystal.atoms.size() / static_cast<std::size_t>(cells_for_lammps(system.crystal));
  for (const std::string &note : system.crystal.notes) fmt::print("  {}\n", note);
  fmt::print("{}: {} modes of {} atoms, in {}\n", options.structure.file.string(), 3 * atoms, atoms,
             (folder / modes_file::table).string());
}

}    // namespace

void add_modes(CLI::App &app)
{
  auto options = std::make_shared<ModesOptions>();
  CLI::App *command = app.add_subcommand(
      "modes", "normal modes of a structure at the zone centre, with their carboxylate character");
  add_structure_options(*command, options->structure);
  command->add_option("-p,--potential", options->potential,
                      "potential: a name in potentials/ or a YAML file (default: base)");
  command->add_option("-o,--output", options->folder,
                      "folder for the tables (default: the structure's name and -modes, here)");
  command->callback([options] { modes(*options); });
}

}    // namespace softmode
