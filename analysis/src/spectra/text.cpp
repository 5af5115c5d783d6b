// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/text.h"

#include "spectra/encoding.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

namespace softmode::spectra {

std::string_view trimmed(std::string_view text)
{
  const char *blanks = " \t\r\f\v";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string lower(std::string_view text)
{
  std::string low(text);
  for (char &c : low) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return low;
}

std::string in_quotes(std::string_view text)
{
  constexpr std::size_t longest = 40;
  std::string shown;
  std::size_t i = 0;
  for (std::size_t count = 0; i < text.size() && count < longest; ++count) {
    const std::size_t length = length_of_utf8(text, i);
    const std::string_view character = text.substr(i, length);
    const bool control = (length == 1 && (text[i] < ' ' || text[i] == '\x7F')) ||
                         (character >= "\xC2\x80" && character < "\xC2\xA0");
    shown += length == 0 || control ? "?" : character;
    i += std::max<std::size_t>(length, 1);
  }
  return "'" + shown + (i < text.size() ? "..." : "") + "'";
}

std::optional<double> number(std::string_view text)
{
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  double value = 0.0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

double finite_number(std::string_view text, const Place &place)
{
  const std::optional<double> value = number(text);
  if (value && std::isfinite(*value)) return *value;
  if (text.empty()) refuse(place, "empty; expected a number");
  if (value)
    refuse(place, "{} is not finite; expected a number: leave the point out of the file",
           in_quotes(text));
  const bool comma = text.find(',') != std::string_view::npos &&
                     text.find_first_not_of("0123456789,+-eE") == std::string_view::npos;
  refuse(place, "{} is not a number; expected {}", in_quotes(text),
         comma ? "a decimal point, not a decimal comma" : "a number such as 1600.5 or 1.6e3");
}

PrintedNumber printed_number(std::string_view text, const Place &place)
{
  const double value = finite_number(text, place);
  const std::size_t exponent_at = text.find_first_of("eE");
  const std::string_view mantissa = text.substr(0, exponent_at);
  const std::size_t point = mantissa.find('.');
  int exponent = 0;
  if (exponent_at != std::string_view::npos)
    exponent = static_cast<int>(*number(text.substr(exponent_at + 1)));
  if (point != std::string_view::npos) exponent -= static_cast<int>(mantissa.size() - point - 1);
  return {value, std::pow(10.0, exponent)};
}

bool Lines::next(std::string_view &line)
{
  if (rest.empty()) return false;
  const std::size_t end = rest.find(end_of_line);
  line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  ++count;
  return true;
}

}    // namespace softmode::spectra
