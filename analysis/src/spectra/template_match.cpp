// SPDX-License-Identifier: BSD-3-Clause
// Where the temperature of a template stands in a text, with its sign.
#include "spectra/conditions.h"

#include <algorithm>

namespace softmode::spectra {

void add_group_of_pattern(const std::string &group, const std::string &text, Conditions &conditions,
                          const Place &place)
{
  if (group == "cycle") conditions.cycle = cycle_number(finite_number(text, place), place);
  if (group == "label") conditions.label = text;
  if (group != "branch") return;
  conditions.branch = branch_of(text);
  if (conditions.branch == Branch::unknown)
    refuse(place, "{} is no branch; expected heating, cooling, up or down", in_quotes(text));
}

/// Every place where the temperature of a template may stand in a text, and the one that counts.
class TemplateMatch {
 public:
  TemplateMatch(const NamePattern &pattern_, const std::string &text_, const char *what_,
                const Place &place_) :
      pattern(pattern_),
      text(text_), what(what_), place(place_)
  {
  }

  Conditions conditions()
  {
    std::vector<Candidate> found = without_rates(without_parts(candidates()));
    if (found.size() > 1) {
      std::vector<Candidate> with_unit;
      for (const Candidate &c : found)
        if (c.unit) with_unit.push_back(c);
      if (!with_unit.empty()) found = with_unit;
    }
    if (found.empty())
      refuse(place, "no temperature: {} {} does not fit the pattern {}", what, in_quotes(text),
             pattern.shown);
    if (found.size() > 1)
      refuse(place,
             "{} {} fits the pattern {} with {} and with {} as temperature; write more of it", what,
             in_quotes(text), pattern.shown, number_of(found[0]), number_of(found[1]));
    return read(found[0]);
  }

 private:
  struct Candidate {
    std::size_t number, end;                         // digits
    std::optional<std::size_t> sign{};               // where a sign in front of them begins
    bool with_sign = false, without_sign = false;    // how the pattern fits
    std::optional<TemperatureUnit> unit{};
  };
  const NamePattern &pattern;
  const std::string &text;
  const char *what;
  const Place &place;
  Conditions out;

  std::string number_of(const Candidate &c) const
  {
    const std::size_t first = c.with_sign ? *c.sign : c.number;
    return text.substr(first, c.end - first);
  }

  std::vector<Candidate> candidates() const
  {
    std::vector<Candidate> found;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (!is_digit(text[i]) || (i > 0 && is_digit(text[i - 1]))) continue;
      std::size_t whole = i;
      while (whole < text.size() && is_digit(text[whole])) ++whole;
      const std::size_t end = end_of_number(text, i, false);
      add_candidate(found, i, end);
      if (whole != end) add_candidate(found, i, whole);
    }
    return found;
  }

  void add_candidate(std::vector<Candidate> &found, std::size_t number, std::size_t end) const
  {
    if (begin_of_uncertainty(text, number)) return;
    Candidate c{number, end};
    if (number > 0 && (text[number - 1] == '-' || text[number - 1] == '+'))
      c.sign = number - 1;
    else
      c.sign = begin_of_word_sign(text, number);
    const auto unit = unit_after(end);
    c.unit = unit ? std::optional(unit->unit) : pattern.fixed_unit;
    if (!rest_of(end)) return;
    c.with_sign = c.sign && fits_before(*c.sign);
    c.without_sign = fits_before(number);
    if (c.with_sign || c.without_sign) found.push_back(c);
  }

  // also after an uncertainty: "173+-2C"
  std::optional<UnitAfter> unit_after(std::size_t end) const
  {
    return unit_after_number(text, end_of_uncertainty(text, end));
  }

  // how the pattern fits what follows a number, and from where
  struct Rest {
    const NamePattern::Expression *expression;
    std::size_t begin;
  };

  std::optional<Rest> rest_of(std::size_t end) const
  {
    const auto unit = unit_after(end);
    std::vector<Rest> ways{{&pattern.after, end}, {&pattern.after, end_of_uncertainty(text, end)}};
    if (unit) ways.push_back({&pattern.after, unit->end});
    if (unit && pattern.said_unit == unit->unit) ways.push_back({&pattern.after_unit, unit->end});
    for (const Rest &way : ways)
      if (fits(*way.expression, way.begin)) return way;
    return std::nullopt;
  }

  bool fits(const NamePattern::Expression &after, std::size_t begin) const
  {
    return std::regex_match(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(),
                            after.regex);
  }

  bool fits_before(std::size_t end) const
  {
    return std::regex_match(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end),
                            pattern.before.regex);
  }

  // "2" is a part of "2.25"
  static std::vector<Candidate> without_parts(const std::vector<Candidate> &all)
  {
    std::vector<Candidate> kept;
    for (const Candidate &c : all) {
      const bool part = std::any_of(all.begin(), all.end(), [&](const Candidate &other) {
        return other.number <= c.number && c.end <= other.end &&
               other.end - other.number > c.end - c.number;
      });
      if (!part) kept.push_back(c);
    }
    return kept;
  }

  // the pattern fits rates of heating only: an error
  std::vector<Candidate> without_rates(const std::vector<Candidate> &all) const
  {
    if (pattern.fixed_unit) return all;    // the pattern says what follows
    std::vector<Candidate> kept;
    for (const Candidate &c : all)
      if (!is_rate(text, end_of_uncertainty(text, c.end))) kept.push_back(c);
    if (kept.empty() && !all.empty())
      refuse(place,
             "{} in {} {} is a rate of heating, no temperature; write another pattern than {}",
             number_of(all[0]), what, in_quotes(text), pattern.shown);
    return kept;
  }

  // one end of a range, where the pattern does not say which
  void check_range(const Candidate &c) const
  {
    const std::size_t begin = c.sign ? *c.sign : c.number;
    std::optional<std::size_t> range =
        pattern.ends_range ? std::nullopt : begin_of_range(text, begin);
    for (std::size_t i = c.end; !range && !pattern.begins_range && i < text.size(); ++i)
      if (is_digit(text[i]) && !is_digit(text[i - 1])) {
        const auto of_next = begin_of_range(text, i);
        if (of_next && (*of_next == begin || *of_next == c.number)) range = of_next;
        break;
      }
    if (range)
      refuse(place,
             "{} in {} {} is an end of a range, so two temperatures; write in the pattern {} what "
             "stands between them, such as {{T}} to *",
             number_of(c), what, in_quotes(text), pattern.shown);
  }

  Conditions read(const Candidate &c)
  {
    check_range(c);
    const bool negative = is_negative(c);
    const std::string digits = text.substr(c.number, c.end - c.number);
    if (digits.find('p') != std::string::npos)
      out.notes.push_back(
          fmt::format("{} in {} taken as {}", in_quotes(digits), what, value_of_number(digits)));
    const double value = value_of_number(digits);
    set_temperature(out, negative ? -value : value, c.unit ? c.unit : pattern.unit, place);
    add_groups(pattern.before, text.substr(0, c.with_sign ? *c.sign : c.number));
    if (const auto rest = rest_of(c.end)) add_groups(*rest->expression, text.substr(rest->begin));
    return out;
  }

  void add_groups(const NamePattern::Expression &expression, const std::string &part)
  {
    std::smatch found;
    if (!std::regex_match(part, found, expression.regex)) return;
    for (std::size_t i = 0; i < expression.groups.size(); ++i)
      if (found[i + 1].length() > 0)
        add_group_of_pattern(expression.groups[i], found[i + 1].str(), out, place);
  }

  // '-' separates after a letter or digit, and is a sign after anything else
  bool is_negative(const Candidate &c)
  {
    if (!c.sign) return false;
    const char mark = text[*c.sign];
    if (mark == '+') return false;
    const std::string number = text.substr(c.number, c.end - c.number);
    if (mark != '-') return word_is_minus(c, number);
    const bool separates = *c.sign > 0 && may_separate_after(text[*c.sign - 1]);
    if (c.with_sign && (!separates || !c.without_sign)) {
      if (separates) note_sign(number);
      return true;
    }
    if (c.with_sign)
      refuse(
          place,
          "'-' before {} in {} {} may be a sign or may separate; write *-{{T}} in the pattern if "
          "it separates, and the text before it instead of * if it is a sign",
          number, what, in_quotes(text));
    if (!separates)
      refuse(
          place,
          "'-' before {} in {} {} looks like its sign, which the pattern {} hides; leave that '-' "
          "out of the pattern",
          number, what, in_quotes(text), pattern.shown);
    out.notes.push_back(
        fmt::format("'-' before the temperature in {} separates, as in the pattern", what));
    return false;
  }

  void note_sign(const std::string &number)
  {
    if (value_of_number(number) == 0.0)
      refuse(place, "-{} in {} {}: '-' seems to separate; write it in the pattern, before {{T}}",
             number, what, in_quotes(text));
    out.notes.push_back(fmt::format(
        "'-' before the temperature in {} taken as its sign, since the pattern {} has none there",
        what, pattern.shown));
  }

  bool word_is_minus(const Candidate &c, const std::string &number)
  {
    const std::string word = text.substr(*c.sign, c.number - *c.sign);
    const bool only_m = word.size() == 1;
    if (only_m && !c.with_sign)
      refuse(
          place,
          "'{}' before {} in {} {} may stand for minus; leave it out of the pattern to take it so, "
          "or write the temperature as (?<T>[0-9]+) in a regular expression",
          word, number, what, in_quotes(text));
    out.notes.push_back(fmt::format("{} before the temperature in {} taken as minus",
                                    in_quotes(trimmed(word)), what));
    return true;
  }
};

Conditions NamePattern::match_template(const std::string &text, const char *what,
                                       const Place &place) const
{
  return TemplateMatch(*this, text, what, place).conditions();
}

}    // namespace softmode::spectra
