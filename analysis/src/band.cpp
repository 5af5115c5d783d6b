// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/band.h"

#include "softmode/analysis/error.h"

#include <ceres/ceres.h>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

struct Points {
  std::size_t first, last;    // [first, last)
  std::size_t size() const { return last - first; }
};

Points points_in(const std::vector<double> &wavenumber, const WavenumberRange &range)
{
  const auto low = std::lower_bound(wavenumber.begin(), wavenumber.end(), range.low);
  const auto high = std::upper_bound(wavenumber.begin(), wavenumber.end(), range.high);
  if (wavenumber.empty() || high <= low) throw AnalysisError("band: no points in the range");
  return {static_cast<std::size_t>(low - wavenumber.begin()),
          static_cast<std::size_t>(high - wavenumber.begin())};
}

/// p = position, fwhm, height, baseline; everything scaled to the order of 1 by the caller.
struct GaussianResidual {
  double x, y;
  template <class T> bool operator()(const T *p, T *residual) const
  {
    const T u = (T(x) - p[0]) / p[1];
    residual[0] = p[2] * exp(-4.0 * std::log(2.0) * u * u) + p[3] - T(y);
    return true;
  }
};

double half_width(const std::vector<double> &nu, const std::vector<double> &s, std::size_t peak,
                  int step)
{
  const double half = 0.5 * s[peak];
  std::size_t i = peak;
  while (i > 0 && i + 1 < s.size() && s[i] > half) i += step;
  const std::size_t inner = i - step;
  if (s[inner] <= half || s[i] > half) return std::fabs(nu[i] - nu[peak]);
  const double t = (s[inner] - half) / (s[inner] - s[i]);
  return std::fabs(nu[inner] + t * (nu[i] - nu[inner]) - nu[peak]);
}

}    // namespace

BandFit fit_band(const std::vector<double> &wavenumber, const std::vector<double> &intensity,
                 const WavenumberRange &range)
{
  const Points points = points_in(wavenumber, range);
  if (points.size() < 5) throw AnalysisError("band fit: fewer than 5 points in the range");
  const auto begin = intensity.begin() + static_cast<std::ptrdiff_t>(points.first);
  const auto end = intensity.begin() + static_cast<std::ptrdiff_t>(points.last);
  if (!std::all_of(begin, end, [](double v) { return std::isfinite(v); }))
    throw AnalysisError("band fit: intensities are not finite");
  const auto [lowest, highest] = std::minmax_element(begin, end);
  const double scale = *highest - *lowest;
  if (!(scale > 0.0)) throw AnalysisError("band fit: the spectrum is flat");

  const double centre = wavenumber[points.first + static_cast<std::size_t>(highest - begin)];
  double p[4] = {0.0, 0.25 * (range.high - range.low), 1.0, 0.0};
  ceres::Problem problem;
  for (std::size_t i = points.first; i < points.last; ++i)
    problem.AddResidualBlock(
        new ceres::AutoDiffCostFunction<GaussianResidual, 1, 4>(
            new GaussianResidual{wavenumber[i] - centre, (intensity[i] - *lowest) / scale}),
        nullptr, p);
  ceres::Solver::Options options;
  options.linear_solver_type = ceres::DENSE_QR;
  options.logging_type = ceres::SILENT;
  options.max_num_iterations = 200;
  options.function_tolerance = 1e-14;
  options.parameter_tolerance = 1e-12;
  options.gradient_tolerance = 1e-14;
  ceres::Solver::Summary summary;
  ceres::Solve(options, &problem, &summary);

  const BandFit fit{centre + p[0], std::fabs(p[1]), p[2] * scale, p[3] * scale + *lowest};
  const bool inside = fit.position > range.low && fit.position < range.high;
  if (!summary.IsSolutionUsable() || !inside || !(fit.height > 0.0) ||
      fit.fwhm > 4.0 * (range.high - range.low))
    throw AnalysisError("band fit: no band inside the range");
  return fit;
}

double centroid(const std::vector<double> &wavenumber, const std::vector<double> &intensity,
                const WavenumberRange &range)
{
  const Points points = points_in(wavenumber, range);
  const double x0 = wavenumber[points.first], x1 = wavenumber[points.last - 1];
  const double y0 = intensity[points.first], y1 = intensity[points.last - 1];
  double sum = 0.0, moment = 0.0;
  for (std::size_t i = points.first; i < points.last; ++i) {
    const double t = x1 > x0 ? (wavenumber[i] - x0) / (x1 - x0) : 0.0;
    const double above = intensity[i] - (y0 + t * (y1 - y0));
    sum += above;
    moment += above * wavenumber[i];
  }
  if (!(sum > 0.0))
    throw AnalysisError("centroid: nothing above the line between the ends of the range");
  return moment / sum;
}

double integral(const std::vector<double> &wavenumber, const std::vector<double> &intensity,
                const WavenumberRange &range)
{
  const Points points = points_in(wavenumber, range);
  double sum = 0.0;
  for (std::size_t i = points.first + 1; i < points.last; ++i)
    sum += 0.5 * (intensity[i] + intensity[i - 1]) * (wavenumber[i] - wavenumber[i - 1]);
  return sum;
}

std::vector<BandCandidate> find_bands(const std::vector<double> &wavenumber,
                                      const std::vector<double> &intensity,
                                      const WavenumberRange &range, double threshold,
                                      double separation)
{
  const Points points = points_in(wavenumber, range);
  const double highest =
      *std::max_element(intensity.begin() + static_cast<std::ptrdiff_t>(points.first),
                        intensity.begin() + static_cast<std::ptrdiff_t>(points.last));
  std::vector<BandCandidate> bands;
  for (std::size_t i = std::max<std::size_t>(points.first, 1);
       i < points.last && i + 1 < intensity.size(); ++i) {
    if (intensity[i] < threshold * highest) continue;
    const auto low =
        std::lower_bound(wavenumber.begin(), wavenumber.end(), wavenumber[i] - separation);
    const auto high =
        std::upper_bound(wavenumber.begin(), wavenumber.end(), wavenumber[i] + separation);
    const auto from = intensity.begin() + (low - wavenumber.begin()),
               to = intensity.begin() + (high - wavenumber.begin());
    if (std::max_element(from, to) != intensity.begin() + static_cast<std::ptrdiff_t>(i)) continue;
    const double left = intensity[i - 1], middle = intensity[i], right = intensity[i + 1];
    const double curvature = left - 2.0 * middle + right;
    const double offset = curvature < 0.0 ? 0.5 * (left - right) / curvature : 0.0;
    bands.push_back(
        {wavenumber[i] + offset * (wavenumber[i + 1] - wavenumber[i]),
         half_width(wavenumber, intensity, i, 1) + half_width(wavenumber, intensity, i, -1)});
  }
  return bands;
}

}    // namespace softmode
