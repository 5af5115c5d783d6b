// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/fit_curves.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace softmode {

namespace {

using Eigen::Index;
using Eigen::VectorXd;

/// Index of the widths that hold at a temperature.
std::size_t width_index(const GlobalFit &fit, double temperature_K)
{
  if (fit.temperature_K.empty()) return 0;
  const auto found = std::find(fit.temperature_K.begin(), fit.temperature_K.end(), temperature_K);
  if (found == fit.temperature_K.end())
    throw std::invalid_argument(
        fmt::format("curves: the fit has no widths at {:.10g} K", temperature_K));
  return static_cast<std::size_t>(found - fit.temperature_K.begin());
}

VectorXd baseline_of(const VectorXd &coefficients, const WavenumberRange &range, const VectorXd &nu)
{
  return baseline_columns(nu, static_cast<int>(coefficients.size()) - 1, range) * coefficients;
}

}    // namespace

FitCurves curves_of(const GlobalFit &fit, const std::vector<FitSpectrum> &spectra, std::size_t i,
                    const VectorXd &nu)
{
  if (i >= spectra.size() || fit.area.cols() != static_cast<Index>(spectra.size()))
    throw std::invalid_argument("curves: the fit is not one of these spectra");
  const FitSpectrum &s = spectra[i];
  const auto column = static_cast<Index>(i);
  const std::size_t t = width_index(fit, s.temperature_K);
  FitCurves curves;
  curves.baseline =
      baseline_of(fit.baseline.col(column), {s.wavenumber.front(), s.wavenumber.back()}, nu);
  curves.lines.resize(nu.size(), fit.area.rows());
  for (Index c = 0; c < fit.area.rows(); ++c) {
    const LineEstimate &l = fit.components[static_cast<std::size_t>(c)];
    curves.lines.col(c) =
        fit.area(c, column) * line(fit.shape, nu, l.centre.value, l.widths[t], false).value;
  }
  return curves;
}

FitCurves curves_of(const SingleBand &band, const WavenumberRange &range, const VectorXd &nu)
{
  VectorXd coefficients(static_cast<Index>(band.baseline.size()));
  for (Index k = 0; k < coefficients.size(); ++k)
    coefficients[k] = band.baseline[static_cast<std::size_t>(k)].value;
  return {baseline_of(coefficients, range, nu),
          band.area.value * line(band.shape, nu, band.position.value, band.widths, false).value};
}

}    // namespace softmode
