// SPDX-License-Identifier: BSD-3-Clause
// Where the M-O Lindemann ratio crosses a threshold: which temperature to simulate next, and what has been found.
#pragma once

#include "campaign/campaign.h"
#include "softmode/analysis/statistics.h"

#include <optional>
#include <string>
#include <vector>

namespace softmode {

struct MeltSample {
  double temperature_K;
  Estimate ratio;    ///< Lindemann
  int broken = 0;    ///< bonds that were broken for all of the production, on average
};

/// Next temperature and the one from whose end it starts; without a temperature the search is over, and why.
struct MeltStep {
  std::optional<double> next_K;
  std::optional<double> from_K;    ///< empty: from the crystal
  std::string end;
};

/// Up by steps until the ratio is at or above the threshold, or bonds are broken; then the middle between the highest
/// temperature below and the lowest one above it, started from the end of the former, until they are within the
/// tolerance.
MeltStep next_step(const Protocol &protocol, const std::vector<MeltSample> &samples);

/// The most temperatures a search can need.
int most_search_points(const Protocol &protocol);

struct MeltCrossing {
  double low_K,
      high_K;    ///< the bracket: highest temperature below, lowest at or above the threshold
  /// Where a straight line, weighted by the errors, through the samples within one and a half steps of the bracket
  /// crosses; at most two of its errors outside the bracket. Its error is that of the line and of the bracket (width /
  /// sqrt 12) together.
  Estimate temperature_K;
};

/// nullopt while the ratio is not bracketed.
std::optional<MeltCrossing> crossing(const Protocol &protocol,
                                     const std::vector<MeltSample> &samples);

/// The lowest temperature at which bonds were broken for good; nullopt if none were.
std::optional<double> decomposition_K(const std::vector<MeltSample> &samples);

}    // namespace softmode
