// SPDX-License-Identifier: BSD-3-Clause
// Physical constants and unit conversions, each defined once for the whole project.
#pragma once

namespace softmode {

/// Speed of light in cm/fs (exact: 299792458 m/s).
inline constexpr double speed_of_light_cm_fs = 2.99792458e-5;

/// Planck constant in J s, elementary charge in C, Avogadro constant in 1/mol (exact, 2019 SI).
inline constexpr double planck_constant_J_s = 6.62607015e-34;
inline constexpr double elementary_charge_C = 1.602176634e-19;
inline constexpr double avogadro_constant_mol = 6.02214076e23;

/// Molar gas constant in J/mol/K (exact product of the 2019 SI values of k_B and N_A).
inline constexpr double gas_constant_J_mol_K = 8.31446261815324;

/// h c / k in cm K (exact product of SI values, to its digits): wavenumber (cm-1) over temperature (K) as an exponent.
inline constexpr double second_radiation_constant_cm_K = 1.438776877;

/// Thermochemical calorie: J per cal, which is also kJ per kcal (exact).
inline constexpr double kilojoule_per_kilocalorie = 4.184;

/// 0 degrees Celsius in K (exact).
inline constexpr double zero_celsius_K = 273.15;

/// Reference temperature of van't Hoff fits with a heat-capacity term, K (25 degrees Celsius).
inline constexpr double reference_temperature_K = 298.15;

inline constexpr double pi = 3.14159265358979323846;

/// Full width at half maximum of a Gaussian of unit standard deviation, 2 sqrt(2 ln 2).
inline constexpr double gaussian_fwhm_per_sigma = 2.35482004503094938202;

}    // namespace softmode
