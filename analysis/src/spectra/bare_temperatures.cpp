// SPDX-License-Identifier: BSD-3-Clause
// What temperatures without a unit can be: decided for a whole series, and only where one unit is left.
#include "spectra/temperature.h"

#include "softmode/definitions/constants.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace softmode::spectra {

namespace {

constexpr std::size_t enough_whole_kelvins = 3;    // 23, 28, 33 C are as rare

bool multiple_of(double value, double step)
{
  return std::fabs(value - step * std::round(value / step)) < 1e-6;
}

// whole degrees Celsius written in kelvin: 298.15, or 173, 223, 273
bool can_only_be_kelvin(const std::set<double> &values)
{
  const auto all = [&](double zero, double step) {
    return std::all_of(values.begin(), values.end(), [&](double value) {
      return value > 70.0 && multiple_of(value - zero, step);
    });
  };
  return all(zero_celsius_K, values.size() > 1 ? 1.0 : 5.0) ||
         (values.size() >= enough_whole_kelvins && all(273.0, 5.0));
}

std::string listed(const std::set<double> &values)
{
  std::string text;
  std::size_t count = 0;
  for (const double value : values) {
    if (count == 3 && values.size() > 4) return text + ", ...";
    text += fmt::format("{}{}", count++ == 0 ? "" : ", ", value);
  }
  return text;
}

}    // namespace

namespace {

// 0, 1, 2, ...: what programs name columns by
bool counts_from_zero(const std::set<double> &values)
{
  double next = 0.0;
  return std::all_of(values.begin(), values.end(), [&](double value) { return value == next++; });
}

// The standard of JCAMP-DX says degrees Celsius, programs write kelvin: 25 to 175 are hardly kelvin, 10 to 300 may be.
bool hardly_kelvin(const std::set<double> &values)
{
  constexpr double near_room_C = 60.0, hottest_C = 250.0, rounding = 0.5;
  const double lowest = *values.begin(), highest = *values.rbegin();
  const auto room = {20.0, 22.0, 23.0, 25.0, 30.0};    // where series in degrees Celsius begin
  const bool from_room = std::any_of(room.begin(), room.end(), [&](double celsius) {
    return std::fabs(lowest - celsius) <= rounding;
  });
  return lowest <= 0.0 || highest <= near_room_C || (from_room && highest <= hottest_C);
}

// What the titles of some have beside ##TEMPERATURE without a unit; the same in all titles is of something else.
void check_titles(const std::vector<Spectrum> &spectra)
{
  const Spectrum *first = nullptr;
  std::set<double> kelvins;
  bool alike = true;
  for (const Spectrum &spectrum : spectra) {
    kelvins.insert(spectrum.temperature_K);
    if (!spectrum.celsius_by_standard || *spectrum.celsius_by_standard < 0.0) continue;
    if (first) alike = alike && spectrum.others_in_title_K == first->others_in_title_K;
    if (!first || first->others_in_title_K.empty()) first = &spectrum;
  }
  if (!first || first->others_in_title_K.empty() || (alike && kelvins.size() > 1)) return;
  refuse({first->file, first->line_of_temperature},
         "##TEMPERATURE is {} without a unit, and the title {} has another temperature; write the "
         "unit, or say it with --temperature-unit, or --title-pattern if the title is right",
         *first->celsius_by_standard, in_quotes(first->label));
}

void check_celsius_by_standard(const std::vector<Spectrum> &spectra)
{
  std::set<double> values;
  const Spectrum *first = nullptr;
  for (const Spectrum &spectrum : spectra) {
    if (!spectrum.celsius_by_standard) continue;
    if (!first) first = &spectrum;
    values.insert(*spectrum.celsius_by_standard);
  }
  if (!first || hardly_kelvin(values)) return;
  refuse(
      {first->file},
      "##TEMPERATURE without a unit, {}: degrees Celsius by the standard, but may be kelvin; write "
      "the unit, such as {} C, or say it with --temperature-unit C (or K, F)",
      listed(values), *values.begin());
}

}    // namespace

void decide_bare_temperatures(std::vector<Spectrum> &spectra)
{
  check_titles(spectra);
  check_celsius_by_standard(spectra);
  std::set<double> values;
  const Spectrum *first = nullptr;
  for (const Spectrum &spectrum : spectra) {
    if (!spectrum.bare_temperature) continue;
    if (!first) first = &spectrum;
    values.insert(*spectrum.bare_temperature);
  }
  if (!first) return;
  TemperatureUnit unit = TemperatureUnit::kelvin;
  std::string why;
  if (counts_from_zero(values))
    refuse({first->file},
           "{} are numbers of columns or rows rather than temperatures; name them by temperatures, "
           "such as 25 C",
           listed(values));
  if (*values.begin() <= 0.0) {
    unit = TemperatureUnit::celsius;
    why = fmt::format("degrees Celsius, since {} is no temperature in kelvin (--temperature-unit F "
                      "for Fahrenheit)",
                      *values.begin());
  } else if (can_only_be_kelvin(values)) {
    why = fmt::format("kelvin, since {} are whole degrees Celsius in kelvin", listed(values));
  } else {
    refuse({first->file},
           "no unit with the temperature{} {}, which may be kelvin or degrees Celsius; write it, "
           "such as {} C, or say it with --temperature-unit C (or K, F)",
           values.size() == 1 ? "" : "s", listed(values), *values.begin());
  }
  for (Spectrum &spectrum : spectra) {
    if (!spectrum.bare_temperature) continue;
    spectrum.temperature_K = kelvin(*spectrum.bare_temperature, unit, {spectrum.file});
    spectrum.bare_temperature.reset();
    spectrum.notes.push_back("the temperature has no unit: taken as " + why);
  }
}

}    // namespace softmode::spectra
