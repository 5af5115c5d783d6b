// SPDX-License-Identifier: BSD-3-Clause
// Writes spectra as the table that read_spectra() reads back exactly.
#pragma once

#include "softmode/analysis/spectra/measured_spectra.h"

#include <string>

namespace softmode {

/// A table with comma-separated columns: wavenumber (cm-1), then one column a spectrum headed "173.15 K
/// heating 1"; quantity, labels and notes as comments. Numbers have the fewest digits that give the same double,
/// so that read_spectra_text() returns the same series, but for Spectrum::file. A branch that is unknown and
/// a cycle of 0 are left out, and found anew when the table is read.
/// \throws std::invalid_argument for a series without spectra, spectra with different axes or quantities, and
///   labels or notes with line breaks or blanks at their ends.
std::string spectra_table(const SpectrumSeries &series);

}    // namespace softmode
