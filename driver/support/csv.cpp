// SPDX-License-Identifier: BSD-3-Clause
#include "support/csv.h"

#include "support/files.h"

#include <algorithm>
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

CsvRow::CsvRow(std::shared_ptr<const std::vector<std::string>> names,
               std::vector<std::string> fields, std::string place, ExitCode k) :
    where(std::move(place)),
    kind(k), header(std::move(names)), cells(std::move(fields))
{
}

const std::string *CsvRow::find(const std::string &column) const
{
  const auto found = std::find(header->begin(), header->end(), column);
  return found == header->end() ? nullptr
                                : &cells[static_cast<std::size_t>(found - header->begin())];
}

std::string CsvRow::where_in(const std::string &column) const
{
  return fmt::format("{}: column '{}'", where, column);
}

const std::string &CsvRow::text(const std::string &column) const
{
  const std::string *cell = find(column);
  if (!cell)
    fail(kind, "{}: no column '{}'; there are: {}", where, column, fmt::join(*header, ", "));
  return *cell;
}

double CsvRow::number(const std::string &column) const
{
  return finite_number(text(column), where_in(column), kind);
}

std::optional<double> CsvRow::number_if_any(const std::string &column) const
{
  const std::string *cell = find(column);
  if (!cell || cell->empty()) return std::nullopt;
  return finite_number(*cell, where_in(column), kind);
}

double CsvRow::number_or_nan(const std::string &column) const
{
  const std::string &cell = text(column);
  if (cell.empty() || cell == "nan" || cell == "-nan") return std::nan("");
  return finite_number(cell, where_in(column), kind);
}

bool CsvRow::is_first(const std::string &column, const std::string &first,
                      const std::string &second) const
{
  const std::string &found = text(column);
  if (found != first && found != second)
    fail(kind, "{}: expected '{}' or '{}', got '{}'", where_in(column), first, second, found);
  return found == first;
}

std::vector<CsvRow> read_csv(const std::filesystem::path &file,
                             const std::vector<std::string> &needed, ExitCode kind)
{
  std::vector<CsvRow> rows;
  std::istringstream in(read_file(file));
  std::shared_ptr<const std::vector<std::string>> header;
  int line_number = 0;
  for (std::string line; std::getline(in, line);) {
    ++line_number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line[0] == '#') continue;
    const std::string where = fmt::format("{}:{}", file.string(), line_number);
    std::vector<std::string> cells = split(line, ',');
    if (!header) {
      for (const std::string &column : needed)
        if (std::find(cells.begin(), cells.end(), column) == cells.end())
          fail(kind, "{}: no column '{}' in the header; there are: {}", where, column,
               fmt::join(cells, ", "));
      header = std::make_shared<const std::vector<std::string>>(std::move(cells));
      continue;
    }
    if (cells.size() != header->size())
      fail(kind, "{}: expected {} cells as in the header, found {}", where, header->size(),
           cells.size());
    rows.emplace_back(header, std::move(cells), where, kind);
  }
  if (!header)
    fail(kind, "{}: no header; expected the columns {}", file.string(), fmt::join(needed, ", "));
  return rows;
}

}    // namespace softmode
