// SPDX-License-Identifier: BSD-3-Clause
#include "shared_lines.h"

#include "softmode/analysis/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace softmode {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

SharedLines::SharedLines(const LineOptions &options, const std::vector<SpectrumGroup> &groups) :
    lines(options), low(INFINITY), high(-INFINITY), spacing(INFINITY)
{
  if (lines.centres.empty() || lines.centres.size() > 4)
    throw AnalysisError("global fit: there must be 1 to 4 components");
  if (lines.widths.size() != lines.centres.size())
    throw std::invalid_argument("global fit: centres and widths differ in number");
  for (const SpectrumGroup &g : groups) {
    if (std::find(temperature.begin(), temperature.end(), g.temperature_K) == temperature.end())
      temperature.push_back(g.temperature_K);
    const Index n = g.wavenumber.size();
    low = std::min(low, g.wavenumber[0]);
    high = std::max(high, g.wavenumber[n - 1]);
    spacing =
        std::min(spacing, (g.wavenumber[n - 1] - g.wavenumber[0]) / static_cast<double>(n - 1));
  }
  const Index free_centres = lines.fix_centres ? 0 : components();
  const Index per_line = width_count(lines.shape);
  count = free_centres;
  if (lines.sharing == WidthSharing::common) count += per_line;
  if (lines.sharing == WidthSharing::per_component) count += per_line * components();
  if (lines.sharing == WidthSharing::per_temperature)
    count += per_line * components() * static_cast<Index>(temperature.size());
}

std::size_t SharedLines::temperature_index(double T) const
{
  return static_cast<std::size_t>(std::find(temperature.begin(), temperature.end(), T) -
                                  temperature.begin());
}

Index SharedLines::width_parameter(Index component, std::size_t t) const
{
  const Index first = lines.fix_centres ? 0 : components(), per_line = width_count(lines.shape);
  switch (lines.sharing) {
    case WidthSharing::common:
      return first;
    case WidthSharing::per_component:
      return first + per_line * component;
    case WidthSharing::per_temperature:
      return first + per_line * (static_cast<Index>(t) * components() + component);
    case WidthSharing::fixed:
      return -1;
  }
  throw std::logic_error("unknown sharing of widths");
}

void SharedLines::start(VectorXd &p, VectorXd &lower, VectorXd &upper) const
{
  for (Index c = 0; !lines.fix_centres && c < components(); ++c) {
    p[c] = lines.centres[static_cast<std::size_t>(c)];
    lower[c] = low;
    upper[c] = high;
  }
  const auto [least, most] = width_bounds(lines.shape, 0.5 * spacing, 2.0 * (high - low));
  for (Index c = 0; c < components(); ++c)
    for (std::size_t t = 0; t < temperature.size(); ++t) {
      const Index first = width_parameter(c, t);
      for (int k = 0; first >= 0 && k < width_count(lines.shape); ++k) {
        const auto i = static_cast<std::size_t>(k);
        p[first + k] = lines.widths[static_cast<std::size_t>(c)][i];
        lower[first + k] = least[i];
        upper[first + k] = most[i];
      }
    }
}

LineWidths SharedLines::widths_at(Index component, std::size_t t, const VectorXd &p) const
{
  LineWidths widths = lines.widths[static_cast<std::size_t>(component)];
  const Index first = width_parameter(component, t);
  for (int k = 0; first >= 0 && k < width_count(lines.shape); ++k)
    widths[static_cast<std::size_t>(k)] = p[first + k];
  return widths;
}

SharedLines::Component SharedLines::at(Index component, const SpectrumGroup &group,
                                       const VectorXd &p, bool derive) const
{
  const std::size_t t = temperature_index(group.temperature_K);
  const Index centre = centre_parameter(component), first = width_parameter(component, t);
  const double position =
      centre < 0 ? lines.centres[static_cast<std::size_t>(component)] : p[centre];
  const bool two = width_count(lines.shape) == 2;
  return {line(lines.shape, group.wavenumber, position, widths_at(component, t, p), derive),
          {centre, first, first >= 0 && two ? first + 1 : -1}};
}

LineEstimate SharedLines::estimate(Index component, const VectorXd &p,
                                   const MatrixXd &covariance) const
{
  LineEstimate e;
  e.centre = estimate_of(centre_parameter(component),
                         lines.centres[static_cast<std::size_t>(component)], p, covariance);
  const bool each = lines.sharing == WidthSharing::per_temperature;
  for (std::size_t t = 0; t < (each ? temperature.size() : 1); ++t) {
    const LineWidths widths = widths_at(component, t, p);
    const LineFwhm f = fwhm_of(lines.shape, widths);
    const Index first = width_parameter(component, t), n = width_count(lines.shape);
    double variance = 0.0;
    for (Index i = 0; first >= 0 && i < n; ++i)
      for (Index j = 0; j < n; ++j) {
        const double term =
            f.gradient[static_cast<std::size_t>(i)] * f.gradient[static_cast<std::size_t>(j)];
        if (term != 0.0) variance += term * covariance(first + i, first + j);
      }
    e.fwhm.push_back({f.value, std::sqrt(variance)});
    e.widths.push_back(widths);
  }
  return e;
}

Estimate estimate_of(Index i, double fixed, const VectorXd &p, const MatrixXd &covariance)
{
  if (i < 0) return {fixed, 0.0};
  return {p[i], std::sqrt(covariance(i, i))};
}

namespace {

/// Whether two components have the same widths within 3 standard errors, at every temperature.
bool same_widths(const LineEstimate &a, const LineEstimate &b)
{
  for (std::size_t t = 0; t < a.fwhm.size(); ++t)
    if (std::fabs(a.fwhm[t].value - b.fwhm[t].value) >
        3.0 * std::hypot(a.fwhm[t].error, b.fwhm[t].error))
      return false;
  return true;
}

}    // namespace

std::string confused(const std::vector<LineEstimate> &components, bool fixed_centres,
                     const VectorXd &p, const MatrixXd &covariance)
{
  if (fixed_centres) return "";
  const auto n = static_cast<Index>(components.size());
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < i; ++j) {
      const double variance = covariance(i, i) + covariance(j, j) - 2.0 * covariance(i, j);
      const bool same_centre = !(std::fabs(p[i] - p[j]) > 3.0 * std::sqrt(variance));
      if (same_centre && same_widths(components[static_cast<std::size_t>(i)],
                                     components[static_cast<std::size_t>(j)]))
        return "components " + std::to_string(j + 1) + " and " + std::to_string(i + 1) +
               " cannot be told apart: their centres and widths agree within 3 standard errors";
    }
  return "";
}

LineOptions with_start(const LineOptions &options, const std::vector<FitSpectrum> &spectra,
                       int components, double spread)
{
  LineOptions lines = options;
  if (!lines.centres.empty() && lines.centres.size() != static_cast<std::size_t>(components))
    throw AnalysisError("global fit: " + std::to_string(lines.centres.size()) + " centres for " +
                        std::to_string(components) + " components");
  if (!lines.widths.empty() && lines.widths.size() != static_cast<std::size_t>(components))
    throw AnalysisError("global fit: " + std::to_string(lines.widths.size()) + " widths for " +
                        std::to_string(components) + " components");
  if (lines.centres.empty() && lines.fix_centres)
    throw AnalysisError("global fit: fixed centres must be given");
  if (lines.widths.empty() && lines.sharing == WidthSharing::fixed)
    throw AnalysisError("global fit: fixed widths must be given");
  if (!lines.centres.empty() && !lines.widths.empty()) return lines;
  const RoughBand rough = rough_band(mean_spectrum(spectra));
  if (lines.centres.empty())
    for (int c = 0; c < components; ++c)
      lines.centres.push_back(rough.centroid + spread * rough.fwhm * (c - 0.5 * (components - 1)));
  if (!lines.widths.empty()) return lines;
  double width = components > 1 ? 0.75 * rough.fwhm : rough.fwhm;
  for (std::size_t i = 0; i < lines.centres.size(); ++i)    // not wider than lines are apart
    for (std::size_t j = 0; j < i; ++j)
      width = std::min(width,
                       std::max(0.3 * rough.fwhm, std::fabs(lines.centres[i] - lines.centres[j])));
  lines.widths.assign(static_cast<std::size_t>(components), start_widths(lines.shape, width));
  return lines;
}

FitQuality quality_of(const SeparableProblem &problem, const SeparableFit &fit)
{
  FitQuality q;
  q.status = fit.nonlinear.status;
  q.message = fit.nonlinear.message;
  q.chi_squared = fit.nonlinear.chi_squared;
  q.data = fit.data;
  q.parameters = fit.parameters;
  for (std::size_t i = 0; i < fit.nonlinear.at_bound.size(); ++i)
    if (fit.nonlinear.at_bound[i])
      q.warnings.push_back("nonlinear parameter " + std::to_string(i) +
                           " is at its bound and has no error; those of others take it as known");
  std::size_t spectra = 0;
  for (const SpectrumGroup &g : problem.groups) spectra += g.spectra.size();
  q.residuals.resize(spectra);
  for (std::size_t g = 0; g < fit.residuals.size(); ++g)
    for (std::size_t s = 0; s < problem.groups[g].spectra.size(); ++s)
      q.residuals[problem.groups[g].spectra[s]] = fit.residuals[g].col(static_cast<Index>(s));
  return q;
}

MatrixXd scaled_covariance(const SeparableFit &fit, const FitQuality &quality)
{
  return fit.covariance * (quality.noise_known ? 1.0 : quality.reduced_chi_squared());
}

double FitQuality::reduced_chi_squared() const
{
  return data > parameters ? chi_squared / static_cast<double>(data - parameters)
                           : std::numeric_limits<double>::quiet_NaN();
}

}    // namespace softmode
