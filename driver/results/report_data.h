// SPDX-License-Identifier: BSD-3-Clause
// The data that report.html draws, as JSON. Lists over points are in the order of the material's points.
#pragma once

#include "campaign/campaign.h"
#include "results/results.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace softmode {

/// One point: bands, populations, spectra between two wavenumbers, lengths, free energy, lifetimes.
nlohmann::ordered_json report_point(const PointResult &point, const WavenumberRange &shown);

/// One material with its points. \param facts of it in the manifest
nlohmann::ordered_json report_material(const Results &results, const MaterialResult &material,
                                       const CampaignMaterial &input,
                                       const nlohmann::ordered_json &facts,
                                       const std::filesystem::path &campaign_folder);

/// All rows of the comparison with measured values.
nlohmann::ordered_json report_comparison(const Results &results);

/// What a chemist reads first: slopes, K, van't Hoff, Lindemann ratio, beside what was measured.
nlohmann::ordered_json report_overview(const Results &results, const MaterialResult &material);
std::string report_sentence(const Results &results, const MaterialResult &material);

/// Normal modes and the structure, from the campaign's modes folder; what is not there is null and says why.
nlohmann::ordered_json report_modes(const std::filesystem::path &folder);
nlohmann::ordered_json report_structure(const std::filesystem::path &folder,
                                        const MaterialResult &material);

/// Flagged points, retries, warnings, provenance, commands, how to cite.
void add_record(nlohmann::ordered_json &report, const Campaign &campaign, const Results &results,
                const nlohmann::ordered_json &manifest, const std::filesystem::path &folder);

}    // namespace softmode
