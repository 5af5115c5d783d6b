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

Conditions measured_at(const JcampRecord &record, const TemperatureLabel &label,
                       const std::string &file, const SpectraOptions &options,
                       std::vector<std::string> &notes)
{
  const Place place{file, record.line};
  auto given =
      conditions_in(record.value, label.unit ? label.unit : options.temperature_unit, place);
  if (!given)
    refuse(place, "##{} is {}; expected one such as -100 C", record.label, in_quotes(record.value));
  given->label.clear();
  if (!given->bare_temperature) return *given;
  const double value = *given->bare_temperature;
  given->bare_temperature.reset();
  if (looks_like_kelvin(value))
    refuse(place,
           "##{} is {} without a unit: degrees Celsius by the standard, but it looks like kelvin; "
           "write the unit, or say it with --temperature-unit",
           record.label, in_quotes(record.value));
  set_temperature(*given, value, TemperatureUnit::celsius, place);
  notes.push_back(
      fmt::format("##{} has no unit: taken as degrees Celsius, as in the standard", record.label));
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

// that of the standard's label, else of the first other; nullopt without one
std::optional<Conditions> measured(const JcampBlock &block, const std::string &file,
                                   const SpectraOptions &options, std::vector<std::string> &notes)
{
  std::optional<Conditions> taken;
  const JcampRecord *from = nullptr;
  for (const bool of_standard : {true, false})
    for (const JcampRecord &record : block.records) {
      const auto label = temperature_label(record.label);
      if (!label || label->of_standard != of_standard || record.value.empty()) continue;
      if (block.find(record.label, file) != &record) continue;    // there twice, and alike
      if (!taken) {
        taken = measured_at(record, *label, file, options, notes);
        from = &record;
        continue;
      }
      const auto other = said_in(record.value, label->unit, {file, record.line});
      if (other && disagrees(*taken->temperature_K, *other, {file}))
        notes.push_back(fmt::format("##{}={} disagrees with ##{}={}, which was taken", record.label,
                                    record.value, from->label, from->value));
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

// temperatures in a title are often of something else: what was measured counts, but is said
void compare_with_title(double kelvins, const std::string &title, const Place &place,
                        std::vector<std::string> &notes)
{
  std::vector<WrittenTemperature> found;
  try {
    found = temperatures_in(plain(title), place);
  } catch (const SpectrumError &) {
    return;    // "HKUST-100C" may be a name: it tells nothing
  }
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

// a pattern is what the user asked for: it wins
void add_from_patterns(Conditions &known, const std::string &title, const std::string &file,
                       const SpectraOptions &options, std::vector<std::string> &notes)
{
  Conditions named;
  add_from_names(named, file, &title, options);
  if (known.temperature_K && disagrees(*known.temperature_K, named, {file})) {
    notes.push_back(fmt::format(
        "the temperature was taken from the name by its pattern, not that of ##TEMPERATURE, {:.2f} "
        "K",
        *known.temperature_K));
    known.temperature_K.reset();
  }
  add_conditions(known, named, "the name", {file});
}

}    // namespace

Conditions jcamp_conditions(const JcampBlock &block, const std::string &file,
                            const SpectraOptions &options, std::vector<std::string> &notes)
{
  const JcampRecord *title_record = block.find("TITLE", file);
  const std::string title = title_record ? title_record->value : "";
  Conditions conditions;
  const bool patterns = !options.title_pattern.empty() || !options.name_pattern.empty();
  const Place place{file, block.records.front().line};
  if (const auto given = measured(block, file, options, notes)) {
    conditions = *given;
    if (!patterns) compare_with_title(*given->temperature_K, title, place, notes);
  } else if (!patterns) {
    conditions = said_by_title(title, place, notes);
  }
  add_from_patterns(conditions, title, file, options, notes);
  if (conditions.label.empty()) conditions.label = title;
  return conditions;
}

}    // namespace softmode::spectra
