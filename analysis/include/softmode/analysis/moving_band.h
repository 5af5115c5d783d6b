// SPDX-License-Identifier: BSD-3-Clause
// One band that moves with temperature: what anharmonicity alone would do.
#pragma once

#include "softmode/analysis/global_fit.h"

#include <vector>

namespace softmode {

/// Position over temperature, cm-1:
/// linear    nu0 + X (T - 298.15 K)
/// cubic     nu0 + A [1 + 2 n(nu0/2)]: decay into two phonons of half the wavenumber
/// quartic   cubic + B [1 + 3 n(nu0/3) + 3 n(nu0/3)^2]: and into three
/// with n(nu) = 1 / (exp(h c nu / k T) - 1) (M. Balkanski, R.F. Wallis, E. Haro, Phys. Rev. B 1983, 28, 1928,
/// doi:10.1103/PhysRevB.28.1928). The wavenumber in n is decay_cm where that is given.
enum class Drift { linear, cubic, quartic };

struct MovingBandOptions {
  LineShape shape = LineShape::gaussian;
  Drift drift = Drift::linear;
  double decay_cm = 0.0;      ///< wavenumber that decays; 0: the maximum of the mean spectrum
  bool width_moves = true;    ///< the first width follows w0 + w1 (T - 298.15 K), else w0
  int baseline = 1;
};

struct MovingBandFit {
  FitQuality quality;
  Estimate position;              ///< nu0, cm-1; for linear at 298.15 K
  std::vector<Estimate> drift;    ///< X (cm-1/K); A; or A, B (cm-1)
  Estimate width, width_slope;    ///< w0 (cm-1), w1 (cm-1/K)
  Estimate second_width;          ///< of voigt, pseudo_voigt
};

/// Factors of X, A, B at a temperature.
/// \throws AnalysisError for a temperature or wavenumber that is not positive.
Eigen::VectorXd drift_factors(Drift drift, double temperature_K, double decay_cm);

/// \throws AnalysisError as check_spectra(), or if there are fewer different temperatures than parameters of the
///   position, or if no band stands out.
MovingBandFit fit_moving_band(const std::vector<FitSpectrum> &spectra,
                              const MovingBandOptions &options = {});

/// The problem that is solved, for checks of its Jacobian.
SeparableProblem moving_band_problem(const std::vector<FitSpectrum> &spectra,
                                     const MovingBandOptions &options, double position,
                                     double width);

}    // namespace softmode
