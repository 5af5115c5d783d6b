// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/two_state.h"

#include "softmode/analysis/least_squares.h"
#include "softmode/definitions/constants.h"

#include <cmath>
#include <stdexcept>

namespace softmode {

namespace {

constexpr double R = gas_constant_J_mol_K;
constexpr double T0 = reference_temperature_K;

// factor of dCp in ln K: [ln(T/T0) - (T - T0)/T] / R
double heat_capacity_factor(double T)
{
  return (std::log(T / T0) - (T - T0) / T) / R;
}

}    // namespace

std::optional<Estimate> log_equilibrium_constant(const Estimate &loose_fraction)
{
  const double p = loose_fraction.value;
  if (!(p > 0.0) || !(p < 1.0) || !(loose_fraction.error > 0.0)) return std::nullopt;
  return Estimate{std::log(p / (1.0 - p)), loose_fraction.error / (p * (1.0 - p))};
}

double log_equilibrium_constant(double enthalpy_kJ_mol, double entropy_J_mol_K,
                                double heat_capacity_J_mol_K, double T)
{
  return -1000.0 * enthalpy_kJ_mol / (R * T) + entropy_J_mol_K / R +
         heat_capacity_J_mol_K * heat_capacity_factor(T);
}

VantHoff fit_vant_hoff(const std::vector<double> &temperature_K, const std::vector<Estimate> &log_K,
                       bool with_heat_capacity)
{
  const auto n = static_cast<Eigen::Index>(temperature_K.size());
  const Eigen::Index parameters = with_heat_capacity ? 3 : 2;
  if (temperature_K.size() != log_K.size() || n < parameters)
    throw std::invalid_argument("van't Hoff: fewer points than parameters");
  Eigen::MatrixXd design(n, parameters);
  Eigen::VectorXd y(n), errors(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const double T = temperature_K[i];
    if (!(T > 0.0)) throw std::invalid_argument("van't Hoff: temperatures must be positive");
    design(i, 0) = -1000.0 / (R * T);
    design(i, 1) = 1.0 / R;
    if (with_heat_capacity) design(i, 2) = heat_capacity_factor(T);
    y[i] = log_K[i].value;
    errors[i] = log_K[i].error;
  }
  const LinearFit fit = weighted_least_squares(design, y, errors);
  VantHoff result{{fit.parameters[0], fit.error(0)},
                  {fit.parameters[1], fit.error(1)},
                  std::nullopt,
                  {},
                  fit.reduced_chi_squared()};
  // at T0 the term of dCp vanishes: ln K = -dH/(R T0) + dS/R
  Eigen::VectorXd at_reference = Eigen::VectorXd::Zero(parameters);
  at_reference[0] = -1000.0 / (R * T0);
  at_reference[1] = 1.0 / R;
  result.log_K_at_reference = fit.combination(at_reference);
  if (with_heat_capacity) result.heat_capacity_J_mol_K = Estimate{fit.parameters[2], fit.error(2)};
  return result;
}

}    // namespace softmode
