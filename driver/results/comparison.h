// SPDX-License-Identifier: BSD-3-Clause
// Simulated against measured values.
#pragma once

#include "results/results.h"

namespace softmode {

/// Fill results.comparison from the campaign's reference file; values the potential was calibrated on
/// are marked.
/// \throws Error (campaign, io) that names file, line and key.
void compare(const Campaign &campaign, Results &results);

/// Whether zero is a value like any other of a row: its sign alone may be open.
bool is_logarithm(const ComparisonRow &row);

/// Rows of a comparison.csv that write_tables() wrote, of results that were published without their points.
/// \throws Error (io) that names file, line and column.
std::vector<ComparisonRow> read_comparison(const std::filesystem::path &file);

}    // namespace softmode
