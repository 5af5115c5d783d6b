// SPDX-License-Identifier: BSD-3-Clause
// How far the chains of a campaign folder are.
#pragma once

#include "campaign/melt_search.h"
#include "campaign/workspace.h"

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

/// A chain with what is left of it to do.
struct PreparedChain {
  Chain chain;
  std::vector<PreparedPoint> missing;    ///< in order; of a search the next one alone
  std::size_t known = 0;                 ///< points, complete ones too
};

/// \throws Error (campaign) for a complete point that was run with other inputs; (point) for a damaged record.
PreparedChain prepare_chain(const Workshop &workshop, const Chain &chain);

std::vector<PreparedChain> prepare_chains(const Workshop &workshop);

}    // namespace softmode
