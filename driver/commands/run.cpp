// SPDX-License-Identifier: BSD-3-Clause
#include "commands/commands.h"
#include "commands/no_lock.h"
#include "engine/progress.h"
#include "runs/run_campaign.h"
#include "support/error.h"
#include "support/shell_words.h"

#include <chrono>
#include <memory>
#include <stdexcept>

namespace softmode {

namespace {

void run(const CampaignRun &request)
{
  const auto begin = std::chrono::steady_clock::now();
  if (!request.slurm && (request.slurm_options.detach || !request.slurm_options.sbatch.empty()))
    fail(ExitCode::usage, "--detach and --sbatch go with --executor slurm");
  const auto [folder, results, detached] = run_campaign(request);
  if (detached) {
    fmt::print("submitted; run the same command again, without --detach, for the results\n");
    return;
  }
  fmt::print("\n{}\n", comparison_text(results));
  for (const MaterialResult &m : results.materials)
    for (const std::string &note : m.notes) fmt::print("note: {}: {}\n", m.name, note);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  fmt::print("report: {}\ntables: {}\ntime:   {}\n", (folder / "report.html").string(),
             (folder / "results").string(), format_duration(seconds.count()));
}

std::vector<std::string> sbatch_words(const std::string &text)
{
  try {
    return shell_words(text);
  } catch (const std::invalid_argument &e) {
    fail(ExitCode::usage,
         "--sbatch {}: {}; it is split as a shell does, like \"--comment='two words' --time=10\"",
         text, e.what());
  }
}

}    // namespace

void add_run(CLI::App &app, const std::string &command_line)
{
  auto options = std::make_shared<CampaignRun>();
  options->command_line = command_line;
  CLI::App *command = app.add_subcommand(
      "run", "run a campaign: simulate every point that is missing, then write tables and report");
  command->add_option("campaign", options->campaign, "campaign file (YAML)")->required();
  command->add_option("-o,--output", options->folder,
                      "campaign folder (default: the campaign's name, here)");
  command
      ->add_option("-j,--workers", options->workers,
                   "points at a time (default: as in the file, else as measured on this machine)")
      ->check(CLI::Range(1, 1024));
  command
      ->add_option("--ranks", options->engine.ranks,
                   "MPI ranks of each point (default: as in the file, else 1)")
      ->check(CLI::Range(1, 4096));
  command
      ->add_option(
          "--accelerator", options->engine.accelerator,
          "styles of LAMMPS: none, opt, omp or kk (default: as in the file, else omp where "
          "LAMMPS has OPENMP)")
      ->check(CLI::IsMember({"none", "opt", "omp", "kk"}));
  auto executor = std::make_shared<std::string>("local");
  command->add_option("--executor", *executor, "local, or slurm: as jobs of a cluster")
      ->check(CLI::IsMember({"local", "slurm"}));
  auto sbatch = std::make_shared<std::string>();
  command->add_option(
      "--sbatch", *sbatch,
      "options for sbatch, like \"--partition=cpu --time=04:00:00\"; quotes and backslashes "
      "as in a shell");
  command->add_flag("--detach", options->slurm_options.detach, "slurm: submit, and do not wait");
  command
      ->add_option("--poll", options->slurm_options.between_looks_s,
                   "slurm: seconds between two looks at the queue (default: 30)")
      ->check(CLI::Range(1.0, 3600.0));
  add_no_lock(*command, options->without_lock);
  command->callback([options, executor, sbatch] {
    options->slurm = *executor == "slurm";
    options->slurm_options.sbatch = sbatch_words(*sbatch);
    run(*options);
  });
}

}    // namespace softmode
