// SPDX-License-Identifier: BSD-3-Clause
// From the areas of two components to K and van't Hoff parameters.
#include "softmode/analysis/global_fit.h"

#include "softmode/analysis/error.h"

#include <fmt/format.h>

#include <cmath>

namespace softmode {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;

void check(const GlobalFit &fit, int tight, int loose, const Estimate &ratio)
{
  if (!fit.quality.usable())
    throw AnalysisError("no K: the fit of the components is not usable: " + fit.quality.message);
  const Index n = fit.area.rows();
  if (tight < 0 || loose < 0 || tight >= n || loose >= n || tight == loose ||
      !(ratio.value > 0.0) || !(ratio.error >= 0.0))
    throw AnalysisError("K of areas: needs two components and a positive ratio");
}

/// Covariance of ln K from that of the areas, with relative errors taken at the given areas of both components.
MatrixXd covariance_at(const GlobalFit &fit, int tight, int loose, const Estimate &ratio,
                       const Eigen::VectorXd &tight_area, const Eigen::VectorXd &loose_area)
{
  const Index n = fit.area.rows(), s = fit.area.cols();
  MatrixXd gradient = MatrixXd::Zero(s, n * s);
  for (Index i = 0; i < s; ++i) {
    gradient(i, i * n + tight) = -1.0 / tight_area[i];
    gradient(i, i * n + loose) = 1.0 / loose_area[i];
  }
  MatrixXd covariance = gradient * fit.area_covariance * gradient.transpose();
  covariance.array() += std::pow(ratio.error / ratio.value, 2);
  return covariance;
}

}    // namespace

LogKData log_K_of_areas(const GlobalFit &fit, const std::vector<FitSpectrum> &spectra, int tight,
                        int loose, const Estimate &ratio)
{
  check(fit, tight, loose, ratio);
  const Index s = fit.area.cols();
  LogKData data;
  data.log_K.resize(s);
  for (Index i = 0; i < s; ++i) {
    const FitSpectrum &spectrum = spectra[static_cast<std::size_t>(i)];
    const double t = fit.area(tight, i), l = fit.area(loose, i);
    if (!(t > 0.0) || !(l > 0.0))
      throw AnalysisError(
          fmt::format("no K at {:.10g} K, cycle {}: the area of a component is not positive",
                      spectrum.temperature_K, spectrum.cycle));
    data.temperature_K.push_back(spectrum.temperature_K);
    data.log_K[i] = std::log(l / t / ratio.value);
  }
  data.covariance =
      covariance_at(fit, tight, loose, ratio, fit.area.row(tight), fit.area.row(loose));
  return data;
}

VantHoffResult fit_vant_hoff_of_areas(const GlobalFit &fit, const std::vector<FitSpectrum> &spectra,
                                      int tight, int loose, const Estimate &ratio,
                                      const VantHoffOptions &options)
{
  LogKData data = log_K_of_areas(fit, spectra, tight, loose, ratio);
  data.temperature_error_K = options.temperature_error_K;
  const Eigen::VectorXd measured = data.log_K;
  VantHoffResult result = fit_vant_hoff(data, options);
  Eigen::VectorXd t = fit.area.row(tight), l = fit.area.row(loose);
  const Eigen::VectorXd total = t + l / ratio.value;
  for (int iteration = 0; iteration < 6; ++iteration) {
    for (Index i = 0; i < total.size(); ++i) {
      const double p =
          result.thermodynamics.loose_fraction(data.temperature_K[static_cast<std::size_t>(i)])
              .value;
      t[i] = (1.0 - p) * total[i];
      l[i] = ratio.value * p * total[i];
      data.log_K[i] = measured[i] + 0.5 * (std::pow(fit.area_error(loose, i) / l[i], 2) -
                                           std::pow(fit.area_error(tight, i) / t[i], 2));
    }
    data.covariance = covariance_at(fit, tight, loose, ratio, t, l);
    result = fit_vant_hoff(data, options);
  }
  return result;
}

}    // namespace softmode
