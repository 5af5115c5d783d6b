// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/lone_bond.h"

#include "softmode/analysis/error.h"
#include "softmode/definitions/constants.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

constexpr int intervals = 4000;        // even, for Simpson's rule; on each side of the midpoint
constexpr double negligible = 45.0;    // energies above, in RT, weigh less than 1e-19
constexpr int most_iterations = 100;
constexpr double longest_step = 0.5;    // kcal/mol, and of the logarithm
constexpr double difference = 1e-5;     // for derivatives, in the same

void check(const LoneBond &bond, double temperature_K)
{
  for (const double positive : {temperature_K, bond.wells.tight_constant, bond.wells.loose_constant,
                                bond.wells.coupling, bond.weight.width, bond.bend_ratio})
    if (!(positive > 0.0))
      throw AnalysisError("lone bond: temperature, force constants, coupling, width and bend "
                          "ratio must be positive");
}

/// Simpson's rule.
template <class F> double integral(double low, double high, F f)
{
  const double h = (high - low) / intervals;
  double sum = f(low) + f(high);
  for (int i = 1; i < intervals; ++i) sum += (i % 2 ? 4.0 : 2.0) * f(low + i * h);
  return sum * h / 3.0;
}

double &softness_of(LoneBond &bond, LoneBondSoftness softness)
{
  return softness == LoneBondSoftness::bend_ratio ? bond.bend_ratio : bond.wells.loose_constant;
}

}    // namespace

LoneBond softened(LoneBond bond, LoneBondSoftness softness, double energy, double logarithm)
{
  bond.wells.offset += energy;
  softness_of(bond, softness) *= std::exp(logarithm);
  return bond;
}

double bend_partition(const LoneBond &bond, double r)
{
  const double w = evaluate(bond.weight, r).weight;
  return std::pow(1.0 + (bond.bend_ratio - 1.0) * w, -0.5 * bond.bends);
}

double lone_bond_log_K(const LoneBond &bond, double temperature_K)
{
  check(bond, temperature_K);
  const double RT = gas_constant_J_mol_K * temperature_K / 1000.0 / kilojoule_per_kilocalorie;
  const TwoStateBond &p = bond.wells;
  const double lowest = std::min(0.0, p.offset) - p.coupling;    // no energy is below
  const double reach = negligible * RT + std::fabs(p.offset) + p.coupling;
  const double middle = bond.weight.midpoint;
  // the softer well has the lower energy far away on both sides
  const double tight_reach = std::sqrt(reach / p.tight_constant),
               loose_reach = std::sqrt(reach / p.loose_constant);
  const double shortest =
      std::max(0.0, std::min({middle, p.tight_length - tight_reach, p.loose_length - loose_reach}));
  const double longest =
      std::max({middle, p.tight_length + tight_reach, p.loose_length + loose_reach});
  const auto density = [&](double r) {
    return r * r * std::exp(-(evaluate(p, r).energy - lowest) / RT) * bend_partition(bond, r);
  };
  return std::log(integral(middle, longest, density) / integral(shortest, middle, density));
}

LoneBondThermodynamics lone_bond_thermodynamics(const LoneBond &bond,
                                                const std::vector<double> &temperature_K)
{
  std::vector<Estimate> log_K;
  for (const double T : temperature_K) log_K.push_back({lone_bond_log_K(bond, T), 1.0});
  const VantHoff plain = fit_vant_hoff(temperature_K, log_K, false),
                 curved = fit_vant_hoff(temperature_K, log_K, true);
  return {plain.enthalpy_kJ_mol.value, plain.entropy_J_mol_K.value,
          curved.heat_capacity_J_mol_K->value, lone_bond_log_K(bond, reference_temperature_K)};
}

LoneBond solve_lone_bond(LoneBond bond, LoneBondSoftness softness, double enthalpy_kJ_mol,
                         double entropy_J_mol_K, const std::vector<double> &temperature_K)
{
  const auto off = [&](const LoneBond &b) {
    const LoneBondThermodynamics t = lone_bond_thermodynamics(b, temperature_K);
    return Eigen::Vector2d(t.enthalpy_kJ_mol - enthalpy_kJ_mol,
                           t.entropy_J_mol_K - entropy_J_mol_K);
  };
  for (int i = 0; i < most_iterations; ++i) {
    const Eigen::Vector2d error = off(bond);
    if (error.cwiseAbs().maxCoeff() < 1e-6) return bond;
    Eigen::Matrix2d slope;
    slope.col(0) = (off(softened(bond, softness, difference, 0.0)) - error) / difference;
    slope.col(1) = (off(softened(bond, softness, 0.0, difference)) - error) / difference;
    const Eigen::Vector2d step = -slope.fullPivLu().solve(error);
    const double longest = step.cwiseAbs().maxCoeff();
    if (!std::isfinite(longest)) break;
    const double shortened = std::min(1.0, longest_step / longest);
    bond = softened(bond, softness, shortened * step(0), shortened * step(1));
  }
  throw AnalysisError("lone bond: no energy difference and softness with this dH and dS were "
                      "found; other lengths of the wells may allow it");
}

}    // namespace softmode
