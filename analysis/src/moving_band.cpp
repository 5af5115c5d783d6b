// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/moving_band.h"

#include "shared_lines.h"
#include "softmode/analysis/error.h"
#include "softmode/definitions/constants.h"

#include <cmath>
#include <set>

namespace softmode {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

Index drift_count(Drift drift)
{
  return drift == Drift::quartic ? 2 : 1;
}

/// Places among the parameters: position, drift, w0[, w1][, second width].
struct Layout {
  Index drift, width, slope, second, count;

  explicit Layout(const MovingBandOptions &o) : drift(1), width(1 + drift_count(o.drift))
  {
    count = width + 1;
    slope = o.width_moves ? count++ : -1;
    second = width_count(o.shape) == 2 ? count++ : -1;
  }
};

}    // namespace

VectorXd drift_factors(Drift drift, double T, double decay_cm)
{
  if (!(T > 0.0) || (drift != Drift::linear && !(decay_cm > 0.0)))
    throw AnalysisError("moving band: temperature and wavenumber must be positive");
  if (drift == Drift::linear) return VectorXd::Constant(1, T - reference_temperature_K);
  const auto phonons = [&](double parts) {
    return 1.0 / std::expm1(second_radiation_constant_cm_K * decay_cm / parts / T);
  };
  VectorXd factors(drift_count(drift));
  factors[0] = 1.0 + 2.0 * phonons(2.0);
  if (drift == Drift::quartic) factors[1] = 1.0 + 3.0 * phonons(3.0) * (1.0 + phonons(3.0));
  return factors;
}

SeparableProblem moving_band_problem(const std::vector<FitSpectrum> &spectra,
                                     const MovingBandOptions &options, double position,
                                     double width)
{
  SeparableProblem problem;
  problem.groups = group_spectra(spectra, true);
  const Layout layout(options);
  const double decay = options.decay_cm > 0.0 ? options.decay_cm : position;
  problem.start = VectorXd::Zero(layout.count);
  problem.lower = VectorXd::Constant(layout.count, -INFINITY);
  problem.upper = VectorXd::Constant(layout.count, INFINITY);
  const LineWidths start = start_widths(options.shape, width);
  problem.start[0] = position;
  problem.start[layout.width] = start[0];
  problem.lower[layout.width] = 1e-3 * width;
  if (layout.second >= 0) {
    problem.start[layout.second] = start[1];
    problem.lower[layout.second] = 0.0;
    problem.upper[layout.second] = options.shape == LineShape::pseudo_voigt ? 1.0 : INFINITY;
  }
  problem.basis = [layout, options, decay](const SpectrumGroup &group, const VectorXd &p,
                                           bool derive, BasisAt &at) {
    const VectorXd factors = drift_factors(options.drift, group.temperature_K, decay);
    const double t = group.temperature_K - reference_temperature_K;
    const double centre = p[0] + factors.dot(p.segment(layout.drift, factors.size()));
    const LineWidths widths{p[layout.width] + (layout.slope >= 0 ? p[layout.slope] * t : 0.0),
                            layout.second >= 0 ? p[layout.second] : 0.0};
    if (!(widths[0] > 0.0)) return false;
    const LineValues v = line(options.shape, group.wavenumber, centre, widths, derive);
    const MatrixXd baseline = baseline_columns(group.wavenumber, options.baseline);
    at.basis.resize(v.value.size(), 1 + baseline.cols());
    at.basis << v.value, baseline;
    if (!derive) return true;
    at.derivatives.push_back({0, 0, v.derivative.col(0)});
    for (Index k = 0; k < factors.size(); ++k)
      at.derivatives.push_back({layout.drift + k, 0, factors[k] * v.derivative.col(0)});
    at.derivatives.push_back({layout.width, 0, v.derivative.col(1)});
    if (layout.slope >= 0) at.derivatives.push_back({layout.slope, 0, t * v.derivative.col(1)});
    if (layout.second >= 0) at.derivatives.push_back({layout.second, 0, v.derivative.col(2)});
    return true;
  };
  return problem;
}

MovingBandFit fit_moving_band(const std::vector<FitSpectrum> &spectra,
                              const MovingBandOptions &options)
{
  check_spectra(spectra);
  std::set<double> different;
  for (const FitSpectrum &s : spectra) different.insert(s.temperature_K);
  if (different.size() < static_cast<std::size_t>(1 + drift_count(options.drift)))
    throw AnalysisError("moving band: " + std::to_string(different.size()) +
                        " temperatures do not determine how it moves");
  const RoughBand rough = rough_band(mean_spectrum(spectra));
  const SeparableProblem problem =
      moving_band_problem(spectra, options, rough.centroid, rough.fwhm);
  const Layout layout(options);
  const SeparableFit raw = fit_separable(problem);
  MovingBandFit fit;
  fit.quality = quality_of(problem, raw);
  fit.quality.noise_known = spectra.front().noise > 0.0;
  const MatrixXd cov = scaled_covariance(raw, fit.quality);
  const auto estimate = [&](Index i) { return estimate_of(i, 0.0, raw.nonlinear.parameters, cov); };
  fit.position = estimate(0);
  for (Index k = 0; k < drift_count(options.drift); ++k)
    fit.drift.push_back(estimate(layout.drift + k));
  fit.width = estimate(layout.width);
  fit.width_slope = estimate(layout.slope);
  fit.second_width = estimate(layout.second);
  return fit;
}

}    // namespace softmode
