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
  if (name == "T") return "((?:[-+]|\xE2\x88\x92)?[0-9]+(?:\\.[0-9]+)?)";
  if (name == "cycle") return "([0-9]+)";
  if (name == "branch") return "([A-Za-z]+)";
  if (name == "label") return "(.*)";
  bad_pattern(pattern, "{" + name + "} is unknown; expected {T}, {cycle}, {branch} or {label}");
}

// the unit that follows {T}: its text, as a group of its own
std::string unit_after(const std::string &rest)
{
  for (const char *unit : {"\xC2\xB0"
                           "C",
                           "degC", "K", "C"}) {
    const std::size_t length = std::string_view(unit).size();
    if (rest.compare(0, length, unit) == 0) return unit;
  }
  return {};
}

Expression from_template(const std::string &pattern)
{
  Expression out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '*') {
      out.text += ".*";
    } else if (pattern[i] == '{') {
      const std::size_t end = pattern.find('}', i);
      if (end == std::string::npos) bad_pattern(pattern, "'{' has no '}'");
      const std::string name = pattern.substr(i + 1, end - i - 1);
      out.text += group_text(name, pattern);
      out.groups.push_back(name);
      i = end;
      const std::string unit = name == "T" ? unit_after(pattern.substr(end + 1)) : "";
      if (unit.empty()) continue;
      out.text += "(" + unit + ")";
      out.groups.emplace_back("unit");
      i += unit.size();
    } else {
      if (std::string_view(".^$|()[]+?\\}").find(pattern[i]) != std::string_view::npos)
        out.text += '\\';
      out.text += pattern[i];
    }
  }
  return out;
}

void check_groups(const std::vector<std::string> &groups, const std::string &pattern)
{
  const std::vector<std::string> known{"", "T", "unit", "cycle", "branch", "label"};
  for (const std::string &group : groups)
    if (std::find(known.begin(), known.end(), group) == known.end())
      bad_pattern(pattern, "group " + in_quotes(group) +
                               " is unknown; expected T, unit, cycle, branch or label");
  if (std::count(groups.begin(), groups.end(), "T") != 1)
    bad_pattern(pattern, "expected the place of the temperature, {T} or (?<T>...), once");
}

}    // namespace

NamePattern::NamePattern(const std::string &pattern, TemperatureUnit unit_of_bare) :
    shown(in_quotes(pattern)), unit(unit_of_bare)
{
  const bool is_regex = pattern.find("(?<") != std::string::npos;
  const Expression made = is_regex ? from_regex(pattern) : from_template(pattern);
  check_groups(made.groups, pattern);
  groups = made.groups;
  try {
    expression.assign(made.text);
  } catch (const std::regex_error &) {
    bad_pattern(pattern, "not a valid regular expression");
  }
}

}    // namespace softmode::spectra
