// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "engine/workspace.h"

#include <CLI/CLI.hpp>

namespace softmode {

/// The option --no-lock, for the commands that lock a folder.
inline void add_no_lock(CLI::App &command, WithoutLock &without)
{
  command.add_flag_callback(
      "--no-lock", [&without] { without = WithoutLock::allowed; },
      "go on where the file system cannot lock the folder; only if no second softmode works on it");
}

}    // namespace softmode
