// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/single_band.h"

#include "softmode/analysis/error.h"
#include "softmode/analysis/separable.h"

#include <fmt/format.h>

#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <limits>

namespace softmode {

namespace {

using Eigen::Index;

std::string in_range(const WavenumberRange &range)
{
  return fmt::format(" between {:.10g} and {:.10g} cm-1", range.low, range.high);
}

SeparableProblem single_line(const FitSpectrum &part, const RoughBand &rough,
                             const SingleBandOptions &options)
{
  SeparableProblem problem;
  problem.groups = group_spectra({part}, false);
  const LineShape shape = options.shape;
  const int widths = width_count(shape);
  const double span = part.wavenumber.back() - part.wavenumber.front();
  const double spacing = span / static_cast<double>(part.wavenumber.size() - 1);
  const auto [low, high] = width_bounds(shape, 0.5 * spacing, 4.0 * span);
  const LineWidths start = start_widths(shape, std::max(rough.fwhm, spacing));
  problem.start.resize(1 + widths);
  problem.lower.resize(1 + widths);
  problem.upper.resize(1 + widths);
  problem.start[0] = rough.centroid;
  problem.lower[0] = part.wavenumber.front();
  problem.upper[0] = part.wavenumber.back();
  for (int k = 0; k < widths; ++k) {
    problem.start[1 + k] = start[static_cast<std::size_t>(k)];
    problem.lower[1 + k] = low[static_cast<std::size_t>(k)];
    problem.upper[1 + k] = high[static_cast<std::size_t>(k)];
  }
  const Eigen::MatrixXd baseline = baseline_columns(problem.groups[0].wavenumber, options.baseline);
  problem.basis = [shape, widths, baseline](const SpectrumGroup &group, const Eigen::VectorXd &p,
                                            bool derive, BasisAt &at) {
    const LineValues v =
        line(shape, group.wavenumber, p[0], {p[1], widths == 2 ? p[2] : 0.0}, derive);
    at.basis.resize(v.value.size(), 1 + baseline.cols());
    at.basis << v.value, baseline;
    for (Index k = 0; derive && k < 1 + widths; ++k)
      at.derivatives.push_back({k, 0, v.derivative.col(k)});
    return true;
  };
  return problem;
}

/// Position, fwhm, area and their covariance.
void add_estimates(SingleBand &band, const SeparableFit &fit, LineShape shape, double scale)
{
  const int widths = width_count(shape);
  const LineFwhm f = fwhm_of(shape, band.widths);
  const Index m = 1 + widths, area = fit.index(0, 0, 0);
  Eigen::MatrixXd cov = fit.covariance * scale;
  for (Index k = 0; k < m; ++k)
    if (fit.nonlinear.at_bound[static_cast<std::size_t>(k)]) {
      cov.row(k).setZero();
      cov.col(k).setZero();
    }
  Eigen::MatrixXd gradient = Eigen::MatrixXd::Zero(3, cov.rows());
  gradient(0, 0) = gradient(2, area) = 1.0;
  for (int k = 0; k < widths; ++k) gradient(1, 1 + k) = f.gradient[static_cast<std::size_t>(k)];
  band.covariance = gradient * cov * gradient.transpose();
  band.position = {fit.nonlinear.parameters[0], std::sqrt(band.covariance(0, 0))};
  band.fwhm = {f.value, std::sqrt(band.covariance(1, 1))};
  band.area = {fit.coefficients[0](0, 0), std::sqrt(band.covariance(2, 2))};
  for (Index j = 1; j < fit.coefficients[0].rows(); ++j)
    band.baseline.push_back({fit.coefficients[0](j, 0), std::sqrt(cov(area + j, area + j))});
}

void check(const SingleBand &band, const WavenumberRange &range)
{
  if (!(band.area.value > 4.0 * band.area.error))
    throw AnalysisError(fmt::format("no band: its area is {:.3g} +- {:.1g}{}", band.area.value,
                                    band.area.error, in_range(range)));
  if (band.position.value - 0.5 * band.fwhm.value < range.low ||
      band.position.value + 0.5 * band.fwhm.value > range.high)
    throw AnalysisError(
        fmt::format("no whole band: one at {:.1f} with a width of {:.1f} is cut by the range{}",
                    band.position.value, band.fwhm.value, in_range(range)));
}

/// Levelled intensities, a = y minus the line through the means of the outer tenths, and the transpose of that
/// operation, which takes weights of a to weights of y.
struct Level {
  Eigen::ArrayXd x, a, t;
  Index edge;

  explicit Level(const FitSpectrum &s)
  {
    const auto n = static_cast<Index>(s.wavenumber.size());
    x = Eigen::Map<const Eigen::ArrayXd>(s.wavenumber.data(), n);
    const Eigen::ArrayXd y = Eigen::Map<const Eigen::ArrayXd>(s.intensity.data(), n);
    edge = std::max<Index>(1, n / 10);
    const double x0 = x.head(edge).mean(), x1 = x.tail(edge).mean();
    t = (x - x0) / (x1 - x0);
    a = y - y.head(edge).mean() * (1.0 - t) - y.tail(edge).mean() * t;
  }

  Eigen::ArrayXd to_intensity(const Eigen::ArrayXd &v) const
  {
    Eigen::ArrayXd w = v;
    w.head(edge) -= (v * (1.0 - t)).sum() / static_cast<double>(edge);
    w.tail(edge) -= (v * t).sum() / static_cast<double>(edge);
    return w;
  }
};

/// Widths of the trapezoids that points stand for.
Eigen::ArrayXd trapezoids(const Eigen::ArrayXd &x)
{
  const Index n = x.size();
  Eigen::ArrayXd w(n);
  w.segment(1, n - 2) = 0.5 * (x.tail(n - 2) - x.head(n - 2));
  w[0] = 0.5 * (x[1] - x[0]);
  w[n - 1] = 0.5 * (x[n - 1] - x[n - 2]);
  return w;
}

}    // namespace

Estimate centroid_with_error(const FitSpectrum &spectrum, const WavenumberRange &range,
                             double noise)
{
  const Level level(within(spectrum, range));
  const Eigen::ArrayXd w = trapezoids(level.x);
  const double sum = (w * level.a).sum();
  if (!(sum > 0.0))
    throw AnalysisError("centroid: nothing above the line between the ends" + in_range(range));
  const double centre = (w * level.a * level.x).sum() / sum;
  const Eigen::ArrayXd gradient = level.to_intensity(w * (level.x - centre) / sum);
  return {centre, noise * std::sqrt(gradient.square().sum())};
}

Estimate maximum_by_parabola(const FitSpectrum &spectrum, const WavenumberRange &range,
                             double noise)
{
  const FitSpectrum part = within(spectrum, range, 4);
  const auto n = static_cast<Index>(part.wavenumber.size());
  const double middle = 0.5 * (range.low + range.high), unit = 0.5 * (range.high - range.low);
  const Eigen::ArrayXd u =
      (Eigen::Map<const Eigen::ArrayXd>(part.wavenumber.data(), n) - middle) / unit;
  // weights that vanish at the ends, so that the result does not jump where a point enters the range
  const Eigen::VectorXd weight = (1.0 - u.square()).square() + 1e-12;
  Eigen::MatrixXd design(n, 3);
  design << Eigen::VectorXd::Ones(n), u, u.square();
  const Eigen::Matrix3d normal = design.transpose() * weight.asDiagonal() * design;
  const Eigen::MatrixXd operation = normal.inverse() * design.transpose() *
                                    weight.asDiagonal();    // 3 x n, takes data to coefficients
  const Eigen::Vector3d p = operation * Eigen::Map<const Eigen::VectorXd>(part.intensity.data(), n);
  const double vertex = -0.5 * p[1] / p[2];
  if (!(p[2] < 0.0) || vertex < u[0] || vertex > u[n - 1])
    throw AnalysisError("maximum: the points form no maximum" + in_range(range));
  const Eigen::RowVector3d gradient(0.0, -0.5 / p[2], 0.5 * p[1] / (p[2] * p[2]));
  return {middle + unit * vertex, unit * noise * (gradient * operation).norm()};
}

SingleBand fit_single_band(const FitSpectrum &spectrum, const WavenumberRange &range,
                           const SingleBandOptions &options)
{
  const FitSpectrum part =
      within(spectrum, range, 4 + width_count(options.shape) + options.baseline);
  const RoughBand rough = rough_band(part);
  const SeparableProblem problem = single_line(part, rough, options);
  const SeparableFit fit = fit_separable(problem);
  if (!fit.nonlinear.usable())
    throw AnalysisError("band fit: " + fit.nonlinear.message + in_range(range));
  SingleBand band;
  band.shape = options.shape;
  const int widths = width_count(options.shape);
  const double scale = part.noise > 0.0 ? 1.0 : fit.nonlinear.reduced_chi_squared();
  band.widths = {0.0, 0.0};
  band.width_errors = {0.0, 0.0};
  for (int k = 0; k < widths; ++k) {
    band.widths[static_cast<std::size_t>(k)] = fit.nonlinear.parameters[1 + k];
    band.width_errors[static_cast<std::size_t>(k)] =
        std::sqrt(fit.nonlinear.covariance(1 + k, 1 + k) * scale);
  }
  band.at_bound = fit.nonlinear.at_bound;
  add_estimates(band, fit, options.shape, scale);
  check(band, range);
  band.residuals = fit.residuals[0].col(0) / problem.groups[0].weight[0];
  band.residual =
      std::sqrt(band.residuals.squaredNorm() /
                static_cast<double>(std::max<Index>(1, fit.nonlinear.degrees_of_freedom)));
  const double noise = part.noise > 0.0 ? part.noise : rough.noise;
  const auto around = [&band](double multiple) {
    const double reach = multiple * band.fwhm.value;
    return WavenumberRange{band.position.value - reach, band.position.value + reach};
  };
  band.centroid = centroid_with_error(part, around(1.5), noise);
  const WavenumberRange top = around(0.4);
  const auto near_top = std::count_if(part.wavenumber.begin(), part.wavenumber.end(),
                                      [&](double x) { return x >= top.low && x <= top.high; });
  const double unknown = std::numeric_limits<double>::quiet_NaN();
  band.maximum = near_top < 4 ? Estimate{unknown, unknown} : maximum_by_parabola(part, top, noise);
  return band;
}

}    // namespace softmode
