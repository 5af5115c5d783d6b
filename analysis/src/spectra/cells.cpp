// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/cells.h"

#include "spectra/temperature.h"

#include <algorithm>
#include <cmath>

namespace softmode::spectra {

namespace {

constexpr std::string_view white = " \t\v\f";

std::string_view without_quotes(std::string_view cell)
{
  if (cell.size() < 2 || cell.front() != cell.back() || (cell[0] != '"' && cell[0] != '\''))
    return cell;
  return trimmed(cell.substr(1, cell.size() - 2));
}

// "1,540.000" and "1.540,000" with the separators of thousands taken out, where both marks leave no doubt; else as it is
std::string without_thousands(std::string_view cell)
{
  std::string text(cell);
  const std::size_t decimal = text.find_last_of(".,");
  if (decimal == std::string::npos) return text;
  const char separator = text[decimal] == '.' ? ',' : '.';
  const std::size_t first = text.find(separator), sign = text[0] == '-' || text[0] == '+' ? 1 : 0;
  if (first == std::string::npos || first <= sign || first > sign + 3 ||
      text.find(text[decimal]) != decimal || (decimal - first) % 4 != 0)
    return text;
  for (std::size_t i = sign; i < decimal; ++i) {
    const bool place = i >= first && (i - first) % 4 == 0;
    if (place ? text[i] != separator : text[i] < '0' || text[i] > '9') return text;
  }
  text.erase(std::remove(text.begin(), text.end(), separator), text.end());
  return text;
}

// digits, point, comma, exponent and sign: what may be a number after a decimal comma or a D is replaced
std::optional<double> number_in_other_form(std::string_view cell)
{
  constexpr std::size_t longest = 64;
  if (cell.size() > longest ||
      cell.find_first_not_of("0123456789.,+-eEdD") != std::string_view::npos)
    return std::nullopt;
  std::string text = without_thousands(cell);
  std::replace(text.begin(), text.end(), ',', '.');
  for (char &c : text)
    if (c == 'D' || c == 'd') c = 'e';
  return number(text);
}

std::vector<std::string> split_at_wide_blanks(std::string_view line)
{
  std::vector<std::string> cells;
  std::string_view rest = trimmed(line);
  while (!rest.empty()) {
    std::size_t end = 0;
    while (end < rest.size() &&
           !(white.find(rest[end]) != std::string_view::npos &&
             (rest[end] == '\t' ||
              (end + 1 < rest.size() && white.find(rest[end + 1]) != std::string_view::npos))))
      ++end;
    cells.emplace_back(without_quotes(rest.substr(0, end)));
    rest = trimmed(rest.substr(end));
  }
  return cells;
}

// words that belong together: "173 K", "deg C", "Wavenumber (cm-1)", "Wavenumber / cm-1"
void join_words(std::vector<std::string> &cells)
{
  for (std::size_t i = 1; i < cells.size();) {
    const std::string &before = cells[i - 1], &here = cells[i];
    const bool unit = is_number(before) && temperature_unit(here);
    const bool bracket = !here.empty() && (here[0] == '(' || here[0] == '[');
    if (unit || bracket || here == "/" || (!before.empty() && before.back() == '/')) {
      cells[i - 1] += " " + here;
      cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
}

}    // namespace

Cells::Cells(std::string_view line, char delimiter_) : rest(line), delimiter(delimiter_)
{
  if (delimiter == blanks) rest = trimmed(rest);
}

std::size_t Cells::end_of_cell() const
{
  std::size_t from = 0;
  const std::size_t first = rest.find_first_not_of(white);
  if (first != std::string_view::npos && rest[first] == '"' && rest[first] != delimiter) {
    const std::size_t closing = rest.find('"', first + 1);
    if (closing != std::string_view::npos) from = closing;
  }
  return delimiter == blanks ? rest.find_first_of(white, from) : rest.find(delimiter, from);
}

bool Cells::next(std::string_view &cell)
{
  if (done) return false;
  const std::size_t end = end_of_cell();
  cell = without_quotes(trimmed(rest.substr(0, end)));
  done = end == std::string_view::npos;
  if (!done) rest = rest.substr(end + 1);
  if (!done && delimiter == blanks) rest = trimmed(rest);
  return true;
}

std::string_view without_empty_end(std::string_view line, char delimiter)
{
  if (delimiter == blanks) return trimmed(line);
  std::size_t end = line.size();
  for (std::size_t i = line.size(); i-- > 0;) {
    if (line[i] == delimiter)
      end = i;
    else if (white.find(line[i]) == std::string_view::npos)
      break;
  }
  return line.substr(0, end);
}

std::vector<std::string> cells_of(std::string_view line, char delimiter)
{
  std::vector<std::string> out;
  Cells cells(line, delimiter);
  for (std::string_view cell; cells.next(cell);) out.emplace_back(cell);
  return out;
}

void CellNumbers::note(bool is_comma, std::string_view cell, const Place &place)
{
  (is_comma ? comma : point) = true;
  if (comma && point)
    refuse(place, "{} has a decimal {}, but numbers before it have decimal {}s; write all alike",
           in_quotes(cell), is_comma ? "comma" : "point", is_comma ? "point" : "comma");
}

std::optional<double> CellNumbers::read(std::string_view cell, const Place &place)
{
  if (const std::optional<double> value = number(cell)) {
    if (!point && cell.find('.') != std::string_view::npos) note(false, cell, place);
    return value;
  }
  const std::optional<double> value = number_in_other_form(cell);
  const std::size_t decimal = cell.find_last_of(".,");
  if (value && decimal != std::string_view::npos) note(cell[decimal] == ',', cell, place);
  return value;
}

void CommasOfThousands::note(std::string_view cell, double value)
{
  if (settled) return;
  const std::string_view digits =
      !cell.empty() && (cell[0] == '-' || cell[0] == '+') ? cell.substr(1) : cell;
  const std::size_t mark = digits.find(',');
  const std::size_t whole = std::min(mark, digits.size());
  // "0,750" is no thousand, "1500" has no mark of it; a point is one of decimals
  settled = whole == 0 || whole > 3 || (digits[0] == '0' && digits.size() > 1);
  const auto is_digit_at = [&](std::size_t i) { return digits[i] >= '0' && digits[i] <= '9'; };
  for (std::size_t i = 0; i < digits.size(); ++i) settled |= i != mark && !is_digit_at(i);
  if (mark == std::string_view::npos) {
    largest_bare = std::max(largest_bare, std::fabs(value));
    return;
  }
  settled |= digits.size() != mark + 4;
  if (marked.empty() || std::fabs(value) < least_marked) {
    marked = std::string(cell);
    least_marked = std::fabs(value);
  }
}

std::optional<std::string> CommasOfThousands::doubtful() const
{
  const bool doubt = !settled && !marked.empty() && largest_bare > least_marked;
  return doubt ? std::optional(marked) : std::nullopt;
}

void check_commas_of_thousands(const std::vector<CommasOfThousands> &columns, const Place &place)
{
  for (const CommasOfThousands &column : columns)
    if (const auto cell = column.doubtful())
      refuse(place,
             "the comma of {} may be one of thousands or of decimals, beside larger whole numbers "
             "without one; write thousands without a comma, or decimals with a point",
             in_quotes(*cell));
}

bool is_number(std::string_view cell)
{
  return number(cell) || number_in_other_form(cell);
}

std::optional<char> delimiter_of_numbers(std::string_view line)
{
  for (const char candidate : {'\t', ';', ',', blanks}) {
    // a line that begins with a tab has an empty first cell: names, with a corner that is empty
    const bool possible = candidate == blanks ? line.empty() || line[0] != '\t'
                                              : line.find(candidate) != std::string_view::npos;
    if (!possible) continue;
    Cells cells(line, candidate);
    std::size_t numbers = 0;
    bool all = true, empty = false;
    for (std::string_view cell; all && cells.next(cell);) {
      all = cell.empty() || (!empty && is_number(cell));    // only those at the end may be empty
      empty = cell.empty();
      if (!empty) ++numbers;
    }
    if (all && numbers >= 2) return candidate;
  }
  return std::nullopt;
}

std::optional<std::vector<std::string>> names_of(std::string_view line, char delimiter,
                                                 std::size_t count)
{
  const auto fits = [count](std::vector<std::string> &cells) {
    while (cells.size() > count && cells.back().empty()) cells.pop_back();
    return cells.size() == count;
  };
  for (const char candidate : {delimiter, '\t', ';', ',', blanks}) {
    if (candidate == blanks) {
      std::vector<std::string> wide = split_at_wide_blanks(line);
      if (fits(wide)) return wide;
    }
    std::vector<std::string> cells = cells_of(line, candidate);
    if (candidate == blanks) join_words(cells);
    if (fits(cells)) return cells;
  }
  return std::nullopt;
}

}    // namespace softmode::spectra
