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

// The standard of JCAMP-DX says degrees Celsius, programs write kelvin: 25 to 175 are hardly kelvin, 173 to 473 may be.
constexpr double lowest_likely_K = 70.0;
constexpr double hottest_left_K = 150.0;    // what a series in kelvin reaches

void check_celsius_by_standard(const std::vector<Spectrum> &spectra)
{
  std::set<double> values;
  const Spectrum *first = nullptr;
  for (const Spectrum &spectrum : spectra) {
    if (!spectrum.celsius_by_standard) continue;
    if (!first) first = &spectrum;
    values.insert(*spectrum.celsius_by_standard);
  }
  if (!first || *values.begin() <= lowest_likely_K || *values.rbegin() < hottest_left_K) return;
  refuse(
      {first->file},
      "##TEMPERATURE without a unit, {}: degrees Celsius by the standard, but may be kelvin; write "
      "the unit, such as {} C, or say it with --temperature-unit C (or K, F)",
      listed(values), *values.begin());
}

}    // namespace

void decide_bare_temperatures(std::vector<Spectrum> &spectra)
{
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
