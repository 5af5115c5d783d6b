// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/lindemann.h"

#include "softmode/analysis/determined.h"
#include "softmode/analysis/error.h"
#include "softmode/analysis/nonlinear_least_squares.h"
#include "softmode/definitions/constants.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <stdexcept>

namespace softmode {

namespace {

using Eigen::Index;
using Eigen::VectorXd;

/// x coth x and its derivative.
std::pair<double, double> x_coth_x(double x)
{
  if (x < 1e-3) return {1.0 + x * x / 3.0, 2.0 * x / 3.0};
  const double c = 1.0 / std::tanh(x), s = x < 300.0 ? std::sinh(x) : INFINITY;
  return {x * c, c - x / (s * s)};
}

void check(const std::vector<LindemannPoint> &points)
{
  std::set<double> different;
  for (const LindemannPoint &p : points) {
    if (!(p.temperature_K > 0.0) || !(p.delta.value > 0.0) || !(p.delta.error > 0.0) ||
        !std::isfinite(p.temperature_K + p.delta.value + p.delta.error))
      throw AnalysisError("Lindemann ratio: temperatures, ratios and errors must be positive");
    different.insert(p.temperature_K);
  }
  if (points.size() < 5 || different.size() < 3)
    throw AnalysisError("Lindemann ratio: needs five points at three temperatures");
}

VectorXd start_of(LindemannLaw law, const std::vector<LindemannPoint> &points)
{
  const auto [low, high] = std::minmax_element(
      points.begin(), points.end(), [](const LindemannPoint &a, const LindemannPoint &b) {
        return a.temperature_K < b.temperature_K;
      });
  const double T = high->temperature_K, d = high->delta.value;
  const double b = (d - low->delta.value) / (T - low->temperature_K);
  switch (law) {
    case LindemannLaw::harmonic:
      return VectorXd::Constant(1, d / std::sqrt(T));
    case LindemannLaw::linear:
      return Eigen::Vector2d(d - b * T, b);
    case LindemannLaw::disorder:
      return Eigen::Vector2d(0.1 * d * d, 0.9 * d * d / T);
    case LindemannLaw::quantum:
      return Eigen::Vector2d(0.9 * d * d / T, 200.0);
  }
  throw std::logic_error("unknown law");
}

NonlinearFit fit_law(LindemannLaw law, const std::vector<LindemannPoint> &points)
{
  LeastSquaresProblem problem;
  problem.residuals = static_cast<Index>(points.size());
  problem.start = start_of(law, points);
  if (law == LindemannLaw::quantum) {
    problem.lower = Eigen::Vector2d(1e-300, 0.0);
    problem.upper = Eigen::Vector2d(INFINITY, 1e4);
  }
  problem.evaluate = [law, &points](const VectorXd &p, VectorXd &r, Eigen::MatrixXd *jacobian) {
    for (Index i = 0; i < r.size(); ++i) {
      const LindemannPoint &point = points[static_cast<std::size_t>(i)];
      const auto v = lindemann_law(law, p, point.temperature_K);
      if (!v) return false;
      r[i] = (v->delta - point.delta.value) / point.delta.error;
      if (jacobian) jacobian->row(i) = v->gradient / point.delta.error;
    }
    return true;
  };
  return least_squares(problem);
}

/// First temperature at which the law rises through the threshold.
std::optional<Estimate> crossing(const LindemannFit &fit, double threshold, double highest)
{
  const auto above = [&](double T) {
    const auto v = lindemann_law(fit.law, fit.parameters, T);
    return v && v->delta >= threshold;
  };
  double low = 1.0, high = 0.0;
  if (above(low)) return std::nullopt;
  for (double T = low * 1.01; T <= highest; T *= 1.01) {
    if (above(T)) {
      high = T;
      break;
    }
    low = T;
  }
  if (high == 0.0) return std::nullopt;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (above(middle) ? high : low) = middle;
  }
  const auto v = lindemann_law(fit.law, fit.parameters, high);
  return Estimate{high,
                  std::sqrt(v->gradient.dot(fit.covariance * v->gradient)) / std::fabs(v->slope)};
}

void average(LindemannCrossing &c, const std::vector<LindemannFit> &fits)
{
  double weight = 0.0, mean = 0.0, variance = 0.0;
  for (std::size_t i = 0; i < fits.size(); ++i)
    if (c.of_law[i]) {
      weight += fits[i].weight;
      mean += fits[i].weight * c.of_law[i]->value;
      c.lowest = c.lowest == 0.0 ? c.of_law[i]->value : std::min(c.lowest, c.of_law[i]->value);
      c.highest = std::max(c.highest, c.of_law[i]->value);
    }
  if (!(weight > 0.0)) return;
  mean /= weight;
  for (std::size_t i = 0; i < fits.size(); ++i)
    if (c.of_law[i])
      variance += fits[i].weight / weight *
                  (std::pow(c.of_law[i]->error, 2) + std::pow(c.of_law[i]->value - mean, 2));
  c.averaged = Estimate{mean, std::sqrt(variance)};
}

}    // namespace

std::string name_of(LindemannLaw law)
{
  switch (law) {
    case LindemannLaw::harmonic:
      return "harmonic";
    case LindemannLaw::linear:
      return "linear";
    case LindemannLaw::disorder:
      return "disorder";
    case LindemannLaw::quantum:
      return "quantum";
  }
  throw std::logic_error("unknown law");
}

std::optional<LindemannValue> lindemann_law(LindemannLaw law, const VectorXd &p, double T)
{
  const auto root = [](double square, const VectorXd &gradient,
                       double slope) -> std::optional<LindemannValue> {
    if (!(square > 0.0)) return std::nullopt;
    const double d = std::sqrt(square);
    return LindemannValue{d, gradient / (2.0 * d), slope / (2.0 * d)};
  };
  switch (law) {
    case LindemannLaw::harmonic:
      return LindemannValue{p[0] * std::sqrt(T), VectorXd::Constant(1, std::sqrt(T)),
                            0.5 * p[0] / std::sqrt(T)};
    case LindemannLaw::linear:
      return LindemannValue{p[0] + p[1] * T, Eigen::Vector2d(1.0, T), p[1]};
    case LindemannLaw::disorder:
      return root(p[0] + p[1] * T, Eigen::Vector2d(1.0, T), p[1]);
    case LindemannLaw::quantum: {
      const double half = 0.5 * second_radiation_constant_cm_K, x = half * p[1] / T;
      const auto [value, slope] = x_coth_x(x);
      return root(p[0] * T * value, Eigen::Vector2d(T * value, p[0] * slope * half),
                  p[0] * (value - x * slope));
    }
  }
  throw std::logic_error("unknown law");
}

LindemannAnalysis analyse_lindemann(const std::vector<LindemannPoint> &points,
                                    const std::vector<double> &thresholds)
{
  check(points);
  const double n = static_cast<double>(points.size());
  LindemannAnalysis analysis;
  double best = INFINITY, total = 0.0, highest = 0.0, smallest = INFINITY;
  for (const LindemannPoint &p : points) highest = std::max(highest, p.temperature_K);
  for (const LindemannLaw law : {LindemannLaw::harmonic, LindemannLaw::linear,
                                 LindemannLaw::disorder, LindemannLaw::quantum}) {
    const NonlinearFit fit = fit_law(law, points);
    const bool free =
        std::find(fit.at_bound.begin(), fit.at_bound.end(), true) == fit.at_bound.end();
    if (!fit.usable() || !free) {
      analysis.not_fitted.push_back(name_of(law) + ": " +
                                    (fit.usable() ? "its wavenumber is at a bound" : fit.message));
      continue;
    }
    const double k = static_cast<double>(fit.parameters.size());
    const double enlarged = std::max(1.0, fit.reduced_chi_squared());
    const double penalty = 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0);
    analysis.fits.push_back(
        {law, fit.parameters, fit.covariance * enlarged, fit.chi_squared, penalty, 0.0});
    smallest = std::min(smallest, fit.reduced_chi_squared());
  }
  if (smallest > 1.0 && std::isfinite(smallest)) analysis.scatter = std::sqrt(smallest);
  for (LindemannFit &f : analysis.fits) {
    f.AICc += f.chi_squared / (analysis.scatter * analysis.scatter);
    best = std::min(best, f.AICc);
  }
  for (LindemannFit &f : analysis.fits) total += f.weight = std::exp(-0.5 * (f.AICc - best));
  for (LindemannFit &f : analysis.fits) f.weight /= total;
  for (const double threshold : thresholds) {
    LindemannCrossing c;
    c.threshold = threshold;
    for (const LindemannFit &f : analysis.fits)
      c.of_law.push_back(crossing(f, threshold, 20.0 * highest));
    average(c, analysis.fits);
    c.extrapolated = c.averaged && c.averaged->value > highest;
    analysis.crossings.push_back(c);
  }
  return analysis;
}

double lindemann_of_bonds(const std::vector<double> &mean, const std::vector<double> &mean_square)
{
  if (mean.size() != mean_square.size())
    throw std::invalid_argument("Lindemann ratio: means and mean squares differ in number");
  if (mean.empty()) throw AnalysisError("Lindemann ratio: of no bonds");
  double sum = 0.0;
  for (std::size_t i = 0; i < mean.size(); ++i) {
    const double variance = mean_square[i] - mean[i] * mean[i];
    if (!(mean[i] > 0.0) || !(variance >= -1e-12 * mean_square[i]))
      throw AnalysisError("Lindemann ratio: lengths must be positive, <r^2> at least <r>^2");
    sum += std::sqrt(std::max(0.0, variance)) / mean[i];
  }
  return sum / static_cast<double>(mean.size());
}

Estimate lindemann_of_bonds_with_error(const std::vector<double> &mean,
                                       const std::vector<double> &deviation)
{
  if (mean.size() != deviation.size())
    throw std::invalid_argument("Lindemann ratio: means and deviations differ in number");
  if (mean.empty()) throw AnalysisError("Lindemann ratio: of no bonds");
  const auto n = static_cast<double>(mean.size());
  double sum = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < mean.size(); ++i) {
    if (!(mean[i] > 0.0) || !(deviation[i] >= 0.0))
      throw AnalysisError("Lindemann ratio: lengths must be positive, deviations not less than 0");
    sum += deviation[i] / mean[i] / n;
  }
  for (std::size_t i = 0; i < mean.size(); ++i)
    squares += std::pow(deviation[i] / mean[i] - sum, 2);
  return {sum, n > 1.0 ? std::sqrt(squares / (n * (n - 1.0))) : 0.0};
}

namespace {

std::string in_words(const LindemannCrossing &c)
{
  char text[200];
  if (!c.averaged)
    std::snprintf(text, sizeof text, "reaches %.2f by none of the laws", c.threshold);
  else
    std::snprintf(text, sizeof text, "reaches %.2f at %.0f +- %.0f K%s (%.0f to %.0f K by law%s)",
                  c.threshold, c.averaged->value, c.averaged->error, remark_on(*c.averaged).c_str(),
                  c.lowest, c.highest, c.extrapolated ? "; extrapolated" : "");
  return text;
}

}    // namespace

std::string in_words(const LindemannAnalysis &analysis)
{
  std::string text = "The Lindemann ratio of the M-O bonds ";
  for (const LindemannCrossing &c : analysis.crossings)
    text += (&c == &analysis.crossings.front() ? "" : " and ") + in_words(c);
  text += ".";
  if (analysis.scatter > 3.0) {
    char part[160];
    std::snprintf(part, sizeof part,
                  " No law describes how it depends on temperature: the best misses the points by "
                  "%.0f standard errors.",
                  analysis.scatter);
    text += part;
  }
  return text;
}

double lindemann_of_atoms(double mean_square_displacement, double distance)
{
  if (!(mean_square_displacement >= 0.0) || !(distance > 0.0))
    throw AnalysisError("Lindemann ratio: displacement and distance must be positive");
  return std::sqrt(mean_square_displacement) / distance;
}

}    // namespace softmode
