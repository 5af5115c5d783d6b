// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/uncertainty.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <stdexcept>

namespace softmode {

namespace {

using Eigen::Index;
using Eigen::VectorXd;

/// The problem of the fit, started where it ended.
SeparableProblem restarted(const std::vector<FitSpectrum> &spectra, const TwoStateOptions &asked,
                           const TwoStateFit &fit)
{
  TwoStateOptions options = asked;
  options.fit_ratio = asked.fit_ratio && asked.shared_area;
  options.ratio.value = fit.ratio.value;
  options.lines.centres = {fit.tight.centre.value, fit.loose.centre.value};
  options.lines.widths = {fit.tight.widths.front(), fit.loose.widths.front()};
  return two_state_problem(spectra, options, fit.thermodynamics.parameters, fit.area.front().value);
}

/// Place of dH among the nonlinear parameters: all before are those of the lines.
Index first_state(const SeparableProblem &problem, const TwoStateOptions &options)
{
  const Index after =
      (options.fit_ratio && options.shared_area ? 1 : 0) + (options.shared_area ? 1 : 0);
  return problem.start.size() - after - (options.heat_capacity ? 3 : 2);
}

std::optional<VectorXd> states_of(const std::vector<FitSpectrum> &spectra,
                                  const TwoStateOptions &options, const TwoStateFit &fit)
{
  const SeparableProblem problem = restarted(spectra, options, fit);
  const SeparableFit again = fit_separable(problem);
  if (!again.nonlinear.usable()) return std::nullopt;
  return again.nonlinear.parameters.segment(first_state(problem, options),
                                            options.heat_capacity ? 3 : 2);
}

Bootstrap over_cycles(const std::vector<FitSpectrum> &spectra, const TwoStateOptions &options,
                      const TwoStateFit &fit, const BootstrapOptions &b)
{
  std::map<int, std::vector<FitSpectrum>> cycles;
  for (const FitSpectrum &s : spectra) cycles[s.cycle].push_back(s);
  std::vector<std::vector<FitSpectrum>> list;
  for (auto &[number, members] : cycles) list.push_back(std::move(members));
  return bootstrap_blocks(static_cast<int>(list.size()), b.samples, b.seed,
                          [&](const std::vector<int> &drawn) {
                            std::vector<FitSpectrum> sample;
                            for (const int c : drawn)
                              for (const FitSpectrum &s : list[static_cast<std::size_t>(c)])
                                sample.push_back(s);
                            return states_of(sample, options, fit);
                          });
}

void exchange_residuals(FitSpectrum &spectrum, const VectorXd &residuals, double enlarged,
                        int block, std::mt19937_64 &random)
{
  const double unit = spectrum.noise > 0.0 ? spectrum.noise : 1.0;
  const auto points = static_cast<std::size_t>(residuals.size());
  const auto length = static_cast<std::size_t>(block);
  for (std::size_t i = 0, from = 0; i < points; ++i) {
    if (i % length == 0) from = random() % points;
    const auto source = static_cast<Index>((from + i % length) % points);
    spectrum.intensity[i] +=
        unit * (enlarged * residuals[source] - residuals[static_cast<Index>(i)]);
  }
}

/// Fit plus stretches of residuals, circular within each spectrum. Residuals are enlarged by
/// sqrt(data / (data - parameters)), as the fit has taken some of the scatter.
Bootstrap over_residuals(const std::vector<FitSpectrum> &spectra, const TwoStateOptions &options,
                         const TwoStateFit &fit, const BootstrapOptions &b)
{
  if (b.block_points < 1 || b.samples < 10)
    throw std::invalid_argument("bootstrap: needs stretches of a point or more and 10 samples");
  const double n = static_cast<double>(fit.quality.data),
               enlarged = std::sqrt(n / (n - static_cast<double>(fit.quality.parameters)));
  std::mt19937_64 random(b.seed);
  std::vector<VectorXd> found;
  int failures = 0;
  for (int k = 0; k < b.samples; ++k) {
    std::vector<FitSpectrum> sample = spectra;
    for (std::size_t s = 0; s < sample.size(); ++s)
      exchange_residuals(sample[s], fit.quality.residuals[s], enlarged, b.block_points, random);
    if (const auto states = states_of(sample, options, fit))
      found.push_back(*states);
    else
      ++failures;
  }
  return summarise_samples(found, failures, 1.0);
}

bool differ(const ErrorComparison &c)
{
  std::vector<double> errors{c.covariance.error};
  if (!c.profile.low || !c.profile.high) return true;
  errors.push_back(c.profile.error);
  if (std::isfinite(c.bootstrap_error)) errors.push_back(c.bootstrap_error);
  const auto [least, most] = std::minmax_element(errors.begin(), errors.end());
  return *most > 1.2 * *least;
}

}    // namespace

std::vector<ErrorComparison> two_state_errors(const std::vector<FitSpectrum> &spectra,
                                              const TwoStateOptions &options,
                                              const TwoStateFit &fit, const BootstrapOptions &b)
{
  if (!fit.quality.usable())
    throw std::invalid_argument("errors: the fit is not usable: " + fit.quality.message);
  const SeparableProblem problem = restarted(spectra, options, fit);
  const LeastSquaresProblem plain = projected(problem);
  const NonlinearFit nonlinear = fit_separable(problem).nonlinear;
  const Bootstrap boot = b.resampling == Resampling::cycles
                             ? over_cycles(spectra, options, fit, b)
                             : over_residuals(spectra, options, fit, b);
  const char *names[3] = {"dH (kJ/mol)", "dS (J/mol/K)", "dCp (J/mol/K)"};
  std::vector<ErrorComparison> all;
  for (Index i = 0; i < fit.thermodynamics.parameters.size(); ++i) {
    ErrorComparison c;
    c.name = names[i];
    c.covariance = {fit.thermodynamics.parameters[i],
                    std::sqrt(fit.thermodynamics.covariance(i, i))};
    c.profile =
        profile_interval(plain, nonlinear, first_state(problem, options) + i,
                         fit.quality.noise_known ? ErrorScaling::given : ErrorScaling::scaled);
    c.bootstrap_error = boot.error[i];
    c.bootstrap_interval = boot.interval[static_cast<std::size_t>(i)];
    c.differ = differ(c);
    all.push_back(c);
  }
  return all;
}

}    // namespace softmode
