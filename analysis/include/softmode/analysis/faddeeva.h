// SPDX-License-Identifier: BSD-3-Clause
// The complex error function of the upper half plane, from which the Voigt line is made.
#pragma once

#include <complex>

namespace softmode {

/// w(z) = exp(-z^2) erfc(-iz) with what the derivatives of a Voigt line need, each without cancellation.
struct Faddeeva {
  std::complex<double> w;          ///< w(z)
  std::complex<double> slope;      ///< dw/dz = -2 z w + 2 i / sqrt(pi)
  std::complex<double> stretch;    ///< w + z dw/dz = d(z w)/dz
};

/// Real and imaginary part of w(z) to a relative 1e-13, Im z >= 0 (real part to an absolute 1e-97 where
/// |z| > 15 and Im z = 0). Modified trapezoidal rules with 12 nodes: M. Al Azah, S.N. Chandler-Wilde, SIAM J.
/// Numer. Anal. 2021, 59, 2346, doi:10.1137/20M1373037; beyond |z| = 15 the asymptotic series.
/// \throws AnalysisError if z is not finite or Im z < 0.
Faddeeva faddeeva(std::complex<double> z);

}    // namespace softmode
