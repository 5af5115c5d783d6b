// SPDX-License-Identifier: BSD-3-Clause
// One point as a process of lmp: what to start, and what to do when it has ended. Whoever schedules points, here or
// under Slurm, goes through this.
#pragma once

#include "engine/workspace.h"
#include "support/process.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

struct PointResult;

/// A process that runs a point.
struct RunningPoint {
  PreparedPoint point;    ///< as this attempt runs it
  Process process;
  double started_s;    ///< seconds of the steady clock
  long from = 0;       ///< step of the checkpoint it goes on from
  int steps = 0;       ///< it runs up to
};

class PointRunner {
 public:
  /// `note` gets what a user should know.
  PointRunner(const Workshop &workshop, std::function<void(const std::string &)> note);

  /// Start a point, or go on with it where an interrupted run of the same recipe was. Processes that an earlier
  /// driver left in its folder are stopped first.
  RunningPoint start(const PreparedPoint &point) const;

  /// After its process has ended: nothing, if the point is complete, with its record written; else what is to be
  /// started next for it: another attempt after an explosion, or the same for longer (protocol `until`).
  /// \throws Error (point) if it failed for good; (io) if a file cannot be read or written.
  std::optional<PreparedPoint> finish(const RunningPoint &run, const ExitStatus &status) const;

 private:
  std::optional<PreparedPoint> next_attempt(const PreparedPoint &p,
                                            const std::string &reason) const;
  PreparedPoint latest_attempt(const PreparedPoint &p) const;
  std::optional<long> checkpoint_of(const PreparedPoint &p, int steps) const;
  void begin_afresh(const PreparedPoint &p) const;
  std::string owner_of_checkpoints(const PreparedPoint &p) const;
  void check_length(const PreparedPoint &p, const RunningPoint &run,
                    const PointResult &result) const;
  bool set_aside_start(const RunningPoint &run, const std::string &reason) const;
  bool was_killed(const RunningPoint &run, const ExitStatus &status) const;
  bool goes_on(const PreparedPoint &p, const RunningPoint &run, const PointResult &result) const;
  std::string record_of(const RunningPoint &run, const PointResult &result) const;

  const Workshop &workshop;
  std::function<void(const std::string &)> note;
  mutable std::map<std::string, int> kills_without_progress;    ///< by folder
};

/// Files of a complete point whose content its record gives the SHA-256 of.
std::vector<std::string> output_files();

}    // namespace softmode
