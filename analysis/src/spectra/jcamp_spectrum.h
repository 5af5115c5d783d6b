// SPDX-License-Identifier: BSD-3-Clause
// A JCAMP-DX block with a table as a spectrum.
#pragma once

#include "softmode/analysis/spectra/read_spectra.h"
#include "spectra/jcamp_records.h"

#include <string>

namespace softmode::spectra {

/// Of a block with ##XYDATA or ##XYPOINTS, in cm-1, with its conditions. \throws SpectrumError, see read_jcamp()
Spectrum spectrum_of(const JcampBlock &block, const std::string &file,
                     const SpectraOptions &options);

}    // namespace softmode::spectra
