// SPDX-License-Identifier: GPL-2.0-only
// From the charge flux to absorption. Pure: no LAMMPS header.
#pragma once

#include "softmode/definitions/constants.h"

#include <cmath>
#include <optional>
#include <string>

namespace softmode {

/// Quantum correction factors by name; x = h c nu / k T. What is measured is the classical correlation
/// function; each factor stands for another guess of the quantum one. P.H. Berens, K.R. Wilson, J. Chem.
/// Phys. 1981, 74, 4872, doi:10.1063/1.441739; R. Ramirez et al., J. Chem. Phys. 2004, 121, 3973,
/// doi:10.1063/1.1774986.
enum class QuantumCorrection : int { none, standard, harmonic, schofield };
inline constexpr const char *quantum_correction_names[] = {"none", "standard", "harmonic",
                                                           "schofield"};

inline std::optional<QuantumCorrection> quantum_correction_by_name(const std::string &name)
{
  for (int q = 0; q < 4; ++q)
    if (name == quantum_correction_names[q]) return static_cast<QuantumCorrection>(q);
  return std::nullopt;
}

/// Factor relative to the harmonic one, with which absorption is the classical one at every
/// temperature: Q(x) (1 - exp(-x)) / x.
inline double relative_to_harmonic(QuantumCorrection q, double x)
{
  if (x < 1e-8) return 1.0;
  switch (q) {
    case QuantumCorrection::none:
      return -std::expm1(-x) / x;
    case QuantumCorrection::standard:
      return std::tanh(0.5 * x) / (0.5 * x);
    case QuantumCorrection::schofield:
      return std::sinh(0.5 * x) / (0.5 * x);
    case QuantumCorrection::harmonic:
      break;
  }
  return 1.0;
}

/// h c nu / k T for a wavenumber in cm-1.
inline double reduced_wavenumber(double wavenumber_cm, double temperature_K)
{
  constexpr double second_radiation_constant_cm_K = 1.438776877;    // h c / k
  return second_radiation_constant_cm_K * wavenumber_cm / temperature_K;
}

/// Absorption coefficient times refractive index, in cm-1, per unit of the one-sided density S of the
/// charge flux (e2 A2/fs2 per cm-1) with the harmonic correction:
///   alpha n = S / (12 eps0 c^2 V k T).
/// Its integral over wavenumber obeys the f-sum rule, sum q^2/m / (4 eps0 c^2 V). Volume in A^3.
inline double absorption_factor(double temperature_K, double volume_A3)
{
  constexpr double e = 1.602176634e-19, k = 1.380649e-23, eps0 = 8.8541878128e-12, c = 299792458.0;
  constexpr double flux = e * 1e-10 / 1e-15;    // e A/fs in C m/s
  constexpr double per_cm = 0.01;               // 1/(1 cm-1) in m
  const double alpha_per_m =
      flux * flux * per_cm / (12.0 * eps0 * c * c * volume_A3 * 1e-30 * k * temperature_K);
  return alpha_per_m * 0.01;    // 1/m to 1/cm
}

}    // namespace softmode
