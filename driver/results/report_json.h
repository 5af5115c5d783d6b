// SPDX-License-Identifier: BSD-3-Clause
// How numbers go into the data of the report: JSON has no NaN, and digits beyond what figures can show are dropped.
#pragma once

#include "softmode/analysis/statistics.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <optional>
#include <vector>

namespace softmode::report_json {

using json = nlohmann::ordered_json;

/// Six digits; null where it is not finite.
inline json number(double value)
{
  if (!std::isfinite(value)) return nullptr;
  return std::stod(fmt::format("{:.6g}", value));
}

template <class List> json list(const List &values, double factor = 1.0)
{
  json result = json::array();
  for (const double v : values) result.push_back(number(factor * v));
  return result;
}

/// [value, standard error]; null where there is no value.
inline json pair(const Estimate &e)
{
  return std::isfinite(e.value) ? json{number(e.value), number(e.error)} : json(nullptr);
}
inline json pair(const std::optional<Estimate> &e)
{
  return e ? pair(*e) : json(nullptr);
}

}    // namespace softmode::report_json
