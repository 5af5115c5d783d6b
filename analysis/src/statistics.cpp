// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/statistics.h"

#include <cmath>
#include <numeric>
#include <stdexcept>

namespace softmode {

Estimate batch_mean(const std::vector<double> &series, int batches)
{
  if (batches < 2 || series.size() < static_cast<std::size_t>(batches))
    throw std::invalid_argument("batch means: fewer samples than batches");
  const std::size_t length = series.size() / batches;
  const auto first = series.end() - static_cast<std::ptrdiff_t>(length * batches);
  std::vector<double> means;
  for (int b = 0; b < batches; ++b)
    means.push_back(std::accumulate(first + b * length, first + (b + 1) * length, 0.0) /
                    static_cast<double>(length));
  const double mean = std::accumulate(means.begin(), means.end(), 0.0) / batches;
  double spread = 0.0;
  for (const double m : means) spread += (m - mean) * (m - mean);
  return {mean, std::sqrt(spread / (batches * (batches - 1.0)))};
}

Estimate weighted_mean(const std::vector<Estimate> &estimates)
{
  double sum = 0.0, weights = 0.0;
  for (const Estimate &e : estimates) {
    if (!(e.error > 0.0) || !std::isfinite(e.error))
      throw std::invalid_argument("weighted mean: errors must be positive and finite");
    weights += 1.0 / (e.error * e.error);
    sum += e.value / (e.error * e.error);
  }
  if (estimates.empty()) throw std::invalid_argument("weighted mean: of nothing");
  return {sum / weights, 1.0 / std::sqrt(weights)};
}

Estimate jackknife(const std::vector<double> &block_sizes,
                   const std::function<double(const std::vector<double> &)> &f)
{
  const std::size_t n = block_sizes.size();
  if (n < 2) throw std::invalid_argument("jackknife: needs at least two blocks");
  const double total = std::accumulate(block_sizes.begin(), block_sizes.end(), 0.0);
  std::vector<double> weights(n, 1.0);
  const double all = f(weights);
  // unequal blocks: F.M.T.A. Busing, E. Meijer, R. van der Leeden, Stat. Comput. 1999, 9, 3
  std::vector<double> pseudo(n), h(n);
  double estimate = 0.0;
  for (std::size_t b = 0; b < n; ++b) {
    weights[b] = 0.0;
    h[b] = total / block_sizes[b];
    pseudo[b] = h[b] * all - (h[b] - 1.0) * f(weights);
    estimate += pseudo[b] / h[b];
    weights[b] = 1.0;
  }
  double variance = 0.0;
  for (std::size_t b = 0; b < n; ++b)
    variance +=
        (pseudo[b] - estimate) * (pseudo[b] - estimate) / (h[b] - 1.0) / static_cast<double>(n);
  return {all, std::sqrt(variance)};
}

}    // namespace softmode
