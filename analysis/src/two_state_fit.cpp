// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/global_fit.h"

#include "shared_lines.h"
#include "softmode/analysis/error.h"

#include <cmath>
#include <limits>
#include <memory>
#include <set>

namespace softmode {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Places among the parameters: lines, dH, dS[, dCp][, ln ratio][, total area].
struct Layout {
  Index lines, thermodynamics, states, ratio, area, count;

  Layout(Index line_parameters, const TwoStateOptions &o) :
      lines(line_parameters), thermodynamics(line_parameters), states(o.heat_capacity ? 3 : 2)
  {
    count = lines + states;
    ratio = o.fit_ratio ? count++ : -1;
    area = o.shared_area ? count++ : -1;
  }
};

/// Spectrum of all bonds, (1 - p) tight + q p loose, and its derivatives with respect to all parameters but the area.
struct Mixture {
  VectorXd value;
  std::vector<BasisAt::Derivative> derivatives;
};

Mixture mixture(const SharedLines &shared, const Layout &layout, const TwoStateOptions &options,
                const SpectrumGroup &group, const VectorXd &p, bool derive)
{
  const VectorXd gradient =
      log_K_gradient(group.temperature_K, options.heat_capacity, options.reference_K);
  const double log_K = gradient.dot(p.segment(layout.thermodynamics, layout.states));
  const double loose = 1.0 / (1.0 + std::exp(-log_K));
  const double q = layout.ratio >= 0 ? std::exp(p[layout.ratio]) : options.ratio.value;
  const double share[2] = {1.0 - loose, q * loose};
  const SharedLines::Component parts[2] = {shared.at(0, group, p, derive),
                                           shared.at(1, group, p, derive)};
  Mixture m{share[0] * parts[0].values.value + share[1] * parts[1].values.value, {}};
  if (!derive) return m;
  for (int c = 0; c < 2; ++c)
    for (Index k = 0; k < parts[c].values.derivative.cols(); ++k)
      if (parts[c].parameter[static_cast<std::size_t>(k)] >= 0)
        m.derivatives.push_back({parts[c].parameter[static_cast<std::size_t>(k)], 0,
                                 share[c] * parts[c].values.derivative.col(k)});
  const VectorXd exchanged =
      loose * (1.0 - loose) * (q * parts[1].values.value - parts[0].values.value);
  for (Index k = 0; k < layout.states; ++k)
    m.derivatives.push_back({layout.thermodynamics + k, 0, gradient[k] * exchanged});
  if (layout.ratio >= 0)
    m.derivatives.push_back({layout.ratio, 0, share[1] * parts[1].values.value});
  return m;
}

/// dH, dS from the areas of free components where these give any, else zero.
VectorXd rough_thermodynamics(const GlobalFit &free, const std::vector<FitSpectrum> &spectra,
                              const TwoStateOptions &options)
{
  VectorXd start = VectorXd::Zero(options.heat_capacity ? 3 : 2);
  LogKData data;
  std::vector<double> log_K;
  for (Index i = 0; i < free.area.cols(); ++i) {
    const double t = free.area(0, i), l = free.area(1, i);
    if (!(t > 0.0) || !(l > 0.0)) continue;
    data.temperature_K.push_back(spectra[static_cast<std::size_t>(i)].temperature_K);
    log_K.push_back(std::log(l / t / options.ratio.value));
  }
  const auto n = static_cast<Index>(log_K.size());
  data.log_K = Eigen::Map<const VectorXd>(log_K.data(), n);
  data.covariance = MatrixXd::Identity(n, n);
  const std::set<double> different(data.temperature_K.begin(), data.temperature_K.end());
  if (different.size() < 2) return start;
  start.head(2) = fit_vant_hoff(data, {false, options.reference_K, ErrorScaling::given})
                      .thermodynamics.parameters;
  return start;
}

void check_temperatures(const std::vector<FitSpectrum> &spectra, const TwoStateOptions &options)
{
  std::set<double> different;
  for (const FitSpectrum &s : spectra) {
    if (!(s.temperature_K > 0.0))
      throw AnalysisError("two-state fit: temperatures must be positive");
    different.insert(s.temperature_K);
  }
  const std::size_t needed = options.heat_capacity ? 3 : 2;
  if (different.size() < needed)
    throw AnalysisError("two-state fit: " + std::to_string(different.size()) +
                        " different temperatures do not determine " + std::to_string(needed) +
                        " parameters of ln K");
  if (!(options.ratio.value > 0.0) || !(options.ratio.error >= 0.0))
    throw AnalysisError("two-state fit: the ratio of oscillator strengths must be positive");
  if (!(options.temperature_error_K >= 0.0) || !std::isfinite(options.temperature_error_K))
    throw AnalysisError("two-state fit: the error of temperatures must be finite and not negative");
}

/// Tight is the component with the higher wavenumber.
LineOptions started_lines(const GlobalFit &free, const LineOptions &given)
{
  LineOptions lines = given;
  lines.centres.clear();
  lines.widths.clear();
  const bool swap =
      given.centres.empty() && free.components[0].centre.value < free.components[1].centre.value;
  for (const std::size_t c : {swap ? 1 : 0, swap ? 0 : 1}) {
    lines.centres.push_back(free.components[c].centre.value);
    lines.widths.push_back(free.components[c].widths.front());
  }
  lines.start_is_close = free.quality.usable();    // lines and ln K of free areas
  return lines;
}

GlobalFit ordered(GlobalFit free, const LineOptions &given)
{
  if (given.centres.empty() && free.components[0].centre.value < free.components[1].centre.value)
    free.area.row(0).swap(free.area.row(1));
  return free;
}

/// What errors of the temperatures make of the covariance of dH, dS[, dCp]: each spectrum's temperature moves the
/// minimum by -C J^T dr/dT, and dr/dT is the column of dS times R d ln K/dT in the rows of that spectrum.
MatrixXd covariance_of_temperatures(const SeparableProblem &problem, const Layout &layout,
                                    const SeparableFit &raw, const Thermodynamics &t,
                                    double error_K)
{
  const LeastSquaresProblem plain = projected(problem);
  VectorXd r(plain.residuals);
  MatrixXd jacobian(plain.residuals, problem.start.size());
  MatrixXd sum = MatrixXd::Zero(layout.states, layout.states);
  if (!plain.evaluate(raw.nonlinear.parameters, r, &jacobian)) return sum;
  const MatrixXd &c = raw.nonlinear.covariance;
  const MatrixXd known = c.array().isNaN().select(MatrixXd::Zero(c.rows(), c.cols()), c);
  Index row = 0;
  for (const SpectrumGroup &group : problem.groups) {
    const double factor = gas_constant_J_mol_K * t.log_K_slope(group.temperature_K) * error_K;
    for (Index s = 0; s < group.data.cols(); ++s, row += group.data.rows()) {
      const auto rows = jacobian.middleRows(row, group.data.rows());
      const VectorXd moved =
          factor * (known * (rows.transpose() * rows.col(layout.thermodynamics + 1)));
      const VectorXd states = moved.segment(layout.thermodynamics, layout.states);
      sum += states * states.transpose();
    }
  }
  return sum;
}

void add_estimates(TwoStateFit &fit, const SharedLines &shared, const Layout &layout,
                   const TwoStateOptions &options, const SeparableFit &raw, const MatrixXd &cov)
{
  const VectorXd &p = raw.nonlinear.parameters;
  fit.tight = shared.estimate(0, p, cov);
  fit.loose = shared.estimate(1, p, cov);
  fit.thermodynamics.reference_K = options.reference_K;
  fit.thermodynamics.parameters = p.segment(layout.thermodynamics, layout.states);
  fit.thermodynamics.covariance =
      cov.block(layout.thermodynamics, layout.thermodynamics, layout.states, layout.states);
  fit.ratio = options.ratio;
  fit.external_covariance = MatrixXd::Zero(layout.states, layout.states);
  if (layout.ratio >= 0) {
    const double q = std::exp(p[layout.ratio]);
    fit.ratio = {q, q * std::sqrt(cov(layout.ratio, layout.ratio))};
  } else {
    // ln(ratio K) is what the data give: the error of the ratio is one of dS
    fit.external_covariance(1, 1) +=
        std::pow(gas_constant_J_mol_K * options.ratio.error / options.ratio.value, 2);
  }
}

void add_areas(TwoStateFit &fit, const SeparableProblem &problem, const Layout &layout,
               const SeparableFit &raw, const MatrixXd &cov, std::size_t spectra)
{
  if (layout.area >= 0) {
    fit.area = {estimate_of(layout.area, 0.0, raw.nonlinear.parameters, cov)};
    return;
  }
  fit.area.resize(spectra);
  for (std::size_t g = 0; g < problem.groups.size(); ++g)
    for (std::size_t k = 0; k < problem.groups[g].spectra.size(); ++k) {
      const Index i = raw.index(g, static_cast<Index>(k), 0);
      fit.area[problem.groups[g].spectra[k]] = {raw.coefficients[g](0, static_cast<Index>(k)),
                                                std::sqrt(cov(i, i))};
    }
}

void forget_errors(TwoStateFit &fit)
{
  const double none = std::numeric_limits<double>::quiet_NaN();
  fit.thermodynamics.covariance.setConstant(none);
  for (LineEstimate *c : {&fit.tight, &fit.loose}) {
    c->centre.error = none;
    for (Estimate &f : c->fwhm) f.error = none;
  }
  for (Estimate &a : fit.area) a.error = none;
  fit.ratio.error = none;
}

void warn_of_ratio(TwoStateFit &fit, const Layout &layout, const MatrixXd &cov, bool asked)
{
  fit.ratio_determined = layout.ratio >= 0;
  if (asked && layout.ratio < 0)
    fit.quality.warnings.push_back(
        "the ratio of oscillator strengths is kept fixed: with an area for each spectrum only "
        "ratio x K "
        "is determined, and a factor of K is a shift of dS by R ln(ratio)");
  if (layout.ratio < 0) return;
  const Index s = layout.thermodynamics + 1, r = layout.ratio;
  const double correlation = std::fabs(cov(r, s)) / std::sqrt(cov(r, r) * cov(s, s));
  if (correlation < 0.99 && fit.ratio.error < 0.5 * fit.ratio.value) return;
  fit.ratio_determined = false;
  fit.quality.warnings.push_back(
      "the data hardly tell the ratio of oscillator strengths from K: its "
      "correlation with dS is " +
      std::to_string(correlation));
}

}    // namespace

SeparableProblem two_state_problem(const std::vector<FitSpectrum> &spectra,
                                   const TwoStateOptions &options, const VectorXd &start,
                                   double area)
{
  SeparableProblem problem;
  problem.start_is_close = options.lines.start_is_close;
  problem.groups = group_spectra(spectra, true);
  const auto shared = std::make_shared<SharedLines>(options.lines, problem.groups);
  if (shared->components() != 2) throw AnalysisError("two-state fit: needs two components");
  const Layout layout(shared->parameters(), options);
  problem.start.resize(layout.count);
  problem.lower = VectorXd::Constant(layout.count, -INFINITY);
  problem.upper = VectorXd::Constant(layout.count, INFINITY);
  shared->start(problem.start, problem.lower, problem.upper);
  problem.start.segment(layout.thermodynamics, layout.states) = start;
  if (layout.ratio >= 0) problem.start[layout.ratio] = std::log(options.ratio.value);
  if (layout.area >= 0) problem.start[layout.area] = area;
  problem.basis = [shared, layout, options](const SpectrumGroup &group, const VectorXd &p,
                                            bool derive, BasisAt &at) {
    Mixture m = mixture(*shared, layout, options, group, p, derive);
    const MatrixXd baseline = baseline_columns(group.wavenumber, options.lines.baseline);
    at.derivatives = std::move(m.derivatives);
    if (layout.area < 0) {
      at.basis.resize(m.value.size(), 1 + baseline.cols());
      at.basis << m.value, baseline;
      return true;
    }
    at.basis = baseline;
    at.fixed = p[layout.area] * m.value;
    for (BasisAt::Derivative &d : at.derivatives) {
      d.column = -1;
      d.values *= p[layout.area];
    }
    if (derive) at.derivatives.push_back({layout.area, -1, m.value});
    return true;
  };
  return problem;
}

TwoStateFit fit_two_state(const std::vector<FitSpectrum> &spectra, const TwoStateOptions &asked)
{
  check_spectra(spectra);
  check_temperatures(spectra, asked);
  TwoStateOptions options = asked;
  options.fit_ratio = asked.fit_ratio && asked.shared_area;
  const GlobalFit free = fit_components(spectra, 2, asked.lines);
  options.lines = started_lines(free, asked.lines);
  const GlobalFit areas = ordered(free, asked.lines);
  const SeparableProblem problem =
      two_state_problem(spectra, options, rough_thermodynamics(areas, spectra, options),
                        areas.area.colwise().sum().mean());
  const SharedLines shared(options.lines, problem.groups);
  const Layout layout(shared.parameters(), options);
  const SeparableFit raw = fit_separable(problem);
  TwoStateFit fit;
  fit.quality = quality_of(problem, raw);
  fit.quality.noise_known = spectra.front().noise > 0.0;
  if (raw.coefficients.size() < problem.groups.size()) return fit;
  const MatrixXd cov = scaled_covariance(raw, fit.quality);
  add_estimates(fit, shared, layout, options, raw, cov);
  add_areas(fit, problem, layout, raw, cov, spectra.size());
  if (!fit.quality.usable()) return fit;
  if (options.temperature_error_K > 0.0)
    fit.external_covariance += covariance_of_temperatures(problem, layout, raw, fit.thermodynamics,
                                                          options.temperature_error_K);
  fit.thermodynamics.covariance += fit.external_covariance;
  std::string reason =
      confused({fit.tight, fit.loose}, options.lines.fix_centres, raw.nonlinear.parameters, cov);
  if (reason.empty() && !options.lines.fix_centres &&
      one_line_suffices(spectra, asked.lines, fit.quality))
    reason = "one band that does not change describes the data as well as two states do";
  if (!reason.empty()) {
    fit.quality.status = FitStatus::rank_deficient;
    fit.quality.message = reason;
    forget_errors(fit);
    return fit;
  }
  warn_of_ratio(fit, layout, cov, asked.fit_ratio);
  return fit;
}

}    // namespace softmode
