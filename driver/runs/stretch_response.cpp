// SPDX-License-Identifier: BSD-3-Clause
#include "runs/stretch_response.h"

namespace softmode {

namespace {

/// Slope of the mean loose weight of a bond over temperature, points counting the same, 1/K.
double weight_slope(const MaterialResult &result)
{
  const double n = static_cast<double>(result.points.size());
  double T = 0.0, w = 0.0, TT = 0.0, Tw = 0.0;
  for (const PointResult &p : result.points) {
    T += p.point.temperature_K / n;
    w += p.mean_weight.value / n;
  }
  for (const PointResult &p : result.points) {
    const double t = p.point.temperature_K - T;
    TT += t * t;
    Tw += t * (p.mean_weight.value - w);
  }
  return Tw / TT;
}

}    // namespace

Eigen::Matrix2d free_stretch_response(double k, double f, double asymmetric_cm, double symmetric_cm,
                                      double weight_per_K)
{
  const double a = 0.5 * asymmetric_cm / (k - f) * weight_per_K,
               s = 0.5 * symmetric_cm / (k + f) * weight_per_K;
  Eigen::Matrix2d response;
  response << a, -a, s, s;
  return response;
}

void expect_stretches(ExpectedResponse &expected, const CalibrationProblem &problem,
                      const Potential &sampled, const MaterialResult &result,
                      double bonds_per_carboxylate)
{
  const Slope *asymmetric = slope_named(result, "X_a"), *symmetric = slope_named(result, "X_s");
  if (!asymmetric || !symmetric) return;
  const Eigen::Matrix2d free = free_stretch_response(
      sampled.carboxylate.co_constant->value,
      sampled.carboxylate.co_co_constant ? sampled.carboxylate.co_co_constant->value : 0.0,
      asymmetric->fit.position_at_reference.value, symmetric->fit.position_at_reference.value,
      bonds_per_carboxylate * weight_slope(result));
  // add_stretches() puts both last
  const auto rows = static_cast<Eigen::Index>(problem.observables.size()),
             columns = static_cast<Eigen::Index>(problem.parameters.size());
  expected.slope.block<1, 2>(rows - 2, columns - 2) = asymmetric_share * free.row(0);
  expected.slope.block<1, 2>(rows - 1, columns - 2) = symmetric_share * free.row(1);
}

}    // namespace softmode
