// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/global_fit.h"

#include "shared_lines.h"
#include "softmode/analysis/distributions.h"
#include "softmode/analysis/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace softmode {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double NaN = std::numeric_limits<double>::quiet_NaN();

bool noise_known(const std::vector<FitSpectrum> &spectra)
{
  return spectra.front().noise > 0.0;
}

void refuse_identical(const LineOptions &lines)
{
  if (!lines.fix_centres || lines.sharing != WidthSharing::fixed) return;
  for (std::size_t i = 0; i < lines.centres.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (lines.centres[i] == lines.centres[j] && lines.widths[i] == lines.widths[j])
        throw AnalysisError("global fit: components " + std::to_string(j + 1) + " and " +
                            std::to_string(i + 1) + " are identical");
}

void forget_errors(GlobalFit &fit)
{
  for (LineEstimate &c : fit.components) {
    c.centre.error = NaN;
    for (Estimate &f : c.fwhm) f.error = NaN;
  }
  fit.area_error.setConstant(NaN);
  fit.area_covariance.setConstant(NaN);
}

void add_areas(GlobalFit &fit, const SeparableProblem &problem, const SeparableFit &raw,
               const MatrixXd &cov, Index components, std::size_t spectra)
{
  const auto s = static_cast<Index>(spectra);
  fit.area.resize(components, s);
  fit.baseline.resize(raw.coefficients[0].rows() - components, s);
  std::vector<Index> place(static_cast<std::size_t>(components * s));
  for (std::size_t g = 0; g < problem.groups.size(); ++g)
    for (std::size_t k = 0; k < problem.groups[g].spectra.size(); ++k)
      for (Index c = 0; c < components; ++c) {
        const auto spectrum = static_cast<Index>(problem.groups[g].spectra[k]);
        fit.area(c, spectrum) = raw.coefficients[g](c, static_cast<Index>(k));
        fit.baseline.col(spectrum) =
            raw.coefficients[g].col(static_cast<Index>(k)).tail(fit.baseline.rows());
        place[static_cast<std::size_t>(spectrum * components + c)] =
            raw.index(g, static_cast<Index>(k), c);
      }
  fit.area_covariance.resize(components * s, components * s);
  for (Index i = 0; i < components * s; ++i)
    for (Index j = 0; j < components * s; ++j)
      fit.area_covariance(i, j) =
          cov(place[static_cast<std::size_t>(i)], place[static_cast<std::size_t>(j)]);
  const VectorXd errors = fit.area_covariance.diagonal().cwiseSqrt();
  fit.area_error = Eigen::Map<const MatrixXd>(errors.data(), components, s);
}

void warn_of_empty(GlobalFit &fit)
{
  for (Index c = 0; c < fit.area.rows(); ++c)
    if ((fit.area.row(c).array() < 2.0 * fit.area_error.row(c).array()).all())
      fit.quality.warnings.push_back("component " + std::to_string(c + 1) +
                                     " has no area that exceeds 2 standard errors");
}

GlobalFit solve(const std::vector<FitSpectrum> &spectra, const LineOptions &lines)
{
  const SeparableProblem problem = components_problem(spectra, lines);
  const SharedLines shared(lines, problem.groups);
  const SeparableFit raw = fit_separable(problem);
  GlobalFit fit;
  fit.quality = quality_of(problem, raw);
  fit.quality.noise_known = noise_known(spectra);
  fit.shape = lines.shape;
  if (raw.coefficients.size() < problem.groups.size()) return fit;
  const MatrixXd cov = scaled_covariance(raw, fit.quality);
  for (Index c = 0; c < shared.components(); ++c)
    fit.components.push_back(shared.estimate(c, raw.nonlinear.parameters, cov));
  if (lines.sharing == WidthSharing::per_temperature) fit.temperature_K = shared.temperatures();
  add_areas(fit, problem, raw, cov, shared.components(), spectra.size());
  if (!fit.quality.usable()) return fit;
  std::string reason = confused(fit.components, lines.fix_centres, raw.nonlinear.parameters, cov);
  if (reason.empty() && raw.nonlinear.condition > 1e7)
    reason = "components cannot be told apart: the Jacobian is all but singular";
  if (!reason.empty()) {
    fit.quality.status = FitStatus::rank_deficient;
    fit.quality.message = reason;
    forget_errors(fit);
    return fit;
  }
  warn_of_empty(fit);
  return fit;
}

/// Lowest, middle and highest temperature.
std::vector<FitSpectrum> three_of(std::vector<FitSpectrum> spectra)
{
  std::stable_sort(spectra.begin(), spectra.end(), [](const FitSpectrum &a, const FitSpectrum &b) {
    return a.temperature_K < b.temperature_K;
  });
  if (spectra.size() <= 3) return spectra;
  return {spectra.front(), spectra[spectra.size() / 2], spectra.back()};
}

/// Lines of the best of several fits to three spectra.
LineOptions best_start(const LineOptions &options, const std::vector<FitSpectrum> &spectra,
                       int components)
{
  const auto few = three_of(spectra);
  LineOptions best;
  double lowest = INFINITY;
  for (const double spread : {0.35, 0.6, 0.2}) {
    LineOptions lines = with_start(options, spectra, components, spread);
    const GlobalFit fit = solve(few, lines);
    if (best.centres.empty()) best = lines;
    if (fit.components.empty() || !(fit.quality.chi_squared < lowest * (1.0 - 1e-9))) continue;
    lowest = fit.quality.chi_squared;
    best = lines;
    for (std::size_t c = 0; c < best.centres.size(); ++c) {
      best.centres[c] = fit.components[c].centre.value;
      if (best.sharing != WidthSharing::fixed) best.widths[c] = fit.components[c].widths.front();
    }
  }
  return best;
}

/// Exchanges lines that passed each other during the fit, and starts them where it ended; false if none did.
bool reorder(LineOptions &lines, const GlobalFit &fit)
{
  if (lines.fix_centres || fit.components.empty()) return false;
  std::vector<std::size_t> wanted(lines.centres.size()), found(lines.centres.size());
  for (std::size_t c = 0; c < wanted.size(); ++c) wanted[c] = found[c] = c;
  std::sort(wanted.begin(), wanted.end(),
            [&](std::size_t a, std::size_t b) { return lines.centres[a] < lines.centres[b]; });
  std::sort(found.begin(), found.end(), [&](std::size_t a, std::size_t b) {
    return fit.components[a].centre.value < fit.components[b].centre.value;
  });
  if (wanted == found) return false;
  for (std::size_t rank = 0; rank < wanted.size(); ++rank) {
    lines.centres[wanted[rank]] = fit.components[found[rank]].centre.value;
    if (lines.sharing != WidthSharing::fixed)
      lines.widths[wanted[rank]] = fit.components[found[rank]].widths.front();
  }
  return true;
}

}    // namespace

bool one_line_suffices(const std::vector<FitSpectrum> &spectra, const LineOptions &options,
                       const FitQuality &several)
{
  LineOptions lines;
  lines.shape = options.shape;
  lines.baseline = options.baseline;
  const FitQuality one = fit_components(spectra, 1, lines).quality;
  if (!one.usable() || several.parameters <= one.parameters) return false;
  const double added = static_cast<double>(several.parameters - one.parameters);
  const double left = static_cast<double>(several.data - several.parameters);
  const double F = (one.chi_squared - several.chi_squared) / added / (several.chi_squared / left);
  return f_probability(F, added, left) > 1e-3;
}

SeparableProblem components_problem(const std::vector<FitSpectrum> &spectra,
                                    const LineOptions &options)
{
  refuse_identical(options);
  SeparableProblem problem;
  problem.groups = group_spectra(spectra, options.sharing == WidthSharing::per_temperature);
  const auto shared = std::make_shared<SharedLines>(options, problem.groups);
  const Index m = shared->parameters();
  problem.start.resize(m);
  problem.lower.resize(m);
  problem.upper.resize(m);
  shared->start(problem.start, problem.lower, problem.upper);
  problem.start_is_close = options.start_is_close;
  const int order = options.baseline;
  problem.basis = [shared, order](const SpectrumGroup &group, const VectorXd &p, bool derive,
                                  BasisAt &at) {
    const Index n = shared->components();
    at.basis.resize(group.wavenumber.size(), n + order + 1);
    at.basis.rightCols(order + 1) = baseline_columns(group.wavenumber, order);
    for (Index c = 0; c < n; ++c) {
      const SharedLines::Component component = shared->at(c, group, p, derive);
      at.basis.col(c) = component.values.value;
      for (Index k = 0; derive && k < component.values.derivative.cols(); ++k)
        if (component.parameter[static_cast<std::size_t>(k)] >= 0)
          at.derivatives.push_back({component.parameter[static_cast<std::size_t>(k)], c,
                                    component.values.derivative.col(k)});
    }
    return true;
  };
  return problem;
}

GlobalFit fit_components(const std::vector<FitSpectrum> &spectra, int components,
                         const LineOptions &options)
{
  if (components < 1 || components > 4)
    throw AnalysisError("global fit: " + std::to_string(components) +
                        " components; there can be 1 to 4");
  check_spectra(spectra);
  const bool given = !options.centres.empty() || components == 1;
  LineOptions start = given ? with_start(options, spectra, components, 0.35)
                            : best_start(options, spectra, components);
  if (!given) start.start_is_close = true;    // the minimum of three of the spectra
  GlobalFit fit = solve(spectra, start);
  LineOptions swapped = start;
  if (!reorder(swapped, fit)) return fit;
  return solve(spectra, swapped);
}

}    // namespace softmode
