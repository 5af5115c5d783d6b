// SPDX-License-Identifier: BSD-3-Clause
// Ranks per point, accelerator package and points at a time, from measured speeds.
#pragma once

#include "engine/executor.h"

namespace softmode {

/// What to use on this machine, said on standard output. While there are as many chains to run as processors, each point
/// gets one rank; where there are fewer, each gets as many as make it faster. `workers` and `ranks`: the user's; 0 for
/// what is best. Ranks and package are kept in the campaign's engine.json, so that a point that is interrupted goes on
/// with the same ones: sums in another order would lead to another trajectory.
/// \throws Error (host) as speed_of().
EngineChoice choose_engine(const Workshop &workshop, const std::vector<PreparedChain> &chains,
                           int workers, int ranks);

/// What choose_engine() would come to, without a word and without keeping it.
EngineChoice foreseen_engine(const Workshop &workshop);

/// The settings that the campaign folder holds, one per material; of others those of one core.
std::vector<EngineSettings> kept_settings(const Workshop &workshop);

}    // namespace softmode
