// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/faddeeva.h"

#include "softmode/analysis/error.h"
#include "softmode/definitions/constants.h"

#include <array>
#include <cmath>

namespace softmode {

namespace {

using Complex = std::complex<double>;

constexpr int nodes = 12;
constexpr double two_over_sqrt_pi = 1.12837916709551257390;
constexpr double far = 15.0;

double step()
{
  static const double h = std::sqrt(pi / nodes);
  return h;
}

/// exp(-t^2) at t = (k + offset) h, and t^2.
struct Nodes {
  std::array<double, nodes> square, weight;
  explicit Nodes(double offset)
  {
    for (int k = 0; k < nodes; ++k) {
      const double t = (k + offset) * step();
      square[k] = t * t;
      weight[k] = std::exp(-t * t);
    }
  }
};

/// (2 h / pi) sum_k exp(-t_k^2) i z / (z^2 - t_k^2); the real part is a sum of positive terms.
Complex rule(const Nodes &at, double x, double y)
{
  const double modulus = x * x + y * y, difference = x * x - y * y, product = 2.0 * x * y;
  double real = 0.0, imaginary = 0.0;
  for (int k = 0; k < nodes; ++k) {
    const double a = difference - at.square[k];
    const double factor = at.weight[k] / (a * a + product * product);
    real += factor * (modulus + at.square[k]);
    imaginary += factor * (modulus - at.square[k]);
  }
  return 2.0 * step() / pi * Complex(y * real, x * imaginary);
}

/// w(z) for Re z >= 0, |z| < far.
Complex near_origin(double x, double y)
{
  static const Nodes midpoints(0.5), multiples(1.0);
  const double h = step();
  if (y >= std::max(x, pi / h)) return rule(midpoints, x, y);
  const Complex z(x, y), pole = std::exp(Complex(2.0 * pi * y / h, -2.0 * pi * x / h));
  const double phase = x / h - std::floor(x / h);
  if (y < x && phase >= 0.25 && phase <= 0.75)
    return rule(multiples, x, y) + Complex(0.0, h / pi) / z +    // the node at t = 0 counts half
           2.0 * std::exp(-z * z) / (1.0 - pole);
  return rule(midpoints, x, y) + 2.0 * std::exp(-z * z) / (1.0 + pole);
}

/// sum_n (2n-1)!! / (2 z^2)^n, the same with factors 2n + 1, and with factors -2n.
Faddeeva asymptotic(Complex z)
{
  const Complex ratio = 0.5 / (z * z);
  Complex term = 1.0, sum = 1.0, slope = 1.0, stretch = 0.0;
  for (int n = 1; n <= 10; ++n) {
    term *= ratio * (2.0 * n - 1.0);
    sum += term;
    slope += (2.0 * n + 1.0) * term;
    stretch -= 2.0 * n * term;
  }
  const Complex lead = Complex(0.0, 0.5 * two_over_sqrt_pi) / z;
  return {lead * sum, -lead / z * slope, lead * stretch};
}

Faddeeva right_half(double x, double y)
{
  const Complex z(x, y);
  if (std::abs(z) >= far) return asymptotic(z);
  const Complex w = x == 0.0 && y == 0.0 ? Complex(1.0) : near_origin(x, y);
  const Complex slope = -2.0 * z * w + Complex(0.0, two_over_sqrt_pi);
  return {w, slope, w + z * slope};
}

}    // namespace

Faddeeva faddeeva(Complex z)
{
  if (!std::isfinite(z.real()) || !std::isfinite(z.imag()) || z.imag() < 0.0)
    throw AnalysisError("complex error function: needs a finite z with Im z >= 0");
  if (z.real() >= 0.0) return right_half(z.real(), z.imag());
  // w(-conj z) = conj w(z)
  const Faddeeva mirrored = right_half(-z.real(), z.imag());
  return {std::conj(mirrored.w), -std::conj(mirrored.slope), std::conj(mirrored.stretch)};
}

}    // namespace softmode
