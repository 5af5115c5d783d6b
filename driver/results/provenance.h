// SPDX-License-Identifier: BSD-3-Clause
// Which points, from which inputs, the tables were worked out from.
#pragma once

#include "campaign/points.h"

namespace softmode {

/// Write results/provenance.json after all tables: SHA-256 of the campaign file, for each complete point its recipe,
/// seed, inputs and outputs, and of each table. It holds no times and no paths: the same points give the same file.
/// \param output_folder has the tables in results/
/// \throws Error (point, io).
void write_provenance(const Campaign &campaign, const std::filesystem::path &campaign_folder,
                      const std::filesystem::path &output_folder);

}    // namespace softmode
