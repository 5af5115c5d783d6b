// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/jcamp_conditions.h"

#include "softmode/definitions/constants.h"
#include "spectra/assemble.h"

#include <cmath>

namespace softmode::spectra {

namespace {

const JcampRecord *temperature_record(const JcampBlock &block, const std::string &file)
{
  for (const char *label :
       {"TEMPERATURE", "SAMPLETEMPERATURE", "$TEMPERATURE", "$SAMPLETEMPERATURE", "$TEMP", "TEMP"})
    if (const JcampRecord *record = block.find(label, file)) return record;
  return nullptr;
}

// 298.15 and the like
bool looks_like_kelvin(double value)
{
  const double celsius = value - zero_celsius_K;
  return std::fabs(celsius - std::round(celsius)) < 1e-6;
}

Conditions measured_at(const JcampRecord &record, const std::string &file,
                       const SpectraOptions &options, std::vector<std::string> &notes)
{
  const Place place{file, record.line};
  auto given = conditions_in(record.value, options.temperature_unit, place);
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

}    // namespace

Conditions jcamp_conditions(const JcampBlock &block, const std::string &file,
                            const SpectraOptions &options, std::vector<std::string> &notes)
{
  const JcampRecord *title_record = block.find("TITLE", file);
  const std::string title = title_record ? title_record->value : "";
  Conditions conditions;
  if (const JcampRecord *record = temperature_record(block, file))
    conditions = measured_at(*record, file, options, notes);
  else if (options.title_pattern.empty() && options.name_pattern.empty())
    conditions = said_by_title(title, {file, block.records.front().line}, notes);
  add_from_names(conditions, file, &title, options);
  if (conditions.label.empty()) conditions.label = title;
  return conditions;
}

}    // namespace softmode::spectra
