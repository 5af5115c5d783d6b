// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/redshift_parts.h"

#include "softmode/analysis/error.h"

#include <Eigen/Core>

#include <cmath>
#include <limits>

namespace softmode {

namespace {

using Eigen::Index;

void check(const std::vector<StateCentres> &states)
{
  if (states.size() < 2) throw AnalysisError("redshift parts: needs at least two temperatures");
  for (std::size_t i = 0; i < states.size(); ++i) {
    const StateCentres &s = states[i];
    for (const double v : {s.temperature_K, s.loose_fraction.value, s.loose_fraction.error,
                           s.tight_cm.value, s.tight_cm.error, s.loose_cm.value, s.loose_cm.error})
      if (!std::isfinite(v)) throw AnalysisError("redshift parts: numbers must be finite");
    if (s.loose_fraction.value < 0.0 || s.loose_fraction.value > 1.0)
      throw AnalysisError("redshift parts: fractions must be between 0 and 1");
    if (i > 0 && !(s.temperature_K > states[i - 1].temperature_K))
      throw AnalysisError("redshift parts: temperatures must ascend");
  }
}

/// Slopes of population, tight, loose part. values: n x 3, loose fraction, tight, loose.
Eigen::Vector3d slopes(const Eigen::ArrayXd &T, const Eigen::ArrayX3d &values)
{
  const Index n = T.size();
  Eigen::ArrayX3d parts = Eigen::ArrayX3d::Zero(n, 3);
  for (Index i = 1; i < n; ++i) {
    const Eigen::Array3d before = values.row(i - 1), now = values.row(i);
    const Eigen::Array3d mean = 0.5 * (before + now), change = now - before;
    parts.row(i) = parts.row(i - 1);
    parts(i, 0) += change[0] * (mean[2] - mean[1]);
    parts(i, 1) += (1.0 - mean[0]) * change[1];
    parts(i, 2) += mean[0] * change[2];
  }
  const Eigen::ArrayXd t = T - T.mean();
  return (parts.colwise() * t).colwise().sum().transpose() / t.square().sum();
}

}    // namespace

RedshiftParts decompose_redshift(const std::vector<StateCentres> &states)
{
  check(states);
  const auto n = static_cast<Index>(states.size());
  Eigen::ArrayXd T(n);
  Eigen::ArrayX3d values(n, 3), errors(n, 3);
  for (Index i = 0; i < n; ++i) {
    const StateCentres &s = states[static_cast<std::size_t>(i)];
    T[i] = s.temperature_K;
    values.row(i) << s.loose_fraction.value, s.tight_cm.value, s.loose_cm.value;
    errors.row(i) << s.loose_fraction.error, s.tight_cm.error, s.loose_cm.error;
  }
  const Eigen::Vector3d value = slopes(T, values);
  // each part is linear in each number alone, so that differences are exact derivatives
  Eigen::Matrix3d covariance = Eigen::Matrix3d::Zero();
  for (Index i = 0; i < n; ++i)
    for (Index k = 0; k < 3; ++k) {
      Eigen::ArrayX3d moved = values;
      moved(i, k) += k == 0 ? 0.1 : 1.0;
      const Eigen::Vector3d gradient = (slopes(T, moved) - value) / (k == 0 ? 0.1 : 1.0);
      covariance += gradient * gradient.transpose() * errors(i, k) * errors(i, k);
    }
  const auto combined = [&](double a, double b, double c) {
    const Eigen::Vector3d g(a, b, c);
    return Estimate{g.dot(value), std::sqrt(g.dot(covariance * g))};
  };
  RedshiftParts parts;
  parts.population = combined(1, 0, 0);
  parts.within_tight = combined(0, 1, 0);
  parts.within_loose = combined(0, 0, 1);
  parts.within = combined(0, 1, 1);
  parts.total = combined(1, 1, 1);
  const double share = parts.population.value / parts.total.value;
  const double error = combined(1.0 - share, -share, -share).error / std::fabs(parts.total.value);
  parts.population_share = {share, error};
  if (!(std::fabs(parts.total.value) > 2.0 * parts.total.error))
    parts.population_share = {std::numeric_limits<double>::quiet_NaN(),
                              std::numeric_limits<double>::quiet_NaN()};
  return parts;
}

}    // namespace softmode
