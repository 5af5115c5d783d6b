// SPDX-License-Identifier: BSD-3-Clause
// softmode: a table of subcommands, and the one place where errors become messages and exit codes.
#include "commands/commands.h"
#include "softmode/analysis/error.h"
#include "support/error.h"

#include <cstdio>
#include <filesystem>
#include <new>

int main(int argc, char **argv)
{
  using namespace softmode;
  std::string command_line;
  for (int i = 0; i < argc; ++i) command_line += (i ? " " : "") + std::string(argv[i]);

  CLI::App app(
      "softmode: dynamic metal-carboxylate bonding in metal-organic frameworks.\n"
      "Exit codes: 0 ok, 1 bug, 2 usage, 10 campaign file, 11 structure, 12 potential, 13 LAMMPS "
      "or plugin,\n"
      "14 a point failed, 15 results, 16 input/output, 17 campaign in use, 18 inspect --strict: "
      "flags,\n19 measured spectra, 20 figures, 130 interrupted.");
  app.name("softmode");
  app.set_version_flag("--version", std::string("softmode ") + SOFTMODE_VERSION);
  app.require_subcommand(1);
  add_build(app);
  add_convert(app);
  add_plan(app);
  add_run(app, command_line);
  add_work(app);
  add_calibrate(app, command_line);
  add_status(app);
  add_report(app);
  add_rerun(app);
  add_doctor(app);
  add_inspect(app);
  add_fit(app);
  add_modes(app);
  add_compare(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &e) {
    return app.exit(e) == 0 ? 0 : static_cast<int>(ExitCode::usage);
  } catch (const Error &e) {
    fmt::print(stderr, "softmode: {}\n", e.what());
    return static_cast<int>(e.code);
  } catch (const AnalysisError &e) {    // where no note could take it up
    fmt::print(stderr, "softmode: {}\n", e.what());
    return static_cast<int>(ExitCode::analysis);
  } catch (const std::filesystem::filesystem_error &e) {    // a look at a file, without more rights
    fmt::print(stderr, "softmode: {}: {}\n", e.path1().string(), e.code().message());
    return static_cast<int>(ExitCode::io);
  } catch (const std::bad_alloc &) {
    fmt::print(stderr, "softmode: memory is used up; take a smaller supercell (--supercell, "
                       "--min-width) or structure, or a machine with more memory\n");
    return static_cast<int>(ExitCode::io);
  } catch (const std::exception &e) {
    fmt::print(stderr, "softmode: unexpected: {}; please report this\n", e.what());
    return static_cast<int>(ExitCode::internal);
  }
  return 0;
}
