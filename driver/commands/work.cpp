// SPDX-License-Identifier: BSD-3-Clause
#include "runs/work.h"

#include "commands/commands.h"

#include <memory>

namespace softmode {

void add_work(CLI::App &app)
{
  struct Options {
    std::filesystem::path folder;
    std::size_t chain = 0, position = 0;
  };
  auto o = std::make_shared<Options>();
  CLI::App *command =
      app.add_subcommand("work", "run one point of a campaign folder; what jobs of a cluster call");
  command->add_option("folder", o->folder, "campaign folder")->required();
  command->add_option("--chain", o->chain, "number of the chain of points, from 0")->required();
  command->add_option("--position", o->position, "of the point in its chain, from 0");
  command->callback([o] { work(o->folder, o->chain, o->position); });
}

}    // namespace softmode
