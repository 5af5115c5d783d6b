// SPDX-License-Identifier: BSD-3-Clause
// Tables that only some protocols have: heating against cooling of a ramp, melt searches; and the points that failed
// the physics gates.
#pragma once

#include "results/results.h"

namespace softmode {

/// One quantity on both ways of a ramp: means over cycles and, for the summary, over temperatures.
struct BranchRow {
  std::string quantity, unit;
  double temperature_K;    ///< 0: mean over all temperatures with both ways
  Estimate heating, cooling;
  Estimate difference() const;    ///< heating - cooling
};

/// At each temperature that was passed on both ways; empty for other protocols.
std::vector<BranchRow> branch_rows(const MaterialResult &material);

/// Mean differences over all temperatures.
std::vector<BranchRow> branch_summary(const MaterialResult &material);

std::string in_words(const BranchRow &summary);

/// branches.csv, melting.csv and flagged.csv, those that have rows.
void write_protocol_tables(const Results &results, const std::filesystem::path &folder);

}    // namespace softmode
