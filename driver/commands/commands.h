// SPDX-License-Identifier: BSD-3-Clause
// The subcommands of `softmode`: each in a file of its own.
#pragma once

#include <CLI/CLI.hpp>

namespace softmode {

/// Each adds its subcommand to the command line; the subcommand's callback does the work and throws
/// Error.
void add_run(CLI::App &app, const std::string &command_line);
void add_calibrate(CLI::App &app, const std::string &command_line);
void add_work(CLI::App &app);
void add_status(CLI::App &app);
void add_plan(CLI::App &app);
void add_report(CLI::App &app);
void add_rerun(CLI::App &app);
void add_build(CLI::App &app);
void add_convert(CLI::App &app);
void add_doctor(CLI::App &app);
void add_inspect(CLI::App &app);
void add_fit(CLI::App &app);
void add_modes(CLI::App &app);
void add_compare(CLI::App &app);

}    // namespace softmode
