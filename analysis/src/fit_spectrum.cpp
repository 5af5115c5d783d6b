// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/fit_spectrum.h"

#include "softmode/analysis/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace softmode {

namespace {

void check(const FitSpectrum &s)
{
  if (s.wavenumber.size() != s.intensity.size())
    throw std::invalid_argument("spectrum: wavenumbers and intensities differ in number");
  for (std::size_t i = 0; i < s.wavenumber.size(); ++i) {
    if (!std::isfinite(s.wavenumber[i]) || !std::isfinite(s.intensity[i]))
      throw AnalysisError("spectrum: point " + std::to_string(i) + " is not finite");
    if (i > 0 && !(s.wavenumber[i] > s.wavenumber[i - 1]))
      throw AnalysisError("spectrum: wavenumbers do not ascend at point " + std::to_string(i));
  }
  if (!std::isfinite(s.temperature_K) || !std::isfinite(s.noise) || s.noise < 0.0)
    throw AnalysisError("spectrum: temperature and noise must be finite");
}

double interpolated(const FitSpectrum &s, double x)
{
  const auto after = std::lower_bound(s.wavenumber.begin(), s.wavenumber.end(), x);
  if (after == s.wavenumber.begin()) return s.intensity.front();
  if (after == s.wavenumber.end()) return s.intensity.back();
  const auto i = static_cast<std::size_t>(after - s.wavenumber.begin());
  const double t = (x - s.wavenumber[i - 1]) / (s.wavenumber[i] - s.wavenumber[i - 1]);
  return s.intensity[i - 1] + t * (s.intensity[i] - s.intensity[i - 1]);
}

/// Standard deviation of a point, from the median of |y_(i-1) - 2 y_i + y_(i+1)|, whose variance is 6 times
/// that of a point.
double robust_noise(const std::vector<double> &y)
{
  std::vector<double> d;
  for (std::size_t i = 1; i + 1 < y.size(); ++i)
    d.push_back(std::fabs(y[i - 1] - 2.0 * y[i] + y[i + 1]));
  std::nth_element(d.begin(), d.begin() + static_cast<std::ptrdiff_t>(d.size() / 2), d.end());
  return d[d.size() / 2] / 0.6744897501960817 / std::sqrt(6.0);
}

/// Less the line between the means of the outer tenths.
Eigen::VectorXd levelled(const FitSpectrum &s)
{
  const auto n = static_cast<Eigen::Index>(s.intensity.size());
  const Eigen::Map<const Eigen::VectorXd> x(s.wavenumber.data(), n), y(s.intensity.data(), n);
  const Eigen::Index edge = std::max<Eigen::Index>(1, n / 10);
  const double x0 = x.head(edge).mean(), x1 = x.tail(edge).mean();
  const double y0 = y.head(edge).mean(), y1 = y.tail(edge).mean();
  return (y.array() - y0 - (y1 - y0) / (x1 - x0) * (x.array() - x0)).matrix();
}

}    // namespace

FitSpectrum within(const FitSpectrum &spectrum, const WavenumberRange &range, int least)
{
  check(spectrum);
  FitSpectrum part = spectrum;
  part.wavenumber.clear();
  part.intensity.clear();
  for (std::size_t i = 0; i < spectrum.wavenumber.size(); ++i) {
    if (spectrum.wavenumber[i] < range.low || spectrum.wavenumber[i] > range.high) continue;
    part.wavenumber.push_back(spectrum.wavenumber[i]);
    part.intensity.push_back(spectrum.intensity[i]);
  }
  if (part.wavenumber.size() < static_cast<std::size_t>(least))
    throw AnalysisError(
        fmt::format("spectrum: {} points between {:.10g} and {:.10g} cm-1, at least {} are needed",
                    part.wavenumber.size(), range.low, range.high, least));
  return part;
}

void check_spectra(const std::vector<FitSpectrum> &spectra)
{
  if (spectra.empty()) throw AnalysisError("spectra: there are none");
  for (const FitSpectrum &s : spectra) {
    check(s);
    if ((s.noise > 0.0) != (spectra.front().noise > 0.0))
      throw AnalysisError("spectra: the noise must be known of all or of none");
    if (s.wavenumber.size() < 5) throw AnalysisError("spectra: fewer than 5 points in one");
  }
}

std::vector<SpectrumGroup> group_spectra(const std::vector<FitSpectrum> &spectra,
                                         bool by_temperature)
{
  check_spectra(spectra);
  const bool known = spectra.front().noise > 0.0;
  std::vector<SpectrumGroup> groups;
  for (std::size_t i = 0; i < spectra.size(); ++i) {
    const FitSpectrum &s = spectra[i];
    const auto same = [&](const SpectrumGroup &g) {
      return (!by_temperature || g.temperature_K == s.temperature_K) &&
             spectra[g.spectra.front()].wavenumber == s.wavenumber;
    };
    auto group = std::find_if(groups.begin(), groups.end(), same);
    if (group == groups.end()) {
      groups.emplace_back();
      group = groups.end() - 1;
      group->wavenumber = Eigen::Map<const Eigen::VectorXd>(
          s.wavenumber.data(), static_cast<Eigen::Index>(s.wavenumber.size()));
      group->temperature_K = s.temperature_K;
    }
    group->spectra.push_back(i);
  }
  for (SpectrumGroup &g : groups) {
    g.data.resize(g.wavenumber.size(), static_cast<Eigen::Index>(g.spectra.size()));
    g.weight.resize(g.data.cols());
    for (Eigen::Index c = 0; c < g.data.cols(); ++c) {
      const FitSpectrum &s = spectra[g.spectra[static_cast<std::size_t>(c)]];
      g.weight[c] = known ? 1.0 / s.noise : 1.0;
      g.data.col(c) =
          g.weight[c] * Eigen::Map<const Eigen::VectorXd>(s.intensity.data(), g.data.rows());
    }
  }
  return groups;
}

Eigen::MatrixXd baseline_columns(const Eigen::VectorXd &wavenumber, int order)
{
  return baseline_columns(wavenumber, order, {wavenumber.minCoeff(), wavenumber.maxCoeff()});
}

Eigen::MatrixXd baseline_columns(const Eigen::VectorXd &wavenumber, int order,
                                 const WavenumberRange &range)
{
  if (order < -1 || order > 5)
    throw AnalysisError("baseline: order " + std::to_string(order) + " is not -1 to 5");
  const double low = range.low, high = range.high;
  const Eigen::ArrayXd u =
      (2.0 * wavenumber.array() - low - high) / (high > low ? high - low : 1.0);
  Eigen::MatrixXd columns(wavenumber.size(), order + 1);
  for (int k = 0; k <= order; ++k) columns.col(k) = u.pow(k);
  return columns;
}

RoughBand rough_band(const FitSpectrum &spectrum)
{
  const Eigen::VectorXd y = levelled(spectrum);
  const Eigen::Index n = y.size(), edge = n / 10;
  Eigen::Index top;
  RoughBand band;
  band.height = y.maxCoeff(&top);
  band.noise = robust_noise(spectrum.intensity);
  band.maximum = spectrum.wavenumber[static_cast<std::size_t>(top)];
  if (!(band.height > 4.0 * band.noise) || !(band.height > 0.0))
    throw AnalysisError("no band: nothing stands out of the noise in the range");
  if (top < edge || top >= n - edge)
    throw AnalysisError("no whole band: the highest point lies at the edge of the range, near " +
                        std::to_string(band.maximum) + " cm-1");
  Eigen::Index first = top, last = top;
  while (first > 0 && y[first] > 0.5 * band.height) --first;
  while (last < n - 1 && y[last] > 0.5 * band.height) ++last;
  band.fwhm = spectrum.wavenumber[static_cast<std::size_t>(last)] -
              spectrum.wavenumber[static_cast<std::size_t>(first)];
  const Eigen::Map<const Eigen::VectorXd> x(spectrum.wavenumber.data(), n);
  const auto core = y.segment(first, last - first + 1).cwiseMax(0.0);
  band.centroid = core.dot(x.segment(first, last - first + 1)) / core.sum();
  return band;
}

FitSpectrum mean_spectrum(const std::vector<FitSpectrum> &spectra)
{
  if (spectra.empty()) throw AnalysisError("spectra: there are none");
  FitSpectrum mean = spectra.front();
  std::fill(mean.intensity.begin(), mean.intensity.end(), 0.0);
  for (const FitSpectrum &s : spectra)
    for (std::size_t i = 0; i < mean.wavenumber.size(); ++i)
      mean.intensity[i] +=
          interpolated(s, mean.wavenumber[i]) / static_cast<double>(spectra.size());
  return mean;
}

}    // namespace softmode
