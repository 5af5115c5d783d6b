// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/arrhenius.h"

#include "softmode/analysis/error.h"
#include "softmode/analysis/least_squares.h"
#include "softmode/definitions/constants.h"

#include <cmath>
#include <set>

namespace softmode {

Arrhenius fit_arrhenius(const std::vector<RatePoint> &rates)
{
  const auto n = static_cast<Eigen::Index>(rates.size());
  Eigen::MatrixXd design(n, 2);
  Eigen::VectorXd log_rate(n), errors(n);
  std::set<double> different;
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto &[T, k] = rates[static_cast<std::size_t>(i)];
    if (!(T > 0.0) || !(k.value > 0.0) || !(k.error > 0.0) || !std::isfinite(T + k.value + k.error))
      throw AnalysisError("Arrhenius: temperatures, rates and errors must be positive");
    different.insert(T);
    design.row(i) << 1.0, -1000.0 / (gas_constant_J_mol_K * T);
    log_rate[i] = std::log(k.value);
    errors[i] = k.error / k.value;
  }
  if (different.size() < 2) throw AnalysisError("Arrhenius: needs rates at two temperatures");
  const LinearFit fit = weighted_least_squares(design, log_rate, errors);
  return {{fit.parameters[1], fit.error(1)},
          {fit.parameters[0], fit.error(0)},
          fit.reduced_chi_squared()};
}

}    // namespace softmode
