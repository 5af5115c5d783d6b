// SPDX-License-Identifier: BSD-3-Clause
// Names of columns that hold no measured spectrum.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace softmode::spectra {

/// A word in the name of a column that says it is no measured spectrum: "std", "error", "mean", "blank", "fit".
struct NoSpectrum {
  std::string text;
  bool mean;    ///< still one, if all columns are means
};

/// nullopt for other names, also for those that say what was done ("background corrected", "298 K - blank",
/// "w/o baseline", "diff. reflectance") and for samples such as "STD-1".
std::optional<NoSpectrum> word_of_no_spectrum(std::string_view name);

}    // namespace softmode::spectra
