// SPDX-License-Identifier: BSD-3-Clause
#include "commands/commands.h"
#include "commands/structure_options.h"
#include "structure/write_structure.h"

#include <fmt/format.h>

#include <memory>

namespace softmode {

namespace {

struct ConvertOptions {
  StructureOptions structure;
  std::filesystem::path output;
  std::vector<std::string> comments;
};

void convert(const ConvertOptions &options)
{
  const Crystal crystal = prepare_structure(options.structure);
  write_structure(options.output, crystal, options.comments);
  fmt::print("{}: {}, {} atoms, density {:.4f} g/cm3\n", options.output.string(), formula(crystal),
             crystal.atoms.size(), density(crystal));
  for (const std::string &note : crystal.notes) fmt::print("  {}\n", note);
}

}    // namespace

void add_convert(CLI::App &app)
{
  auto options = std::make_shared<ConvertOptions>();
  CLI::App *command = app.add_subcommand(
      "convert",
      "write a structure, as changed by the options, as CIF, extended XYZ or LAMMPS data");
  add_structure_options(*command, options->structure);
  command->add_option("output", options->output, "file to write: *.cif, *.xyz or *.data")
      ->required();
  command
      ->add_option("--comment", options->comments,
                   "line for the file's header (again for more lines; CIF and LAMMPS data)")
      ->take_all();
  command->callback([options] { convert(*options); });
}

}    // namespace softmode
