// SPDX-License-Identifier: BSD-3-Clause
// Thermodynamics of two states with full covariance: from equilibrium constants whose errors hang together, to
// free energies, populations and the temperature of equal populations. K = [loose] / [tight].
#pragma once

#include "softmode/analysis/nonlinear_least_squares.h"
#include "softmode/analysis/statistics.h"
#include "softmode/definitions/constants.h"

#include <Eigen/Core>

#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// d ln K / d(dH in kJ/mol, dS in J/mol/K[, dCp in J/mol/K]); ln K is this times the parameters:
/// ln K = -dH/RT + dS/R + dCp [ln(T/T0) - (T - T0)/T] / R, dH and dS at T0.
Eigen::VectorXd log_K_gradient(double temperature_K, bool heat_capacity,
                               double reference_K = reference_temperature_K);

/// Parameters of ln K(T). All errors are propagated with their covariance.
struct Thermodynamics {
  Eigen::VectorXd parameters;    ///< dH (kJ/mol), dS (J/mol/K) and, if fitted, dCp (J/mol/K)
  Eigen::MatrixXd covariance;
  double reference_K = reference_temperature_K;    ///< T0

  bool heat_capacity() const { return parameters.size() == 3; }
  Estimate enthalpy_kJ_mol() const { return parameter(0); }
  Estimate entropy_J_mol_K() const { return parameter(1); }
  std::optional<Estimate> heat_capacity_J_mol_K() const;
  Estimate log_K(double temperature_K) const;
  double log_K_slope(double temperature_K) const;             ///< d ln K / dT, 1/K
  Estimate free_energy_kJ_mol(double temperature_K) const;    ///< -RT ln K
  Estimate loose_fraction(double temperature_K) const;        ///< K / (1 + K)
  /// Temperature of K = 1 between low and high that is closest to T0, K; nullopt if there is none.
  std::optional<Estimate> equal_populations_K(double low = 20.0, double high = 2000.0) const;

 private:
  Estimate parameter(Eigen::Index i) const;
};

/// ln K at temperatures, which may repeat (cycles).
struct LogKData {
  std::vector<double> temperature_K;    ///< n
  Eigen::VectorXd log_K;                ///< n
  Eigen::MatrixXd covariance;           ///< n x n, positive definite
  double temperature_error_K = 0.0;     ///< standard deviation of each temperature, independent
};

struct VantHoffOptions {
  bool heat_capacity = false;
  double reference_K = reference_temperature_K;
  ErrorScaling scaling = ErrorScaling::given;
  /// Standard deviation of each temperature, K; for fit_vant_hoff_of_areas(), as LogKData says its own.
  double temperature_error_K = 0.0;
};

struct VantHoffResult {
  Thermodynamics thermodynamics;
  double chi_squared;
  int degrees_of_freedom;
  Eigen::VectorXd residuals;    ///< n, data minus fit in ln K
};

/// Generalised least squares. Errors of temperatures add (d ln K/dT)^2 temperature_error^2 to the variances, with the
/// slope of the fit itself (effective variance; J. Orear, Am. J. Phys. 1982, 50, 912, doi:10.1119/1.12972).
/// \throws std::invalid_argument if sizes differ; AnalysisError if numbers are not finite, temperatures are not positive or fewer
///   different ones than parameters, or the covariance is not positive definite.
VantHoffResult fit_vant_hoff(const LogKData &data, const VantHoffOptions &options);

/// Two statements about one equilibrium constant, from dH and dS and as quoted.
struct QuotedConstant {
  Estimate log10_K;    ///< from dH and dS, errors of both taken as independent
  double K;            ///< 10^log10_K
  double quoted_log10_K;
  double deviation;        ///< quoted minus derived, in errors of both
  bool contradicts;        ///< |deviation| > 3
  std::string sentence;    ///< what this means, in plain words
};

/// \throws AnalysisError for errors that are not positive or a temperature that is not.
QuotedConstant compare_quoted_constant(const Estimate &enthalpy_kJ_mol,
                                       const Estimate &entropy_J_mol_K, double temperature_K,
                                       const Estimate &quoted_log10_K);

}    // namespace softmode
