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

/// What notes of one kind have in common: without the name of the file, numbers and texts in quotes.
std::string kind_of(std::string note, const std::vector<std::filesystem::path> &files)
{
  for (const std::filesystem::path &file : files)
    if (note.rfind(file.string() + ":", 0) == 0) note.erase(0, file.string().size());
  std::string kind;
  for (std::size_t i = 0; i < note.size(); ++i) {
    const std::size_t closing = note[i] == '\'' ? note.find('\'', i + 1) : std::string::npos;
    const bool quoted = closing != std::string::npos;
    const bool digit = note[i] >= '0' && note[i] <= '9';
    if (!digit && !quoted) kind += note[i];
    if (digit && (kind.empty() || kind.back() != '#')) kind += '#';
    if (digit)
      while (i + 2 < note.size() && note[i + 1] == '.' && note[i + 2] >= '0' && note[i + 2] <= '9')
        ++i;
    if (quoted) {
      kind += '\'';
      i = closing;
    }
  }
  return kind;
}

/// Notes of one kind: the first of them, and how many spectra have one.
struct Gathered {
  std::string first, kind;
  std::size_t times = 1;
  bool alike = true;    // all have the same text
};

void add_note(std::vector<Gathered> &gathered, const std::string &note,
              const std::vector<std::filesystem::path> &files)
{
  std::string kind = kind_of(note, files);
  const auto old = std::find_if(gathered.begin(), gathered.end(),
                                [&](const Gathered &known) { return known.kind == kind; });
  if (old == gathered.end()) {
    gathered.push_back({note, std::move(kind)});
    return;
  }
  ++old->times;
  old->alike = old->alike && old->first == note;
}

/// Notes of all spectra, one of each kind.
std::vector<std::string> gathered(const SpectrumSeries &series,
                                  const std::vector<std::filesystem::path> &files)
{
  std::vector<Gathered> of_series, of_spectra;
  for (const std::string &note : series.notes) add_note(of_series, note, files);
  for (const Spectrum &s : series.spectra)
    for (const std::string &note : s.notes) add_note(of_spectra, note, files);
  std::vector<std::string> notes;
  for (const Gathered &g : of_series)
    notes.push_back(g.alike ? g.first
                            : fmt::format("{} (the first of {} such notes)", g.first, g.times));
  for (const Gathered &g : of_spectra) {
    const std::string count =
        g.times == series.spectra.size()
            ? ""
            : fmt::format(" ({} of {} spectra)", g.times, series.spectra.size());
    notes.push_back(g.first +
                    (g.alike ? count : fmt::format(" (the first of {} such notes)", g.times)));
  }
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
  p.notes = gathered(p.series, request.files);
  return p;
}

}    // namespace softmode
