// SPDX-License-Identifier: BSD-3-Clause
#include "runs/relax.h"

#include "engine/progress.h"
#include "lammps/plugin_link.h"
#include "lammps/system_files.h"
#include "support/child_signal.h"
#include "support/error.h"
#include "support/files.h"
#include "support/process.h"

#include <chrono>
#include <cmath>
#include <cstdlib>

namespace softmode {

namespace fs = std::filesystem;

namespace {

constexpr double largest_pressure = 100.0;    // atm; those of the crystal's cell are some 10,000

ExitStatus run_with_progress(const LammpsHost &host, const std::vector<std::string> &command,
                             const fs::path &folder)
{
  ProgressLine line;
  ChildSignal child;
  Process process = start_lmp(host, command, folder, folder / relaxation_file::output);
  auto status = process.poll();
  for (; !status; status = process.poll()) {
    if (const long step = last_step(folder / relaxation_file::log); step > 0)
      line.show(fmt::format("relaxing: step {}", step));
    child.wait(std::chrono::milliseconds(250));
  }
  line.finish();
  return *status;
}

}    // namespace

Relaxed relax(const System &system, Relaxation what, const LammpsHost &host, const fs::path &plugin,
              const fs::path &folder, double largest_force)
{
  std::error_code ignored;
  for (const char *old : {relaxation_file::numbers, relaxation_file::positions})
    fs::remove(folder / old, ignored);    // of an earlier relaxation
  write_file(folder / relaxation_file::data, lammps_data(system));
  write_file(folder / relaxation_file::input, relaxation_input(system, what, plugin));
  link_plugin(plugin, folder);
  std::vector<std::string> command = serial_command(host);
  command.insert(command.end(), {"-in", relaxation_file::input, "-log", relaxation_file::log});
  ::setenv("OMP_NUM_THREADS", "1", 1);
  const ExitStatus status = run_with_progress(host, command, folder);
  const std::string log = (folder / relaxation_file::log).string();
  if (!status.success())
    fail(ExitCode::point, "relaxation: {} [{}]",
         reason_of_failure(read_file(folder / relaxation_file::output), status), log);
  Relaxed relaxed = read_relaxed(system, folder);
  const bool pressed =
      what == Relaxation::cell && !(std::fabs(relaxed.pressure) <= largest_pressure);
  if (!(relaxed.largest_force <= largest_force) || pressed)
    fail(ExitCode::point,
         "relaxation: did not converge: a force of {:.3g} kcal/mol/A and a pressure of {:.0f} atm "
         "are left (wanted: {} and, with the cell, {:.0f}) [{}]. See 'softmode inspect' for what "
         "is wrong with the structure; -p with another potential may help",
         relaxed.largest_force, relaxed.pressure, largest_force, largest_pressure, log);
  return relaxed;
}

}    // namespace softmode
