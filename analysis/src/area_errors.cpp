// SPDX-License-Identifier: BSD-3-Clause
// Errors of two-step fits, through the areas of two components.
#include "error_comparison.h"

#include "softmode/analysis/error.h"

#include <Eigen/Cholesky>

#include <cmath>
#include <memory>
#include <stdexcept>

namespace softmode {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Places among the parameters: dH, dS[, dCp], total areas[, ln(ratio / given)][, deviations of temperatures].
struct Likelihood {
  VectorXd T;           // n
  VectorXd measured;    // 2 n: tight and loose area of each spectrum
  MatrixXd covariance;
  Eigen::LLT<MatrixXd> cholesky;
  VantHoffOptions options;
  Estimate ratio;
  Index n, states, ratio_place, temperature_place, parameters, residuals;

  Likelihood(const StateAreas &areas, const VantHoffOptions &o) :
      options(o), ratio(areas.ratio), n(areas.components.area.cols()),
      states(o.heat_capacity ? 3 : 2)
  {
    const GlobalFit &g = areas.components;
    const Index components = g.area.rows(), place[2] = {areas.tight, areas.loose};
    T.resize(n);
    measured.resize(2 * n);
    covariance.resize(2 * n, 2 * n);
    for (Index i = 0; i < n; ++i) {
      T[i] = areas.spectra[static_cast<std::size_t>(i)].temperature_K;
      for (Index a = 0; a < 2; ++a) {
        measured[2 * i + a] = g.area(place[a], i);
        for (Index j = 0; j < n; ++j)
          for (Index b = 0; b < 2; ++b)
            covariance(2 * i + a, 2 * j + b) =
                g.area_covariance(i * components + place[a], j * components + place[b]);
      }
    }
    cholesky.compute(covariance);
    if (cholesky.info() != Eigen::Success)
      throw AnalysisError("areas: their covariance is not positive definite");
    parameters = states + n;
    residuals = 2 * n;
    ratio_place = ratio.error > 0.0 ? parameters++ : -1;
    if (ratio_place >= 0) ++residuals;
    temperature_place = options.temperature_error_K > 0.0 ? parameters : -1;
    if (temperature_place >= 0) parameters += n, residuals += n;
  }

  VectorXd start(const Thermodynamics &t) const
  {
    VectorXd p = VectorXd::Zero(parameters);
    p.head(states) = t.parameters;
    for (Index i = 0; i < n; ++i)
      p[states + i] = measured[2 * i] + measured[2 * i + 1] / ratio.value;
    return p;
  }

  bool evaluate(const VectorXd &p, VectorXd &r, MatrixXd *jacobian) const
  {
    const Thermodynamics t{p.head(states), {}, options.reference_K};
    const double q = ratio.value * (ratio_place >= 0 ? std::exp(p[ratio_place]) : 1.0);
    VectorXd left = measured;
    MatrixXd slope = MatrixXd::Zero(jacobian ? 2 * n : 0, parameters);
    for (Index i = 0; i < n; ++i) {
      const double temperature = T[i] + (temperature_place >= 0 ? p[temperature_place + i] : 0.0);
      if (!(temperature > 0.0)) return false;
      const VectorXd g = log_K_gradient(temperature, options.heat_capacity, options.reference_K);
      const double x = 1.0 / (1.0 + std::exp(-g.dot(t.parameters))), S = p[states + i];
      left[2 * i] -= (1.0 - x) * S;
      left[2 * i + 1] -= q * x * S;
      if (!jacobian) continue;
      const Eigen::Vector2d per_log_K(-x * (1.0 - x) * S, q * x * (1.0 - x) * S);
      slope.block(2 * i, 0, 2, states) = per_log_K * g.transpose();
      slope(2 * i, states + i) = 1.0 - x;
      slope(2 * i + 1, states + i) = q * x;
      if (ratio_place >= 0) slope(2 * i + 1, ratio_place) = q * x * S;
      if (temperature_place >= 0)
        slope.block(2 * i, temperature_place + i, 2, 1) = per_log_K * t.log_K_slope(temperature);
    }
    cholesky.matrixL().solveInPlace(left);
    r.head(2 * n) = left;
    if (jacobian) {
      jacobian->setZero();
      cholesky.matrixL().solveInPlace(slope);
      jacobian->topRows(2 * n) = -slope;
    }
    hold(p, r, jacobian);
    return r.allFinite();
  }

  /// Ratio and temperatures are known to within their errors.
  void hold(const VectorXd &p, VectorXd &r, MatrixXd *jacobian) const
  {
    Index row = 2 * n;
    const auto add = [&](Index place, double error) {
      r[row] = p[place] / error;
      if (jacobian) (*jacobian)(row, place) = 1.0 / error;
      ++row;
    };
    if (ratio_place >= 0) add(ratio_place, ratio.error / ratio.value);
    for (Index i = 0; temperature_place >= 0 && i < n; ++i)
      add(temperature_place + i, options.temperature_error_K);
  }
};

LineOptions started(const StateAreas &areas)
{
  LineOptions lines = areas.lines;
  lines.centres.clear();
  lines.widths.clear();
  for (const LineEstimate &c : areas.components.components) {
    lines.centres.push_back(c.centre.value);
    lines.widths.push_back(c.widths.front());
  }
  lines.start_is_close = true;
  return lines;
}

/// Parameters of all fits one after the other, from one sample of spectra.
std::optional<VectorXd> fitted_again(const StateAreas &areas, const LineOptions &lines,
                                     const std::vector<VantHoffFit> &fits,
                                     std::vector<FitSpectrum> sample, bool draw_temperatures,
                                     std::mt19937_64 &random)
{
  const GlobalFit again = fit_components(sample, static_cast<int>(lines.centres.size()), lines);
  if (!again.quality.usable()) return std::nullopt;
  Estimate ratio = areas.ratio;
  ratio.value *= std::exp(ratio.error / ratio.value * normal_deviate(random));
  for (FitSpectrum &s : sample) {
    const double deviation = normal_deviate(random);
    if (draw_temperatures) s.temperature_K += fits[0].options.temperature_error_K * deviation;
  }
  Index count = 0;
  for (const VantHoffFit &f : fits) count += f.result.thermodynamics.parameters.size();
  VectorXd all(count);
  Index place = 0;
  try {
    for (const VantHoffFit &f : fits) {
      const VectorXd p =
          fit_vant_hoff_of_areas(again, sample, areas.tight, areas.loose, ratio, f.options)
              .thermodynamics.parameters;
      all.segment(place, p.size()) = p;
      place += p.size();
    }
  } catch (const AnalysisError &) {
    return std::nullopt;    // an area that is not positive, or too few temperatures drawn
  }
  return all;
}

Samples of_one(const Samples &all, Index first, Index count)
{
  Samples part;
  part.failures = all.failures;
  for (const VectorXd &p : all.found) part.found.push_back(p.segment(first, count));
  return part;
}

}    // namespace

LeastSquaresProblem area_likelihood(const StateAreas &areas, const VantHoffFit &fit)
{
  const auto model = std::make_shared<const Likelihood>(areas, fit.options);
  LeastSquaresProblem problem;
  problem.residuals = model->residuals;
  problem.start = model->start(fit.result.thermodynamics);
  problem.evaluate = [model](const VectorXd &p, VectorXd &r, MatrixXd *jacobian) {
    return model->evaluate(p, r, jacobian);
  };
  return problem;
}

std::vector<ThermodynamicErrors> two_step_errors(const StateAreas &areas,
                                                 const std::vector<VantHoffFit> &fits,
                                                 const BootstrapOptions &bootstrap,
                                                 const std::vector<double> &temperature_K)
{
  if (!areas.components.quality.usable())
    throw AnalysisError("errors: the fit is not usable: " + areas.components.quality.message);
  if (fits.empty()) return {};
  const ResampledSpectra resampled(areas.spectra, areas.components.quality, bootstrap);
  const LineOptions lines = started(areas);
  const bool residuals = bootstrap.resampling == Resampling::residual_blocks;
  const Samples samples = draw_samples(bootstrap, [&](std::mt19937_64 &random) {
    return fitted_again(areas, lines, fits, resampled.draw(random), residuals, random);
  });
  std::vector<ThermodynamicErrors> all;
  Index first = 0;
  for (const VantHoffFit &f : fits) {
    const LeastSquaresProblem problem = area_likelihood(areas, f);
    const NonlinearFit minimum = least_squares(problem);
    const Index states = f.result.thermodynamics.parameters.size();
    const ProfiledFit profiled{problem, minimum, 0, f.options.scaling,
                               MatrixXd::Zero(states, states)};
    all.push_back(compare_errors(f.result.thermodynamics, temperature_K, profiled,
                                 of_one(samples, first, states), resampled.enlarged()));
    first += states;
  }
  return all;
}

}    // namespace softmode
