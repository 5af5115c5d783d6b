// SPDX-License-Identifier: BSD-3-Clause
// Two states, one band that moves, or exchange: all on the same spectra.
#pragma once

#include "softmode/analysis/exchange.h"
#include "softmode/analysis/information.h"
#include "softmode/analysis/moving_band.h"

#include <optional>

namespace softmode {

struct CompetingOptions {
  LineShape shape = LineShape::gaussian;    ///< of all but exchange, whose lines are Gaussian
  std::vector<double> centres;              ///< tight, loose: starts; empty: found
  bool heat_capacity = false;
  int baseline = 1;
};

struct CompetingModels {
  std::optional<TwoStateFit> two_state;    ///< a width for each state
  std::optional<TwoStateFit>
      two_state_common;    ///< one width for both: contained in it, and in exchange
  std::optional<MovingBandFit> linear, cubic, quartic;
  std::optional<ExchangeFit> exchange;
  ModelComparison comparison;
};

/// Fits all and compares. A model that cannot be fitted is left out, with its reason in comparison.not_fitted.
/// F-tests: common in separate widths, common in exchange, cubic in quartic.
/// \throws AnalysisError as check_spectra(), or if no model can be fitted.
CompetingModels compare_models(const std::vector<FitSpectrum> &spectra,
                               const CompetingOptions &options = {});

}    // namespace softmode
