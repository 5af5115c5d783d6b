// SPDX-License-Identifier: BSD-3-Clause
// How far the chains of a campaign folder are.
#pragma once

#include "campaign/search.h"
#include "engine/workspace.h"

namespace softmode {

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
