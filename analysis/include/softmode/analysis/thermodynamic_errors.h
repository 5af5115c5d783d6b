// SPDX-License-Identifier: BSD-3-Clause
// Errors of dH, dS, dCp and of all that follows from ln K(T), by covariance, profile likelihood and bootstrap.
#pragma once

#include "softmode/analysis/uncertainty.h"

#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// dH, dS, dCp, free energies, populations and the temperature of equal populations, each with three errors. The ways
/// differ by more than 20 % where the model bends within the errors (profile) or the data scatter otherwise than their
/// noise says (bootstrap).
struct ThermodynamicErrors {
  std::vector<ErrorComparison> parameters;    ///< dH (kJ/mol), dS (J/mol/K)[, dCp (J/mol/K)]
  std::optional<ErrorComparison> equal_populations_K;    ///< where there is such a temperature

  struct At {
    double temperature_K;
    ErrorComparison free_energy_kJ_mol;    ///< -RT ln K
    ErrorComparison loose_fraction;        ///< K / (1 + K); that of tight has the same errors
  };
  std::vector<At> at;
  int samples = 0, failures = 0;    ///< of the bootstrap
};

/// Cycles below which a bootstrap over them is not chosen: an error from n cycles scatters by
/// 1/sqrt(2 (n - 1)) of itself, 32 % for 6.
inline constexpr int fewest_cycles = 6;

struct ResamplingChoice {
  Resampling resampling;
  std::string reason;    ///< which, of how many cycles, and why, in words
};

/// Whole cycles where there are `fewest_cycles`, or 3 if they are asked for; else stretches of residuals. With one cycle
/// there is nothing to draw, and two give three different draws only, so that cycles are not drawn even if asked for.
ResamplingChoice choose_resampling(const std::vector<FitSpectrum> &spectra,
                                   const std::optional<Resampling> &asked = {});

/// Of the one-step fit. Profiles are those of the spectra's chi-squared, in which dS gives its place to the quantity
/// profiled. Errors of temperatures and of a given ratio, which no spectrum shows, are added to profiles in quadrature
/// and drawn for each bootstrap sample. `options` are those of the fit.
/// \throws AnalysisError if the fit is not usable, for temperatures (K) that are not positive, or as
///   bootstrap_blocks(), or if more than half of the samples fail.
ThermodynamicErrors one_step_errors(const std::vector<FitSpectrum> &spectra,
                                    const TwoStateOptions &options, const TwoStateFit &fit,
                                    const BootstrapOptions &bootstrap,
                                    const std::vector<double> &temperature_K);

/// Areas from which K of each spectrum follows.
struct StateAreas {
  const std::vector<FitSpectrum> &spectra;
  const LineOptions &lines;    ///< as fit_components() was asked
  const GlobalFit &components;
  int tight, loose;    ///< among the components
  Estimate ratio;
};

/// Van't Hoff fit and how it was asked for.
struct VantHoffFit {
  VantHoffOptions options;
  VantHoffResult result;
};

/// Chi-squared of the areas themselves, whose errors are normal where those of ln K are not: parameters are dH, dS[, dCp],
/// the total area of each spectrum, with an error of the ratio ln(ratio / given), and with errors of temperatures the
/// deviation of each, both held by their errors. Start: the fit.
/// \throws AnalysisError if the covariance of the areas is not positive definite.
LeastSquaresProblem area_likelihood(const StateAreas &areas, const VantHoffFit &fit);

/// Of two-step fits, one result for each. Profiles are those of area_likelihood(). Each bootstrap sample fits the
/// components anew; where residuals are drawn, temperatures and ratio are drawn within their errors, too (whole cycles
/// bring errors of temperatures with them). \throws as one_step_errors().
std::vector<ThermodynamicErrors> two_step_errors(const StateAreas &areas,
                                                 const std::vector<VantHoffFit> &fits,
                                                 const BootstrapOptions &bootstrap,
                                                 const std::vector<double> &temperature_K);

}    // namespace softmode
