// SPDX-License-Identifier: BSD-3-Clause
// libFuzzer target: whatever bytes a file of spectra has, reading it ends with spectra or a SpectrumError;
// spectra that were read keep what the data model promises, and are read back from their table.
#include "softmode/analysis/spectra/read_spectra.h"
#include "softmode/analysis/spectra/write_spectra.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

void require(bool holds)
{
  if (!holds) std::abort();
}

void check(const softmode::Spectrum &spectrum)
{
  require(spectrum.wavenumber.size() >= softmode::fewest_points);
  require(spectrum.wavenumber.size() == spectrum.intensity.size());
  require(spectrum.temperature_K > 0.0 && std::isfinite(spectrum.temperature_K));
  require(spectrum.cycle > 0);
  for (std::size_t i = 0; i < spectrum.wavenumber.size(); ++i) {
    require(std::isfinite(spectrum.wavenumber[i]) && std::isfinite(spectrum.intensity[i]));
    require(spectrum.wavenumber[i] > (i == 0 ? 0.0 : spectrum.wavenumber[i - 1]));
  }
}

void check_read_back(const softmode::SpectrumSeries &series)
{
  std::string table;
  try {
    table = softmode::spectra_table(series);
  } catch (const std::invalid_argument &) {
    return;    // different axes or quantities
  }
  softmode::SpectraOptions plain;
  plain.x_unit = softmode::XUnit::per_centimetre;    // of any range
  const softmode::SpectrumSeries back = softmode::read_spectra_text(table, "table.csv", plain);
  require(back.spectra.size() == series.spectra.size());
  require(softmode::spectra_table(back) == table);
}

void read(const std::string &text, const std::string &name, const softmode::SpectraOptions &options)
{
  try {
    const softmode::SpectrumSeries series = softmode::read_spectra_text(text, name, options);
    for (const softmode::Spectrum &spectrum : series.spectra) check(spectrum);
    check_read_back(series);
  } catch (const softmode::SpectrumError &) {
    // the expected end of most inputs
  }
}

/// The first line of the input as the name of a file, the second as the pattern that it is to fit.
void read_named(const std::string &text)
{
  const std::size_t first = text.find('\n'), second = text.find('\n', first + 1);
  if (second == std::string::npos || second > 200) return;    // std::regex is slow on long ones
  const std::string rows = "1600,0.1\n1601,0.2\n1602,0.3\n1603,0.4\n1604,0.5\n";
  softmode::SpectraOptions options;
  options.name_pattern = text.substr(first + 1, second - first - 1);
  for (const char *mark : {"(?<", "*"}) {    // a pattern of many wildcards takes too long
    std::size_t times = 0;
    for (std::size_t i = options.name_pattern.find(mark); i != std::string::npos;
         i = options.name_pattern.find(mark, i + 1))
      ++times;
    if (times > 2 || (times > 0 && *mark == '(')) return;
  }
  try {
    read(rows, text.substr(0, first), options);
  } catch (const std::invalid_argument &) {
    // a pattern that is not valid
  }
}

}    // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
  const std::string text(reinterpret_cast<const char *>(data), size);
  softmode::SpectraOptions options;
  read(text, "fuzz.csv", options);
  options.temperature_unit = softmode::TemperatureUnit::celsius;
  options.x_unit = softmode::XUnit::per_centimetre;
  read(text, "fuzz.csv", options);
  options.name_pattern = "fuzz_{T}C_{cycle}.csv";
  options.order = softmode::SeriesOrder::by_programme;
  read(text, "fuzz_-100C_2.csv", options);
  // what --lenient and --quantity open of JCAMP-DX
  options.lenient = true;
  options.quantity = softmode::Quantity::absorbance;
  read(text, "fuzz_-100C_2.csv", options);
  options = {};
  options.column_pattern = "*{T}{label}";
  options.x_unit = softmode::XUnit::micrometre;
  read(text, "fuzz.csv", options);
  read_named(text);
  return 0;
}
