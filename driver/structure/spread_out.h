// SPDX-License-Identifier: BSD-3-Clause
// A choice of points that lie far apart: hydrogens on a node whose bond lengths do not tell where.
#pragma once

#include <vector>

namespace softmode {

/// How close some points are to each other: sum of 1/distance^2 over their pairs; `distance(i, j)` in A.
double crowding(const std::vector<std::vector<double>> &distance, const std::vector<int> &chosen);

/// The `count` of some points that lie farthest apart: least sum of 1/distance^2, `distance(i, j)` between
/// points i and j in A. All choices are tried up to 20000; beyond that each next point is the one farthest
/// from those before. `fixed` are points that are in the choice whatever happens. Ascending.
std::vector<int> spread_out(const std::vector<std::vector<double>> &distance, int count,
                            const std::vector<int> &fixed = {});

}    // namespace softmode
