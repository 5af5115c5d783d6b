// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/spectra/conversion.h"

#include "spectra/text.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

using spectra::Place;
using spectra::refuse;

// a spectrum in messages: file, label, temperature
std::string named(const Spectrum &s)
{
  return fmt::format("the spectrum{}{} at {} K", s.label.empty() ? "" : " ", s.label,
                     s.temperature_K);
}

// a percent scale as a fraction, and which fraction it is
struct Scale {
  Quantity fraction;
  double factor;    // to the fraction
};

Scale scale_of(Quantity quantity)
{
  switch (quantity) {
    case Quantity::percent_transmittance:
      return {Quantity::transmittance, 0.01};
    case Quantity::percent_reflectance:
      return {Quantity::reflectance, 0.01};
    default:
      return {quantity, 1.0};
  }
}

void check_fraction(const Spectrum &spectrum, double value, double wavenumber)
{
  if (!(value > 0.0))
    refuse(
        {spectrum.file},
        "{}: {} {} at {} cm-1 is not positive; correct the background, or cut a window without it",
        named(spectrum), name_of(spectrum.quantity), value, wavenumber);
  if (value > 2.0)
    refuse({spectrum.file},
           "{}: {} is {} of the full beam at {} cm-1; is it in per cent, or absorbance?",
           named(spectrum), name_of(spectrum.quantity), value, wavenumber);
}

void note_reflectances_above_1(Spectrum &spectrum, const std::vector<double> &reflectance)
{
  const auto above =
      std::count_if(reflectance.begin(), reflectance.end(), [](double r) { return r > 1.0; });
  if (above > 0)
    spectrum.notes.push_back(fmt::format("{} points had a reflectance above 1", above));
}

// from a fraction to absorbance or Kubelka-Munk
void transform(Spectrum &spectrum, const std::vector<double> &fraction, Quantity to)
{
  for (std::size_t i = 0; i < fraction.size(); ++i) {
    const double value = fraction[i];
    check_fraction(spectrum, value, spectrum.wavenumber[i]);
    spectrum.intensity[i] = to == Quantity::absorbance
                                ? -std::log10(value)
                                : (1.0 - value) * (1.0 - value) / (2.0 * value);
  }
  if (to == Quantity::kubelka_munk) note_reflectances_above_1(spectrum, fraction);
}

// the weights with which 2 half + 1 values make the polynomial's value at `offset` from their middle
Eigen::VectorXd weights_at(int half, int degree, int offset)
{
  const int size = 2 * half + 1;
  const double unit = std::max(half, 1);    // for a well-conditioned basis
  Eigen::MatrixXd powers(size, degree + 1);
  Eigen::VectorXd at(degree + 1);
  for (int k = 0; k <= degree; ++k) {
    for (int i = 0; i < size; ++i) powers(i, k) = std::pow((i - half) / unit, k);
    at[k] = std::pow(offset / unit, k);
  }
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(powers);
  const Eigen::MatrixXd q = qr.householderQ() * Eigen::MatrixXd::Identity(size, degree + 1);
  const Eigen::MatrixXd r = qr.matrixQR().topRows(degree + 1);
  return q * r.triangularView<Eigen::Upper>().transpose().solve(at);
}

void check_even(const Spectrum &spectrum)
{
  const std::vector<double> &x = spectrum.wavenumber;
  const double step = (x.back() - x.front()) / static_cast<double>(x.size() - 1);
  for (std::size_t i = 1; i < x.size(); ++i)
    if (std::fabs(x[i] - x[i - 1] - step) > 0.1 * step)
      refuse({spectrum.file},
             "{}: points at {} and {} cm-1 are not {:.4g} cm-1 apart; smoothing needs an evenly "
             "spaced "
             "axis",
             named(spectrum), x[i - 1], x[i], step);
}

void check_filter(const Spectrum &spectrum, int half_width, int degree)
{
  const bool valid = half_width >= 0 && half_width <= 500 && degree >= 0 && degree <= 10 &&
                     degree < 2 * half_width + 1 &&
                     static_cast<std::size_t>(2 * half_width + 1) <= spectrum.intensity.size();
  if (!valid)
    throw std::invalid_argument(fmt::format(
        "smoothing of {} points with half width {} and degree {}: expected a degree from 0 "
        "to 10, below the number of points it goes through, 2 x half width + 1, which "
        "the spectrum must have (half width at most 500)",
        spectrum.intensity.size(), half_width, degree));
}

}    // namespace

Spectrum converted(const Spectrum &spectrum, Quantity to)
{
  const Quantity from = spectrum.quantity;
  if (from == to) return spectrum;
  const Scale source = scale_of(from), target = scale_of(to);
  Spectrum out = spectrum;
  std::vector<double> fraction = spectrum.intensity;
  for (double &value : fraction) value *= source.factor;
  if (source.fraction == target.fraction) {
    for (std::size_t i = 0; i < fraction.size(); ++i)
      out.intensity[i] = source.factor == 1.0 ? spectrum.intensity[i] / target.factor : fraction[i];
  } else if ((source.fraction == Quantity::transmittance && to == Quantity::absorbance) ||
             (source.fraction == Quantity::reflectance && to == Quantity::kubelka_munk)) {
    transform(out, fraction, to);
  } else {
    throw std::invalid_argument(fmt::format("{} cannot be made from {}: absorbance is made from "
                                            "transmittance, Kubelka-Munk from reflectance",
                                            name_of(to), name_of(from)));
  }
  out.quantity = to;
  out.notes.push_back(fmt::format("converted from {} to {}", name_of(from), name_of(to)));
  return out;
}

Spectrum window(const Spectrum &spectrum, const WavenumberRange &range)
{
  if (!(range.low < range.high))
    throw std::invalid_argument(fmt::format(
        "window from {} to {} cm-1: expected the lower end first", range.low, range.high));
  const std::vector<double> &x = spectrum.wavenumber;
  const auto first = std::lower_bound(x.begin(), x.end(), range.low);
  const auto last = std::upper_bound(x.begin(), x.end(), range.high);
  if (last - first < static_cast<std::ptrdiff_t>(fewest_points))
    refuse({spectrum.file},
           "{}: {} points from {} to {} cm-1, expected {} or more; the data go from {} to {} cm-1",
           named(spectrum), last - first, range.low, range.high, fewest_points,
           x.empty() ? 0.0 : x.front(), x.empty() ? 0.0 : x.back());
  Spectrum out = spectrum;
  out.wavenumber.assign(first, last);
  const auto y = spectrum.intensity.begin();
  out.intensity.assign(y + (first - x.begin()), y + (last - x.begin()));
  out.notes.push_back(fmt::format("window {} to {} cm-1", range.low, range.high));
  if (x.front() > range.low || x.back() < range.high)
    out.notes.push_back(fmt::format("the data go from {} to {} cm-1 only", x.front(), x.back()));
  return out;
}

Spectrum smoothed(const Spectrum &spectrum, int half_width, int degree)
{
  check_filter(spectrum, half_width, degree);
  check_even(spectrum);
  const int size = 2 * half_width + 1;
  const auto n = static_cast<Eigen::Index>(spectrum.intensity.size());
  const Eigen::Map<const Eigen::VectorXd> y(spectrum.intensity.data(), n);
  Spectrum out = spectrum;
  const Eigen::VectorXd middle = weights_at(half_width, degree, 0);
  for (Eigen::Index i = half_width; i < n - half_width; ++i)
    out.intensity[i] = middle.dot(y.segment(i - half_width, size));
  for (int i = 0; i < half_width; ++i) {
    const Eigen::VectorXd weights = weights_at(half_width, degree, i - half_width);
    out.intensity[i] = weights.dot(y.head(size));
    out.intensity[n - 1 - i] = weights.reverse().dot(y.tail(size));
  }
  out.notes.push_back(fmt::format("smoothed (Savitzky-Golay, {} points, degree {})", size, degree));
  return out;
}

SpectrumSeries each(const SpectrumSeries &series,
                    const std::function<Spectrum(const Spectrum &)> &step)
{
  SpectrumSeries out;
  out.notes = series.notes;
  out.spectra.reserve(series.spectra.size());
  for (const Spectrum &spectrum : series.spectra) out.spectra.push_back(step(spectrum));
  return out;
}

}    // namespace softmode
