// SPDX-License-Identifier: BSD-3-Clause
// Errors of the one-step fit.
#include "error_comparison.h"

#include "softmode/analysis/error.h"

#include <Eigen/Eigenvalues>

#include <cmath>

namespace softmode {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
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
  options.lines.start_is_close = true;
  return two_state_problem(spectra, options, fit.thermodynamics.parameters, fit.area.front().value);
}

/// Place of dH among the nonlinear parameters: all before are those of the lines.
Index first_state(const SeparableProblem &problem, const TwoStateOptions &options)
{
  const Index after =
      (options.fit_ratio && options.shared_area ? 1 : 0) + (options.shared_area ? 1 : 0);
  return problem.start.size() - after - (options.heat_capacity ? 3 : 2);
}

/// A matrix whose square is the covariance, which may have vanishing eigenvalues.
MatrixXd square_root(const MatrixXd &covariance)
{
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(covariance);
  return eigen.eigenvectors() * eigen.eigenvalues().cwiseMax(0.0).cwiseSqrt().asDiagonal();
}

Samples resampled_states(const TwoStateOptions &options, const TwoStateFit &fit,
                         const NonlinearFit &minimum, const ResampledSpectra &resampled,
                         const BootstrapOptions &bootstrap)
{
  const MatrixXd root = square_root(fit.external_covariance);
  const Index states = fit.thermodynamics.parameters.size();
  return draw_samples(bootstrap, [&](std::mt19937_64 &random) -> std::optional<VectorXd> {
    SeparableProblem problem = restarted(resampled.draw(random), options, fit);
    // also where widths are free at each temperature and the fit knows only the first of them
    if (problem.start.size() == minimum.parameters.size()) problem.start = minimum.parameters;
    std::optional<VectorXd> found = close_minimum(problem);
    if (!found) {
      const NonlinearFit again = least_squares(projected(problem));
      if (!again.usable()) return std::nullopt;
      found = again.parameters;
    }
    VectorXd drawn(states);
    for (double &d : drawn) d = normal_deviate(random);
    return found->segment(first_state(problem, options), states) + root * drawn;
  });
}

}    // namespace

ThermodynamicErrors one_step_errors(const std::vector<FitSpectrum> &spectra,
                                    const TwoStateOptions &options, const TwoStateFit &fit,
                                    const BootstrapOptions &bootstrap,
                                    const std::vector<double> &temperature_K)
{
  if (!fit.quality.usable())
    throw AnalysisError("errors: the fit is not usable: " + fit.quality.message);
  const SeparableProblem problem = restarted(spectra, options, fit);
  const LeastSquaresProblem plain = projected(problem);
  const NonlinearFit nonlinear = fit_separable(problem).nonlinear;
  const ResampledSpectra resampled(spectra, fit.quality, bootstrap);
  const Samples samples = resampled_states(options, fit, nonlinear, resampled, bootstrap);
  const ProfiledFit profiled{plain, nonlinear, first_state(problem, options),
                             fit.quality.noise_known ? ErrorScaling::given : ErrorScaling::scaled,
                             fit.external_covariance};
  return compare_errors(fit.thermodynamics, temperature_K, profiled, samples, resampled.enlarged());
}

std::vector<ErrorComparison> two_state_errors(const std::vector<FitSpectrum> &spectra,
                                              const TwoStateOptions &options,
                                              const TwoStateFit &fit,
                                              const BootstrapOptions &bootstrap)
{
  return one_step_errors(spectra, options, fit, bootstrap, {}).parameters;
}

ResamplingChoice choose_resampling(const std::vector<FitSpectrum> &spectra,
                                   const std::optional<Resampling> &asked)
{
  const auto n = static_cast<int>(cycles_of(spectra).size());
  const int rough = n > 1 ? static_cast<int>(std::lround(100.0 / std::sqrt(2.0 * (n - 1)))) : 0;
  const std::string scatter =
      "an error from " + std::to_string(n) + " cycles scatters by " + std::to_string(rough) + " %";
  const std::string residuals = "over stretches of residuals";
  if (asked == Resampling::residual_blocks) return {*asked, residuals + ", as asked for"};
  if (n == 1)
    return {Resampling::residual_blocks,
            residuals + ": of one cycle there is nothing to draw from"};
  if (n == 2)
    return {Resampling::residual_blocks,
            residuals + ": two cycles give three different draws only, which is no distribution"};
  if (asked == Resampling::cycles || n >= fewest_cycles)
    return {Resampling::cycles, "over " + std::to_string(n) + " whole cycles; " + scatter};
  return {Resampling::residual_blocks, residuals + ": " + scatter + ", fewer than " +
                                           std::to_string(fewest_cycles) + " are not drawn"};
}

}    // namespace softmode
