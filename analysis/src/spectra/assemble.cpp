// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/assemble.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace softmode::spectra {

namespace {

void check_values(const std::vector<double> &wavenumber, const std::vector<double> &intensity,
                  const PointPlace &place)
{
  for (std::size_t i = 0; i < wavenumber.size(); ++i) {
    if (!std::isfinite(wavenumber[i]) || !std::isfinite(intensity[i]))
      refuse(place(i), "the point is not finite; leave it out of the file");
    if (!(wavenumber[i] > 0.0))
      refuse(place(i), "wavenumber {} is not positive; expected cm-1", wavenumber[i]);
  }
}

void check_order(const std::vector<double> &wavenumber, const PointPlace &place)
{
  const bool ascending = wavenumber[1] > wavenumber[0];
  for (std::size_t i = 1; i < wavenumber.size(); ++i) {
    const double before = wavenumber[i - 1], here = wavenumber[i];
    if (before == here)
      refuse(place(i), "wavenumber {} is repeated; expected each once: average or remove one",
             here);
    if ((here > before) != ascending)
      refuse(place(i), "wavenumber {} follows {}, but the axis {} before; expected one direction",
             here, before, ascending ? "ascends" : "descends");
  }
}

}    // namespace

void set_points(Spectrum &spectrum, std::vector<double> wavenumber, std::vector<double> intensity,
                const PointPlace &place)
{
  if (wavenumber.size() < fewest_points)
    refuse({spectrum.file}, "{}{} points in a spectrum; expected {} or more",
           wavenumber.empty() ? "" : "only ", wavenumber.size(), fewest_points);
  check_values(wavenumber, intensity, place);
  check_order(wavenumber, place);
  if (wavenumber.back() < wavenumber.front()) {
    std::reverse(wavenumber.begin(), wavenumber.end());
    std::reverse(intensity.begin(), intensity.end());
    spectrum.notes.emplace_back("descending axis turned round");
  }
  spectrum.wavenumber = std::move(wavenumber);
  spectrum.intensity = std::move(intensity);
}

void add_from_names(Conditions &known, const std::string &name, const std::string *title,
                    const SpectraOptions &options)
{
  if (title && !options.title_pattern.empty())
    add_conditions(known,
                   NamePattern(options.title_pattern, options.temperature_unit)
                       .match(*title, "the title", {name}),
                   "the title", {name});
  if (!options.name_pattern.empty())
    add_conditions(
        known,
        NamePattern(options.name_pattern, options.temperature_unit)
            .match(std::filesystem::path(name).filename().string(), "the file name", {name}),
        "the file name", {name});
}

void set_conditions(Spectrum &spectrum, const Conditions &conditions, const Place &place)
{
  if (!conditions.temperature_K && !conditions.bare_temperature)
    refuse(place,
           "no temperature; expected a column or header with it, a line '# temperature: 173 K', a "
           "##TEMPERATURE, or a pattern for names of files or titles");
  spectrum.temperature_K = conditions.temperature_K.value_or(0.0);
  spectrum.bare_temperature = conditions.bare_temperature;
  spectrum.celsius_by_standard = conditions.celsius_by_standard;
  spectrum.others_in_title_K = conditions.others_in_title_K;
  spectrum.line_of_temperature = conditions.line_of_temperature;
  spectrum.cycle = conditions.cycle;
  spectrum.branch = conditions.branch;
  spectrum.label = conditions.label;
  spectrum.notes.insert(spectrum.notes.end(), conditions.notes.begin(), conditions.notes.end());
}

Spectrum finished(Spectrum spectrum, Conditions conditions, std::optional<Quantity> quantity,
                  const SpectraOptions &options)
{
  add_from_names(conditions, spectrum.file, nullptr, options);
  set_conditions(spectrum, conditions, {spectrum.file});
  set_quantity(spectrum, quantity, options);
  return spectrum;
}

void set_quantity(Spectrum &spectrum, std::optional<Quantity> in_file,
                  const SpectraOptions &options)
{
  spectrum.quantity = options.quantity.value_or(in_file.value_or(Quantity::arbitrary));
  if (options.quantity && in_file && *in_file != *options.quantity)
    spectrum.notes.push_back(fmt::format("taken as {}, as asked for, though the file says {}",
                                         name_of(*options.quantity), name_of(*in_file)));
  if (!options.quantity && !in_file)
    spectrum.notes.emplace_back("the file does not say what the ordinate is: taken as arbitrary");
}

}    // namespace softmode::spectra
