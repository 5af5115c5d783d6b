// SPDX-License-Identifier: BSD-3-Clause
// Two lines that exchange: how they broaden, approach and become one when bonds change state fast enough.
#pragma once

#include "softmode/analysis/global_fit.h"

namespace softmode {

/// Bond jumps between two states at random; the wavenumber follows (R. Kubo, J. Phys. Soc. Jpn. 1954, 9, 935,
/// doi:10.1143/JPSJ.9.935; H.M. McConnell, J. Chem. Phys. 1958, 28, 430, doi:10.1063/1.1744152). With
/// a_s = lorentzian/2 + i (nu - nu_s) and rate kappa in cm-1,
///   I(nu) = 1/pi Re [ (p_t a_l + p_l a_t + kappa) / (a_t a_l + kappa (p_t a_t + p_l a_l)) ],
/// of unit area, convoluted with a Gaussian (inhomogeneous, the same for both states). kappa = (k_tl + k_lt) / (2 pi c);
/// k_tl = p_l k, k_lt = p_t k.
struct ExchangeLine {
  double tight, loose;      ///< cm-1
  double gaussian;          ///< full width, cm-1; > 0
  double lorentzian;        ///< full width of each line without exchange, cm-1; >= 0
  double rate;              ///< kappa, cm-1; >= 0
  double loose_fraction;    ///< p_l, 0 to 1
};

/// Derivatives with respect to tight, loose, gaussian, lorentzian, rate, loose_fraction: n x 6.
/// \throws AnalysisError if a number is outside its range.
LineValues exchange_line(const Eigen::VectorXd &nu, const ExchangeLine &line,
                         bool with_derivatives);

/// kappa (cm-1) as a rate constant k_tl + k_lt, 1/s, and back.
double rate_per_second(double rate_cm);
double rate_in_wavenumbers(double rate_per_second);

struct ExchangeOptions {
  std::vector<double>
      centres;    ///< tight, loose, where the fit starts; empty: from fit_two_state()
  bool heat_capacity = false;
  bool activated =
      false;    ///< ln kappa(T) = ln kappa(298.15 K) - Ea/R (1/T - 1/298.15 K), else constant
  bool fit_lorentzian = false;    ///< else 0
  int baseline = 1;
};

struct ExchangeFit {
  FitQuality quality;
  Estimate tight, loose, gaussian, lorentzian;    ///< cm-1
  Estimate log_rate;                              ///< ln(kappa / cm-1) at 298.15 K
  Estimate activation_kJ_mol;
  Thermodynamics thermodynamics;
  /// The rate is at the slow end (below 1e-3 cm-1 or not above it by 2 errors): lines do not exchange measurably.
  bool slow = false;
};

/// Areas and baselines of each spectrum are free. Starts from several rates; the best is returned.
/// \throws as fit_two_state().
ExchangeFit fit_exchange(const std::vector<FitSpectrum> &spectra,
                         const ExchangeOptions &options = {});

/// The problem that is solved, for checks of its Jacobian. start: tight, loose, gaussian, [lorentzian,] ln rate,
/// [Ea in kJ/mol,] dH, dS[, dCp].
SeparableProblem exchange_problem(const std::vector<FitSpectrum> &spectra,
                                  const ExchangeOptions &options, const Eigen::VectorXd &start);

}    // namespace softmode
