// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/spectra/baseline.h"

#include "spectra/baseline_checks.h"

#include <Eigen/Dense>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

using spectra::check_points;

/// Points of all regions; one that lies in several regions counts once.
std::vector<std::size_t> points_of(const std::vector<double> &x,
                                   const std::vector<WavenumberRange> &regions)
{
  if (regions.empty()) throw std::invalid_argument("baseline: no regions; expected one or more");
  std::vector<std::size_t> points;
  for (const WavenumberRange &region : regions) {
    const auto first = std::lower_bound(x.begin(), x.end(), region.low);
    const auto last = std::upper_bound(x.begin(), x.end(), region.high);
    if (!(first < last))
      throw std::invalid_argument(fmt::format(
          "baseline: no points in the region from {} to {} cm-1; the data go from {} to {}",
          region.low, region.high, x.front(), x.back()));
    for (auto at = first; at < last; ++at)
      points.push_back(static_cast<std::size_t>(at - x.begin()));
  }
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  return points;
}

struct Point {
  double x, y;
};

Point mean_point(const std::vector<double> &x, const std::vector<double> &y,
                 const std::vector<WavenumberRange> &regions)
{
  Point sum{0.0, 0.0};
  const std::vector<std::size_t> points = points_of(x, regions);
  for (const std::size_t i : points) {
    sum.x += x[i];
    sum.y += y[i];
  }
  const auto n = static_cast<double>(points.size());
  return {sum.x / n, sum.y / n};
}

double on_line(const Point &a, const Point &b, double x)
{
  return a.y + (b.y - a.y) * ((x - a.x) / (b.x - a.x));
}

std::vector<double> line_through(const std::vector<double> &x, const Point &a, const Point &b)
{
  std::vector<double> baseline;
  baseline.reserve(x.size());
  for (const double at : x) baseline.push_back(on_line(a, b, at));
  return baseline;
}

// Legendre polynomials at u in [-1, 1]: well conditioned up to the degrees allowed
Eigen::RowVectorXd legendre(double u, int degree)
{
  Eigen::RowVectorXd p(degree + 1);
  p[0] = 1.0;
  if (degree > 0) p[1] = u;
  for (int k = 2; k <= degree; ++k)
    p[k] = ((2.0 * k - 1.0) * u * p[k - 1] - (k - 1.0) * p[k - 2]) / k;
  return p;
}

// whether b lies on or above the line from a to c
bool is_above(const Point &a, const Point &b, const Point &c)
{
  return (b.y - a.y) * (c.x - a.x) >= (c.y - a.y) * (b.x - a.x);
}

}    // namespace

std::vector<double> constant_baseline(const std::vector<double> &wavenumber,
                                      const std::vector<double> &intensity,
                                      const std::vector<WavenumberRange> &regions)
{
  check_points(wavenumber, intensity);
  return std::vector<double>(wavenumber.size(), mean_point(wavenumber, intensity, regions).y);
}

std::vector<double> linear_baseline(const std::vector<double> &wavenumber,
                                    const std::vector<double> &intensity)
{
  check_points(wavenumber, intensity);
  return line_through(wavenumber, {wavenumber.front(), intensity.front()},
                      {wavenumber.back(), intensity.back()});
}

std::vector<double> linear_baseline(const std::vector<double> &wavenumber,
                                    const std::vector<double> &intensity,
                                    const WavenumberRange &left, const WavenumberRange &right)
{
  check_points(wavenumber, intensity);
  if (!(left.high < right.low))
    throw std::invalid_argument(
        fmt::format("baseline: the regions {} to {} and {} to {} cm-1 overlap or are out of order",
                    left.low, left.high, right.low, right.high));
  return line_through(wavenumber, mean_point(wavenumber, intensity, {left}),
                      mean_point(wavenumber, intensity, {right}));
}

std::vector<double> polynomial_baseline(const std::vector<double> &wavenumber,
                                        const std::vector<double> &intensity,
                                        const std::vector<WavenumberRange> &regions, int degree)
{
  check_points(wavenumber, intensity);
  const std::vector<std::size_t> points = points_of(wavenumber, regions);
  const auto n = static_cast<Eigen::Index>(points.size());
  if (degree < 0 || degree > 12 || n < degree + 1)
    throw std::invalid_argument(fmt::format(
        "baseline: a polynomial of degree {} through {} points; expected a degree from 0 "
        "to 12 and more points than that",
        degree, n));
  const double middle = 0.5 * (wavenumber.front() + wavenumber.back());
  const double half = 0.5 * (wavenumber.back() - wavenumber.front());
  Eigen::MatrixXd design(n, degree + 1);
  Eigen::VectorXd y(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    design.row(i) = legendre((wavenumber[points[i]] - middle) / half, degree);
    y[i] = intensity[points[i]];
  }
  const Eigen::VectorXd coefficients = design.colPivHouseholderQr().solve(y);
  std::vector<double> baseline;
  baseline.reserve(wavenumber.size());
  for (const double x : wavenumber)
    baseline.push_back(legendre((x - middle) / half, degree).dot(coefficients));
  return baseline;
}

std::vector<double> rubber_band_baseline(const std::vector<double> &wavenumber,
                                         const std::vector<double> &intensity)
{
  check_points(wavenumber, intensity);
  std::vector<Point> hull;
  for (std::size_t i = 0; i < wavenumber.size(); ++i) {
    const Point next{wavenumber[i], intensity[i]};
    while (hull.size() >= 2 && is_above(hull[hull.size() - 2], hull.back(), next)) hull.pop_back();
    hull.push_back(next);
  }
  std::vector<double> baseline;
  baseline.reserve(wavenumber.size());
  std::size_t piece = 0;
  for (const double x : wavenumber) {
    while (piece + 2 < hull.size() && x > hull[piece + 1].x) ++piece;
    baseline.push_back(x == hull[piece + 1].x ? hull[piece + 1].y
                                              : on_line(hull[piece], hull[piece + 1], x));
  }
  return baseline;
}

Spectrum without_baseline(const Spectrum &spectrum, const std::vector<double> &baseline,
                          const std::string &what)
{
  if (baseline.size() != spectrum.intensity.size())
    throw std::invalid_argument(fmt::format("baseline of {} points for a spectrum of {}",
                                            baseline.size(), spectrum.intensity.size()));
  Spectrum out = spectrum;
  for (std::size_t i = 0; i < baseline.size(); ++i) out.intensity[i] -= baseline[i];
  out.notes.push_back("baseline subtracted: " + what);
  return out;
}

}    // namespace softmode
