// SPDX-License-Identifier: BSD-3-Clause
// Templates and regular expressions with named groups, made into what std::regex understands.
#include "spectra/conditions.h"

#include <algorithm>

namespace softmode::spectra {

namespace {

struct Expression {
  std::string text;
  std::vector<std::string> groups;
};

[[noreturn]] void bad_pattern(const std::string &pattern, const std::string &why)
{
  throw std::invalid_argument("pattern " + in_quotes(pattern) + ": " + why);
}

// the text between a named group's brackets is kept, its name goes to the list
Expression from_regex(const std::string &pattern)
{
  Expression out;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    out.text += c;
    if (c == '\\' && i + 1 < pattern.size()) {
      out.text += pattern[++i];
    } else if (c == '[' || c == ']') {
      in_class = c == '[';
    } else if (c == '(' && !in_class && pattern.compare(i + 1, 2, "?<") == 0) {
      const std::size_t end = pattern.find('>', i);
      if (end == std::string::npos) bad_pattern(pattern, "a group's name has no '>'");
      out.groups.push_back(pattern.substr(i + 3, end - i - 3));
      i = end;
    } else if (c == '(' && !in_class && pattern.compare(i + 1, 1, "?") != 0) {
      out.groups.emplace_back();
    }
  }
  return out;
}

std::string group_text(const std::string &name, const std::string &pattern)
{
  if (name == "cycle") return "([0-9]+)";
  if (name == "branch") return "([A-Za-z]+)";
  if (name == "label") return "(.*?)";
  bad_pattern(pattern, "{" + name + "} is unknown; expected {T}, {cycle}, {branch} or {label}");
}

// a part of a template without {T}
Expression from_part(const std::string &part, const std::string &pattern)
{
  Expression out;
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (part[i] == '*') {
      out.text += ".*?";
    } else if (part[i] == '{') {
      const std::size_t end = part.find('}', i);
      if (end == std::string::npos) bad_pattern(pattern, "'{' has no '}'");
      out.groups.push_back(part.substr(i + 1, end - i - 1));
      out.text += group_text(out.groups.back(), pattern);
      i = end;
    } else {
      if (std::string_view(".^$|()[]+?\\}").find(part[i]) != std::string_view::npos)
        out.text += '\\';
      out.text += part[i];
    }
  }
  return out;
}

void check_temperature_once(std::size_t times, const std::string &pattern)
{
  if (times != 1)
    bad_pattern(pattern, "expected the place of the temperature, {T} or (?<T>...), once");
}

void check_groups(const std::vector<std::string> &groups, const std::string &pattern)
{
  const std::vector<std::string> known{"", "T", "unit", "cycle", "branch", "label"};
  for (const std::string &group : groups)
    if (std::find(known.begin(), known.end(), group) == known.end())
      bad_pattern(pattern, "group " + in_quotes(group) +
                               " is unknown; expected T, unit, cycle, branch or label");
}

void add_group(const std::string &group, const std::string &text, Conditions &conditions,
               const Place &place)
{
  if (group == "cycle") conditions.cycle = cycle_number(finite_number(text, place), place);
  if (group == "label") conditions.label = text;
  if (group != "branch") return;
  conditions.branch = branch_of(text);
  if (conditions.branch == Branch::unknown)
    refuse(place, "{} is no branch; expected heating, cooling, up or down", in_quotes(text));
}

bool alphanumeric(char c)
{
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ')' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool digit(char c)
{
  return c >= '0' && c <= '9';
}

}    // namespace

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
    std::vector<Candidate> found = without_parts(candidates());
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
      if (!digit(text[i]) || (i > 0 && digit(text[i - 1]))) continue;
      std::size_t whole = i;
      while (whole < text.size() && digit(text[whole])) ++whole;
      const std::size_t end = end_of_number(text, i, false);
      add_candidate(found, i, end);
      if (whole != end) add_candidate(found, i, whole);
    }
    return found;
  }

  void add_candidate(std::vector<Candidate> &found, std::size_t number, std::size_t end) const
  {
    Candidate c{number, end};
    if (number > 0 && (text[number - 1] == '-' || text[number - 1] == '+'))
      c.sign = number - 1;
    else
      c.sign = begin_of_word_sign(text, number);
    const auto unit = unit_after_number(text, end);
    if (unit) c.unit = unit->unit;
    std::smatch m;
    const bool rest_fits =
        fits(pattern.after, end) || (unit && fits(pattern.after, unit->end)) ||
        (unit && pattern.said_unit == unit->unit && fits(pattern.after_unit, unit->end));
    if (!rest_fits) return;
    c.with_sign = c.sign && fits_before(*c.sign);
    c.without_sign = fits_before(number);
    if (c.with_sign || c.without_sign) found.push_back(c);
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

  Conditions read(const Candidate &c)
  {
    const bool negative = is_negative(c);
    const std::string digits = text.substr(c.number, c.end - c.number);
    if (digits.find('p') != std::string::npos)
      out.notes.push_back(
          fmt::format("{} in {} taken as {}", in_quotes(digits), what, value_of_number(digits)));
    const double value = value_of_number(digits);
    set_temperature(out, negative ? -value : value, c.unit ? c.unit : pattern.unit, place);
    add_groups(pattern.before, text.substr(0, c.with_sign ? *c.sign : c.number));
    const auto unit = unit_after_number(text, c.end);
    if (fits(pattern.after, c.end))
      add_groups(pattern.after, text.substr(c.end));
    else if (unit && fits(pattern.after, unit->end))
      add_groups(pattern.after, text.substr(unit->end));
    else
      add_groups(pattern.after_unit, text.substr(unit->end));
    return out;
  }

  void add_groups(const NamePattern::Expression &expression, const std::string &part)
  {
    std::smatch found;
    if (!std::regex_match(part, found, expression.regex)) return;
    for (std::size_t i = 0; i < expression.groups.size(); ++i)
      if (found[i + 1].length() > 0)
        add_group(expression.groups[i], found[i + 1].str(), out, place);
  }

  // '-' separates after a letter or digit, and is a sign after anything else
  bool is_negative(Candidate c)
  {
    if (!c.sign) return false;
    const char mark = text[*c.sign];
    if (mark == '+') return false;
    const std::string number = text.substr(c.number, c.end - c.number);
    if (mark != '-') return word_is_minus(c, number);
    const bool separates = *c.sign > 0 && alphanumeric(text[*c.sign - 1]);
    if (c.with_sign && (!separates || !c.without_sign)) {
      if (separates) note_sign(c, number);
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

  void note_sign(const Candidate &c, const std::string &number)
  {
    if (value_of_number(number) == 0.0)
      refuse(place, "-{} in {} {}: '-' seems to separate; write it in the pattern, before {{T}}",
             number, what, in_quotes(text));
    out.notes.push_back(fmt::format(
        "'-' before the temperature in {} taken as its sign, since the pattern {} has none there",
        what, pattern.shown));
    static_cast<void>(c);
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

NamePattern::NamePattern(const std::string &pattern, std::optional<TemperatureUnit> unit_of_bare) :
    shown(in_quotes(pattern)), is_template(pattern.find("(?<") == std::string::npos),
    unit(unit_of_bare)
{
  const auto made = [&](const softmode::spectra::Expression &source) {
    NamePattern::Expression out;
    out.groups = source.groups;
    try {
      out.regex.assign(source.text);
    } catch (const std::regex_error &) {
      bad_pattern(pattern, "not a valid regular expression");
    }
    return out;
  };
  if (!is_template) {
    const auto expression = from_regex(pattern);
    check_groups(expression.groups, pattern);
    check_temperature_once(static_cast<std::size_t>(
                               std::count(expression.groups.begin(), expression.groups.end(), "T")),
                           pattern);
    before = made(expression);
    return;
  }
  const std::string whole = plain(pattern), place_of_T = "{T}";
  const std::size_t at = std::min(whole.find(place_of_T), whole.size());
  const std::string rest = whole.substr(std::min(at + place_of_T.size(), whole.size()));
  const auto first = from_part(whole.substr(0, at), pattern);
  const bool twice = rest.find(place_of_T) != std::string::npos;
  check_temperature_once(at == whole.size() ? 0 : twice ? 2 : 1, pattern);
  before = made(first);
  after = made(from_part(rest, pattern));
  if (const auto said = unit_after_number(rest, 0)) {
    said_unit = said->unit;
    after_unit = made(from_part(rest.substr(said->end), pattern));
  }
}

Conditions NamePattern::match(const std::string &text, const char *what, const Place &place) const
{
  constexpr std::size_t longest = 1000;    // std::regex recurses over the text
  if (text.size() > longest)
    refuse(place, "no temperature: {} {} does not fit the pattern {}", what, in_quotes(text),
           shown);
  if (!is_template) return match_regex(text, what, place);
  return TemplateMatch(*this, plain(text), what, place).conditions();
}

Conditions NamePattern::match_regex(const std::string &text, const char *what,
                                    const Place &place) const
{
  std::smatch found;
  if (!std::regex_match(text, found, before.regex))
    refuse(place, "no temperature: {} {} does not fit the pattern {}", what, in_quotes(text),
           shown);
  Conditions conditions;
  std::optional<TemperatureUnit> unit_found;
  std::size_t at = 0;
  for (std::size_t i = 0; i < before.groups.size(); ++i) {
    const std::string part = found[i + 1].str();
    if (before.groups[i] == "T") at = i + 1;
    if (before.groups[i] == "unit" && !part.empty()) {
      unit_found = temperature_unit(part);
      if (!unit_found)
        refuse(place, "{} is no unit of temperature; expected K, C or F", in_quotes(part));
    }
    if (!part.empty()) add_group(before.groups[i], part, conditions, place);
  }
  const std::string left =
      plain(found[0].str().substr(0, static_cast<std::size_t>(found.position(at))));
  const std::string right = plain(std::string(found[at].second, text.end()));
  const std::string inside = plain(trimmed(found[at].str()));
  const auto temperature = leading_temperature(inside);
  if (!temperature || temperature->end != inside.size()) finite_number(inside, place);
  if (!temperature) refuse(place, "{} is no temperature", in_quotes(inside));
  const bool cut = (!left.empty() && digit(left.back()) && digit(inside.front())) ||
                   (!right.empty() && digit(right.front()) && digit(inside.back()));
  if (cut)
    refuse(place, "the group T of the pattern {} takes {} out of a longer number in {}", shown,
           in_quotes(inside), in_quotes(text));
  check_left(left, inside, what, place);
  if (!unit_found) unit_found = temperature->unit;
  if (!unit_found)
    if (const auto next = unit_after_number("0" + right, 1)) unit_found = next->unit;
  set_temperature(conditions, temperature->value, unit_found ? unit_found : unit, place);
  return conditions;
}

void NamePattern::check_left(const std::string &left, const std::string &number, const char *what,
                             const Place &place) const
{
  const bool minus = left.size() > 0 && left.back() == '-' && digit(number.front()) &&
                     !(left.size() > 1 && alphanumeric(left[left.size() - 2]));
  const auto word = begin_of_word_sign(left + number, left.size());
  if (minus || (word && digit(number.front()) && left.size() - *word > 1))
    refuse(place, "a sign before {} in {} is outside the group T of the pattern {}; take it in",
           in_quotes(number), what, shown);
}

}    // namespace softmode::spectra
