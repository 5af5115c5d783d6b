// SPDX-License-Identifier: BSD-3-Clause
// Baselines that find their own anchor points by iteration.
#include "softmode/analysis/spectra/baseline.h"

#include "spectra/baseline_checks.h"

#include <fmt/format.h>

#include <algorithm>
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

/// Diagonals of the symmetric matrix D'D, D the second differences of n points.
struct Bands {
  double diagonal, next, second;
};

Bands bands_at(std::size_t i, std::size_t n)
{
  const auto inside = [n](std::size_t first) { return first + 2 < n; };    // D has row `first`
  Bands b{0.0, 0.0, 0.0};
  if (inside(i)) b.diagonal += 1.0, b.next += -2.0, b.second += 1.0;
  if (i >= 1 && inside(i - 1)) b.diagonal += 4.0, b.next += -2.0;
  if (i >= 2 && inside(i - 2)) b.diagonal += 1.0;
  return b;
}

/// Solves (W + smoothness D'D) z = W y by a banded L D L'.
class Smoother {
 public:
  Smoother(std::size_t n, double smoothness_) : smoothness(smoothness_), d(n), l1(n), l2(n) {}

  void solve(const std::vector<double> &y, const std::vector<double> &weight,
             std::vector<double> &z)
  {
    const std::size_t n = y.size();
    for (std::size_t i = 0; i < n; ++i) {
      const Bands b = bands_at(i, n);
      d[i] = weight[i] + smoothness * b.diagonal;
      double next = smoothness * b.next;
      z[i] = weight[i] * y[i];
      if (i >= 1) {
        d[i] -= l1[i - 1] * l1[i - 1] * d[i - 1];
        next -= l1[i - 1] * l2[i - 1] * d[i - 1];
        z[i] -= l1[i - 1] * z[i - 1];
      }
      if (i >= 2) {
        d[i] -= l2[i - 2] * l2[i - 2] * d[i - 2];
        z[i] -= l2[i - 2] * z[i - 2];
      }
      l1[i] = next / d[i];
      l2[i] = smoothness * b.second / d[i];
    }
    for (std::size_t i = n; i-- > 0;) {
      z[i] /= d[i];
      if (i + 1 < n) z[i] -= l1[i] * z[i + 1];
      if (i + 2 < n) z[i] -= l2[i] * z[i + 2];
    }
  }

 private:
  double smoothness;
  std::vector<double> d, l1, l2;    // of the factors; l1 and l2 below the diagonal
};

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
  if (!(smoothness > 0.0 && smoothness <= 1e12) || !(asymmetry > 0.0 && asymmetry < 1.0))
    throw std::invalid_argument(
        fmt::format("baseline: smoothness {} and asymmetry {}; expected above 0 up to 1e12, and "
                    "between 0 and 1",
                    smoothness, asymmetry));
  const std::size_t n = intensity.size();
  Smoother smoother(n, smoothness);
  std::vector<double> weight(n, 1.0), baseline(n);
  for (int iteration = 0; iteration < most_iterations; ++iteration) {
    smoother.solve(intensity, weight, baseline);
    bool changed = false;
    for (std::size_t i = 0; i < n; ++i) {
      const double w = intensity[i] > baseline[i] ? asymmetry : 1.0 - asymmetry;
      changed = changed || w != weight[i];
      weight[i] = w;
    }
    if (!changed) return baseline;
  }
  throw std::runtime_error(fmt::format(
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
