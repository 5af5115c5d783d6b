// SPDX-License-Identifier: BSD-3-Clause
// How numbers go into the data of the report: JSON has no NaN, and digits beyond what figures can show are dropped.
#pragma once

#include "softmode/analysis/determined.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <optional>
#include <string>
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

/// [value, standard error], and "not determined" where the value is not: the page has no rule of its own. Null where there is
/// no value.
inline json pair_with(const Estimate &e, const std::string &words)
{
  if (!std::isfinite(e.value)) return nullptr;
  json j{number(e.value), number(e.error)};
  if (!words.empty()) j.push_back(words);
  return j;
}
inline json pair(const Estimate &e)
{
  return pair_with(e, undetermined(e));
}
inline json pair(const std::optional<Estimate> &e)
{
  return e ? pair(*e) : json(nullptr);
}
/// The same of a logarithm: its zero is a value like any other, so that only its sign may be open.
inline json pair_of_logarithm(const std::optional<Estimate> &e)
{
  return e ? pair_with(*e, undetermined_sign(*e)) : json(nullptr);
}

}    // namespace softmode::report_json
