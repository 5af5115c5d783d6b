// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/table.h"

#include "spectra/assemble.h"
#include "spectra/cells.h"
#include "spectra/table_labels.h"

#include <algorithm>
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
      if (content.empty()) {
        announced = true;
        continue;
      }
      number = lines.number();
      if (table.lines.empty())
        before_rows(line);
      else if (is_comment(content, delimiter))
        comment_below(content);
      else
        after_first_row(line);
    }
    if (table.lines.empty()) refuse_no_rows();
    check_commas_of_thousands(marks, {table.name});
    read_preamble(table, preamble, delimiter);
    leave_out_count();
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
  CellNumbers numbers;
  std::vector<CommasOfThousands> marks;    // of each column
  int number = 0;
  int footer_line = 0, footer_lines = 0;
  std::string footer;
  int only_column_line = 0;
  bool announced = false;      // an empty line or a heading says that something else begins
  std::string not_a_number;    // before numbers, where text begins without being announced
  std::size_t rows_below = 0;
  int first_row_below = 0;

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

  // the number of each row before its abscissa, as pandas and R write it
  void leave_out_count()
  {
    if (table.columns.size() < 3 || table.heads.empty() || !counts_rows(table.columns.front()) ||
        role_of_column(table, 0).kind != ColumnRole::other ||
        role_of_column(table, 1).kind != ColumnRole::abscissa)
      return;
    table.columns.erase(table.columns.begin());
    for (TableHead &head : table.heads) head.cells.erase(head.cells.begin());
    table.columns_before = 1;
    table.notes.emplace_back("the first column counts the rows, left out");
  }

  [[noreturn]] void refuse_no_rows() const
  {
    if (only_column_line > 0)
      refuse({table.name, only_column_line}, "one column; expected wavenumber and intensity");
    refuse({table.name}, "no rows of numbers; expected wavenumbers and intensities in columns");
  }

  void comment_below(std::string_view content)
  {
    if (content.substr(0, 4) == "####") announced = true;    // "##### Extended Information"
    add_comment(table, content, number);
  }

  // ",,,,", as spreadsheets end a table
  bool is_empty_row(std::string_view line) const
  {
    Cells cells(line, delimiter);
    for (std::string_view cell; cells.next(cell);)
      if (!cell.empty()) return false;
    return true;
  }

  // a line with a number in front is a row; others end the table
  void after_first_row(std::string_view line)
  {
    if (is_empty_row(line)) return;
    Cells cells(line, delimiter);
    std::string_view first, cell;
    cells.next(first);
    if (footer_line == 0 && (first.empty() || is_number(first))) {
      announced = false;
      return add_row(line);
    }
    std::size_t count = 1, others = 0;
    for (; cells.next(cell); ++count)
      if (is_number(cell)) ++others;
    const bool row = count == table.columns.size() && others + 1 >= count;
    if (footer_line == 0) {
      // "Accumulation,64" below an empty line is text, "l602.5,64" between rows is a damaged number
      if (row && !announced && !is_word(first) && !is_heading(first))
        finite_number(first, {table.name, number, 1});
      footer_line = number;
      footer = std::string(trimmed(line));
      if (row && !announced) not_a_number = std::string(first);
    }
    refuse_second_table(row && is_number(first), first);
    ++footer_lines;
  }

  // letters only, so many that no digits can have been meant
  static bool is_word(std::string_view cell)
  {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return cell.size() > 2 && std::none_of(cell.begin(), cell.end(), is_digit);
  }

  // "[Comments]", "<MOF 25 C>"
  static bool is_heading(std::string_view cell)
  {
    return cell.size() > 2 && ((cell.front() == '[' && cell.back() == ']') ||
                               (cell.front() == '<' && cell.back() == '>'));
  }

  // rows below text: so many that they are another table, or one that goes on where the table ended
  void refuse_second_table(bool row, std::string_view first)
  {
    if (!row) {
      rows_below = 0;
      return;
    }
    if (rows_below++ == 0) first_row_below = number;
    if (rows_below < fewest_points && !goes_on(*numbers.read(first, {table.name, number, 1})))
      return;
    if (!not_a_number.empty()) finite_number(not_a_number, {table.name, footer_line, 1});
    refuse({table.name, footer_line},
           "{} is no row of numbers, but rows follow in line {}; expected one table in a file",
           in_quotes(footer), first_row_below);
  }

  bool goes_on(double x) const
  {
    constexpr double most_steps = 20.0;
    const std::vector<double> &axis = table.columns.front();
    if (axis.size() < 2) return true;
    const double step = axis[axis.size() - 1] - axis[axis.size() - 2];
    const double steps = (x - axis.back()) / step;
    return steps > 0.0 && steps < most_steps;
  }

  double finite(std::string_view cell, std::size_t column)
  {
    const Place place{table.name, number, static_cast<int>(column) + 1};
    const std::optional<double> value = numbers.read(cell, place);
    if (!value || !std::isfinite(*value)) return finite_number(cell, place);
    if (marks.size() <= column) marks.resize(column + 1);
    marks[column].note(cell, *value);
    return *value;
  }

  void add_row(std::string_view line)
  {
    Cells cells(line, delimiter);
    const bool first = table.lines.empty();
    std::size_t column = 0;
    for (std::string_view cell; cells.next(cell); ++column) {
      if (first && cell.empty() && column >= 2) break;
      if (first) table.columns.emplace_back();
      if (column < table.columns.size())
        table.columns[column].push_back(finite(cell, column));
      else if (cell.empty())
        --column;    // of a column that is empty throughout, as at the end of a row
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

bool counts_rows(const std::vector<double> &column)
{
  for (std::size_t i = 0; i < column.size(); ++i)
    if (column[i] != column[0] + static_cast<double>(i)) return false;
  return !column.empty() && (column[0] == 0.0 || column[0] == 1.0);
}

Table parse_table(std::string_view text, const std::string &name)
{
  return TableParser(text, name).parse();
}

}    // namespace softmode::spectra
