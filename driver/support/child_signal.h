// SPDX-License-Identifier: BSD-3-Clause
// Waiting for the end of child processes without asking again and again.
#pragma once

#include <chrono>
#include <csignal>

namespace softmode {

/// While this lives, wait() returns as soon as a child ends. On a machine whose processors are all busy with the children,
/// a driver that looks 50 times a second costs them several percent of their speed. One at a time, in one thread.
class ChildSignal {
 public:
  ChildSignal();
  ~ChildSignal();
  ChildSignal(const ChildSignal &) = delete;
  ChildSignal &operator=(const ChildSignal &) = delete;

  /// Until a child has ended since the last call, another signal came, or `longest` has passed.
  void wait(std::chrono::milliseconds longest);

 private:
  sigset_t former{};
};

}    // namespace softmode
