// SPDX-License-Identifier: BSD-3-Clause
// Runs chains of points as lmp processes on this machine, several at a time.
#pragma once

#include "engine/chains.h"

#include <string>
#include <vector>

namespace softmode {

struct FailedPoint {
  std::string id;
  std::string reason;
};

struct ExecutionResult {
  std::size_t completed = 0;
  std::vector<FailedPoint> failed;
  bool interrupted = false;    ///< by SIGINT or SIGTERM; points that ran here were stopped
  bool detached = false;       ///< nobody waits for what was submitted
};

/// Run what is missing of the chains, one point of each at a time, in its own folder, the longest chains first,
/// `workers` of them at a time.
/// Shows points done, steps/s and time left on standard error. A point counts only once its outputs
/// have been read and checked and its record is written. A failed point stops its own chain, no other.
ExecutionResult run_chains(const Workshop &workshop, std::vector<PreparedChain> chains,
                           int workers);

/// Processors this process may use.
int available_processors();

}    // namespace softmode
