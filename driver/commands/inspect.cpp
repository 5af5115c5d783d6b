// SPDX-License-Identifier: BSD-3-Clause
#include "chemistry/inspection.h"
#include "commands/commands.h"
#include "commands/structure_options.h"
#include "support/error.h"

#include <memory>

namespace softmode {

namespace {

struct InspectOptions {
  StructureOptions structure;
  bool json = false, strict = false;
};

void inspect_structure(const InspectOptions &options)
{
  constexpr bool keep_flaws = true;
  const Crystal crystal = prepare_structure(options.structure, keep_flaws);
  const Inspection inspection = inspect(crystal);
  fmt::print("{}", options.json ? inspection_json(inspection) : inspection_table(inspection));
  if (options.strict && !inspection.flags.empty())
    fail(ExitCode::flagged, "{}: {} flags, the first: {}", crystal.source, inspection.flags.size(),
         inspection.flags[0]);
}

}    // namespace

void add_inspect(CLI::App &app)
{
  auto options = std::make_shared<InspectOptions>();
  CLI::App *command = app.add_subcommand(
      "inspect", "tell what a structure is made of, and what looks wrong with it");
  add_structure_options(*command, options->structure);
  command->add_flag("--json", options->json, "print JSON instead of a table");
  command->add_flag("--strict", options->strict, "exit with 18 if anything looks wrong");
  command->callback([options] { inspect_structure(*options); });
}

}    // namespace softmode
