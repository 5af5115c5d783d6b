// SPDX-License-Identifier: BSD-3-Clause
// Child processes.
#pragma once

#include "support/environment.h"

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// How a process ended.
struct ExitStatus {
  int code = 0;      ///< exit code, if it ended by itself
  int signal = 0;    ///< signal that killed it, else 0
  bool success() const { return signal == 0 && code == 0; }
  std::string describe() const;    ///< "exit code 1", "killed by signal 9 (Killed)"
};

/// A running child in its own process group, which dies with this process (Linux: even by kill -9).
class Process {
 public:
  /// Start argv[0] (found by path or PATH) in `folder`, standard output and error into `output`, with the environment
  /// of this process or another. \throws Error (io) if it cannot be started.
  static Process start(const std::vector<std::string> &argv, const std::filesystem::path &folder,
                       const std::filesystem::path &output,
                       const std::optional<Environment> &environment = std::nullopt);
  /// The same with open files for standard output and error.
  static Process start(const std::vector<std::string> &argv, const std::filesystem::path &folder,
                       int output, int errors, const std::optional<Environment> &environment);

  Process(Process &&other) noexcept;
  Process &operator=(Process &&other) noexcept;
  Process(const Process &) = delete;
  Process &operator=(const Process &) = delete;
  ~Process();    ///< kills it if it still runs

  /// Status if it has ended, without waiting.
  std::optional<ExitStatus> poll();
  ExitStatus wait();
  void kill();    ///< SIGKILL to the whole group, and wait

 private:
  explicit Process(pid_t child) : pid(child) {}
  pid_t pid = -1;
};

/// Path of a program that can be run, from the folders in PATH; nullopt if there is none.
std::optional<std::filesystem::path> find_program(const std::string &name);

/// What a program printed to its end, through pipes: no two callers can read each other's.
struct RunResult {
  ExitStatus status;
  std::string output;      ///< of run_and_capture() with standard error in it
  std::string errors{};    ///< standard error, of run_apart()
};
RunResult run_and_capture(const std::vector<std::string> &argv, const std::filesystem::path &folder,
                          const std::optional<Environment> &environment = std::nullopt);

/// Standard output and error apart. The program is killed once `give_up` holds, which is asked about every 50 ms.
/// \throws Error (io) if it cannot be started.
RunResult run_apart(const std::vector<std::string> &argv, const std::filesystem::path &folder,
                    const Environment &environment, const std::function<bool()> &give_up);

}    // namespace softmode
