// SPDX-License-Identifier: BSD-3-Clause
// How fast this machine runs a material, measured once and kept in $XDG_CACHE_HOME/softmode/speeds.json.
#pragma once

#include "engine/workspace.h"

#include <functional>
#include <map>
#include <string>

namespace softmode {

struct SpeedTable {
  std::map<int, double>
      ranks;    ///< steps/s of one run on so many ranks, 1 and those of the campaign among them
  std::map<int, double> copies;    ///< steps/s of all together, so many runs of one rank at once
  /// Of a checkpoint at its first step, and by how much it grows until the first segment is complete.
  double checkpoint_bytes = 0.0, checkpoint_bytes_per_step = 0.0;
};

/// With the accelerator of the campaign. From the cache, or measured: about 2 s for each entry. `note` is told before it
/// measures.
/// \throws Error (host) if a run fails, or if the accelerator does not give the energy of plain styles: some variants of
///   styles do not work as parts of a hybrid style; (io) if the cache cannot be written.
SpeedTable speed_of(const Workshop &workshop, std::size_t material, int processors,
                    const std::function<void(const std::string &)> &note);

}    // namespace softmode
