// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/uncertainty.h"

#include "softmode/analysis/distributions.h"
#include "softmode/analysis/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace softmode {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double NaN = std::numeric_limits<double>::quiet_NaN();

VectorXd without(const VectorXd &v, Index i)
{
  VectorXd rest(v.size() - 1);
  rest << v.head(i), v.tail(v.size() - 1 - i);
  return rest;
}

VectorXd with(const VectorXd &rest, Index i, double value)
{
  VectorXd v(rest.size() + 1);
  v << rest.head(i), value, rest.tail(rest.size() - i);
  return v;
}

/// chi-squared with parameter i at `value`, minimised over the others, which start at and are left in `others`.
double constrained(const LeastSquaresProblem &problem, Index i, double value, VectorXd &others)
{
  if (others.size() == 0) {
    VectorXd r(problem.residuals);
    return problem.evaluate(VectorXd::Constant(1, value), r, nullptr) ? r.squaredNorm() : INFINITY;
  }
  LeastSquaresProblem rest = problem;
  rest.start = others;
  rest.start_is_close = true;
  if (problem.lower.size()) rest.lower = without(problem.lower, i);
  if (problem.upper.size()) rest.upper = without(problem.upper, i);
  rest.evaluate = [&problem, i, value](const VectorXd &q, VectorXd &r, MatrixXd *jacobian) {
    MatrixXd full(jacobian ? r.size() : 0, jacobian ? q.size() + 1 : 0);
    if (!problem.evaluate(with(q, i, value), r, jacobian ? &full : nullptr)) return false;
    if (jacobian) *jacobian << full.leftCols(i), full.rightCols(q.size() - i);
    return true;
  };
  const NonlinearFit fit = least_squares(rest);
  others = fit.parameters;
  return fit.chi_squared;
}

/// Root of sqrt(chi-squared rise) = target on one side, by the secant method: the root is close to linear in the value.
std::optional<double> end_of_profile(const LeastSquaresProblem &problem, const NonlinearFit &fit,
                                     Index i, double step, double target)
{
  const double low = problem.lower.size() ? problem.lower[i] : -INFINITY;
  const double high = problem.upper.size() ? problem.upper[i] : INFINITY;
  VectorXd others = without(fit.parameters, i);
  double previous = fit.parameters[i], previous_rise = 0.0, value = previous + step;
  for (int iteration = 0; iteration < 25; ++iteration) {
    const double tried = std::clamp(value, low, high);
    const double chi = constrained(problem, i, tried, others);
    const double rise = std::sqrt(std::max(0.0, chi - fit.chi_squared));
    if (!std::isfinite(rise)) return std::nullopt;
    if (std::fabs(rise - target) < 1e-4 * target) return tried;
    if (tried != value && rise < target) return std::nullopt;
    double slope = (rise - previous_rise) / (tried - previous);
    const double least = 0.1 * target / step;    // a flat profile: go on in steps of at most 10
    if (slope * step <= 0.0 || std::fabs(slope) < std::fabs(least)) slope = least;
    if (rise >= previous_rise || iteration == 0) {
      previous = tried;
      previous_rise = rise;
    }
    value = tried + (target - rise) / slope;
    if (std::fabs(value - fit.parameters[i]) > 1e4 * std::fabs(step)) return std::nullopt;
  }
  return std::nullopt;
}

/// Linear interpolation in sorted samples.
double quantile(const std::vector<double> &sorted, double q)
{
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto i = static_cast<std::size_t>(place);
  if (i + 1 >= sorted.size()) return sorted.back();
  return sorted[i] + (place - static_cast<double>(i)) * (sorted[i + 1] - sorted[i]);
}

/// Same on every platform, unlike std::uniform_int_distribution.
int draw(std::mt19937_64 &random, int below)
{
  return static_cast<int>(random() % static_cast<std::uint64_t>(below));
}

}    // namespace

ProfileInterval profile_interval(const LeastSquaresProblem &problem, const NonlinearFit &fit,
                                 Index parameter, ErrorScaling scaling)
{
  if (!fit.usable()) throw AnalysisError("profile: the fit is not usable: " + fit.message);
  if (parameter < 0 || parameter >= fit.parameters.size() ||
      fit.at_bound[static_cast<std::size_t>(parameter)])
    throw AnalysisError("profile: no such parameter, or it is at its bound");
  const double scale = fit.scale(scaling);
  if (!(scale > 0.0)) throw AnalysisError("profile: the data do not scatter about the fit");
  const double z = scaling == ErrorScaling::given || scale == 1.0
                       ? 1.959963984540054
                       : t_quantile(0.95, static_cast<double>(fit.degrees_of_freedom));
  const double target = z * std::sqrt(scale);
  const double step = target * std::sqrt(fit.covariance(parameter, parameter));
  ProfileInterval p;
  p.low = end_of_profile(problem, fit, parameter, -step, target);
  p.high = end_of_profile(problem, fit, parameter, step, target);
  p.error = p.low && p.high ? 0.5 * (*p.high - *p.low) / z : NaN;
  return p;
}

Bootstrap summarise_samples(const std::vector<VectorXd> &found, int failures, double enlarged)
{
  Bootstrap result;
  result.failures = failures;
  result.samples = static_cast<int>(found.size());
  if (failures > result.samples || found.size() < 2)
    throw AnalysisError("bootstrap: " + std::to_string(failures) + " of " +
                        std::to_string(failures + result.samples) + " samples gave no parameters");
  const Index m = found.front().size();
  result.mean = VectorXd::Zero(m);
  for (const VectorXd &p : found) result.mean += p / static_cast<double>(found.size());
  result.error.resize(m);
  for (Index i = 0; i < m; ++i) {
    std::vector<double> values;
    double squares = 0.0;
    for (const VectorXd &p : found) {
      values.push_back(result.mean[i] + enlarged * (p[i] - result.mean[i]));
      squares += std::pow(values.back() - result.mean[i], 2);
    }
    std::sort(values.begin(), values.end());
    result.error[i] = std::sqrt(squares / static_cast<double>(values.size() - 1));
    result.interval.push_back({quantile(values, 0.025), quantile(values, 0.975)});
  }
  return result;
}

Bootstrap
bootstrap_blocks(int blocks, int samples, std::uint64_t seed,
                 const std::function<std::optional<VectorXd>(const std::vector<int> &)> &estimate)
{
  if (blocks < 2 || samples < 10)
    throw AnalysisError("bootstrap: needs at least 2 blocks and 10 samples");
  std::mt19937_64 random(seed);
  std::vector<VectorXd> found;
  int failures = 0;
  for (int s = 0; s < samples; ++s) {
    std::vector<int> drawn(static_cast<std::size_t>(blocks));
    for (int &b : drawn) b = draw(random, blocks);
    if (const auto parameters = estimate(drawn))
      found.push_back(*parameters);
    else
      ++failures;
  }
  return summarise_samples(found, failures, std::sqrt(blocks / (blocks - 1.0)));
}

}    // namespace softmode
