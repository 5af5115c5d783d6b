// SPDX-License-Identifier: BSD-3-Clause
// How fast this machine runs a material, measured once and kept in $XDG_CACHE_HOME/softmode/speeds.json.
#pragma once

#include "engine/workspace.h"

#include <functional>
#include <map>
#include <string>

namespace softmode {

struct SpeedTable {
  std::map<std::string, double> accelerators;    ///< steps/s on one core, by package ("" for none)
  /// Packages that crash, or whose energy is not that of plain styles, with the reason: some variants of styles do not
  /// work as parts of a hybrid style.
  std::map<std::string, std::string> rejected;
  std::map<int, double> ranks;    ///< steps/s of one run on so many ranks, with the fastest package
  std::map<int, double> copies;    ///< steps/s of all together, so many runs of one rank at once
  /// Of a checkpoint at its first step, and by how much it grows until the first segment is complete.
  double checkpoint_bytes = 0.0, checkpoint_bytes_per_step = 0.0;

  /// The package to use: the fastest, unless OPENMP's is within 5 % of it.
  std::string accelerator() const;
  double one_core() const;
};

/// From the cache, or measured: about 2 s for each entry. `note` is told before it measures.
/// \throws Error (host) if a run fails; (io) if the cache cannot be written.
SpeedTable speed_of(const Workshop &workshop, std::size_t material, int processors,
                    const std::function<void(const std::string &)> &note);

}    // namespace softmode
