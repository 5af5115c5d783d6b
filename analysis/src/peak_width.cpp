// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/peak_width.h"

#include "softmode/analysis/error.h"

#include <algorithm>
#include <cmath>

namespace softmode {

double peak_width_ratio(const std::vector<double> &r, const std::vector<double> &density)
{
  if (r.size() != density.size() || r.empty() || !(r.front() > 0.0))
    throw AnalysisError("peak width: needs as many densities as positive lengths");
  std::vector<double> g(r.size());
  for (std::size_t i = 0; i < r.size(); ++i) g[i] = density[i] / (r[i] * r[i]);
  const auto peak = static_cast<std::size_t>(std::max_element(g.begin(), g.end()) - g.begin());
  const double half = g[peak] / 2.0;
  // where the line between two neighbours passes half the height
  const auto passes = [&](std::size_t below, std::size_t above) {
    return r[below] + (r[above] - r[below]) * (half - g[below]) / (g[above] - g[below]);
  };
  std::size_t low = peak, high = peak;
  while (low > 0 && g[low] > half) --low;
  while (high + 1 < g.size() && g[high] > half) ++high;
  if (!(half > 0.0) || g[low] > half || g[high] > half) return std::nan("");
  return (passes(high, high - 1) - passes(low, low + 1)) / r[peak];
}

}    // namespace softmode
