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

// the fixed text of a regular expression right after its group T
std::string fixed_text_after_group(const std::string &pattern)
{
  std::size_t i = pattern.find("(?<T>");
  int open = 0;
  bool in_class = false;
  for (; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') {
      ++i;
    } else if (c == '[' || c == ']') {
      in_class = c == '[';
    } else if (!in_class && (c == '(' || c == ')')) {
      open += c == '(' ? 1 : -1;
      if (open == 0) break;
    }
  }
  constexpr std::string_view special = ".*+?()[]{}|^$";
  std::string text;
  for (++i; i < pattern.size() && special.find(pattern[i]) == std::string_view::npos; ++i) {
    const bool escaped = pattern[i] == '\\' && i + 1 < pattern.size();
    if (escaped && special.find(pattern[i + 1]) == std::string_view::npos) break;    // "\d"
    text += pattern[escaped ? ++i : i];
  }
  // what is repeated is not fixed
  const bool repeated =
      i < pattern.size() && std::string_view("*+?{").find(pattern[i]) != std::string_view::npos;
  if (repeated && !text.empty()) text.pop_back();
  return text;
}

// a part of a template with a number for each of its places
std::string with_numbers(const std::string &part)
{
  std::string out;
  for (std::size_t i = 0; i < part.size(); ++i) {
    const bool place = part[i] == '*' || part[i] == '{';
    out += place ? '1' : part[i];
    if (part[i] == '{') i = std::min(part.find('}', i), part.size());
  }
  return out;
}

// whether the first number of a part of a template ends a range that the part before it begins
bool is_end_of_range(const std::string &before, const std::string &part)
{
  const std::string text = with_numbers(before) + with_numbers(part);
  const std::size_t number = text.find_first_of("0123456789", with_numbers(before).size());
  return number != std::string::npos && begin_of_range(text, number);
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

}    // namespace

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
    fixed_unit = unit_of_fixed_text(plain(fixed_text_after_group(pattern)));
    return;
  }
  const std::string whole = plain(pattern), place_of_T = "{T}";
  const std::size_t at = std::min(whole.find(place_of_T), whole.size());
  const std::string rest = whole.substr(std::min(at + place_of_T.size(), whole.size()));
  const auto first = from_part(whole.substr(0, at), pattern);
  const bool twice = rest.find(place_of_T) != std::string::npos;
  check_temperature_once(at == whole.size() ? 0 : twice ? 2 : 1, pattern);
  ends_range = is_end_of_range(whole.substr(0, at), "1");
  begins_range = is_end_of_range("1", rest);
  before = made(first);
  after = made(from_part(rest, pattern));
  fixed_unit = unit_of_fixed_text(rest.substr(0, rest.find_first_of("*{")));
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
  return match_template(plain(text), what, place);
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
    if (!part.empty()) add_group_of_pattern(before.groups[i], part, conditions, place);
  }
  const std::string left =
      plain(found[0].str().substr(0, static_cast<std::size_t>(found.position(at))));
  const std::string right = plain(std::string(found[at].second, text.end()));
  const std::string inside = plain(trimmed(found[at].str()));
  const auto temperature = leading_temperature(inside);
  if (!temperature || temperature->end != inside.size()) finite_number(inside, place);
  if (!temperature) refuse(place, "{} is no temperature", in_quotes(inside));
  const std::size_t end = end_of_uncertainty("0" + right, 1);
  if (!fixed_unit && is_rate("0" + right, end))
    refuse(place, "{} in {} {} is a rate of heating, no temperature; write another pattern than {}",
           in_quotes(inside), what, in_quotes(text), shown);
  const bool cut = (!left.empty() && is_digit(left.back()) && is_digit(inside.front())) ||
                   (!right.empty() && is_digit(right.front()) && is_digit(inside.back()));
  if (cut)
    refuse(place, "the group T of the pattern {} takes {} out of a longer number in {}", shown,
           in_quotes(inside), in_quotes(text));
  check_left(left, inside, what, place);
  if (!unit_found) unit_found = temperature->unit;
  if (!unit_found) unit_found = fixed_unit;
  if (!unit_found)
    if (const auto next = unit_after_number("0" + right, end)) unit_found = next->unit;
  set_temperature(conditions, temperature->value, unit_found ? unit_found : unit, place);
  return conditions;
}

void NamePattern::check_left(const std::string &left, const std::string &number, const char *what,
                             const Place &place) const
{
  const bool minus = left.size() > 0 && left.back() == '-' && is_digit(number.front()) &&
                     !(left.size() > 1 && may_separate_after(left[left.size() - 2]));
  const auto word = begin_of_word_sign(left + number, left.size());
  if (minus || (word && is_digit(number.front()) && left.size() - *word > 1))
    refuse(place, "a sign before {} in {} is outside the group T of the pattern {}; take it in",
           in_quotes(number), what, shown);
}

}    // namespace softmode::spectra
