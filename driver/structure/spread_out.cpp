// SPDX-License-Identifier: BSD-3-Clause
#include "structure/spread_out.h"

#include <algorithm>
#include <cmath>

namespace softmode {

double crowding(const std::vector<std::vector<double>> &distance, const std::vector<int> &chosen)
{
  double sum = 0.0;
  for (std::size_t i = 0; i < chosen.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      sum += 1.0 / std::max(1e-6, std::pow(distance[chosen[i]][chosen[j]], 2));
  return sum;
}

std::vector<int> spread_out(const std::vector<std::vector<double>> &distance, int count,
                            const std::vector<int> &fixed)
{
  constexpr double most_choices = 20000;
  std::vector<int> open;
  for (int i = 0; i < static_cast<int>(distance.size()); ++i)
    if (std::find(fixed.begin(), fixed.end(), i) == fixed.end()) open.push_back(i);
  const int left =
      std::clamp(count - static_cast<int>(fixed.size()), 0, static_cast<int>(open.size()));
  double choices = 1.0;
  for (int k = 0; k < left; ++k) choices *= static_cast<double>(open.size() - k) / (k + 1);

  std::vector<int> best = fixed;
  if (choices <= most_choices) {
    std::vector<bool> taken(open.size());
    std::fill(taken.begin(), taken.begin() + left, true);
    double least = 1e300;
    do {
      std::vector<int> chosen = fixed;
      for (std::size_t k = 0; k < open.size(); ++k)
        if (taken[k]) chosen.push_back(open[k]);
      const double crowd = crowding(distance, chosen);
      if (crowd >= least - 1e-9) continue;    // the first of equal ones
      least = crowd;
      best = chosen;
    } while (std::prev_permutation(taken.begin(), taken.end()));
  } else {
    for (int k = 0; k < left; ++k) {
      const auto farthest = std::min_element(open.begin(), open.end(), [&](int a, int b) {
        const auto crowd = [&](int i) {
          double sum = 0.0;
          for (const int j : best) sum += 1.0 / std::max(1e-6, std::pow(distance[i][j], 2));
          return sum;
        };
        return crowd(a) < crowd(b);
      });
      best.push_back(*farthest);
      open.erase(farthest);
    }
  }
  std::sort(best.begin(), best.end());
  return best;
}

}    // namespace softmode
