// SPDX-License-Identifier: BSD-3-Clause
// SIGINT and SIGTERM as a flag.
#pragma once

#include <csignal>

namespace softmode {

/// While this lives, SIGINT and SIGTERM do not end the process but are noted. One at a time.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal &) = delete;
  StopSignal &operator=(const StopSignal &) = delete;
  bool received() const;

 private:
  struct sigaction old_int {
  }, old_term{};
};

}    // namespace softmode
