// SPDX-License-Identifier: BSD-3-Clause
// What a Slurm task does: one point of a chain, or a whole melt search.
#pragma once

#include <filesystem>
#include <optional>

namespace softmode {

/// Run a point of a campaign folder until it is complete, with its further attempts and extensions. At SIGTERM it stops
/// at once; a Slurm job that ran out of time puts itself back into the queue, to go on from the last checkpoint, unless
/// it had not come to a new one.
/// \throws Error as run_campaign(); (campaign) if files that the campaign was made from have changed since.
void work(const std::filesystem::path &campaign_folder, std::size_t chain, std::size_t position);

}    // namespace softmode
