// SPDX-License-Identifier: BSD-3-Clause
// Baselines that find their own anchor points by iteration.
#include "softmode/analysis/spectra/baseline.h"

#include "spectra/baseline_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace softmode {

namespace spectra {

void check_points(const std::vector<double> &wavenumber, const std::vector<double> &intensity)
{
  if (wavenumber.size() != intensity.size() || wavenumber.size() < fewest_points)
    throw std::invalid_argument(
        fmt::format("baseline: {} wavenumbers and {} intensities; expected as many, {} or more",
                    wavenumber.size(), intensity.size(), fewest_points));
  for (std::size_t i = 0; i < wavenumber.size(); ++i) {
    if (!std::isfinite(wavenumber[i]) || !std::isfinite(intensity[i]))
      throw std::invalid_argument(fmt::format("baseline: point {} is not finite", i + 1));
    if (i > 0 && !(wavenumber[i] > wavenumber[i - 1]))
      throw std::invalid_argument(
          fmt::format("baseline: wavenumber {} follows {}; expected an ascending axis",
                      wavenumber[i], wavenumber[i - 1]));
  }
}

}    // namespace spectra

namespace {

using spectra::check_points;

/// Minimises |sqrt(W) (y - z)|^2 + smoothness |D z|^2, D the second differences, by Givens rotations of
/// the rows as they come into an upper triangle of three diagonals. The normal equations would lose
/// half of the digits, and all of them at a smoothness of 1e11.
class Smoother {
 public:
  Smoother(std::size_t n_, double smoothness) :
      n(n_), stiffness(std::sqrt(smoothness)), r(n), right(n)
  {
  }

  void solve(const std::vector<double> &y, const std::vector<double> &weight,
             std::vector<double> &z)
  {
    std::fill(r.begin(), r.end(), Row{0.0, 0.0, 0.0});
    std::fill(right.begin(), right.end(), 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      const double w = std::sqrt(weight[i]);
      insert(i, {w, 0.0, 0.0}, w * y[i]);
      if (i + 2 < n) insert(i, {stiffness, -2.0 * stiffness, stiffness}, 0.0);
    }
    for (std::size_t i = n; i-- > 0;) {
      z[i] = right[i];
      if (i + 1 < n) z[i] -= r[i][1] * z[i + 1];
      if (i + 2 < n) z[i] -= r[i][2] * z[i + 2];
      z[i] /= r[i][0];
    }
  }

 private:
  using Row = std::array<double, 3>;    // from the diagonal on
  std::size_t n;
  double stiffness;
  std::vector<Row> r;
  std::vector<double> right;

  // a row whose first element is in column i, with its right-hand side
  void insert(std::size_t i, Row row, double b)
  {
    for (; i < n && (row[0] != 0.0 || row[1] != 0.0 || row[2] != 0.0); ++i) {
      const double length = std::hypot(r[i][0], row[0]);
      const double c = length > 0.0 ? r[i][0] / length : 1.0;
      const double s = length > 0.0 ? row[0] / length : 0.0;
      r[i][0] = length;
      row[0] = rotate(c, s, r[i][1], row[1]);
      row[1] = rotate(c, s, r[i][2], row[2]);
      row[2] = 0.0;
      b = rotate(c, s, right[i], b);
    }
  }

  // (a, b) to (c a + s b, c b - s a); the second is returned
  static double rotate(double c, double s, double &a, double b)
  {
    const double before = a;
    a = c * before + s * b;
    return c * b - s * before;
  }
};

// a residual this small may change its sign by rounding
double agreement(const std::vector<double> &intensity)
{
  const auto [low, high] = std::minmax_element(intensity.begin(), intensity.end());
  return 1e-9 * (*high - *low) + 1e-12 * std::max(std::fabs(*low), std::fabs(*high));
}

double compressed_value(double y)
{
  return std::log(std::log(std::sqrt(y + 1.0) + 1.0) + 1.0);
}

double expanded_value(double v)
{
  const double root = std::exp(std::exp(v) - 1.0) - 1.0;
  return root * root - 1.0;
}

void check_compressible(const std::vector<double> &intensity)
{
  for (std::size_t i = 0; i < intensity.size(); ++i)
    if (intensity[i] < 0.0)
      throw std::invalid_argument(fmt::format(
          "baseline: intensity {} of point {} is negative; the compressed form of SNIP needs "
          "counts or the like",
          intensity[i], i + 1));
}

}    // namespace

std::vector<double> asymmetric_least_squares_baseline(const std::vector<double> &wavenumber,
                                                      const std::vector<double> &intensity,
                                                      double smoothness, double asymmetry,
                                                      int most_iterations)
{
  check_points(wavenumber, intensity);
  if (!(smoothness > 0.0 && smoothness <= 1e16) || !(asymmetry > 0.0 && asymmetry < 1.0))
    throw std::invalid_argument(
        fmt::format("baseline: smoothness {} and asymmetry {}; expected above 0 up to 1e16, and "
                    "between 0 and 1",
                    smoothness, asymmetry));
  const std::size_t n = intensity.size();
  Smoother smoother(n, smoothness);
  const double same = agreement(intensity);
  std::vector<double> weight(n, 1.0), baseline(n);
  for (int iteration = 0; iteration < most_iterations; ++iteration) {
    smoother.solve(intensity, weight, baseline);
    bool changed = false;
    for (std::size_t i = 0; i < n; ++i) {
      const double w = intensity[i] > baseline[i] ? asymmetry : 1.0 - asymmetry;
      changed = changed || (w != weight[i] && std::fabs(intensity[i] - baseline[i]) > same);
      weight[i] = w;
    }
    if (!changed) return baseline;
  }
  throw AnalysisError(fmt::format(
      "baseline: asymmetric least squares did not converge in {} iterations; take a larger "
      "asymmetry or allow more",
      most_iterations));
}

std::vector<double> snip_baseline(const std::vector<double> &wavenumber,
                                  const std::vector<double> &intensity, int half_width,
                                  bool compressed)
{
  check_points(wavenumber, intensity);
  const std::size_t n = intensity.size();
  if (half_width < 1 || 2 * static_cast<std::size_t>(half_width) >= n)
    throw std::invalid_argument(fmt::format(
        "baseline: half width {} for {} points; expected at least 1, below half of them",
        half_width, n));
  if (compressed) check_compressible(intensity);
  std::vector<double> now = intensity;
  if (compressed) std::transform(now.begin(), now.end(), now.begin(), compressed_value);
  std::vector<double> clipped = now;
  for (std::size_t p = 1; p <= static_cast<std::size_t>(half_width); ++p) {
    for (std::size_t i = p; i + p < n; ++i)
      clipped[i] = std::min(now[i], 0.5 * (now[i - p] + now[i + p]));
    now = clipped;
  }
  if (compressed) std::transform(now.begin(), now.end(), now.begin(), expanded_value);
  return now;
}

}    // namespace softmode
