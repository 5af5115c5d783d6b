// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/exchange.h"

#include "shared_lines.h"
#include "softmode/definitions/constants.h"

#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>

namespace softmode {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double slowest = 1e-3, fastest = 1e4;    // cm-1

/// Places among the parameters: tight, loose, gaussian[, lorentzian], ln rate[, Ea], dH, dS[, dCp].
struct Layout {
  Index lorentzian, rate, activation, states, state_count, count;

  explicit Layout(const ExchangeOptions &o) : state_count(o.heat_capacity ? 3 : 2)
  {
    count = 3;
    lorentzian = o.fit_lorentzian ? count++ : -1;
    rate = count++;
    activation = o.activated ? count++ : -1;
    states = count;
    count += state_count;
  }
};

double inverse_temperature(double T)
{
  return -1000.0 / gas_constant_J_mol_K * (1.0 / T - 1.0 / reference_temperature_K);
}

ExchangeLine line_at(const Layout &layout, double T, const VectorXd &p, const VectorXd &gradient)
{
  const double log_K = gradient.dot(p.segment(layout.states, layout.state_count));
  const double log_rate =
      p[layout.rate] +
      (layout.activation >= 0 ? p[layout.activation] * inverse_temperature(T) : 0.0);
  return {p[0],
          p[1],
          p[2],
          layout.lorentzian >= 0 ? p[layout.lorentzian] : 0.0,
          std::exp(log_rate),
          1.0 / (1.0 + std::exp(-log_K))};
}

ExchangeFit solve(const std::vector<FitSpectrum> &spectra, const ExchangeOptions &options,
                  const VectorXd &start)
{
  const SeparableProblem problem = exchange_problem(spectra, options, start);
  const Layout layout(options);
  const SeparableFit raw = fit_separable(problem);
  ExchangeFit fit;
  fit.quality = quality_of(problem, raw);
  fit.quality.noise_known = spectra.front().noise > 0.0;
  const VectorXd &p = raw.nonlinear.parameters;
  const MatrixXd cov = scaled_covariance(raw, fit.quality);
  fit.tight = estimate_of(0, 0.0, p, cov);
  fit.loose = estimate_of(1, 0.0, p, cov);
  fit.gaussian = estimate_of(2, 0.0, p, cov);
  fit.lorentzian = estimate_of(layout.lorentzian, 0.0, p, cov);
  fit.log_rate = estimate_of(layout.rate, 0.0, p, cov);
  fit.activation_kJ_mol = estimate_of(layout.activation, 0.0, p, cov);
  fit.thermodynamics.parameters = p.segment(layout.states, layout.state_count);
  fit.thermodynamics.covariance =
      cov.block(layout.states, layout.states, layout.state_count, layout.state_count);
  const double variance = cov(0, 0) + cov(1, 1) - 2.0 * cov(0, 1);
  if (fit.quality.usable() && !(std::fabs(p[0] - p[1]) > 3.0 * std::sqrt(variance))) {
    fit.quality.status = FitStatus::rank_deficient;
    fit.quality.message =
        "the two lines cannot be told apart: their centres agree within 3 standard errors";
    fit.thermodynamics.covariance.setConstant(std::numeric_limits<double>::quiet_NaN());
    for (Estimate *e : {&fit.tight, &fit.loose, &fit.gaussian, &fit.lorentzian, &fit.log_rate,
                        &fit.activation_kJ_mol})
      e->error = std::numeric_limits<double>::quiet_NaN();
  }
  fit.slow = !(fit.log_rate.value - 2.0 * fit.log_rate.error > std::log(slowest));
  return fit;
}

}    // namespace

SeparableProblem exchange_problem(const std::vector<FitSpectrum> &spectra,
                                  const ExchangeOptions &options, const VectorXd &start)
{
  SeparableProblem problem;
  problem.groups = group_spectra(spectra, true);
  const Layout layout(options);
  if (start.size() != layout.count)
    throw std::invalid_argument("exchange fit: the start has the wrong number of parameters");
  problem.start = start;
  problem.lower = VectorXd::Constant(layout.count, -INFINITY);
  problem.upper = VectorXd::Constant(layout.count, INFINITY);
  problem.lower[2] = 0.01;
  if (layout.lorentzian >= 0) problem.lower[layout.lorentzian] = 0.0;
  problem.lower[layout.rate] = std::log(0.1 * slowest);
  problem.upper[layout.rate] = std::log(fastest);
  problem.basis = [layout, options](const SpectrumGroup &group, const VectorXd &p, bool derive,
                                    BasisAt &at) {
    const double T = group.temperature_K;
    const VectorXd gradient = log_K_gradient(T, options.heat_capacity);
    const ExchangeLine l = line_at(layout, T, p, gradient);
    if (!(l.rate < 1e8)) return false;
    const LineValues v = exchange_line(group.wavenumber, l, derive);
    const MatrixXd baseline = baseline_columns(group.wavenumber, options.baseline);
    at.basis.resize(v.value.size(), 1 + baseline.cols());
    at.basis << v.value, baseline;
    if (!derive) return true;
    for (Index k = 0; k < 3; ++k) at.derivatives.push_back({k, 0, v.derivative.col(k)});
    if (layout.lorentzian >= 0)
      at.derivatives.push_back({layout.lorentzian, 0, v.derivative.col(3)});
    const VectorXd by_log_rate = l.rate * v.derivative.col(4);
    at.derivatives.push_back({layout.rate, 0, by_log_rate});
    if (layout.activation >= 0)
      at.derivatives.push_back({layout.activation, 0, inverse_temperature(T) * by_log_rate});
    const VectorXd by_log_K = l.loose_fraction * (1.0 - l.loose_fraction) * v.derivative.col(5);
    for (Index k = 0; k < layout.state_count; ++k)
      at.derivatives.push_back({layout.states + k, 0, gradient[k] * by_log_K});
    return true;
  };
  return problem;
}

ExchangeFit fit_exchange(const std::vector<FitSpectrum> &spectra, const ExchangeOptions &options)
{
  TwoStateOptions two;
  two.heat_capacity = options.heat_capacity;
  two.lines.centres = options.centres;
  two.lines.baseline = options.baseline;
  two.lines.sharing = WidthSharing::common;
  const TwoStateFit first = fit_two_state(spectra, two);
  const Layout layout(options);
  std::optional<ExchangeFit> best;
  for (const double rate : {0.1, 2.0, 12.0})
    for (const double apart : {1.0, 2.0}) {
      if (rate < 1.0 && apart > 1.0) continue;    // fast exchange hides a larger distance
      VectorXd start = VectorXd::Zero(layout.count);
      const double middle = 0.5 * (first.tight.centre.value + first.loose.centre.value);
      start[0] = middle + apart * (first.tight.centre.value - middle);
      start[1] = middle + apart * (first.loose.centre.value - middle);
      start[2] = first.tight.fwhm.front().value / (apart > 1.0 ? 1.3 : 1.0);
      if (layout.lorentzian >= 0) start[layout.lorentzian] = 0.1 * start[2];
      start[layout.rate] = std::log(rate);
      start.segment(layout.states, layout.state_count) = first.thermodynamics.parameters;
      ExchangeFit fit = solve(spectra, options, start);
      const bool better = !best || (fit.quality.usable() && !best->quality.usable()) ||
                          (fit.quality.usable() == best->quality.usable() &&
                           fit.quality.chi_squared < best->quality.chi_squared);
      if (better) best = std::move(fit);
    }
  return *best;
}

}    // namespace softmode
