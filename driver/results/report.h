// SPDX-License-Identifier: BSD-3-Clause
// report.html: the results of a campaign as one page that opens offline.
#pragma once

#include "campaign/campaign.h"
#include "results/results.h"

#include <filesystem>

namespace softmode {

/// Write <output_folder>/report.html. Reads the page's parts from <data_folder>/report and the
/// campaign's manifest and modes. \param active the campaign is still running: the page looks for a newer one
/// \throws Error (io, host) if a part is missing or the file cannot be written.
void write_report(const Campaign &campaign, const Results &results,
                  const std::filesystem::path &campaign_folder,
                  const std::filesystem::path &output_folder,
                  const std::filesystem::path &data_folder, bool active = false);

}    // namespace softmode
