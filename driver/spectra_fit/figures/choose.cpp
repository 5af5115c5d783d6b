// SPDX-License-Identifier: BSD-3-Clause
#include "spectra_fit/figures/choose.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace softmode {

using Eigen::Index;
using Eigen::VectorXd;

namespace {

constexpr std::size_t points_in_figure = 24000;    // an SVG of them has about 2 MB
constexpr double fewest_steps = 50.0, steps_per_width = 14.0, reach_in_widths = 4.0;

VectorXd as_vector(const std::vector<double> &values)
{
  return Eigen::Map<const VectorXd>(values.data(), static_cast<Index>(values.size()));
}

/// Centre and (narrowest) full width of each line of a spectrum.
std::vector<DrawnLine> lines_of(const SpectraFit &fit, std::size_t i)
{
  std::vector<DrawnLine> lines;
  if (fit.components) {
    for (const LineEstimate &l : fit.components->components) {
      double narrowest = l.fwhm.front().value;
      for (const Estimate &f : l.fwhm) narrowest = std::min(narrowest, f.value);
      lines.push_back({l.centre.value, narrowest});
    }
  } else if (fit.bands[i]) {
    lines.push_back({fit.bands[i]->position.value, fit.bands[i]->fwhm.value});
  }
  return lines;
}

VectorXd at(const VectorXd &values, const std::vector<Index> &kept)
{
  VectorXd part(static_cast<Index>(kept.size()));
  for (std::size_t k = 0; k < kept.size(); ++k) part[static_cast<Index>(k)] = values[kept[k]];
  return part;
}

bool all_differ(const std::vector<std::string> &texts)
{
  return std::set<std::string>(texts.begin(), texts.end()).size() == texts.size();
}

}    // namespace

std::vector<std::size_t> evenly(std::size_t n, std::size_t count)
{
  std::vector<std::size_t> chosen;
  if (n <= count || count < 2) {
    for (std::size_t i = 0; i < std::min(n, count); ++i) chosen.push_back(i);
    return chosen;
  }
  for (std::size_t k = 0; k < count; ++k) chosen.push_back(k * (n - 1) / (count - 1));
  return chosen;
}

std::vector<TemperatureGroup> by_temperature(const std::vector<FitSpectrum> &spectra)
{
  std::map<long, TemperatureGroup> groups;
  for (std::size_t i = 0; i < spectra.size(); ++i) {
    const auto place = groups
                           .try_emplace(std::lround(100.0 * spectra[i].temperature_K),
                                        TemperatureGroup{spectra[i].temperature_K, {}})
                           .first;
    place->second.spectra.push_back(i);
  }
  std::vector<TemperatureGroup> ascending;
  for (auto &[key, group] : groups) ascending.push_back(std::move(group));
  return ascending;
}

std::vector<std::string> temperature_labels(const std::vector<double> &temperatures_K)
{
  std::vector<std::string> labels;
  for (const int digits : {0, 2}) {
    labels.clear();
    for (const double T : temperatures_K) labels.push_back(fmt::format("{:.{}f} K", T, digits));
    if (all_differ(labels)) break;
  }
  return labels;
}

std::vector<Index> thinned(const VectorXd &values, std::size_t most)
{
  const auto n = static_cast<std::size_t>(values.size());
  std::set<Index> kept;
  const std::size_t stretches = n <= most ? n : most - 2;
  for (std::size_t k = 0; k < stretches; ++k) {
    const std::size_t begin = k * n / stretches, end = (k + 1) * n / stretches;
    double unused;    // multiples of the golden ratio: even, but in step with nothing
    const double place = std::modf(0.6180339887498949 * static_cast<double>(k), &unused);
    kept.insert(static_cast<Index>(begin) +
                static_cast<Index>(place * static_cast<double>(end - begin)));
  }
  Index lowest, highest;
  if (n > 0) {
    values.minCoeff(&lowest);
    values.maxCoeff(&highest);
    kept.insert({lowest, highest});
  }
  return {kept.begin(), kept.end()};
}

std::vector<Ramp> ramps_of(const SpectrumSeries &series)
{
  std::map<std::pair<int, Branch>, std::vector<std::size_t>> found;
  for (std::size_t i = 0; i < series.spectra.size(); ++i)
    found[{series.spectra[i].cycle, series.spectra[i].branch}].push_back(i);
  std::vector<Ramp> ramps;
  for (auto &[key, spectra] : found) ramps.push_back({key.first, key.second, std::move(spectra)});
  return ramps;
}

Quantity common_quantity(const SpectrumSeries &series)
{
  const Quantity first = series.spectra.front().quantity;
  const bool same = std::all_of(series.spectra.begin(), series.spectra.end(),
                                [&](const Spectrum &s) { return s.quantity == first; });
  return same ? first : Quantity::arbitrary;
}

FittedSpectrum::FittedSpectrum(const PreparedSpectra &prepared, const SpectraFit &of,
                               std::size_t spectrum) :
    spectra(prepared.spectra),
    fit(of), i(spectrum)
{
}

std::optional<FitCurves> FittedSpectrum::curves(const VectorXd &nu) const
{
  const auto &own = spectra[i].wavenumber;
  if (fit.components) return curves_of(*fit.components, spectra, i, nu);
  if (fit.bands[i]) return curves_of(*fit.bands[i], {own.front(), own.back()}, nu);
  return std::nullopt;
}

VectorXd curve_axis(double low, double high, const std::vector<DrawnLine> &lines)
{
  std::vector<double> nu;
  for (double x = low; x < high;) {
    nu.push_back(x);
    double step = (high - low) / fewest_steps;
    for (const DrawnLine &l : lines)
      if (l.fwhm > 0.0)
        step = std::min(step, std::max(l.fwhm, std::fabs(x - l.centre) / reach_in_widths) /
                                  steps_per_width);
    x += std::max(step, 1e-9 * (high - low));
  }
  nu.push_back(high);
  return as_vector(nu);
}

VectorXd FittedSpectrum::axis() const
{
  return curve_axis(spectra[i].wavenumber.front(), spectra[i].wavenumber.back(), lines_of(fit, i));
}

VectorXd FittedSpectrum::wavenumber() const
{
  return as_vector(spectra[i].wavenumber);
}

VectorXd FittedSpectrum::intensity() const
{
  return as_vector(spectra[i].intensity);
}

DrawnSpectrum drawn(const PreparedSpectra &prepared, const SpectraFit &fit, std::size_t spectrum,
                    std::size_t most_points)
{
  const FittedSpectrum s(prepared, fit, spectrum);
  const VectorXd nu = s.wavenumber(), y = s.intensity();
  const VectorXd none = VectorXd::Constant(nu.size(), std::numeric_limits<double>::quiet_NaN());
  const auto own = s.curves(nu);
  const VectorXd residual = own ? VectorXd(y - own->sum()) : none;
  const auto kept = thinned(own ? residual : y, most_points);
  DrawnSpectrum d;
  d.wavenumber = at(nu, kept);
  d.intensity = at(y, kept);
  d.baseline = at(own ? own->baseline : none, kept);
  d.residual = at(residual, kept);
  d.axis = s.axis();
  d.curves = s.curves(d.axis);
  d.index = spectrum;
  d.complete = kept.size() == static_cast<std::size_t>(nu.size());
  return d;
}

std::size_t points_each(std::size_t spectra)
{
  return std::clamp<std::size_t>(points_in_figure / std::max<std::size_t>(spectra, 1), 200, 2000);
}

}    // namespace softmode
