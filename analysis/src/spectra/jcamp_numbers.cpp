// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/jcamp_numbers.h"

#include <algorithm>

namespace softmode::spectra {

namespace {

bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

bool is_inside_digits(std::string_view text, std::size_t at)
{
  return at > 0 && at + 1 < text.size() && is_digit(text[at - 1]) && is_digit(text[at + 1]);
}

// "1540,25" and "1,0E-05", but not "1,2,3", "1, 2" or "1.5,2"
bool has_one_decimal_comma(std::string_view text)
{
  const std::size_t at = text.find(',');
  return at != std::string_view::npos && is_inside_digits(text, at) && at == text.rfind(',') &&
         text.find('.') == std::string_view::npos &&
         text.find_first_not_of("0123456789,+-eEdD") == std::string_view::npos;
}

// commas between digits, each number with one at most, and blanks between numbers, in (X++(Y..Y))
bool is_written_with_commas(const JcampRecord &table)
{
  bool any = false;
  for (const JcampLine &line : table.lines) {
    std::size_t numbers = 0;
    for (std::size_t at = 0; at < line.text.size(); ++numbers) {
      const std::size_t end = std::min(line.text.find_first_of(" \t", at), line.text.size());
      const std::string_view word = line.text.substr(at, end - at);
      if (word.find(',') != std::string_view::npos) {
        if (!has_one_decimal_comma(word)) return false;
        any = true;
      }
      at = std::min(line.text.find_first_not_of(" \t", end), line.text.size());
    }
    if (numbers < 2) return false;
  }
  return any;
}

// a number of the table with two commas, which hence separate
bool has_separating_commas(const JcampRecord &table)
{
  for (const JcampLine &line : table.lines) {
    const std::string_view text = line.text;
    for (std::size_t at = text.find(','); at != std::string_view::npos;
         at = text.find(',', at + 1)) {
      const std::size_t next = text.find_first_not_of("0123456789", at + 1);
      const bool twice = is_inside_digits(text, at) && next != std::string_view::npos &&
                         text[next] == ',' && is_inside_digits(text, next);
      if (twice) return true;
    }
  }
  return false;
}

}    // namespace

PrintedNumber label_number(const JcampRecord &record, const std::string &file)
{
  std::string text = record.value;
  if (has_one_decimal_comma(text)) text[text.find(',')] = '.';
  const std::size_t exponent = text.find_first_of("dD");
  if (exponent != std::string::npos && exponent > 0 &&
      (is_digit(text[exponent - 1]) || text[exponent - 1] == '.'))
    text[exponent] = 'E';
  return printed_number(text, {file, record.line});
}

bool has_decimal_commas(const JcampBlock &block, const JcampRecord &table)
{
  const bool pairs = table.value.find("++") == std::string::npos;
  if (!pairs && has_separating_commas(table)) return false;
  for (const JcampRecord &record : block.records)
    for (const char *label : {"FIRSTX", "LASTX", "DELTAX", "MAXX", "MINX", "XFACTOR", "YFACTOR",
                              "FIRSTY", "LASTY", "MAXY", "MINY", "RESOLUTION"})
      if (record.label == label && has_one_decimal_comma(record.value)) return true;
  return !pairs && is_written_with_commas(table);
}

JcampRecord with_decimal_points(const JcampRecord &table, std::deque<std::string> &storage)
{
  JcampRecord out = table;
  for (JcampLine &line : out.lines) {
    std::string text(line.text);
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text[i] == ',' && is_inside_digits(text, i)) text[i] = '.';
    line.text = storage.emplace_back(std::move(text));
  }
  return out;
}

}    // namespace softmode::spectra
