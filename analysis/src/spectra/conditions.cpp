// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/conditions.h"

#include "softmode/definitions/constants.h"

#include <cmath>

namespace softmode::spectra {

namespace {

constexpr double same_temperature_K = 0.01;

// "°C", "º C", a Latin-1 degree and a typographic minus in the ASCII that is parsed
std::string plain(std::string_view text)
{
  std::string out(text);
  const auto replace = [&out](std::string_view from, std::string_view to) {
    for (std::size_t at = out.find(from); at != std::string::npos; at = out.find(from, at))
      out.replace(at, from.size(), to);
  };
  replace("\xE2\x88\x92", "-");
  for (const char *degree : {"\xC2\xB0", "\xC2\xBA", "\xB0", "deg "}) replace(degree, "deg");
  replace("deg C", "degC");
  return out;
}

// length of the number a text begins with
std::size_t number_length(std::string_view text)
{
  std::size_t i = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const std::size_t first = i;
  while (i < text.size() && ((text[i] >= '0' && text[i] <= '9') || text[i] == '.')) ++i;
  if (i == first) return 0;
  if (i + 1 < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    const std::size_t digits = text.find_first_not_of("0123456789", i + 2);
    if (text[i + 1] == '-' || text[i + 1] == '+')
      i = digits == std::string_view::npos ? text.size() : digits;
  }
  return i;
}

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

// words after the temperature: branch, "cycle", number of the cycle
bool add_words(const std::vector<std::string> &words, Conditions &conditions, const Place &place)
{
  for (const std::string &word : words) {
    const Branch branch = branch_of(word);
    const std::optional<double> value = number(word);
    if (branch != Branch::unknown && conditions.branch == Branch::unknown) {
      conditions.branch = branch;
    } else if (value && conditions.cycle == 0) {
      conditions.cycle = cycle_number(*value, place);
    } else if (lower(word) != "cycle") {
      return false;
    }
  }
  return true;
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

}    // namespace

std::optional<TemperatureUnit> temperature_unit(std::string_view text)
{
  const std::string word = lower(plain(trimmed(text)));
  if (word == "k" || word == "kelvin" || word == "degk") return TemperatureUnit::kelvin;
  if (word == "c" || word == "degc" || word == "celsius") return TemperatureUnit::celsius;
  return std::nullopt;
}

Branch branch_of(std::string_view text)
{
  const std::string word = lower(trimmed(text));
  if (word == "heating" || word == "heat" || word == "up") return Branch::heating;
  if (word == "cooling" || word == "cool" || word == "down") return Branch::cooling;
  return Branch::unknown;
}

double kelvin(double value, TemperatureUnit unit, const Place &place)
{
  // in hundredths, so that -50 C is the double 223.15
  const double kelvins = unit == TemperatureUnit::celsius
                             ? (100.0 * value + std::round(100.0 * zero_celsius_K)) / 100.0
                             : value;
  if (kelvins > 0.0 && std::isfinite(kelvins)) return kelvins;
  refuse(place, "a temperature of {} {} is not above absolute zero; check its unit", value,
         unit == TemperatureUnit::celsius ? "C" : "K");
}

int cycle_number(double value, const Place &place)
{
  if (value >= 1.0 && value <= 1e6 && value == std::floor(value)) return static_cast<int>(value);
  refuse(place, "{} is no cycle; expected a whole number from 1", value);
}

std::optional<Conditions> conditions_of(std::string_view text, TemperatureUnit unit_of_bare,
                                        const Place &place)
{
  const std::string whole = plain(trimmed(text));
  const std::size_t length = number_length(whole);
  const std::optional<double> value = number(std::string_view(whole).substr(0, length));
  if (length == 0 || !value) return std::nullopt;
  std::vector<std::string> words = words_of(std::string_view(whole).substr(length));
  TemperatureUnit unit = unit_of_bare;
  if (!words.empty())
    if (const auto given = temperature_unit(words.front())) {
      unit = *given;
      words.erase(words.begin());
    }
  Conditions conditions;
  if (!add_words(words, conditions, place)) return std::nullopt;
  conditions.temperature_K = kelvin(*value, unit, place);
  return conditions;
}

void add_conditions(Conditions &known, const Conditions &more, const char *where_from,
                    const Place &place)
{
  if (known.temperature_K && more.temperature_K &&
      std::fabs(*known.temperature_K - *more.temperature_K) > same_temperature_K)
    refuse(place, "{} says {:.2f} K, but {:.2f} K was given before; correct one of them",
           where_from, *more.temperature_K, *known.temperature_K);
  if (known.cycle > 0 && more.cycle > 0 && known.cycle != more.cycle)
    refuse(place, "{} says cycle {}, but {} was given before; correct one of them", where_from,
           more.cycle, known.cycle);
  if (known.branch != Branch::unknown && more.branch != Branch::unknown &&
      known.branch != more.branch)
    refuse(place, "{} says {}, but {} was given before; correct one of them", where_from,
           name_of(more.branch), name_of(known.branch));
  if (!known.temperature_K) known.temperature_K = more.temperature_K;
  if (known.cycle == 0) known.cycle = more.cycle;
  if (known.branch == Branch::unknown) known.branch = more.branch;
  if (known.label.empty()) known.label = more.label;
}

Conditions NamePattern::match(const std::string &text, const char *what, const Place &place) const
{
  constexpr std::size_t longest = 1000;    // std::regex recurses over the text
  std::smatch found;
  if (text.size() > longest || !std::regex_match(text, found, expression))
    refuse(place, "no temperature: {} {} does not fit the pattern {}", what, in_quotes(text),
           shown);
  Conditions conditions;
  TemperatureUnit unit_found = unit;
  std::string temperature;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const std::string part = found[i + 1].str();
    if (groups[i] == "T") temperature = plain(part);
    if (groups[i] == "unit" && !part.empty()) {
      if (!temperature_unit(part))
        refuse(place, "{} is no unit of temperature; expected K or C", in_quotes(part));
      unit_found = *temperature_unit(part);
    }
    if (!part.empty()) add_group(groups[i], part, conditions, place);
  }
  conditions.temperature_K = kelvin(finite_number(temperature, place), unit_found, place);
  return conditions;
}

}    // namespace softmode::spectra
