// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/table.h"

#include "spectra/cells.h"

#include <cmath>

namespace softmode::spectra {

namespace {

class TableParser {
 public:
  TableParser(std::string_view text_, const std::string &name) : text(text_) { table.name = name; }

  Table parse()
  {
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
      const std::string_view content = trimmed(line);
      if (content.empty()) continue;
      number = lines.number();
      if (table.lines.empty())
        before_rows(line);
      else if (is_comment(content, delimiter))
        add_comment(table, content, number);
      else
        after_first_row(line);
    }
    if (table.lines.empty()) refuse_no_rows();
    read_preamble(table, preamble, delimiter);
    if (footer_line > 0)
      table.notes.push_back(fmt::format("{} line{} after the numbers left out, from line {}: {}",
                                        footer_lines, footer_lines == 1 ? "" : "s", footer_line,
                                        in_quotes(footer)));
    return std::move(table);
  }

 private:
  std::string_view text;
  Table table;
  std::vector<PreambleLine> preamble;
  char delimiter = '\0';
  bool empty_last = false;    // rows end with a delimiter
  CellNumbers numbers;
  int number = 0;
  int footer_line = 0, footer_lines = 0;
  std::string footer;
  int only_column_line = 0;

  void before_rows(std::string_view line)
  {
    if (const auto found = delimiter_of_numbers(line); found && !is_comment(line, '\0')) {
      delimiter = *found;
      add_row(line);
      return;
    }
    if (only_column_line == 0 && is_number(trimmed(line))) only_column_line = number;
    preamble.push_back({line, number});
  }

  [[noreturn]] void refuse_no_rows() const
  {
    if (only_column_line > 0)
      refuse({table.name, only_column_line}, "one column; expected wavenumber and intensity");
    refuse({table.name}, "no rows of numbers; expected wavenumbers and intensities in columns");
  }

  // a line with a number in front is a row; others end the table
  void after_first_row(std::string_view line)
  {
    Cells cells(line, delimiter);
    std::string_view first, cell;
    cells.next(first);
    if (footer_line == 0 && (first.empty() || is_number(first))) return add_row(line);
    std::size_t count = 1, others = 0;
    for (; cells.next(cell); ++count)
      if (is_number(cell)) ++others;
    const bool row = count == table.columns.size() && others + 1 >= count;
    if (row && footer_line > 0)
      refuse({table.name, footer_line},
             "{} is no row of numbers, but rows follow in line {}; expected one table in a file",
             in_quotes(footer), number);
    if (row) finite_number(first, {table.name, number, 1});
    if (footer_line == 0) {
      footer_line = number;
      footer = std::string(trimmed(line));
    }
    ++footer_lines;
  }

  double finite(std::string_view cell, std::size_t column)
  {
    const Place place{table.name, number, static_cast<int>(column) + 1};
    const std::optional<double> value = numbers.read(cell, place);
    return value && std::isfinite(*value) ? *value : finite_number(cell, place);
  }

  void add_row(std::string_view line)
  {
    Cells cells(line, delimiter);
    const bool first = table.lines.empty();
    std::size_t column = 0;
    for (std::string_view cell; cells.next(cell); ++column) {
      if (first && cell.empty() && column >= 2) {
        empty_last = true;
        break;
      }
      if (first) table.columns.emplace_back();
      if (column < table.columns.size())
        table.columns[column].push_back(finite(cell, column));
      else if (empty_last && column == table.columns.size() && cell.empty())
        --column;    // the delimiter that ends each row
    }
    if (column != table.columns.size())
      refuse({table.name, number},
             "{} columns; expected {}, as in line {}: a cell is missing or one too many", column,
             table.columns.size(), table.lines.front());
    table.lines.push_back(number);
  }
};

}    // namespace

bool is_comment(std::string_view line, char delimiter)
{
  const std::string_view text = trimmed(line);
  if (text.empty()) return false;
  if (text[0] == '#' || text[0] == '!' || text.substr(0, 2) == "//") return true;
  if (text[0] == '%')
    return text.size() > 1 && (text[1] == ' ' || text[1] == '%');    // "%T" is none
  return text[0] == ';' && delimiter != ';';
}

Table parse_table(std::string_view text, const std::string &name)
{
  return TableParser(text, name).parse();
}

}    // namespace softmode::spectra
