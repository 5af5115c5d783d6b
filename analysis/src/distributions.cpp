// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/distributions.h"

#include "softmode/analysis/error.h"

#include <cmath>
#include <stdexcept>

namespace softmode {

namespace {

constexpr double tiny = 1e-300;

double beta_fraction(double a, double b, double x)
{
  double c = 1.0, d = 1.0 - (a + b) * x / (a + 1.0);
  if (std::fabs(d) < tiny) d = tiny;
  d = 1.0 / d;
  double h = d;
  const auto advance = [&](double factor) {
    d = 1.0 + factor * d;
    c = 1.0 + factor / c;
    if (std::fabs(d) < tiny) d = tiny;
    if (std::fabs(c) < tiny) c = tiny;
    d = 1.0 / d;
    h *= d * c;
    return std::fabs(d * c - 1.0);
  };
  for (int m = 1; m < 10000; ++m) {
    advance(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)));
    if (advance(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))) < 1e-15) break;
  }
  return h;
}

double gamma_series(double a, double x)    // lower, regularised
{
  double term = 1.0 / a, sum = term;
  for (int n = 1; n < 100000 && std::fabs(term) > 1e-16 * std::fabs(sum); ++n)
    sum += term *= x / (a + n);
  return sum * std::exp(a * std::log(x) - x - std::lgamma(a));
}

double gamma_fraction(double a, double x)    // upper, regularised
{
  double b = x + 1.0 - a, c = 1.0 / tiny, d = 1.0 / b, h = d;
  for (int n = 1; n < 100000; ++n) {
    const double factor = -n * (n - a);
    b += 2.0;
    d = factor * d + b;
    c = b + factor / c;
    if (std::fabs(d) < tiny) d = tiny;
    if (std::fabs(c) < tiny) c = tiny;
    d = 1.0 / d;
    h *= d * c;
    if (std::fabs(d * c - 1.0) < 1e-15) break;
  }
  return h * std::exp(a * std::log(x) - x - std::lgamma(a));
}

void check(double degrees_of_freedom)
{
  if (!(degrees_of_freedom > 0.0))
    throw AnalysisError("probability: degrees of freedom must be positive");
}

}    // namespace

double incomplete_beta(double a, double b, double x)
{
  if (!(a > 0.0) || !(b > 0.0) || !(x >= 0.0) || !(x <= 1.0))
    throw AnalysisError("incomplete beta: needs a, b > 0 and x from 0 to 1");
  if (x == 0.0 || x == 1.0) return x;
  const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) +
                                a * std::log(x) + b * std::log1p(-x));
  if (x < (a + 1.0) / (a + b + 2.0)) return front * beta_fraction(a, b, x) / a;
  return 1.0 - front * beta_fraction(b, a, 1.0 - x) / b;
}

double f_probability(double f, double numerator, double denominator)
{
  check(numerator);
  check(denominator);
  if (!(f > 0.0)) return 1.0;
  if (std::isinf(f)) return 0.0;
  return incomplete_beta(0.5 * denominator, 0.5 * numerator,
                         denominator / (denominator + numerator * f));
}

double t_probability(double value, double degrees_of_freedom)
{
  return f_probability(value * value, 1.0, degrees_of_freedom);
}

double normal_probability(double value)
{
  return std::erfc(std::fabs(value) / std::sqrt(2.0));
}

double t_quantile(double level, double degrees_of_freedom)
{
  check(degrees_of_freedom);
  if (!(level > 0.0) || !(level < 1.0))
    throw std::invalid_argument("quantile: the level must be between 0 and 1");
  double low = 0.0, high = 1.0;
  while (t_probability(high, degrees_of_freedom) > 1.0 - level) high *= 2.0;
  while (high - low > 1e-13 * high) {
    const double middle = 0.5 * (low + high);
    (t_probability(middle, degrees_of_freedom) > 1.0 - level ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

double chi_squared_probability(double value, double degrees_of_freedom)
{
  check(degrees_of_freedom);
  if (!(value > 0.0)) return 1.0;
  const double a = 0.5 * degrees_of_freedom, x = 0.5 * value;
  return x < a + 1.0 ? 1.0 - gamma_series(a, x) : gamma_fraction(a, x);
}

RunsTest runs_test(const std::vector<std::vector<double>> &residuals)
{
  RunsTest test;
  double expected = 0.0, variance = 0.0;
  for (const auto &series : residuals) {
    double positive = 0.0, negative = 0.0, last = 0.0;
    for (const double r : series) {
      if (r == 0.0) continue;
      (r > 0.0 ? positive : negative) += 1.0;
      test.runs += last == 0.0 || (r > 0.0) != (last > 0.0);
      last = r;
    }
    const double n = positive + negative;
    if (n < 1.0) continue;
    test.positive += static_cast<int>(positive);
    test.negative += static_cast<int>(negative);
    const double product = 2.0 * positive * negative;
    expected += 1.0 + product / n;
    if (n > 1.0) variance += product * (product - n) / (n * n * (n - 1.0));
  }
  if (!(variance > 0.0)) return test;
  test.z = (test.runs - expected) / std::sqrt(variance);
  test.probability = normal_probability(test.z);
  return test;
}

}    // namespace softmode
