// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/statistics.h"

#include "softmode/analysis/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace softmode {

namespace {

/// Autocovariances at lags 0, 1, ... below n / 2.
std::vector<double> autocovariances(const std::vector<double> &series, double mean)
{
  const std::size_t n = series.size();
  std::vector<double> g(n / 2, 0.0);
  for (std::size_t t = 0; t < g.size(); ++t) {
    for (std::size_t i = 0; i + t < n; ++i) g[t] += (series[i] - mean) * (series[i + t] - mean);
    g[t] /= static_cast<double>(n - t);
  }
  return g;
}

/// The lag up to which to sum: where exp(-W/tau) falls below tau / sqrt(W n), tau from the sum so far times S.
std::size_t summation_window(const std::vector<double> &g, double n)
{
  constexpr double S = 1.5;
  double integrated = 0.5;
  for (std::size_t W = 1; W < g.size(); ++W) {
    integrated += g[W] / g[0];
    if (integrated <= 0.5) return W;
    const double tau = S / std::log((2.0 * integrated + 1.0) / (2.0 * integrated - 1.0));
    const double lag = static_cast<double>(W);
    if (std::exp(-lag / tau) < tau / std::sqrt(lag * n)) return W;
  }
  return g.size() - 1;
}

}    // namespace

Estimate correlated_mean(const std::vector<double> &series)
{
  if (series.size() < 4) throw AnalysisError("mean of a correlated series: fewer than 4 samples");
  const double n = static_cast<double>(series.size());
  const double mean = std::accumulate(series.begin(), series.end(), 0.0) / n;
  const std::vector<double> g = autocovariances(series, mean);
  if (!(g[0] > 0.0)) return {mean, 0.0};
  const std::size_t W = summation_window(g, n);
  double sum = g[0];
  for (std::size_t t = 1; t <= W; ++t) sum += 2.0 * g[t];
  // each covariance is too small by the variance of the mean, sum / n
  const double corrected = sum * (1.0 + (2.0 * static_cast<double>(W) + 1.0) / n);
  return {mean, std::sqrt(std::max(corrected, g[0] * n / (n - 1.0)) / n)};
}

Estimate weighted_mean(const std::vector<Estimate> &estimates)
{
  double sum = 0.0, weights = 0.0;
  for (const Estimate &e : estimates) {
    if (!(e.error > 0.0) || !std::isfinite(e.error))
      throw AnalysisError("weighted mean: errors must be positive and finite");
    weights += 1.0 / (e.error * e.error);
    sum += e.value / (e.error * e.error);
  }
  if (estimates.empty()) throw AnalysisError("weighted mean: of nothing");
  return {sum / weights, 1.0 / std::sqrt(weights)};
}

std::vector<Estimate>
jackknife_all(const std::vector<double> &block_sizes,
              const std::function<std::vector<double>(const std::vector<double> &)> &f)
{
  const std::size_t n = block_sizes.size();
  if (n < 2) throw AnalysisError("jackknife: needs at least two blocks");
  const double total = std::accumulate(block_sizes.begin(), block_sizes.end(), 0.0);
  std::vector<double> weights(n, 1.0);
  const std::vector<double> all = f(weights);
  std::vector<std::vector<double>> without;
  for (std::size_t b = 0; b < n; ++b) {
    weights[b] = 0.0;
    without.push_back(f(weights));
    if (without.back().size() != all.size())
      throw std::invalid_argument("jackknife: the number of statistics depends on the blocks");
    weights[b] = 1.0;
  }
  std::vector<Estimate> estimates;
  for (std::size_t k = 0; k < all.size(); ++k) {
    // unequal blocks: F.M.T.A. Busing, E. Meijer, R. van der Leeden, Stat. Comput. 1999, 9, 3
    std::vector<double> pseudo(n);
    double estimate = 0.0, variance = 0.0;
    for (std::size_t b = 0; b < n; ++b) {
      const double h = total / block_sizes[b];
      pseudo[b] = h * all[k] - (h - 1.0) * without[b][k];
      estimate += pseudo[b] / h;
    }
    for (std::size_t b = 0; b < n; ++b)
      variance += (pseudo[b] - estimate) * (pseudo[b] - estimate) / (total / block_sizes[b] - 1.0) /
                  static_cast<double>(n);
    estimates.push_back({all[k], std::sqrt(variance)});
  }
  return estimates;
}

Estimate jackknife(const std::vector<double> &block_sizes,
                   const std::function<double(const std::vector<double> &)> &f)
{
  return jackknife_all(
             block_sizes,
             [&](const std::vector<double> &weights) { return std::vector<double>{f(weights)}; })
      .front();
}

}    // namespace softmode
