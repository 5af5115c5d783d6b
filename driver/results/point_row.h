// SPDX-License-Identifier: BSD-3-Clause
// How a row of a table says which point it is of.
#pragma once

#include "results/csv_text.h"
#include "results/results.h"

namespace softmode {

/// material, temperature_K, replica, cycle, branch
inline Csv &start_row(Csv &csv, const MaterialResult &m, const PointResult &p)
{
  return csv << m.name << p.point.temperature_K << static_cast<double>(p.point.replica)
             << static_cast<double>(p.point.cycle)
             << (p.point.branch == Branch::unknown ? "" : name_of(p.point.branch));
}

}    // namespace softmode
