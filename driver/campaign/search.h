// SPDX-License-Identifier: BSD-3-Clause
// Melt searches of a campaign folder, and the points that are known because of them.
#pragma once

#include "campaign/melt_search.h"
#include "campaign/points.h"

namespace softmode {

/// What a melt search has found so far, in the order of its points.
struct SearchState {
  std::vector<Point> points;          ///< all that are known; the last one may not be complete
  std::vector<MeltSample> samples;    ///< of those that are
  std::string end;                    ///< why it is over; empty: it is not
};

/// Read from the records on disk. \throws Error (point) for damaged ones.
SearchState search_state(const Campaign &campaign, const Chain &chain,
                         const std::filesystem::path &campaign_folder);

/// All points that are known: of melt searches those so far.
std::vector<Point> known_points(const Campaign &campaign,
                                const std::filesystem::path &campaign_folder);

}    // namespace softmode
