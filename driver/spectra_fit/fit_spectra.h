// SPDX-License-Identifier: BSD-3-Clause
// All fits of measured spectra: bands, slopes, components, equilibrium, competing models.
#pragma once

#include "softmode/analysis/model_comparison.h"
#include "softmode/analysis/redshift.h"
#include "softmode/analysis/redshift_parts.h"
#include "softmode/analysis/single_band.h"
#include "softmode/analysis/thermodynamic_errors.h"
#include "spectra_fit/prepare.h"

#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// Redshift of one way to say where the band is.
struct PositionSlope {
  std::string name;    ///< "fitted position", "centroid", "maximum"
  RedshiftAnalysis analysis;
};

/// van't Hoff parameters by one way.
struct EquilibriumFit {
  std::string name;    ///< "two-step", "two-step with dCp", "one-step", "one-step with dCp"
  Thermodynamics thermodynamics;
  double chi_squared = 0.0;
  Eigen::Index degrees_of_freedom = 0;
  std::optional<TwoStateFit> one_step{};
  std::optional<ThermodynamicErrors> errors{};    ///< by three ways, with a bootstrap only
};

struct SpectraFit {
  std::vector<std::optional<SingleBand>> bands;    ///< one per spectrum
  std::vector<PositionSlope> slopes;
  std::optional<GlobalFit> components;
  int tight = 0, loose = 1;         ///< among components, if there are two
  std::optional<LogKData> log_K;    ///< one per spectrum
  std::vector<EquilibriumFit> equilibrium;
  std::string resampling;    ///< over what the bootstrap went, and why; empty without one
  std::optional<CompetingModels> models;
  std::vector<StateCentres> centres;     ///< at temperatures with spectra of both states alone
  std::optional<RedshiftParts> parts;    ///< of the slope, where there are such spectra
  std::vector<std::string> warnings;     ///< what could not be done, and why
};

/// What cannot be fitted is left out, with its reason in `warnings`.
/// \throws Error (spectra) if neither a band nor components can be fitted.
SpectraFit fit_spectra(const PreparedSpectra &prepared, const FitRequest &request);

/// Number of different temperatures (to 0.01 K).
std::size_t different_temperatures(const std::vector<FitSpectrum> &spectra);

/// Those temperatures and 298.15 K, ascending: where free energies and populations are given.
std::vector<double> tabulated_temperatures(const std::vector<FitSpectrum> &spectra);

/// "273.15 K", with cycle and branch where they are known.
std::string condition_of(const Spectrum &spectrum);

}    // namespace softmode
