// SPDX-License-Identifier: BSD-3-Clause
// How well simulated values agree with measured ones, over several materials.
#pragma once

#include "softmode/analysis/statistics.h"

#include <cstdint>
#include <vector>

namespace softmode {

struct ValuePair {
  Estimate simulated;
  double measured;
};

/// Mean of |simulated - measured|; the error is what the errors of the simulated values make of it, to first order.
/// \throws AnalysisError for none.
Estimate mean_absolute_error(const std::vector<ValuePair> &pairs);

/// Mean of simulated - measured.
/// \throws AnalysisError for none.
Estimate mean_signed_error(const std::vector<ValuePair> &pairs);

/// Spearman's rank correlation, Pearson's of the ranks, ties sharing their mean rank (C. Spearman, Am. J. Psychol. 1904,
/// 15, 72, doi:10.2307/1412159). NaN where one of both has no spread.
/// \throws AnalysisError for sizes that differ, or fewer than 3 values.
double spearman(const std::vector<double> &x, const std::vector<double> &y);

struct RankCorrelation {
  Estimate rho;    ///< error: standard deviation over values drawn from the simulated errors
  /// How often as strong a correlation, of either sign, comes from an order by chance.
  double p_value;
};

/// Spearman's of simulated against measured. p_value from all orders up to 8 pairs, else from 20,000 of them.
/// \throws AnalysisError for fewer than 3 pairs.
RankCorrelation rank_correlation(const std::vector<ValuePair> &pairs, std::uint64_t seed = 1);

}    // namespace softmode
