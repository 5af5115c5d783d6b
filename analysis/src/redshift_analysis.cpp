// SPDX-License-Identifier: BSD-3-Clause
// Is the slope the same in all cycles, on both ways, over the whole range?
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

/// Weighted polynomial of this degree in t.
LinearFit polynomial(const Columns &c, Index degree)
{
  Eigen::MatrixXd design = Eigen::MatrixXd::Ones(c.t.size(), degree + 1);
  for (Index k = 1; k <= degree; ++k) design.col(k) = design.col(k - 1).cwiseProduct(c.t);
  return weighted_least_squares(design, c.position, c.error);
}

Redshift line_through(const std::vector<BandPosition> &points)
{
  std::vector<double> temperature_K;
  std::vector<Estimate> position_cm;
  for (const BandPosition &p : points) {
    temperature_K.push_back(p.temperature_K);
    position_cm.push_back(p.position_cm);
  }
  return fit_redshift(temperature_K, position_cm);
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

Curvature curvature_of(const Columns &c)
{
  const LinearFit line = polynomial(c, 1), parabola = polynomial(c, 2);
  const double F = f_ratio(line, parabola);
  return {{parabola.parameters[2], parabola.error(2)},
          F,
          f_probability(F, 1.0, parabola.degrees_of_freedom)};
}

Estimate difference(const Estimate &a, const Estimate &b)
{
  return {a.value - b.value, std::hypot(a.error, b.error)};
}

/// One line for each way, weighted: columns 1, t of heating, then of cooling.
LinearFit two_lines(const std::vector<BandPosition> &points)
{
  const Columns c(points);
  Eigen::MatrixXd design = Eigen::MatrixXd::Zero(c.t.size(), 4);
  for (Index i = 0; i < c.t.size(); ++i) {
    const Index first = points[static_cast<std::size_t>(i)].cooling ? 2 : 0;
    design(i, first) = 1.0;
    design(i, first + 1) = c.t[i];
  }
  return weighted_least_squares(design, c.position, c.error);
}

Reversibility reversibility_of(const std::vector<BandPosition> &points,
                               const std::vector<BandPosition> &heating,
                               const std::vector<BandPosition> &cooling)
{
  Reversibility r;
  r.heating = line_through(heating);
  r.cooling = line_through(cooling);
  r.slope_difference = difference(r.cooling.slope, r.heating.slope);
  r.offset_difference =
      difference(r.cooling.position_at_reference, r.heating.position_at_reference);
  const LinearFit apart = two_lines(points);
  const double dof = apart.degrees_of_freedom;
  r.slope_probability = t_probability(r.slope_difference.value / r.slope_difference.error, dof);
  r.offset_probability = t_probability(r.offset_difference.value / r.offset_difference.error, dof);
  r.F = f_ratio(polynomial(Columns(points), 1), apart);
  r.probability = f_probability(r.F, 2.0, dof);
  return r;
}

}    // namespace

RedshiftAnalysis analyse_redshift(const std::vector<BandPosition> &positions)
{
  RedshiftAnalysis analysis;
  analysis.line = line_through(positions);
  std::map<int, std::vector<BandPosition>> cycles;
  std::vector<BandPosition> heating, cooling;
  for (const BandPosition &p : positions) {
    cycles[p.cycle].push_back(p);
    (p.cooling ? cooling : heating).push_back(p);
  }
  for (const auto &[cycle, points] : cycles)
    if (different_temperatures(points) >= 2) analysis.cycles[cycle] = line_through(points);
  if (different_temperatures(positions) >= 3 && positions.size() >= 4)
    analysis.curvature = curvature_of(Columns(positions));
  if (different_temperatures(heating) >= 2 && different_temperatures(cooling) >= 2 &&
      positions.size() >= 5)
    analysis.reversibility = reversibility_of(positions, heating, cooling);
  return analysis;
}

}    // namespace softmode
