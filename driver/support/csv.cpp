// SPDX-License-Identifier: BSD-3-Clause
#include "support/csv.h"

#include "support/files.h"

#include <cmath>
#include <cstdlib>
#include <sstream>

namespace softmode {

std::vector<std::string> split(const std::string &text, char separator)
{
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  if (!text.empty() && text.back() == separator) parts.emplace_back();
  return parts;
}

double finite_number(const std::string &text, const std::string &where, ExitCode kind)
{
  char *end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || !std::isfinite(value))
    fail(kind, "{}: '{}' is not a number", where, text);
  return value;
}

double CsvRow::number(std::size_t column) const
{
  return finite_number(fields[column], fmt::format("{}: column {}", where, column + 1), kind);
}

std::vector<CsvRow> read_csv(const std::filesystem::path &file, std::size_t columns, ExitCode kind)
{
  std::vector<CsvRow> rows;
  std::istringstream in(read_file(file));
  bool header_seen = false;
  int line_number = 0;
  for (std::string line; std::getline(in, line);) {
    ++line_number;
    if (line.empty() || line[0] == '#') continue;
    if (!header_seen) {
      header_seen = true;
      continue;
    }
    rows.push_back({split(line, ','), fmt::format("{}:{}", file.string(), line_number), kind});
    if (rows.back().fields.size() < columns)
      fail(kind, "{}: expected {} or more columns, found {}", rows.back().where, columns,
           rows.back().fields.size());
  }
  return rows;
}

}    // namespace softmode
