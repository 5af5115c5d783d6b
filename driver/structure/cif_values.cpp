// SPDX-License-Identifier: BSD-3-Clause
#include "structure/cif_values.h"

#include <fmt/format.h>
#include <gemmi/elem.hpp>
#include <gemmi/numb.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <utility>
#include <vector>

namespace softmode {

namespace {

bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

// bytes of the UTF-8 sequence at `at`; 0 if there is none
std::size_t sequence_length(const std::string &text, std::size_t at)
{
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xc2 && first < 0xe0   ? 2
                             : first >= 0xe0 && first < 0xf0 ? 3
                             : first >= 0xf0 && first < 0xf5 ? 4
                                                             : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t k = 1; k < length; ++k)
    if ((byte(at + k) & 0xc0) != 0x80) return 0;
  // overlong forms, surrogates and what is beyond the last code point
  const unsigned char second = byte(at + 1);
  if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
      (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f))
    return 0;
  return length;
}

bool is_utf8(const std::string &text)
{
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

// up to and including the last of the brackets, "" if there are none
std::pair<std::string, std::string> split_uncertainty(const std::string &text)
{
  const std::size_t open = text.find('(');
  if (open == std::string::npos) return {text, ""};
  std::size_t end = open;    // blanks before the bracket belong to neither
  while (end > 0 && text[end - 1] == ' ') --end;
  return {text.substr(0, end), text.substr(open)};
}

bool is_uncertainty(const std::string &brackets)
{
  return brackets.size() >= 2 && brackets.back() == ')' &&
         std::all_of(brackets.begin() + 1, brackets.end() - 1,
                     [](char c) { return is_digit(c) || c == '.'; });
}

}    // namespace

std::string as_utf8(const std::string &text)
{
  if (is_utf8(text)) return text;
  // 0x80 to 0x9f are typographic signs in Windows-1252; those that matter here are minus and quotes
  const auto code_point = [](unsigned char byte) -> int {
    switch (byte) {
      case 0x91:
      case 0x92:
        return 0x2019;
      case 0x93:
      case 0x94:
        return 0x201d;
      case 0x96:
      case 0x97:
        return 0x2013;
      default:
        return byte < 0xa0 ? 0xfffd : byte;
    }
  };
  std::string result;
  result.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      result += c;
      continue;
    }
    const int code = code_point(byte);
    if (code < 0x800) {
      result += static_cast<char>(0xc0 | (code >> 6));
    } else {
      result += static_cast<char>(0xe0 | (code >> 12));
      result += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
    }
    result += static_cast<char>(0x80 | (code & 0x3f));
  }
  return result;
}

std::string in_ascii(const std::string &text)
{
  static constexpr std::array<std::pair<const char *, const char *>, 16> signs{{
      {"\u2010", "-"},
      {"\u2011", "-"},
      {"\u2012", "-"},
      {"\u2013", "-"},
      {"\u2014", "-"},
      {"\u2212", "-"},
      {"\u00a0", " "},
      {"\u2002", " "},
      {"\u2003", " "},
      {"\u2009", " "},
      {"\u200a", " "},
      {"\u202f", " "},
      {"\u3000", " "},
      {"\u200b", ""},
      {"\ufeff", ""},
      {"\u00ad", ""},
  }};
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto sign = std::find_if(signs.begin(), signs.end(), [&](const auto &s) {
      return static_cast<unsigned char>(text[at]) >= 0x80 &&
             text.compare(at, std::char_traits<char>::length(s.first), s.first) == 0;
    });
    if (sign != signs.end()) {
      result += sign->second;
      at += std::char_traits<char>::length(sign->first);
    } else {
      result += std::isspace(static_cast<unsigned char>(text[at])) ? ' ' : text[at];
      ++at;
    }
  }
  const std::size_t first = result.find_first_not_of(' ');
  if (first == std::string::npos) return "";
  return result.substr(first, result.find_last_not_of(' ') - first + 1);
}

double cif_number(const std::string &text)
{
  const double plain = text.empty() ? NAN : gemmi::cif::as_number(text);
  if (std::isfinite(plain)) return plain;
  auto [number, brackets] = split_uncertainty(in_ascii(text));
  if (!brackets.empty() && !is_uncertainty(brackets)) return NAN;
  // "2.8D-01": Fortran's double precision
  const std::size_t exponent = number.find_first_of("dD");
  if (exponent != std::string::npos && exponent > 0 && exponent + 1 < number.size() &&
      (is_digit(number[exponent - 1]) || number[exponent - 1] == '.'))
    number[exponent] = 'e';
  const std::size_t slash = number.find('/');
  if (slash == std::string::npos) return number.empty() ? NAN : gemmi::cif::as_number(number);
  // a fraction of whole numbers
  const std::string above = in_ascii(number.substr(0, slash));
  const std::string below = in_ascii(number.substr(slash + 1));
  const std::size_t sign = !above.empty() && (above[0] == '-' || above[0] == '+') ? 1 : 0;
  const auto is_whole = [](const std::string &t, std::size_t from) {
    return t.size() > from && t.size() < from + 4 &&
           std::all_of(t.begin() + static_cast<std::ptrdiff_t>(from), t.end(), is_digit);
  };
  if (!is_whole(above, sign) || !is_whole(below, 0) || std::stoi(below) == 0) return NAN;
  const double value = static_cast<double>(std::stoi(above.substr(sign))) / std::stoi(below);
  return above[0] == '-' ? -value : value;
}

std::string hint_on_number(const std::string &text)
{
  const std::string plain = in_ascii(text);
  const std::size_t end = std::min(plain.find_first_not_of("0123456789+-.eE"), plain.size());
  if (end == 0 || end == plain.size() ||
      !std::isfinite(gemmi::cif::as_number(plain.substr(0, end))))
    return "";
  return fmt::format("; expected {} alone, or with its uncertainty in digits as in {}(3)",
                     plain.substr(0, end), plain.substr(0, end));
}

double cif_uncertainty(const std::string &text)
{
  const auto [number, brackets] = split_uncertainty(in_ascii(text));
  if (!is_uncertainty(brackets) || brackets.size() == 2) return 0.0;
  const std::string digits = brackets.substr(1, brackets.size() - 2);
  const double value = gemmi::cif::as_number(digits);
  const std::size_t point = number.find('.');
  if (digits.find('.') != std::string::npos || point == std::string::npos) return value;
  return value * std::pow(10.0, -static_cast<double>(number.size() - point - 1));
}

namespace {

class FormulaReader {
 public:
  explicit FormulaReader(const std::string &formula) : text(formula)
  {
    // "C18 H6 CU3 O12": elements apart, without small letters
    const bool apart = text.find(' ') != std::string::npos;
    capitals = apart && std::none_of(text.begin(), text.end(),
                                     [](unsigned char c) { return std::islower(c); });
  }

  std::optional<Composition> read()
  {
    Composition all;
    const bool good = read_group(all, 0) && at == text.size() && !all.empty();
    if (!good) return std::nullopt;
    return all;
  }

 private:
  static constexpr int deepest = 20;

  bool read_group(Composition &sum, int depth)
  {
    if (depth > deepest) return false;
    while (at < text.size()) {
      const char c = text[at];
      if (c == ')' || c == ']') return depth > 0;
      if (std::isspace(static_cast<unsigned char>(c)) || c == ',' || c == '_' || c == '~') {
        ++at;
      } else if (std::isupper(static_cast<unsigned char>(c))) {
        if (!read_element(sum)) return false;
      } else if (!read_brackets(sum, depth)) {
        return false;
      }
    }
    return depth == 0;
  }

  bool read_element(Composition &sum)
  {
    std::string symbol(1, text[at]);
    if (at + 1 < text.size() && std::islower(static_cast<unsigned char>(text[at + 1])))
      symbol += text[at + 1];
    else if (capitals && at + 1 < text.size() &&
             std::isupper(static_cast<unsigned char>(text[at + 1])))
      symbol = joined(symbol[0], text[at + 1]);
    if (gemmi::Element(symbol) == gemmi::El::X) return false;
    at += symbol.size();
    if (at < text.size() && std::islower(static_cast<unsigned char>(text[at]))) return false;
    const std::optional<double> count = number(1.0);
    if (count) sum[symbol] += *count;
    return count.has_value();
  }

  // "CU" is copper; "NO" is not the element 102, which no crystal holds
  static std::string joined(char first, char second)
  {
    constexpr int heaviest = 98;
    const std::string both{first,
                           static_cast<char>(std::tolower(static_cast<unsigned char>(second)))};
    const int number = gemmi::Element(both).ordinal();
    return number > 0 && number <= heaviest ? both : std::string(1, first);
  }

  // "3(H2 O)", "(C2 H4)2", "(C2 H4)n"
  bool read_brackets(Composition &sum, int depth)
  {
    const std::optional<double> before = number(1.0);
    while (at < text.size() && text[at] == ' ') ++at;
    if (!before || at == text.size() || (text[at] != '(' && text[at] != '[')) return false;
    const char closing = text[at] == '(' ? ')' : ']';
    ++at;
    Composition inside;
    if (!read_group(inside, depth + 1) || at == text.size() || text[at] != closing) return false;
    ++at;
    const std::optional<double> after = number(1.0);
    if (at < text.size() && (text[at] == 'n' || text[at] == 'x')) ++at;    // a polymer
    if (!after) return false;
    for (const auto &[symbol, count] : inside) sum[symbol] += *before * count * *after;
    return true;
  }

  std::optional<double> number(double without)
  {
    while (at < text.size() && (text[at] == '_' || text[at] == '~')) ++at;    // subscripts
    const std::size_t end = std::min(text.find_first_not_of("0123456789.", at), text.size());
    if (end == at) return without;
    const double value = gemmi::cif::as_number(text.substr(at, end - at));
    at = end;
    if (!std::isfinite(value)) return std::nullopt;
    return value;
  }

  std::string text;
  std::size_t at = 0;
  bool capitals = false;
};

}    // namespace

std::optional<Composition> read_formula(const std::string &text)
{
  return FormulaReader(in_ascii(text)).read();
}

}    // namespace softmode
