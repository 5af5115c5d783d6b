// SPDX-License-Identifier: BSD-3-Clause
#include "runs/rerun.h"

#include "commands/commands.h"
#include "support/error.h"

#include <memory>

namespace softmode {

namespace {

void rerun_and_compare(const std::filesystem::path &point, const std::filesystem::path &folder)
{
  std::size_t different = 0;
  for (const RerunOutput &output : rerun(point, folder)) {
    fmt::print("{:<24} {}\n", output.file, output.same ? "the same" : "DIFFERS");
    if (!output.same) ++different;
  }
  if (different > 0)
    fail(ExitCode::point,
         "{}: {} output(s) differ from those of the record; on another processor or with another "
         "compiler sums are rounded in another way",
         point.string(), different);
}

}    // namespace

void add_rerun(CLI::App &app)
{
  struct Options {
    std::filesystem::path point, folder;
  };
  auto o = std::make_shared<Options>();
  CLI::App *command = app.add_subcommand(
      "rerun", "run a complete point again, from the files in its folder, and compare its outputs");
  command->add_option("point", o->point, "folder of the point")->required();
  command->add_option("-o,--output", o->folder, "where to keep it (default: nowhere)");
  command->callback([o] { rerun_and_compare(o->point, o->folder); });
}

}    // namespace softmode
