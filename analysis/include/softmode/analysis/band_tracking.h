// SPDX-License-Identifier: BSD-3-Clause
// Which band is "the" asymmetric or symmetric carboxylate stretch, and where it is at each temperature.
//
// A local stretch coordinate spreads over several bands, because ring and C-C motions mix in. The one
// to follow is decided by mode character (how much of the coordinate's power it carries, and how pure
// it is) and infrared intensity, averaged over all temperatures, and followed from the lowest
// temperature up, nearest to nearest; never by the highest maximum of a single spectrum.
#pragma once

#include "softmode/analysis/band.h"

#include <vector>

namespace softmode {

/// Spectra at one temperature on one wavenumber axis (cm-1); equal sizes. infrared may be empty.
struct StretchSpectra {
  std::vector<double> wavenumber;
  std::vector<double> coordinate;    ///< power of the stretch in question
  std::vector<double> other;         ///< power of the other carboxylate stretch
  std::vector<double> infrared;      ///< power of the charge flux, or empty
};

/// One candidate followed through all temperatures. Shares are means over temperatures, 0 to 1.
struct BandChain {
  std::vector<BandCandidate> at;    ///< per temperature, in input order
  double coordinate_share = 0.0;    ///< of the coordinate's power in all candidates of the range
  double character = 0.0;           ///< coordinate / (coordinate + other) within the band
  double infrared_share = 0.0;    ///< of the flux power in all candidates; 1 where there is no flux
  double score() const { return coordinate_share * character * infrared_share; }
};

/// All candidates of the lowest temperature that can be followed to the highest, best first.
/// spectra: ascending in temperature. largest_step: how far the maximum of a band may move from one temperature to the
/// next, cm-1; that of a wide one may move by half its width, at most twice as far. Empty if none can be followed.
std::vector<BandChain> follow_bands(const std::vector<StretchSpectra> &spectra,
                                    const WavenumberRange &range, double largest_step = 10.0);

}    // namespace softmode
