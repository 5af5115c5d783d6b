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

/// Mean of a correlated, evenly spaced series and its standard error, sqrt(2 tau var / n): the integrated
/// autocorrelation time tau is summed up to the lag where truncation and noise of the sum are in balance, and corrected
/// for what subtracting the sample's own mean takes from it (U. Wolff, Comput. Phys. Commun. 2004, 156, 143,
/// doi:10.1016/S0010-4655(03)00467-3, S = 1.5). The error is at least that of independent samples. It is too small where
/// the series is not many correlation times long: by 14 % where it is 10, by 2 % where it is 20; of 40
/// independent samples it is 9 % too large.
/// \throws AnalysisError for fewer than 4 samples.
Estimate correlated_mean(const std::vector<double> &series);

/// Mean weighted by 1/error^2, and its error; those of independent estimates.
/// \throws AnalysisError for none, or errors that are not positive and finite.
Estimate weighted_mean(const std::vector<Estimate> &estimates);

/// Estimates of the components of f over all blocks with the delete-one jackknife error (B. Efron, Ann. Statist. 1979,
/// 7, 1). f(weights) evaluates the statistics with weights[b] blocks b counted; weights are 1, or 0 for the
/// block left out. block_sizes weigh the deviations: blocks may differ in length.
/// \throws AnalysisError for fewer than 2 blocks; std::invalid_argument if f changes its number of components.
std::vector<Estimate>
jackknife_all(const std::vector<double> &block_sizes,
              const std::function<std::vector<double>(const std::vector<double> &weights)> &f);

/// The same of a statistic with one component.
Estimate jackknife(const std::vector<double> &block_sizes,
                   const std::function<double(const std::vector<double> &weights)> &f);

}    // namespace softmode
