// SPDX-License-Identifier: BSD-3-Clause
// Sets of numbers that are joined and never split.
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

namespace softmode {

struct DisjointSets {
  std::vector<int> parent;
  explicit DisjointSets(std::size_t n) : parent(n) { std::iota(parent.begin(), parent.end(), 0); }
  int find(int i)
  {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  }
  /// The smaller number leads, so that the order of the sets is that of their first members.
  void join(int i, int j)
  {
    const int a = find(i), b = find(j);
    parent[std::max(a, b)] = std::min(a, b);
  }
};

}    // namespace softmode
