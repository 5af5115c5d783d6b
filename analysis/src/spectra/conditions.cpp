// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/conditions.h"

#include "softmode/definitions/constants.h"

#include <cmath>

namespace softmode::spectra {

namespace {

constexpr double same_temperature_K = 0.01;

std::vector<std::string> words_of(std::string_view text)
{
  std::vector<std::string> words;
  for (std::size_t at = text.find_first_not_of(" \t,_"); at != std::string_view::npos;) {
    const std::size_t end = text.find_first_of(" \t,_", at);
    words.emplace_back(text.substr(at, end - at));
    at = end == std::string_view::npos ? end : text.find_first_not_of(" \t,_", end);
  }
  return words;
}

// the sign alone, or a word for it
bool is_degrees(std::string_view text)
{
  const std::string word = lower(trimmed(text));
  for (const char *degrees : {"deg", "deg.", "degree", "degrees", "grad"})
    if (word == degrees) return true;
  return false;
}

bool is_cycle(std::optional<double> value)
{
  return value && *value >= 1.0 && *value <= 1e6 && *value == std::floor(*value);
}

// words after the temperature: branch, "cycle", number of the cycle
bool add_words(const std::vector<std::string> &words, Conditions &conditions)
{
  for (const std::string &word : words) {
    const Branch branch = branch_of(word);
    const std::optional<double> value = number(word);
    if (branch != Branch::unknown && conditions.branch == Branch::unknown) {
      conditions.branch = branch;
    } else if (is_cycle(value) && conditions.cycle == 0) {
      conditions.cycle = static_cast<int>(*value);
    } else if (lower(word) != "cycle") {
      return false;
    }
  }
  return true;
}

// "heating" or "cooling" among other words
Branch branch_among(const std::vector<std::string> &words, const Place &place)
{
  Branch found = Branch::unknown;
  for (const std::string &word : words) {
    if (lower(word) == "up" || lower(word) == "down") continue;    // too common
    const Branch branch = branch_of(word);
    if (branch == Branch::unknown) continue;
    if (found != Branch::unknown && found != branch)
      refuse(place, "both heating and cooling; expected one of them");
    found = branch;
  }
  return found;
}

}    // namespace

Branch branch_of(std::string_view text)
{
  const std::string word = lower(trimmed(text));
  if (word == "heating" || word == "heat" || word == "up") return Branch::heating;
  if (word == "cooling" || word == "cool" || word == "down") return Branch::cooling;
  return Branch::unknown;
}

int cycle_number(double value, const Place &place)
{
  if (is_cycle(value)) return static_cast<int>(value);
  refuse(place, "{} is no cycle; expected a whole number from 1", value);
}

void set_temperature(Conditions &conditions, double value, std::optional<TemperatureUnit> unit,
                     const Place &place)
{
  if (unit) {
    conditions.temperature_K = kelvin(value, *unit, place);
    return;
  }
  if (!std::isfinite(value)) refuse(place, "the temperature is too large");
  conditions.bare_temperature = value;
}

std::optional<Conditions> conditions_of(std::string_view text,
                                        std::optional<TemperatureUnit> unit_of_bare,
                                        const Place &place)
{
  const std::string whole = without_uncertainty(plain(trimmed(text)));
  const auto found = leading_temperature(whole);
  if (!found) return std::nullopt;
  if (!found->unit && !unit_of_bare && is_degrees(std::string_view(whole).substr(found->end)))
    refuse(place,
           "{} has degrees, but not which; write C or F after them, such as '25 \xC2\xB0"
           "C', or say it with --temperature-unit",
           in_quotes(text));
  Conditions conditions;
  const std::string_view rest = std::string_view(whole).substr(found->end);
  if (!is_degrees(rest) && !add_words(words_of(rest), conditions)) return std::nullopt;
  set_temperature(conditions, found->value, found->unit ? found->unit : unit_of_bare, place);
  return conditions;
}

std::optional<Conditions> conditions_in(std::string_view text,
                                        std::optional<TemperatureUnit> unit_of_bare,
                                        const Place &place)
{
  if (auto conditions = conditions_of(text, unit_of_bare, place)) return conditions;
  const std::string whole = without_uncertainty(plain(trimmed(text)));
  const auto found = temperatures_in(whole, place);
  if (found.empty()) return std::nullopt;
  if (found.size() > 1)
    refuse(place, "two temperatures in {}; say which counts by a pattern (--column-pattern)",
           in_quotes(text));
  Conditions conditions;
  Conditions words;
  if (add_words(words_of(std::string_view(whole).substr(found[0].end)), words))
    conditions = words;
  else
    conditions.branch = branch_among(words_of(whole), place);
  if (conditions.branch == Branch::unknown)
    conditions.branch = branch_among(words_of(whole.substr(0, found[0].begin)), place);
  set_temperature(conditions, found[0].value, found[0].unit, place);
  conditions.label = std::string(trimmed(text));
  conditions.notes.emplace_back("the temperature stands among other words of a name");
  return conditions;
}

namespace {

// where "at", "T =", "temp." and the like before a temperature begin
std::size_t begin_with_prefix(const std::string &text, std::size_t temperature)
{
  const auto without = [&](std::size_t end, std::string_view edges) {
    const std::size_t last = end > 0 ? text.find_last_not_of(edges, end - 1) : std::string::npos;
    return last == std::string::npos ? 0 : last + 1;
  };
  const std::size_t end = without(temperature, " _=:@."),
                    before_blanks = without(temperature, " _");
  const bool said = end != before_blanks && text[before_blanks - 1] != '@';    // '=' stands there
  const std::string low = lower(text.substr(0, end));
  for (const std::string_view word : {"temperature", "temp", "at", "t"}) {
    if (low.size() < word.size() || low.compare(low.size() - word.size(), word.size(), word) != 0)
      continue;
    const std::size_t begin = low.size() - word.size();
    const bool whole =
        begin == 0 || std::string_view(" _,;([").find(low[begin - 1]) != std::string_view::npos;
    const bool joined = end == temperature || text[end] == '_';    // "T298K", "T_298_K"
    // "T 298 K" may be transmittance
    if (whole && (said || word != "t" || (begin == 0 && joined))) return begin;
  }
  return temperature;
}

}    // namespace

std::string without_temperature(std::string_view name, const Place &place)
{
  std::string rest = without_uncertainty(plain(trimmed(name)));
  const auto found = temperatures_in(rest, place);
  if (found.size() != 1) return "";
  const std::size_t begin = begin_with_prefix(rest, found[0].begin);
  rest.erase(begin, found[0].end - begin);
  const auto is_edge = [](char c) {
    return std::string_view(" _,;:()[]{}=@").find(c) != std::string_view::npos;
  };
  while (!rest.empty() && is_edge(rest.back())) rest.pop_back();
  while (!rest.empty() && is_edge(rest.front())) rest.erase(0, 1);
  return rest;
}

namespace {

// a temperature without unit beside one with: the same number in K, C or F
bool may_be(double kelvins, double bare, const Place &place)
{
  for (const TemperatureUnit unit :
       {TemperatureUnit::kelvin, TemperatureUnit::celsius, TemperatureUnit::fahrenheit}) {
    const double zero = unit == TemperatureUnit::kelvin    ? 0.0
                        : unit == TemperatureUnit::celsius ? -zero_celsius_K
                                                           : -459.67;
    if (bare > zero && std::fabs(kelvin(bare, unit, place) - kelvins) <= same_temperature_K)
      return true;
  }
  return false;
}

void add_temperature(Conditions &known, const Conditions &more, const char *where_from,
                     const Place &place)
{
  if (known.temperature_K && more.temperature_K &&
      std::fabs(*known.temperature_K - *more.temperature_K) > same_temperature_K)
    refuse(place, "{} says {:.2f} K, but {:.2f} K was given before; correct one of them",
           where_from, *more.temperature_K, *known.temperature_K);
  if (known.bare_temperature && more.bare_temperature &&
      *known.bare_temperature != *more.bare_temperature)
    refuse(place, "{} says {}, but {} was given before; correct one of them", where_from,
           *more.bare_temperature, *known.bare_temperature);
  if (!known.temperature_K) known.temperature_K = more.temperature_K;
  if (!known.bare_temperature) known.bare_temperature = more.bare_temperature;
  if (!known.temperature_K || !known.bare_temperature) return;
  if (!may_be(*known.temperature_K, *known.bare_temperature, place))
    refuse(place, "{} has {:.2f} K and {} without unit, which are no same temperature; correct one",
           where_from, *known.temperature_K, *known.bare_temperature);
  known.bare_temperature.reset();
}

}    // namespace

bool disagrees(double kelvins, const Conditions &other, const Place &place)
{
  if (other.temperature_K) return std::fabs(*other.temperature_K - kelvins) > same_temperature_K;
  return other.bare_temperature && !may_be(kelvins, *other.bare_temperature, place);
}

void add_conditions(Conditions &known, const Conditions &more, const char *where_from,
                    const Place &place)
{
  add_temperature(known, more, where_from, place);
  if (known.cycle > 0 && more.cycle > 0 && known.cycle != more.cycle)
    refuse(place, "{} says cycle {}, but {} was given before; correct one of them", where_from,
           more.cycle, known.cycle);
  if (known.branch != Branch::unknown && more.branch != Branch::unknown &&
      known.branch != more.branch)
    refuse(place, "{} says {}, but {} was given before; correct one of them", where_from,
           name_of(more.branch), name_of(known.branch));
  if (known.cycle == 0) known.cycle = more.cycle;
  if (known.branch == Branch::unknown) known.branch = more.branch;
  if (known.label.empty()) known.label = more.label;
  known.notes.insert(known.notes.end(), more.notes.begin(), more.notes.end());
}

}    // namespace softmode::spectra
