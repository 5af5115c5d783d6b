// SPDX-License-Identifier: BSD-3-Clause
// Temperature, cycle and branch of a JCAMP-DX block.
#pragma once

#include "spectra/conditions.h"
#include "spectra/jcamp_records.h"

#include <string>
#include <vector>

namespace softmode::spectra {

/// What ##TEMPERATURE (or a label that programs write for it), the patterns of the options, or else the title say. A
/// temperature without unit is in that of the options, else of the title where that has the same, else in degrees Celsius,
/// as in the standard, with a note.
/// \throws SpectrumError for a text that is no temperature, for one without unit that looks like kelvin or is not that of
///   the title, and where two places say different ones
Conditions jcamp_conditions(const JcampBlock &block, const std::string &file,
                            const SpectraOptions &options, std::vector<std::string> &notes);

}    // namespace softmode::spectra
