// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/jcamp_conditions.h"

#include "softmode/definitions/constants.h"
#include "spectra/assemble.h"

#include <cmath>

namespace softmode::spectra {

namespace {

// what a label is a temperature of, if it is one: "TEMPERATURE", ".TEMPERATURE", "$SAMPLETEMP(C)", "TEMPERATURE/K"
struct TemperatureLabel {
  bool of_standard;
  std::optional<TemperatureUnit> unit{};
};

std::optional<TemperatureLabel> temperature_label(std::string_view label)
{
  TemperatureLabel found{label == "TEMPERATURE"};
  const auto skip = [&label](std::string_view word) {
    if (label.substr(0, word.size()) != word) return false;
    label.remove_prefix(word.size());
    return true;
  };
  if (!skip("$")) skip(".");
  skip("SAMPLE");
  if (!skip("TEMPERATURE") && !skip("TEMP")) return std::nullopt;
  std::string rest;
  for (const char c : label)
    if (std::string_view("()[]/_.").find(c) == std::string_view::npos) rest += c;
  found.unit = temperature_unit(rest);
  if (!rest.empty() && !found.unit) return std::nullopt;
  return found;
}

// 298.15 and the like
bool looks_like_kelvin(double value)
{
  const double celsius = value - zero_celsius_K;
  return std::fabs(celsius - std::round(celsius)) < 1e-6;
}

// what a label says, and which
struct Measured {
  Conditions conditions;    // maybe with a temperature that has no unit
  const JcampRecord *from;
};

Conditions measured_at(const JcampRecord &record, const TemperatureLabel &label,
                       const std::string &file, const SpectraOptions &options)
{
  const Place place{file, record.line};
  auto given =
      conditions_in(record.value, label.unit ? label.unit : options.temperature_unit, place);
  if (!given)
    refuse(place, "##{} is {}; expected one such as -100 C", record.label, in_quotes(record.value));
  given->label.clear();
  return *given;
}

// of a text that is only compared; nullopt where it cannot be read
std::optional<Conditions> said_in(const std::string &text, std::optional<TemperatureUnit> unit,
                                  const Place &place)
{
  try {
    return conditions_in(text, unit, place);
  } catch (const SpectrumError &) {
    return std::nullopt;
  }
}

// in K, where what has no unit is in degrees Celsius as in the standard
double by_standard(const Conditions &conditions, const Place &place)
{
  if (conditions.temperature_K) return *conditions.temperature_K;
  return kelvin(*conditions.bare_temperature, TemperatureUnit::celsius, place);
}

// of titles and labels beside another: 173 for 173.15
constexpr double rounding_K = 0.5;

// Whether other words that have a unit settle that of a temperature without: "298" beside "298 K" or "25 C".
bool settled_by(Conditions &bare, const Conditions &other, double rounding_K, const Place &place)
{
  if (!bare.bare_temperature || !other.temperature_K) return false;
  for (const TemperatureUnit unit :
       {TemperatureUnit::celsius, TemperatureUnit::kelvin, TemperatureUnit::fahrenheit}) {
    if (unit == TemperatureUnit::kelvin && *bare.bare_temperature <= 0.0) continue;
    const double kelvins = kelvin(*bare.bare_temperature, unit, place);
    if (std::fabs(kelvins - *other.temperature_K) > rounding_K) continue;
    bare.temperature_K = kelvins;
    bare.bare_temperature.reset();
    return true;
  }
  return false;
}

// that of the standard's label, else of the first other; nullopt without one
std::optional<Measured> measured(const JcampBlock &block, const std::string &file,
                                 const SpectraOptions &options, std::vector<std::string> &notes)
{
  std::optional<Measured> taken;
  for (const bool of_standard : {true, false})
    for (const JcampRecord &record : block.records) {
      const auto label = temperature_label(record.label);
      if (!label || label->of_standard != of_standard || record.value.empty()) continue;
      if (block.find(record.label, file) != &record) continue;    // there twice, and alike
      if (!taken) {
        taken = Measured{measured_at(record, *label, file, options), &record};
        continue;
      }
      const auto other = said_in(record.value, label->unit, {file, record.line});
      if (!other || settled_by(taken->conditions, *other, rounding_K, {file, record.line}))
        continue;
      if (other->bare_temperature && other->bare_temperature == taken->conditions.bare_temperature)
        continue;
      const double kelvins = by_standard(taken->conditions, {file, record.line});
      const bool rounded =
          other->temperature_K && std::fabs(kelvins - *other->temperature_K) <= rounding_K;
      if (!rounded && disagrees(kelvins, *other, {file}))
        notes.push_back(fmt::format("##{}={} disagrees with ##{}={}, which was taken", record.label,
                                    record.value, taken->from->label, taken->from->value));
    }
  return taken;
}

// only a temperature with its unit: other numbers in titles are names
Conditions said_by_title(const std::string &title, const Place &place,
                         std::vector<std::string> &notes)
{
  auto given = conditions_in(title, std::nullopt, place);
  if (!given || !given->temperature_K) return {};
  given->label = title;
  notes.push_back(fmt::format("no ##TEMPERATURE: taken from the title {}", in_quotes(title)));
  return *given;
}

std::vector<WrittenTemperature> temperatures_of_title(const std::string &title, const Place &place)
{
  try {
    return temperatures_in(without_uncertainty(plain(title)), place);
  } catch (const SpectrumError &) {
    return {};    // "HKUST-100C" may be a name: it tells nothing
  }
}

// temperatures in a title are often of something else: what was measured counts, but is said
void compare_with_title(double kelvins, const std::string &title, const Place &place,
                        std::vector<std::string> &notes)
{
  const std::vector<WrittenTemperature> found = temperatures_of_title(title, place);
  for (const WrittenTemperature &t : found) {
    Conditions said;
    set_temperature(said, t.value, t.unit, place);
    if (!disagrees(kelvins, said, place)) return;
  }
  if (!found.empty())
    notes.push_back(fmt::format("the title {} has another temperature than ##TEMPERATURE, {:.2f} "
                                "K, which was taken; --title-pattern if the title is right",
                                in_quotes(title), kelvins));
}

// the unit of ##TEMPERATURE, where the title has the same with a unit; one below 0 needs none
void settle_by_title(Measured &given, const std::string &title, const Place &place,
                     std::vector<std::string> &notes)
{
  Conditions &bare = given.conditions;
  if (!bare.bare_temperature || *bare.bare_temperature < 0.0) return;
  const std::vector<WrittenTemperature> found = temperatures_of_title(title, place);
  for (const WrittenTemperature &t : found) {
    Conditions said;
    set_temperature(said, t.value, t.unit, place);
    if (!settled_by(bare, said, rounding_K, place)) continue;
    notes.push_back(fmt::format("##{}={} has no unit: taken as {:.2f} K, since the title is {}",
                                given.from->label, given.from->value, *bare.temperature_K,
                                in_quotes(title)));
    return;
  }
  bare.line_of_temperature = given.from->line;
  for (const WrittenTemperature &t : found)
    bare.others_in_title_K.push_back(kelvin(t.value, *t.unit, place));
}

// a pattern is what the user asked for: it wins
void add_from_patterns(Conditions &known, const std::string &title, const std::string &file,
                       const SpectraOptions &options, std::vector<std::string> &notes)
{
  Conditions named;
  add_from_names(named, file, &title, options);
  const bool same = named.bare_temperature && named.bare_temperature == known.bare_temperature;
  const bool any = known.temperature_K || known.bare_temperature;
  if (any && !same && !settled_by(known, named, 0.01, {file}) &&
      disagrees(by_standard(known, {file}), named, {file})) {
    notes.push_back(fmt::format(
        "the temperature was taken from the name by its pattern, not that of ##TEMPERATURE, {:.2f} "
        "K",
        by_standard(known, {file})));
    known.temperature_K.reset();
    known.bare_temperature.reset();
  } else if (known.bare_temperature && named.bare_temperature && !same) {
    known.temperature_K = by_standard(known, {file});    // 25 beside 298.15
    known.bare_temperature.reset();
  }
  add_conditions(known, named, "the name", {file});
}

// as in the standard, unless it looks like kelvin
void take_as_celsius(Measured &given, const Place &place, std::vector<std::string> &notes)
{
  Conditions &conditions = given.conditions;
  const double value = *conditions.bare_temperature;
  if (looks_like_kelvin(value))
    refuse({place.file, given.from->line},
           "##{} is {} without a unit: degrees Celsius by the standard, but it looks like kelvin; "
           "write the unit, or say it with --temperature-unit",
           given.from->label, in_quotes(given.from->value));
  conditions.bare_temperature.reset();
  conditions.celsius_by_standard = value;
  set_temperature(conditions, value, TemperatureUnit::celsius, {place.file, given.from->line});
  notes.push_back(fmt::format("##{} has no unit: taken as degrees Celsius, as in the standard",
                              given.from->label));
}

}    // namespace

Conditions jcamp_conditions(const JcampBlock &block, const std::string &file,
                            const SpectraOptions &options, std::vector<std::string> &notes)
{
  const JcampRecord *title_record = block.find("TITLE", file);
  const std::string title = title_record ? title_record->value : "";
  const bool patterns = !options.title_pattern.empty() || !options.name_pattern.empty();
  const Place place{file, block.records.front().line};
  auto given = measured(block, file, options, notes);
  Conditions conditions;
  if (!given) {
    if (!patterns) conditions = said_by_title(title, place, notes);
    add_from_patterns(conditions, title, file, options, notes);
  } else {
    const bool had_unit = given->conditions.temperature_K.has_value();
    if (!patterns && !had_unit) settle_by_title(*given, title, place, notes);
    const std::optional<double> bare = given->conditions.bare_temperature;
    add_from_patterns(given->conditions, title, file, options, notes);
    if (bare && given->conditions.bare_temperature == bare) take_as_celsius(*given, place, notes);
    conditions = given->conditions;
    const bool settled = !had_unit && !bare;
    if (!patterns && !settled) compare_with_title(*conditions.temperature_K, title, place, notes);
  }
  if (conditions.label.empty()) conditions.label = title;
  return conditions;
}

}    // namespace softmode::spectra
