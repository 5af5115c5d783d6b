// SPDX-License-Identifier: BSD-3-Clause
// How many points a machine runs at a time, from measured speeds. It changes no digit of any point.
#pragma once

#include "engine/chains.h"

namespace softmode {

/// Points at a time: as `wanted` or the campaign file say; else as many as there are processors, or fewer where that is
/// faster. At the first run of a material its speed is measured and said on standard output, and the accelerator compared
/// with plain styles.
/// \throws Error (host) as speed_of().
int choose_workers(const Workshop &workshop, const std::vector<PreparedChain> &chains, int wanted);

/// What choose_workers() would come to, without a word.
int foreseen_workers(const Workshop &workshop);

}    // namespace softmode
