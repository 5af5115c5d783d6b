// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/temperature.h"

#include "softmode/definitions/constants.h"
#include "spectra/encoding.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace softmode::spectra {

namespace {

bool letter(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

bool one_of(char c, std::string_view set)
{
  return set.find(c) != std::string_view::npos;
}

char at(std::string_view text, std::size_t i)
{
  return i < text.size() ? text[i] : '\0';
}

struct Unit {
  TemperatureUnit unit;
  std::size_t end;
  bool one_letter;
};

struct Name {
  std::string_view text;
  TemperatureUnit unit;
};

constexpr Name names[] = {{"celsius", TemperatureUnit::celsius},
                          {"celcius", TemperatureUnit::celsius},
                          {"centigrade", TemperatureUnit::celsius},
                          {"fahrenheit", TemperatureUnit::fahrenheit},
                          {"kelvins", TemperatureUnit::kelvin},
                          {"kelvin", TemperatureUnit::kelvin},
                          {"c", TemperatureUnit::celsius},
                          {"f", TemperatureUnit::fahrenheit},
                          {"k", TemperatureUnit::kelvin}};

// "degrees ", "deg", "o" (for a raised circle) before a name of a unit
std::size_t end_of_degrees(std::string_view low, std::string_view text, std::size_t begin)
{
  for (const char *word : {"degrees", "degree", "deg.", "deg", "grad"}) {
    const std::size_t length = std::string_view(word).size();
    if (low.substr(begin, length) != word) continue;
    const std::size_t end = begin + length;
    return one_of(at(text, end), " _") ? end + 1 : end;
  }
  const char next = at(text, begin + 1);
  if (at(text, begin) == 'o' && (one_of(next, "CFK") || next == 'c')) return begin + 1;
  return begin;
}

// also where letters follow
std::optional<Unit> begin_of_unit_at(std::string_view text, std::size_t begin)
{
  const std::string low = lower(text.substr(0, std::min(text.size(), begin + 24)));
  const std::size_t first = end_of_degrees(low, text, begin);
  for (const Name &name : names) {
    if (std::string_view(low).substr(std::min(first, low.size()), name.text.size()) != name.text)
      continue;
    const std::size_t end = first + name.text.size();
    return Unit{name.unit, end, name.text.size() == 1 && first == begin};
  }
  return std::nullopt;
}

std::optional<Unit> unit_at(std::string_view text, std::size_t begin)
{
  const auto found = begin_of_unit_at(text, begin);
  return found && !letter(at(text, found->end)) ? found : std::nullopt;
}

std::size_t skip(std::string_view text, std::size_t begin, std::string_view set)
{
  return std::min(text.find_first_not_of(set, std::min(begin, text.size())), text.size());
}

// of a whole word for a unit of time; nullopt for any other word
std::optional<std::size_t> end_of_time(std::string_view low, std::size_t begin)
{
  for (const std::string_view word : {"minutes", "minute", "mins", "min", "seconds", "second",
                                      "secs", "sec", "s", "hours", "hour", "hrs", "hr", "h"}) {
    if (low.substr(std::min(begin, low.size()), word.size()) != word) continue;
    const std::size_t end = begin + word.size();
    if (letter(at(low, end)) || is_digit(at(low, end))) return std::nullopt;
    return end;
  }
  return std::nullopt;
}

// "-1", "^-1", "^{-1}", "**-1" and the like; raised signs take several bytes
bool exponent_at(std::string_view text, std::size_t begin)
{
  const std::size_t i = skip(text, begin, " ^*{($");
  for (const std::string_view exponent : {"-1", "\xE2\x81\xBB\xC2\xB9", "-\xC2\xB9"})
    if (text.substr(i, exponent.size()) == exponent && !is_digit(at(text, i + exponent.size())))
      return true;
  return false;
}

// what makes a rate of the unit that ends before it: "/min", " per min", "-min", " min-1", "min"
bool per_time_at(std::string_view text, std::size_t begin)
{
  const std::string low = lower(text.substr(0, std::min(text.size(), begin + 40)));
  std::size_t i = skip(low, begin, " _.*)]");
  const bool slash = at(low, i) == '/';
  const bool per = low.compare(i, 3, "per") == 0 && one_of(at(low, i + 3), " _-");
  if (slash || per) {
    i = skip(low, i + (slash ? 1 : 4), " _0123456789");
    return end_of_time(low, i).has_value();
  }
  if (low.compare(i, 2, "\xC2\xB7") == 0) i = skip(low, i + 2, " ");
  if (at(low, i) == '-') ++i;
  // raised digits are no letters of the word
  for (const std::string_view word : {"min", "sec", "s", "hr", "h"}) {
    if (low.compare(i, word.size(), word) == 0 && exponent_at(low, i + word.size())) return true;
  }
  return low.compare(i, 3, "min") == 0 && end_of_time(low, i);
}

// after "T", "temp.", "T/K =" and the like: where the number begins, and the unit that is said there
struct Prefix {
  std::size_t number;
  bool negative = false;
  std::optional<TemperatureUnit> unit{};
};

std::optional<Prefix> prefix_of(std::string_view text)
{
  const std::string low = lower(text);
  for (const std::string_view stem : {"temperature", "temp", "t"}) {
    if (low.compare(0, stem.size(), stem) != 0) continue;
    const std::size_t number = text.find_first_of("0123456789", stem.size());
    if (number == std::string_view::npos) return std::nullopt;
    Prefix prefix{number};
    std::size_t end = number;
    if (end == stem.size() + 1 && text[end - 1] == '-') return std::nullopt;    // sign or separator
    if (one_of(text[end - 1], "+-") && end > stem.size()) {
      prefix.negative = text[--end] == '-';
    } else if (const auto sign = begin_of_word_sign(text, number); sign && *sign >= stem.size()) {
      prefix.negative = true;
      end = *sign;
    }
    std::string between(text.substr(stem.size(), end - stem.size()));
    while (!between.empty() && one_of(between.back(), "=:_)] .,")) between.pop_back();
    const std::size_t first = between.find_first_not_of("/_([ .,=:");
    if (first == std::string::npos) return prefix;
    if (first == 0) continue;    // another word that begins alike
    prefix.unit = temperature_unit(between.substr(first));
    if (prefix.unit) return prefix;
  }
  return std::nullopt;
}

}    // namespace

std::string plain(std::string_view text)
{
  struct Spelling {
    std::string_view from, to;
  };
  static constexpr Spelling spellings[] = {
      {"\xE2\x88\x92", "-"},
      {"\xE2\x80\x93", "-"},
      {"\xE2\x80\x90", "-"},
      {"\xE2\x80\x91", "-"},
      {"\xC2\xA0", " "},
      {"\xE2\x80\xAF", " "},
      {"\xE2\x80\x89", " "},
      {"\xE2\x80\x87", " "},
      {"\xC3\x82\xC2\xB0", "deg"},    // its bytes taken for Latin-1
      {"\xEF\xBF\xBD"
       "C",
       "degC"},    // a byte that was none of UTF-8
      {"\xC2\xB0", "deg"},
      {"\\+(o)", "deg"},
      {"\xC2\xBA", "deg"},
      {"\xCB\x9A", "deg"},
      {"\xE2\x84\x83", "degC"},
      {"\xE2\x84\x89", "degF"},
      {"\xE2\x84\xAA", "K"},
      {"$^{\\circ}$", "deg"},
      {"$^\\circ$", "deg"},
      {"$^o$", "deg"},
      {"^{\\circ}", "deg"},
      {"^\\circ", "deg"},
      {"\\circ", "deg"},
      {"^{o}", "deg"},
      {"^o", "deg"},
      {"^{0}C", "degC"},
      {"^0C", "degC"},
      {"\\degree", "deg"},
      {"&deg;", "deg"},
  };
  std::string out = is_utf8(text) ? std::string(text) : from_latin1(text);
  for (const Spelling &s : spellings)
    for (std::size_t i = out.find(s.from); i != std::string::npos; i = out.find(s.from, i))
      out.replace(i, s.from.size(), s.to);
  return out;
}

std::optional<TemperatureUnit> temperature_unit(std::string_view text)
{
  const std::string word = plain(trimmed(text));
  if (word.empty()) return std::nullopt;
  const auto found = unit_at(word, 0);
  if (!found || found->end != word.size()) return std::nullopt;
  return found->unit;
}

std::optional<std::size_t> begin_of_word_sign(std::string_view text, std::size_t number)
{
  const std::string low = lower(text.substr(0, number));
  std::size_t end = number;
  if (end > 0 && one_of(low[end - 1], " _")) --end;
  for (const std::string_view word : {"minus", "negative", "neg", "m"}) {
    if (end < word.size() || low.compare(end - word.size(), word.size(), word) != 0) continue;
    if (word == "m" && end != number) continue;
    const std::size_t begin = end - word.size();
    const bool glued = begin > 0 && (letter(low[begin - 1]) || is_digit(low[begin - 1]));
    if (word == "m" && glued) continue;    // the end of another word
    return begin;
  }
  return std::nullopt;
}

bool may_separate_after(char c)
{
  return letter(c) || is_digit(c) || c == ')';
}

std::size_t end_of_number(std::string_view text, std::size_t begin, bool with_exponent)
{
  const auto digits = [&](std::size_t i) {
    while (is_digit(at(text, i))) ++i;
    return i;
  };
  std::size_t end = digits(begin);
  if (one_of(at(text, end), ".,p") && at(text, end) != '\0' && is_digit(at(text, end + 1)))
    end = digits(end + 1);
  const bool exponent = with_exponent && (at(text, end) == 'e' || at(text, end) == 'E') &&
                        (at(text, end + 1) == '+' || at(text, end + 1) == '-') &&
                        is_digit(at(text, end + 2));
  return exponent ? digits(end + 2) : end;
}

double value_of_number(std::string_view text)
{
  const std::size_t comma = text.find(',');    // "1,000" may be a thousand
  if (comma != std::string_view::npos && text.size() == comma + 4)
    return std::numeric_limits<double>::infinity();
  std::string point(text);
  for (char &c : point)
    if (c == ',' || c == 'p') c = '.';
  return number(point).value_or(std::numeric_limits<double>::infinity());
}

namespace {

// where a unit may begin after a number, with or without a blank, '_', '-' or bracket between
struct Gap {
  std::size_t end;
  bool hyphen, bracket;
};

Gap gap_after_number(std::string_view text, std::size_t end)
{
  std::size_t i = end;
  while (i < end + 3 && i < text.size() && one_of(text[i], " _")) ++i;
  const bool hyphen = i == end && at(text, i) == '-';
  if (hyphen) ++i;
  const bool bracket = one_of(at(text, i), "([") && i < text.size();
  if (bracket) ++i;
  return {std::min(i, text.size()), hyphen, bracket};
}

}    // namespace

bool is_rate(std::string_view text, std::size_t end)
{
  const auto unit = begin_of_unit_at(text, gap_after_number(text, end).end);
  return unit && per_time_at(text, unit->end);
}

std::optional<TemperatureUnit> unit_of_fixed_text(std::string_view text)
{
  const std::string whole = "0" + std::string(text);
  const auto unit = begin_of_unit_at(whole, gap_after_number(whole, 1).end);
  if (!unit || std::none_of(whole.begin() + static_cast<std::ptrdiff_t>(unit->end), whole.end(),
                            [](char c) { return letter(c) || is_digit(c); }))
    return std::nullopt;
  if (!per_time_at(whole, unit->end)) {
    const auto plain_unit = unit_after_number(whole, 1);    // "_C2" counts
    return plain_unit ? std::optional(plain_unit->unit) : std::nullopt;
  }
  // '_' separates words of a name, but "K_min-1" and "K_per_min" are rates
  const std::size_t word = skip(whole, unit->end, "_");
  const std::string low = lower(whole.substr(word));
  const bool rate = word == unit->end || low[0] == '/' || low.compare(0, 4, "per_") == 0 ||
                    (low.compare(0, 3, "min") == 0 && exponent_at(low, 3));
  return rate ? std::nullopt : std::optional(unit->unit);
}

std::optional<UnitAfter> unit_after_number(std::string_view text, std::size_t end)
{
  const auto [i, hyphen, bracket] = gap_after_number(text, end);
  const auto found = unit_at(text, i);
  if (!found || per_time_at(text, found->end)) return std::nullopt;
  const char next = at(text, found->end), first = at(text, i);
  const bool attached = i == end;
  if (!attached && found->one_letter) {
    // "173 C2" is hardly a unit, nor is "173 c 2": they count something
    if (is_digit(next) || (hyphen && first >= 'a')) return std::nullopt;
    if ((first == 'c' || first == 'f') && next != '\0' && !one_of(next, ".)],;"))
      return std::nullopt;
  }
  if (!bracket) return UnitAfter{found->unit, found->end, attached};
  if (!one_of(next, ")]") || next == '\0') return std::nullopt;
  return UnitAfter{found->unit, found->end + 1, false};
}

std::optional<WrittenTemperature> leading_temperature(std::string_view text)
{
  std::size_t first = 0;
  while (at(text, first) == ' ' || at(text, first) == '\t') ++first;
  WrittenTemperature found;
  found.begin = first;
  bool negative = false;
  std::size_t number = first;
  if (const auto prefix = prefix_of(text.substr(first))) {
    number = first + prefix->number;
    negative = prefix->negative;
    found.unit = prefix->unit;
  } else if (one_of(at(text, first), "+-") && first < text.size()) {
    negative = text[first] == '-';
    number = first + 1;
  } else if (letter(at(text, first))) {
    number = std::min(text.find_first_of("0123456789", first), text.size());
    negative = begin_of_word_sign(text, number) == first;
    if (!negative) return std::nullopt;
  }
  if (!is_digit(at(text, number))) return std::nullopt;
  found.end = end_of_number(text, number);
  found.value = value_of_number(text.substr(number, found.end - number));
  if (negative) found.value = -found.value;
  if (const auto unit = unit_after_number(text, found.end)) {
    if (found.unit && *found.unit != unit->unit) return std::nullopt;
    found.unit = unit->unit;
    found.end = unit->end;
  }
  return found;
}

namespace {

// of a word that joins the ends of a range and ends at `end`; nullopt where none stands there
std::optional<std::size_t> begin_of_connector(std::string_view low, std::size_t end)
{
  for (const std::string_view word : {"to", "until", "till", "through", "bis", "...", "..",
                                      "\xE2\x80\xA6", "->", "\xE2\x86\x92"}) {
    if (end < word.size() || low.substr(end - word.size(), word.size()) != word) continue;
    const std::size_t begin = end - word.size();
    const bool letters = word[0] >= 'a' && word[0] <= 'z';
    if (letters && begin > 0 && letter(low[begin - 1])) continue;    // "photo 25 C"
    return begin;
  }
  return std::nullopt;
}

std::size_t without_blanks(std::string_view text, std::size_t end)
{
  while (end > 0 && one_of(text[end - 1], " _")) --end;
  return end;
}

// of a number that ends at `end` and belongs to no word; nullopt without one
std::optional<std::size_t> begin_of_lone_number(std::string_view text, std::size_t end)
{
  std::size_t begin = end;
  while (begin > 0 && (is_digit(text[begin - 1]) || one_of(text[begin - 1], ".,"))) --begin;
  begin = std::min(text.find_first_of("0123456789", begin), end);
  if (begin == end) return std::nullopt;
  const char before = begin > 0 ? text[begin - 1] : ' ';
  if (before == '-') {
    const bool name = begin > 1 && may_separate_after(text[begin - 2]);
    return name ? std::nullopt : std::optional(begin - 1);
  }
  if (letter(before) && !begin_of_word_sign(text, begin)) return std::nullopt;
  return begin;
}

// "sample 3 - 95 C" is no range, "cooling 300 - 95 K" is one
bool may_begin_range(std::string_view low, std::size_t number)
{
  const std::size_t end = without_blanks(low, number);
  std::size_t begin = end;
  while (begin > 0 && letter(low[begin - 1])) --begin;
  const std::string_view word = low.substr(begin, end - begin);
  for (const char *known : {"heating", "cooling", "heat", "cool", "heated", "cooled", "from",
                            "ramp", "range", "t", "temp", "temperature", "at", ""})
    if (word == known) return end == 0 || !word.empty() || !is_digit(low[end - 1]);
  return false;
}

}    // namespace

std::optional<std::size_t> begin_of_range(std::string_view text, std::size_t begin)
{
  const std::string low = lower(text.substr(0, begin));
  const std::size_t end = without_blanks(low, begin);
  std::optional<std::size_t> connector = begin_of_connector(low, end);
  const bool hyphen = !connector && end > 0 && low[end - 1] == '-';
  if (hyphen) connector = end - 1;
  const bool conjunction =
      !connector && end > 3 && low.compare(end - 3, 3, "and") == 0;    // "between 25 and 75 C"
  if (conjunction) connector = end - 3;
  if (!connector) return std::nullopt;
  const auto first = begin_of_lone_number(low, without_blanks(low, *connector));
  if (!first || (hyphen && !may_begin_range(low, *first))) return std::nullopt;
  const std::size_t word = without_blanks(low, *first);
  const bool between = word >= 7 && low.compare(word - 7, 7, "between") == 0;
  return conjunction && !between ? std::nullopt : first;
}

std::optional<std::size_t> begin_of_uncertainty(std::string_view text, std::size_t number)
{
  const std::size_t end = without_blanks(text, number);
  for (const std::string_view mark : {"\xC2\xB1", "+/-", "+-"})
    if (end >= mark.size() && text.substr(end - mark.size(), mark.size()) == mark)
      return end - mark.size();
  return std::nullopt;
}

std::size_t end_of_uncertainty(std::string_view text, std::size_t end)
{
  if (at(text, end) == '(') {
    const std::size_t digits = skip(text, end + 1, "0123456789");
    const bool closed = digits > end + 1 && at(text, digits) == ')';
    return closed && unit_after_number(text, digits + 1) ? digits + 1 : end;
  }
  const std::size_t number = std::min(text.find_first_of("0123456789", end), text.size());
  const auto mark = begin_of_uncertainty(text, number);
  if (number == text.size() || !mark || without_blanks(text, *mark) != end) return end;
  return end_of_number(text, number);
}

std::string without_uncertainty(std::string text)
{
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i])) continue;
    const std::size_t end = end_of_number(text, i), last = end_of_uncertainty(text, end);
    if (at(text, end) == '(') text.erase(end, last - end);    // "173(2) K"
    i = end;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i])) continue;
    std::size_t end = end_of_number(text, i);
    const auto mark = begin_of_uncertainty(text, i);
    const std::size_t begin = mark ? without_blanks(text, *mark) : 0;
    if (begin == 0) {
      i = end;
      continue;
    }
    const bool unit_before = !is_digit(text[begin - 1]);    // "173 K +- 2 K"
    const auto unit = unit_after_number(text, end);
    if (unit_before && unit) end = unit->end;
    const std::size_t open = text.find_last_of("([", begin - 1);
    const bool brackets = open != std::string::npos && one_of(at(text, end), ")]") &&
                          end < text.size() &&
                          text.find_first_not_of("0123456789.,+- ", open + 1) >= begin;
    text.erase(begin, end + (brackets ? 1 : 0) - begin);
    if (brackets) text.erase(open, 1);
    i = brackets ? open : begin - 1;
  }
  return text;
}

namespace {

void refuse_range(std::string_view text, std::size_t begin, std::size_t end, const Place &place)
{
  if (const auto range = begin_of_range(text, begin))
    refuse(place,
           "two temperatures in {}, a range; say which counts by a pattern (--column-pattern, "
           "--name-pattern, --title-pattern)",
           in_quotes(text.substr(*range, end - *range)));
}

}    // namespace

std::vector<WrittenTemperature> temperatures_in(std::string_view text, const Place &place)
{
  std::vector<WrittenTemperature> found;
  std::size_t end = 0;
  for (std::size_t i = 0; i < text.size(); i = std::max(i + 1, end)) {
    if (!is_digit(text[i])) continue;
    end = end_of_number(text, i);
    const auto unit = unit_after_number(text, end);
    if (!unit || begin_of_uncertainty(text, i)) continue;
    WrittenTemperature t{value_of_number(text.substr(i, end - i)), unit->unit, i, unit->end};
    const char before = i > 0 ? text[i - 1] : ' ', two_before = i > 1 ? text[i - 2] : ' ';
    if (const auto sign = begin_of_word_sign(text, i)) {
      t.begin = *sign;
      t.value = -t.value;
    } else if (letter(before)) {
      if (!one_of(before, "Tt") || letter(two_before) || is_digit(two_before)) continue;
    } else if (before == '-' && may_separate_after(two_before)) {
      refuse_range(text, i, unit->end, place);
      if (!unit->attached) continue;    // "HKUST-1 C": a name
      refuse(place,
             "'-' before {} in {} may be a sign or may separate; say where the temperature is by a "
             "pattern (--column-pattern, --name-pattern, --title-pattern)",
             text.substr(i, unit->end - i), in_quotes(text));
    } else if (before == '-' || before == '+') {
      t.begin = i - 1;
      if (before == '-') t.value = -t.value;
    }
    refuse_range(text, t.begin, unit->end, place);
    end = unit->end;
    found.push_back(t);
  }
  return found;
}

const char *symbol_of(TemperatureUnit unit)
{
  return unit == TemperatureUnit::celsius ? "C" : unit == TemperatureUnit::fahrenheit ? "F" : "K";
}

double kelvin(double value, TemperatureUnit unit, const Place &place)
{
  // in hundredths, so that -50 C is the double 223.15 and 77 F the double 298.15
  double kelvins = value;
  if (unit == TemperatureUnit::celsius)
    kelvins = (100.0 * value + std::round(100.0 * zero_celsius_K)) / 100.0;
  if (unit == TemperatureUnit::fahrenheit) kelvins = (100.0 * value + 45967.0) / 180.0;
  if (kelvins > 0.0 && std::isfinite(kelvins)) return kelvins;
  refuse(place, "a temperature of {} {} is not above absolute zero; check its unit", value,
         symbol_of(unit));
}

}    // namespace softmode::spectra
