// SPDX-License-Identifier: BSD-3-Clause
// Runs points as lmp processes, several at a time.
#pragma once

#include "campaign/workspace.h"

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
  bool interrupted = false;    ///< by SIGINT or SIGTERM; running points were stopped
};

/// Run the points, each as one single-core lmp in its own folder, `workers` at a time, longest first.
/// Shows points done, steps/s and time left on standard error. A point counts only once its outputs
/// have been read and checked and its record is written. Failed points do not stop the others.
ExecutionResult run_points(const Campaign &campaign, const std::vector<PreparedMaterial> &materials,
                           const std::vector<PreparedPoint> &points, const LammpsHost &host,
                           const Installation &installation, int workers);

/// Processors this process may use.
int available_processors();

}    // namespace softmode
