// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/table.h"

#include "spectra/conditions.h"

#include <algorithm>
#include <cmath>

namespace softmode::spectra {

namespace {

constexpr char blanks = ' ';    // as a delimiter: any number of blanks and tabs

char delimiter_of(std::string_view line)
{
  for (const char candidate : {'\t', ';', ','})
    if (trimmed(line).find(candidate) != std::string_view::npos) return candidate;
  return blanks;
}

/// Goes through the cells of a line.
class Cells {
 public:
  Cells(std::string_view line, char delimiter_) : rest(line), delimiter(delimiter_)
  {
    if (delimiter == blanks) rest = trimmed(rest);
  }

  bool next(std::string_view &cell)
  {
    if (done) return false;
    const std::size_t end =
        delimiter == blanks ? rest.find_first_of(" \t\v\f") : rest.find(delimiter);
    cell = trimmed(rest.substr(0, end));
    done = end == std::string_view::npos;
    if (!done) rest = rest.substr(end + 1);
    if (!done && delimiter == blanks) rest = trimmed(rest);
    return true;
  }

 private:
  std::string_view rest;
  char delimiter;
  bool done = false;
};

bool begins_with_number(std::string_view line)
{
  const std::string_view text = trimmed(line);
  if (!line.empty() && (line[0] == '\t')) return false;
  return number(text.substr(0, text.find_first_of("\t;, "))).has_value();
}

void add_comment(Table &table, std::string_view text, int line)
{
  const std::size_t end = text.find_first_of(":=");
  if (end == std::string_view::npos) return;
  TableComment comment{lower(trimmed(text.substr(0, end))), 0,
                       std::string(trimmed(text.substr(end + 1))), line};
  const std::size_t blank = comment.key.find_last_of(' ');
  if (blank != std::string::npos) {
    const std::optional<double> index = number(comment.key.substr(blank + 1));
    if (index && *index >= 1.0 && *index <= 1e6 && *index == std::floor(*index)) {
      comment.index = static_cast<std::size_t>(*index);
      comment.key.resize(blank);
    }
  }
  table.comments.push_back(std::move(comment));
}

void add_row(Table &table, std::string_view line, int line_number, char delimiter)
{
  Cells cells(line, delimiter);
  const bool first = table.lines.empty();
  std::size_t column = 0;
  for (std::string_view cell; cells.next(cell); ++column) {
    if (first) table.columns.emplace_back();
    if (column >= table.columns.size()) continue;    // counted, for the message
    const std::optional<double> value = number(cell);
    table.columns[column].push_back(
        value && std::isfinite(*value)
            ? *value
            : finite_number(cell, {table.name, line_number, static_cast<int>(column) + 1}));
  }
  if (column != table.columns.size())
    refuse({table.name, line_number},
           "{} columns; expected {}, as in line {}: a cell is missing or one too many", column,
           table.columns.size(), table.lines.front());
  table.lines.push_back(line_number);
}

// "173" and "K" of a header between blanks belong together
void join_units(std::vector<std::string> &cells)
{
  for (std::size_t i = 1; i < cells.size(); ++i)
    if (number(cells[i - 1]) && temperature_unit(cells[i])) {
      cells[i - 1] += " " + cells[i];
      cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

std::vector<std::string> header_cells(std::string_view line, char delimiter)
{
  std::vector<std::string> out;
  Cells cells(line, delimiter);
  for (std::string_view cell; cells.next(cell);) {
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"')
      cell = cell.substr(1, cell.size() - 2);
    out.emplace_back(trimmed(cell));
  }
  if (delimiter == blanks) join_units(out);
  return out;
}

void split_header(Table &table, std::string_view line, char delimiter)
{
  if (table.header_line == 0) return;
  table.header = header_cells(line, delimiter);
  if (table.header.size() != table.columns.size())
    refuse({table.name, table.header_line}, "{} column names for {} columns{}", table.header.size(),
           table.columns.size(),
           delimiter == blanks ? "; separate columns by tabs or commas if names contain blanks"
                               : "; expected one for each column");
}

}    // namespace

Table parse_table(std::string_view text, const std::string &name)
{
  Table table;
  table.name = name;
  std::string_view header;
  char delimiter = blanks;
  Lines lines(text);
  for (std::string_view line; lines.next(line);) {
    const std::string_view content = trimmed(line);
    if (content.empty()) continue;
    if (content[0] == '#') {
      const std::size_t marks = std::min(content.find_first_not_of('#'), content.size());
      add_comment(table, content.substr(marks), lines.number());
    } else if (table.lines.empty() && table.header_line == 0 && !begins_with_number(line)) {
      header = line;
      table.header_line = lines.number();
    } else {
      if (table.lines.empty()) delimiter = delimiter_of(line);
      add_row(table, line, lines.number(), delimiter);
    }
  }
  if (table.lines.empty())
    refuse({name}, "no rows of numbers; expected wavenumbers and intensities in columns");
  split_header(table, header, delimiter);
  return table;
}

}    // namespace softmode::spectra
