// SPDX-License-Identifier: BSD-3-Clause
#include "support/spelling.h"

#include <algorithm>
#include <numeric>

namespace softmode {

int edit_distance(const std::string &a, const std::string &b)
{
  std::vector<int> previous(b.size() + 1), current(b.size() + 1);
  std::iota(previous.begin(), previous.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({replaced, previous[j] + 1, current[j - 1] + 1});
    }
    std::swap(previous, current);
  }
  return previous[b.size()];
}

std::string nearest_spelling(const std::string &word, const std::vector<std::string> &allowed)
{
  std::string best;
  int best_distance = static_cast<int>(word.size()) / 2 + 1;
  for (const std::string &candidate : allowed) {
    const int distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}    // namespace softmode
