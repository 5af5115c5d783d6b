// SPDX-License-Identifier: BSD-3-Clause
#include "runs/calibrate.h"
#include "commands/commands.h"
#include "commands/no_lock.h"
#include "commands/words.h"
#include "support/error.h"

#include <memory>
#include <string>

namespace softmode {

void add_calibrate(CLI::App &app, const std::string &command_line)
{
  auto options = std::make_shared<CalibrationRequest>();
  options->command_line = command_line;
  CLI::App *command = app.add_subcommand(
      "calibrate",
      "find the potential with which X_a and X_s, and dH and dS of a two-state bond, are the "
      "measured ones");
  command->add_option("campaign", options->campaign, "campaign file (YAML) with 'compare'")
      ->required();
  command->add_option("-o,--output", options->folder, "folder of the trials")->required();
  command->add_option("--material", options->material, "which, where the campaign has several");
  command->add_option("-j,--workers", options->workers, "points at a time")
      ->check(CLI::Range(1, 1024));
  command->add_option("--most-trials", options->most_trials, "give up after so many (default: 15)")
      ->check(CLI::Range(1, 100));
  command
      ->add_option("--tolerance", options->tolerance,
                   "relative, of slopes and their standard errors (default: 0.10)")
      ->check(CLI::Range(0.01, 1.0));
  const Words<Softness> softness{{"bend-ratio", Softness::bend_ratio},
                                 {"metal-angle-ratio", Softness::metal_angle_ratio},
                                 {"loose-constant", Softness::loose_constant}};
  command
      ->add_option("--softness", options->softness,
                   "what is varied for dS of a two-state bond: bend-ratio (default), "
                   "metal-angle-ratio, loose-constant")
      ->transform(one_of(softness));
  command->add_option("--from", options->earlier,
                      "folders of campaigns that were run with other dk and df, as first trials");
  command->add_flag(
      "--propose", options->propose,
      "run nothing: write the potential where the response to the campaigns of --from "
      "meets the measured values");
  command->add_flag("--from-quadrature", options->from_quadrature,
                    "start with dE and softness with which a lone bond has the measured dH and dS");
  add_no_lock(*command, options->without_lock);
  command->callback([options] { fmt::print("potential: {}\n", calibrate(*options).string()); });
}

}    // namespace softmode
