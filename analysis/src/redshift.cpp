// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/redshift.h"

#include "softmode/analysis/distributions.h"
#include "softmode/analysis/least_squares.h"
#include "softmode/definitions/constants.h"

#include <cmath>
#include <set>
#include <stdexcept>

namespace softmode {

namespace {

using Eigen::Index;

/// Of each point: temperature from the reference, position, error.
struct Columns {
  Eigen::VectorXd t, position, error;

  explicit Columns(const std::vector<BandPosition> &points)
  {
    const auto n = static_cast<Index>(points.size());
    t.resize(n);
    position.resize(n);
    error.resize(n);
    for (Index i = 0; i < n; ++i) {
      const BandPosition &p = points[static_cast<std::size_t>(i)];
      t[i] = p.temperature_K - reference_temperature_K;
      position[i] = p.position_cm.value;
      error[i] = p.position_cm.error;
    }
  }
};

Redshift as_redshift(const LinearFit &fit, Index first = 0)
{
  return {{fit.parameters[first + 1], fit.error(static_cast<int>(first) + 1)},
          {fit.parameters[first], fit.error(static_cast<int>(first))},
          fit.reduced_chi_squared()};
}

LinearFit straight(const Columns &c)
{
  Eigen::MatrixXd design(c.t.size(), 2);
  design << Eigen::VectorXd::Ones(c.t.size()), c.t;
  return weighted_least_squares(design, c.position, c.error);
}

std::size_t different_temperatures(const std::vector<BandPosition> &points)
{
  std::set<double> different;
  for (const BandPosition &p : points) different.insert(p.temperature_K);
  return different.size();
}

double f_ratio(const LinearFit &smaller, const LinearFit &larger)
{
  const double added = smaller.degrees_of_freedom - larger.degrees_of_freedom;
  return (smaller.chi_squared - larger.chi_squared) / added / larger.reduced_chi_squared();
}

Curvature curvature_of(const Columns &c, const LinearFit &line)
{
  Eigen::MatrixXd design(c.t.size(), 3);
  design << Eigen::VectorXd::Ones(c.t.size()), c.t, c.t.array().square();
  const LinearFit fit = weighted_least_squares(design, c.position, c.error);
  const double F = f_ratio(line, fit);
  return {{fit.parameters[2], fit.error(2)}, F, f_probability(F, 1.0, fit.degrees_of_freedom)};
}

Reversibility reversibility_of(const std::vector<BandPosition> &points, const LinearFit &line)
{
  const Columns c(points);
  Eigen::MatrixXd design = Eigen::MatrixXd::Zero(c.t.size(), 4);
  for (Index i = 0; i < c.t.size(); ++i) {
    const Index first = points[static_cast<std::size_t>(i)].cooling ? 2 : 0;
    design(i, first) = 1.0;
    design(i, first + 1) = c.t[i];
  }
  const LinearFit fit = weighted_least_squares(design, c.position, c.error);
  Reversibility r;
  r.heating = as_redshift(fit, 0);
  r.cooling = as_redshift(fit, 2);
  r.offset_difference = fit.combination(Eigen::Vector4d(-1.0, 0.0, 1.0, 0.0));
  r.slope_difference = fit.combination(Eigen::Vector4d(0.0, -1.0, 0.0, 1.0));
  const double dof = fit.degrees_of_freedom;
  r.slope_probability = t_probability(r.slope_difference.value / r.slope_difference.error, dof);
  r.offset_probability = t_probability(r.offset_difference.value / r.offset_difference.error, dof);
  r.F = f_ratio(line, fit);
  r.probability = f_probability(r.F, 2.0, dof);
  return r;
}

}    // namespace

Redshift fit_redshift(const std::vector<double> &temperature_K,
                      const std::vector<Estimate> &position_cm)
{
  const auto n = static_cast<Eigen::Index>(temperature_K.size());
  if (temperature_K.size() != position_cm.size() || n < 2)
    throw std::invalid_argument("redshift: needs at least two temperatures, each with a position");
  Eigen::MatrixXd design(n, 2);
  Eigen::VectorXd position(n), errors(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    design.row(i) << 1.0, temperature_K[i] - reference_temperature_K;
    position[i] = position_cm[i].value;
    errors[i] = position_cm[i].error;
  }
  const LinearFit fit = weighted_least_squares(design, position, errors);
  return {{fit.parameters[1], fit.error(1)},
          {fit.parameters[0], fit.error(0)},
          fit.reduced_chi_squared()};
}

RedshiftAnalysis analyse_redshift(const std::vector<BandPosition> &positions)
{
  if (different_temperatures(positions) < 2)
    throw std::invalid_argument("redshift: needs at least two temperatures, each with a position");
  RedshiftAnalysis analysis;
  const Columns all(positions);
  const LinearFit line = straight(all);
  analysis.line = as_redshift(line);
  std::map<int, std::vector<BandPosition>> cycles;
  std::vector<BandPosition> ways[2];
  for (const BandPosition &p : positions) {
    cycles[p.cycle].push_back(p);
    ways[p.cooling ? 1 : 0].push_back(p);
  }
  for (const auto &[cycle, points] : cycles)
    if (different_temperatures(points) >= 2)
      analysis.cycles[cycle] = as_redshift(straight(Columns(points)));
  if (different_temperatures(positions) >= 3 && positions.size() >= 4)
    analysis.curvature = curvature_of(all, line);
  if (different_temperatures(ways[0]) >= 2 && different_temperatures(ways[1]) >= 2 &&
      positions.size() >= 5)
    analysis.reversibility = reversibility_of(positions, line);
  return analysis;
}

}    // namespace softmode
