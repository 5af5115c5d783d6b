// SPDX-License-Identifier: BSD-3-Clause
// The campaign behind a campaign folder, for commands that take the folder.
#pragma once

#include "campaign/campaign.h"

#include <filesystem>

namespace softmode {

/// Read the campaign a folder was made from. Its file is read from the frozen copy, its relative paths
/// from where the original was.
/// \throws Error (io, campaign) if the folder is no campaign folder.
Campaign open_campaign(const std::filesystem::path &folder,
                       const std::filesystem::path &data_folder);

}    // namespace softmode
