// SPDX-License-Identifier: BSD-3-Clause
// Text of a CSV file, cell by cell.
#pragma once

#include "softmode/analysis/statistics.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <string>

namespace softmode {

/// A comment, column names, rows.
class Csv {
 public:
  Csv(const std::string &comment, const std::string &columns) :
      text("# " + comment + "\n" + columns + "\n")
  {
  }

  Csv &operator<<(const std::string &value) { return cell(value); }
  Csv &operator<<(const char *value) { return cell(value); }
  Csv &operator<<(double value)
  {
    return cell(std::isfinite(value) ? fmt::format("{:.8g}", value) : "");
  }
  Csv &operator<<(const Estimate &e) { return *this << e.value << e.error; }
  template <class T> Csv &operator<<(const std::optional<T> &value)
  {
    if (value) return *this << *value;
    return empty(std::is_same_v<T, Estimate> ? 2 : 1);
  }
  Csv &empty(int count)
  {
    for (int i = 0; i < count; ++i) cell("");
    return *this;
  }
  void end_row()
  {
    text += "\n";
    first = true;
  }

  std::string text;

 private:
  Csv &cell(const std::string &value)
  {
    text += (first ? "" : ",") + value;
    first = false;
    return *this;
  }
  bool first = true;
};

}    // namespace softmode
