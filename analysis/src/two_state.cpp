// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/two_state.h"

#include <cmath>
#include <limits>
#include <stdexcept>

namespace softmode {

std::optional<Estimate> log_equilibrium_constant(const Estimate &loose_fraction)
{
  const double p = loose_fraction.value;
  if (!(p > 0.0) || !(p < 1.0) || !(loose_fraction.error > 0.0)) return std::nullopt;
  return Estimate{std::log(p / (1.0 - p)), loose_fraction.error / (p * (1.0 - p))};
}

double log_equilibrium_constant(double enthalpy_kJ_mol, double entropy_J_mol_K,
                                double heat_capacity_J_mol_K, double T)
{
  return log_K_gradient(T, true).dot(
      Eigen::Vector3d(enthalpy_kJ_mol, entropy_J_mol_K, heat_capacity_J_mol_K));
}

VantHoff fit_vant_hoff(const std::vector<double> &temperature_K, const std::vector<Estimate> &log_K,
                       bool with_heat_capacity)
{
  const auto n = static_cast<Eigen::Index>(log_K.size());
  LogKData data;
  data.temperature_K = temperature_K;
  data.log_K.resize(n);
  data.covariance = Eigen::MatrixXd::Zero(n, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const Estimate &e = log_K[static_cast<std::size_t>(i)];
    data.log_K[i] = e.value;
    data.covariance(i, i) = e.error * e.error;
  }
  const VantHoffResult fit =
      fit_vant_hoff(data, {with_heat_capacity, reference_temperature_K, ErrorScaling::enlarged});
  const Thermodynamics &t = fit.thermodynamics;
  const double reduced = fit.degrees_of_freedom > 0 ? fit.chi_squared / fit.degrees_of_freedom
                                                    : std::numeric_limits<double>::quiet_NaN();
  return {t.enthalpy_kJ_mol(),
          t.entropy_J_mol_K(),
          t.heat_capacity_J_mol_K(),
          t.log_K(reference_temperature_K),
          reduced,
          t};
}

}    // namespace softmode
