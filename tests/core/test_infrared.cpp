// SPDX-License-Identifier: BSD-3-Clause
#include "core/infrared.h"

#include <gtest/gtest.h>

namespace softmode {

TEST(Infrared, AbsorptionObeysTheSumRule)
{
  // one classical oscillator of charge q and mass m in volume V: <J^2> = 3 q^2 kT/m, and the integral
  // of alpha n over wavenumber is q^2 / (4 eps0 c^2 m V), whatever the temperature
  const double q = 0.7, mass = 20.0, volume = 1500.0;
  const double e = 1.602176634e-19, u = 1.66053906660e-27, eps0 = 8.8541878128e-12, c = 299792458.0;
  const double expected_per_m2 = q * e * q * e / (4.0 * eps0 * c * c * mass * u * volume * 1e-30);
  for (const double T : {100.0, 300.0, 600.0}) {
    const double kT_over_m = 8.31446261815324 * T / (mass * 1e-3);         // m^2/s^2
    const double flux_squared = 3.0 * q * q * kT_over_m * 1e20 * 1e-30;    // e2 A2/fs2
    EXPECT_NEAR(flux_squared * absorption_factor(T, volume) * 1e4, expected_per_m2,
                1e-6 * expected_per_m2);
  }
}

TEST(Infrared, CorrectionsAgreeAtHighTemperatureAndHaveTheirStatedForm)
{
  const double x = 3.1;
  EXPECT_NEAR(relative_to_harmonic(QuantumCorrection::harmonic, x), 1.0, 1e-15);
  EXPECT_NEAR(relative_to_harmonic(QuantumCorrection::none, x), (1.0 - std::exp(-x)) / x, 1e-14);
  // Q(x) (1 - exp(-x))/x with Q = 2/(1 + exp(-x)) and exp(x/2)
  EXPECT_NEAR(relative_to_harmonic(QuantumCorrection::standard, x),
              2.0 / (1.0 + std::exp(-x)) * (1.0 - std::exp(-x)) / x, 1e-14);
  EXPECT_NEAR(relative_to_harmonic(QuantumCorrection::schofield, x),
              std::exp(x / 2) * (1.0 - std::exp(-x)) / x, 1e-13);
  for (const char *name : quantum_correction_names) {
    const auto q = quantum_correction_by_name(name);
    ASSERT_TRUE(q.has_value());
    EXPECT_NEAR(relative_to_harmonic(*q, 1e-6), 1.0, 1e-6);
    EXPECT_EQ(relative_to_harmonic(*q, 0.0), 1.0);
  }
  EXPECT_FALSE(quantum_correction_by_name("kubo").has_value());
}

TEST(Infrared, ReducedWavenumberIsHcNuOverKT)
{
  EXPECT_NEAR(reduced_wavenumber(208.51, 300.0), 1.0, 1e-4);    // kT/hc at 300 K
}

}    // namespace softmode
