// SPDX-License-Identifier: BSD-3-Clause
// Means and errors of correlated samples.
#pragma once

#include <functional>
#include <vector>

namespace softmode {

/// A number with its standard error, in the unit the name of the variable says.
struct Estimate {
  double value;
  double error;
};

/// Mean of a correlated series and its standard error from batch means: the series is cut into
/// `batches` consecutive equal parts (a remainder at the start is dropped) whose means are taken as
/// independent. Each part must be longer than the correlation time.
/// \throws std::invalid_argument for fewer than 2 batches or fewer samples than batches.
Estimate batch_mean(const std::vector<double> &series, int batches = 10);

/// Mean weighted by 1/error^2, and its error; those of independent estimates.
/// \throws std::invalid_argument for none, or errors that are not positive and finite.
Estimate weighted_mean(const std::vector<Estimate> &estimates);

/// Estimate of f over all blocks with the delete-one jackknife error (B. Efron, Ann. Statist. 1979, 7, 1).
/// f(weights) evaluates the statistic with weights[b] blocks b counted; weights are 1, or 0 for the
/// block left out. block_sizes weigh the deviations: blocks may differ in length.
/// \throws std::invalid_argument for fewer than 2 blocks.
Estimate jackknife(const std::vector<double> &block_sizes,
                   const std::function<double(const std::vector<double> &weights)> &f);

}    // namespace softmode
