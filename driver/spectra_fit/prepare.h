// SPDX-License-Identifier: BSD-3-Clause
// From files to spectra that can be fitted.
#pragma once

#include "softmode/analysis/fit_spectrum.h"
#include "spectra_fit/request.h"

namespace softmode {

/// A spectrum of one state alone, as simulations can give it.
struct StateSpectrum {
  bool loose;
  Spectrum spectrum;
};

struct PreparedSpectra {
  SpectrumSeries series;               ///< as fitted, with the notes of each step
  std::vector<FitSpectrum> spectra;    ///< the same
  /// Spectra labelled "tight" or "loose", which are not among the others.
  std::vector<StateSpectrum> states{};
  std::vector<std::string>
      notes;    ///< of series and spectra, each once, with how many it concerns
};

FitSpectrum for_fit(const Spectrum &spectrum);

/// Read, convert, smooth, cut, subtract a baseline, in this order.
/// \throws Error (spectra; io for a missing file; usage) that names file, line or option.
PreparedSpectra prepare_spectra(const FitRequest &request);

}    // namespace softmode
