// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/spectra/write_spectra.h"

#include "spectra/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>

namespace softmode {

namespace {

const std::string &checked_comment(const std::string &text)
{
  const bool broken = text.find_first_of("\r\n") != std::string::npos;
  if (broken || spectra::trimmed(text).size() != text.size())
    throw std::invalid_argument("spectra table: " + spectra::in_quotes(text) +
                                " has a line break or blanks at its ends");
  return text;
}

void check_series(const SpectrumSeries &series)
{
  if (series.spectra.empty()) throw std::invalid_argument("spectra table: no spectra");
  const Spectrum &first = series.spectra.front();
  for (const Spectrum &spectrum : series.spectra) {
    if (spectrum.wavenumber != first.wavenumber ||
        spectrum.intensity.size() != spectrum.wavenumber.size())
      throw std::invalid_argument(fmt::format(
          "spectra table: the spectra at {} K and {} K have different axes; write them to "
          "a table each",
          first.temperature_K, spectrum.temperature_K));
    if (spectrum.quantity != first.quantity)
      throw std::invalid_argument(fmt::format("spectra table: {} beside {}; expected one quantity",
                                              name_of(first.quantity), name_of(spectrum.quantity)));
  }
}

std::string heading(const Spectrum &spectrum)
{
  std::string text = fmt::format("{} K", spectrum.temperature_K);
  if (spectrum.branch != Branch::unknown) text += fmt::format(" {}", name_of(spectrum.branch));
  if (spectrum.cycle > 0)
    text +=
        fmt::format(" {}{}", spectrum.branch == Branch::unknown ? "cycle " : "", spectrum.cycle);
  return text;
}

}    // namespace

std::string spectra_table(const SpectrumSeries &series)
{
  check_series(series);
  fmt::memory_buffer out;
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "# quantity: {}\n", name_of(series.spectra.front().quantity));
  for (const std::string &note : series.notes)
    fmt::format_to(to, "# note: {}\n", checked_comment(note));
  for (std::size_t i = 0; i < series.spectra.size(); ++i) {
    const Spectrum &spectrum = series.spectra[i];
    if (!spectrum.label.empty())
      fmt::format_to(to, "# label {}: {}\n", i + 1, checked_comment(spectrum.label));
    for (const std::string &note : spectrum.notes)
      fmt::format_to(to, "# note {}: {}\n", i + 1, checked_comment(note));
  }
  fmt::format_to(to, "wavenumber_cm-1");
  for (const Spectrum &spectrum : series.spectra) fmt::format_to(to, ",{}", heading(spectrum));
  fmt::format_to(to, "\n");
  const std::vector<double> &axis = series.spectra.front().wavenumber;
  for (std::size_t row = 0; row < axis.size(); ++row) {
    fmt::format_to(to, "{}", axis[row]);
    for (const Spectrum &spectrum : series.spectra)
      fmt::format_to(to, ",{}", spectrum.intensity[row]);
    fmt::format_to(to, "\n");
  }
  return fmt::to_string(out);
}

}    // namespace softmode
