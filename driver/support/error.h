// SPDX-License-Identifier: BSD-3-Clause
// The one exception of the driver: a message for the user and the exit code of its kind.
#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>

namespace softmode {

/// Exit codes of the command `softmode`, documented in README.md.
enum class ExitCode : int {
  success = 0,
  internal = 1,        ///< a bug: something that must not happen did
  usage = 2,           ///< wrong command line
  campaign = 10,       ///< campaign file: syntax, key, unit, value
  structure = 11,      ///< crystal structure: unreadable, disordered, overlapping atoms
  parameters = 12,     ///< potential: file, missing parameters for an element or environment
  host = 13,           ///< LAMMPS or plugin missing, unusable or not matching
  point = 14,          ///< a point of the campaign failed (exploded, killed, incomplete output)
  analysis = 15,       ///< results cannot be worked out from the points
  io = 16,             ///< a file cannot be read or written: missing, permissions, full disk
  busy = 17,           ///< another softmode works on this campaign
  flagged = 18,        ///< inspect --strict: something in a structure looks wrong
  spectra = 19,        ///< measured spectra: unreadable, or they do not allow a fit
  figures = 20,        ///< figures cannot be drawn: gnuplot is missing or failed
  interrupted = 130    ///< stopped by Ctrl-C; run again to continue
};

class Error : public std::runtime_error {
 public:
  Error(ExitCode kind, const std::string &message) : std::runtime_error(message), code(kind) {}
  ExitCode code;
};

/// Throw an Error with a formatted message.
template <class... Args>
[[noreturn]] void fail(ExitCode code, fmt::format_string<Args...> text, Args &&...args)
{
  throw Error(code, fmt::format(text, std::forward<Args>(args)...));
}

}    // namespace softmode
