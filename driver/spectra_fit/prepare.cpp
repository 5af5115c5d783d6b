// SPDX-License-Identifier: BSD-3-Clause
#include "spectra_fit/prepare.h"

#include "softmode/analysis/spectra/baseline.h"
#include "softmode/analysis/spectra/conversion.h"
#include "support/error.h"

#include <algorithm>
#include <utility>

namespace softmode {

namespace {

/// Bands of these quantities point downwards or are not proportional to the number of bonds.
bool needs_conversion(Quantity q)
{
  return q == Quantity::transmittance || q == Quantity::percent_transmittance ||
         q == Quantity::reflectance || q == Quantity::percent_reflectance;
}

Spectrum without(const Spectrum &s, const BaselineChoice &choice)
{
  using Kind = BaselineChoice::Kind;
  const auto &nu = s.wavenumber;
  const auto &y = s.intensity;
  switch (choice.kind) {
    case Kind::rubber_band:
      return without_baseline(s, rubber_band_baseline(nu, y), "rubber band");
    case Kind::als:
      return without_baseline(
          s, asymmetric_least_squares_baseline(nu, y, choice.smoothness, choice.asymmetry),
          fmt::format("asymmetric least squares, smoothness {:g}, asymmetry {:g}",
                      choice.smoothness, choice.asymmetry));
    case Kind::snip: {
      const int half =
          choice.half_width > 0 ? choice.half_width : std::max(1, static_cast<int>(nu.size() / 4));
      return without_baseline(s, snip_baseline(nu, y, half),
                              fmt::format("SNIP, half-width {} points", half));
    }
    case Kind::fitted:
      break;
  }
  return s;
}

Spectrum step_by_step(Spectrum s, const FitRequest &request)
{
  if (request.convert) s = converted(s, *request.convert);
  if (needs_conversion(s.quantity))
    fail(ExitCode::spectra,
         "{}: holds {}, whose bands cannot be fitted as sums of lines; give --convert {}, or "
         "--quantity if it holds something else",
         s.file, name_of(s.quantity),
         s.quantity == Quantity::reflectance || s.quantity == Quantity::percent_reflectance
             ? "kubelka-munk"
             : "absorbance");
  if (request.smoothing) s = smoothed(s, request.smoothing->half_width, request.smoothing->degree);
  if (request.window) s = window(s, *request.window);
  return without(s, request.baseline);
}

/// Takes out the spectra whose label is that of a state.
void separate_states(PreparedSpectra &p)
{
  std::vector<Spectrum> mixed;
  for (Spectrum &s : p.series.spectra) {
    if (s.label == "tight" || s.label == "loose")
      p.states.push_back({s.label == "loose", std::move(s)});
    else
      mixed.push_back(std::move(s));
  }
  p.series.spectra = std::move(mixed);
  if (p.states.empty()) return;
  if (p.series.spectra.empty())
    fail(ExitCode::spectra,
         "{}: all spectra are labelled tight or loose; give those of both states together, too, "
         "from which the populations follow",
         p.states.front().spectrum.file);
  p.series.notes.push_back(fmt::format(
      "{} spectra are labelled tight or loose: taken as those of one state, for the parts of the "
      "redshift only",
      p.states.size()));
}

/// Notes of all spectra, each once.
std::vector<std::string> gathered(const SpectrumSeries &series)
{
  std::vector<std::pair<std::string, std::size_t>> counted;
  for (const Spectrum &s : series.spectra)
    for (const std::string &note : s.notes) {
      const auto old = std::find_if(counted.begin(), counted.end(),
                                    [&](const auto &known) { return known.first == note; });
      if (old == counted.end())
        counted.emplace_back(note, 1);
      else
        ++old->second;
    }
  std::vector<std::string> notes = series.notes;
  for (const auto &[note, times] : counted)
    notes.push_back(times == series.spectra.size()
                        ? note
                        : fmt::format("{} ({} of {} spectra)", note, times, series.spectra.size()));
  return notes;
}

}    // namespace

FitSpectrum for_fit(const Spectrum &s)
{
  return {s.wavenumber, s.intensity, s.temperature_K, s.cycle, s.branch == Branch::cooling, 0.0};
}

PreparedSpectra prepare_spectra(const FitRequest &request)
{
  for (const std::filesystem::path &file : request.files)
    if (!std::filesystem::is_regular_file(file))
      fail(ExitCode::io, "{}: no such file; expected a table or JCAMP-DX file with spectra",
           file.string());
  PreparedSpectra p;
  try {
    p.series = each(read_spectra(request.files, request.reading),
                    [&](const Spectrum &s) { return step_by_step(s, request); });
  } catch (const SpectrumError &error) {
    fail(ExitCode::spectra, "{}", error.what());
  } catch (const std::invalid_argument &error) {    // an option out of its range
    fail(ExitCode::usage, "{}", error.what());
  } catch (const AnalysisError &error) {
    fail(ExitCode::spectra, "baseline: {}; choose another --baseline", error.what());
  }
  separate_states(p);
  for (const Spectrum &s : p.series.spectra) p.spectra.push_back(for_fit(s));
  p.notes = gathered(p.series);
  return p;
}

}    // namespace softmode
