// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/jcamp_ordinates.h"

#include <cmath>

namespace softmode::spectra {

namespace {

bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

/// Length of the AFFN number a text begins with. An exponent needs its sign: E5 is two squeezed digits.
std::size_t affn_length(std::string_view text)
{
  std::size_t i = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  while (i < text.size() && (is_digit(text[i]) || text[i] == '.')) ++i;
  const bool exponent = i > 0 && i + 2 < text.size() && (text[i] == 'E' || text[i] == 'e') &&
                        (text[i + 1] == '+' || text[i + 1] == '-') && is_digit(text[i + 2]);
  if (!exponent) return i;
  i += 2;
  while (i < text.size() && is_digit(text[i])) ++i;
  return i;
}

/// A pseudo-digit: which form it begins, and the digit with its sign.
struct PseudoDigit {
  enum Form { none, squeezed, difference, duplicate } form = none;
  char digit = '0';
  bool negative = false;
};

PseudoDigit pseudo_digit(char c)
{
  const auto digit = [c](char zero) { return static_cast<char>('0' + (c - zero)); };
  if (c >= '@' && c <= 'I') return {PseudoDigit::squeezed, digit('@'), false};
  if (c >= 'a' && c <= 'i') return {PseudoDigit::squeezed, digit('a' - 1), true};
  if (c == '%') return {PseudoDigit::difference, '0', false};
  if (c >= 'J' && c <= 'R') return {PseudoDigit::difference, digit('J' - 1), false};
  if (c >= 'j' && c <= 'r') return {PseudoDigit::difference, digit('j' - 1), true};
  if (c >= 'S' && c <= 'Z') return {PseudoDigit::duplicate, digit('S' - 1), false};
  if (c == 's') return {PseudoDigit::duplicate, '9', false};
  return {};
}

// whether the last ordinate of a line is a difference, perhaps repeated
bool ends_in_difference(const JcampLine &line)
{
  const std::size_t at = line.text.find_last_of("@ABCDEFGHI%JKLMNOPQRabcdefghijklmnopqr+- ");
  return at != std::string_view::npos &&
         pseudo_digit(line.text[at]).form == PseudoDigit::difference;
}

/// Goes through the ordinates of a table, line by line.
class Decoder {
 public:
  Decoder(const std::string &file_, std::size_t most_) : file(file_), most(most_) {}

  void add_line(const JcampLine &line, const LineCheck &check)
  {
    place = {file, line.number};
    const std::size_t length = affn_length(line.text);
    const PrintedNumber x = printed_number(line.text.substr(0, length), place);
    const bool repeats = after_difference;
    check({x, repeats ? values.size() - 1 : values.size(), repeats}, place);
    at_start = true;
    for (std::size_t i = length; i < line.text.size();) i += add_number(line.text.substr(i));
    if (at_start) refuse(place, "no ordinate after the abscissa {}", x.value);
  }

  std::vector<double> values;

 private:
  const std::string &file;
  std::size_t most;
  Place place;
  double last = 0.0;                // ordinate
  double last_difference = 0.0;     // NaN-free; used after a difference only
  bool after_difference = false;    // the last ordinate was given as a difference
  bool at_start = true;             // of a line, before its first ordinate

  void push(double value)
  {
    if (values.size() == most)
      refuse(place,
             "more than the {} ordinates of ##NPOINTS; the file is damaged or edited (--lenient "
             "takes it if its abscissas tell where the points are)",
             most);
    values.push_back(value);
    last = value;
  }

  // an ordinate as such; the first one after differences only repeats the one before it
  void add_value(double value)
  {
    const bool repeats = at_start && after_difference;
    if (repeats && std::fabs(value - last) > 1e-9 * std::fmax(1.0, std::fabs(last)))
      refuse(place,
             "Y-check failed: the line begins with {}, but the differences before it end at {}; {}",
             value, last,
             value == 0.0 ? "the line is damaged, or a zero that closes the table, which --lenient "
                            "leaves out"
                          : "one of the two lines is damaged");
    if (!repeats) push(value);
    last = value;
    after_difference = at_start = false;
  }

  void add_difference(double difference)
  {
    if (at_start)
      refuse(place, "the line begins with a difference; expected its first ordinate as a value");
    last_difference = difference;
    after_difference = true;
    push(last + difference);
  }

  void add_duplicates(double count)
  {
    if (at_start)
      refuse(place, "the line begins with a duplicate count; expected an ordinate first");
    for (double i = 1.0; i < count; i += 1.0)
      push(after_difference ? last + last_difference : last);
  }

  // the number a text begins with; its length
  std::size_t add_number(std::string_view text)
  {
    const char c = text[0];
    if (c == ' ' || c == '\t' || c == ',') return 1;
    if (c == '?') refuse(place, "a missing ordinate ('?'); cut the spectrum there");
    const PseudoDigit first = pseudo_digit(c);
    if (first.form == PseudoDigit::none) {
      const std::size_t length = affn_length(text);
      if (length == 0) refuse(place, "{} is no ordinate of any JCAMP-DX form", in_quotes(text));
      add_value(finite_number(text.substr(0, length), place));
      return length;
    }
    std::size_t length = 1;
    while (length < text.size() && (is_digit(text[length]) || text[length] == '.')) ++length;
    std::string digits = first.negative ? "-" : "";
    digits += first.digit;
    digits += text.substr(1, length - 1);
    add_form(first.form, finite_number(digits, place));
    return length;
  }

  void add_form(PseudoDigit::Form form, double value)
  {
    if (form == PseudoDigit::squeezed) add_value(value);
    if (form == PseudoDigit::difference) add_difference(value);
    if (form == PseudoDigit::duplicate) add_duplicates(value);
  }
};

}    // namespace

std::vector<double> decode_ordinates(const JcampRecord &record, const std::string &file,
                                     std::size_t most, const LineCheck &check)
{
  Decoder decoder(file, most);
  for (const JcampLine &line : record.lines) decoder.add_line(line, check);
  return std::move(decoder.values);
}

std::optional<JcampRecord> without_closing_zero(const JcampRecord &record, const std::string &file,
                                                std::size_t most, bool ends_at_zero)
{
  if (record.lines.size() < 2) return std::nullopt;
  const JcampLine &last = record.lines.back();
  const std::size_t length = affn_length(last.text);
  const auto abscissa = number(last.text.substr(0, length));
  const std::string_view rest = trimmed(last.text.substr(length));
  const bool zero = rest == "@" || number(rest) == 0.0;
  if (!abscissa || (!zero && !rest.empty())) return std::nullopt;
  const bool all_zero = *abscissa == 0.0 && !ends_at_zero;
  if (!all_zero && (!zero || !ends_in_difference(record.lines[record.lines.size() - 2])))
    return std::nullopt;
  JcampRecord shorter = record;
  shorter.lines.pop_back();
  if (all_zero) return shorter;
  const auto y = decode_ordinates(shorter, file, most, [](const auto &, const auto &) {});
  return y.back() != 0.0 ? std::optional(shorter) : std::nullopt;
}

JcampPairs decode_pairs(const JcampRecord &record, const std::string &file)
{
  constexpr const char *separators = " \t,;";
  JcampPairs pairs;
  for (const JcampLine &line : record.lines) {
    std::size_t count = 0;
    for (std::size_t at = line.text.find_first_not_of(separators); at < line.text.size();) {
      const std::size_t end = std::min(line.text.find_first_of(separators, at), line.text.size());
      const double value = finite_number(line.text.substr(at, end - at), {file, line.number});
      (count++ % 2 == 0 ? pairs.x : pairs.y).push_back(value);
      at = line.text.find_first_not_of(separators, end);
    }
    if (count % 2 != 0)
      refuse({file, line.number}, "{} numbers; expected pairs of abscissa and ordinate", count);
    pairs.lines.resize(pairs.x.size(), line.number);
  }
  return pairs;
}

}    // namespace softmode::spectra
