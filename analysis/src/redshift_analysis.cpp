// SPDX-License-Identifier: BSD-3-Clause
// Is the slope the same in all cycles, on both ways, over the whole range?
#include "softmode/analysis/redshift.h"

#include "softmode/analysis/distributions.h"
#include "softmode/analysis/least_squares.h"
#include "softmode/definitions/constants.h"

#include <cmath>
#include <map>
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

/// Places of the temperatures of points among the different ones, which count as equal to 0.01 K.
std::vector<Index> temperature_places(const std::vector<BandPosition> &points, Index &different)
{
  std::map<long, Index> known;
  std::vector<Index> places;
  for (const BandPosition &p : points) {
    const auto next = static_cast<Index>(known.size());
    places.push_back(known.emplace(std::lround(100.0 * p.temperature_K), next).first->second);
  }
  different = static_cast<Index>(known.size());
  return places;
}

/// Columns: one for each temperature, then, if asked for, 1 and t of cooling. All points count the same.
LinearFit by_temperature(const std::vector<BandPosition> &points, bool with_cooling)
{
  Index temperatures = 0;
  const std::vector<Index> place = temperature_places(points, temperatures);
  const Columns c(points);
  Eigen::MatrixXd design = Eigen::MatrixXd::Zero(c.t.size(), temperatures + (with_cooling ? 2 : 0));
  for (Index i = 0; i < c.t.size(); ++i) {
    design(i, place[static_cast<std::size_t>(i)]) = 1.0;
    if (!with_cooling || !points[static_cast<std::size_t>(i)].cooling) continue;
    design(i, temperatures) = 1.0;
    design(i, temperatures + 1) = c.t[i];
  }
  return weighted_least_squares(design, c.position, Eigen::VectorXd::Ones(c.t.size()));
}

/// Two temperatures on both ways determine offset and slope; the scatter needs a point more than parameters.
bool can_tell_reversibility(const std::vector<BandPosition> &heating,
                            const std::vector<BandPosition> &cooling)
{
  Index different = 0;
  std::vector<BandPosition> all = heating;
  all.insert(all.end(), cooling.begin(), cooling.end());
  const std::vector<Index> place = temperature_places(all, different);
  const std::set<Index> up(place.begin(),
                           place.begin() + static_cast<std::ptrdiff_t>(heating.size()));
  const std::set<Index> down(place.begin() + static_cast<std::ptrdiff_t>(heating.size()),
                             place.end());
  std::size_t both = 0;
  for (const Index i : up) both += down.count(i);
  return both >= 2 && static_cast<Index>(all.size()) > different + 2;
}

Reversibility reversibility_of(const std::vector<BandPosition> &points,
                               const std::vector<BandPosition> &heating,
                               const std::vector<BandPosition> &cooling)
{
  Reversibility r;
  r.heating = line_through(heating);
  r.cooling = line_through(cooling);
  const LinearFit apart = by_temperature(points, true);
  const Index last = apart.parameters.size() - 1;
  const double scatter = apart.reduced_chi_squared();
  const auto of = [&](Index i) {
    return Estimate{apart.parameters[i], std::sqrt(scatter * apart.covariance(i, i))};
  };
  r.offset_difference = of(last - 1);
  r.slope_difference = of(last);
  r.degrees_of_freedom = apart.degrees_of_freedom;
  const double dof = apart.degrees_of_freedom;
  r.slope_probability = t_probability(r.slope_difference.value / r.slope_difference.error, dof);
  r.offset_probability = t_probability(r.offset_difference.value / r.offset_difference.error, dof);
  r.F = f_ratio(by_temperature(points, false), apart);
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
  if (can_tell_reversibility(heating, cooling))
    analysis.reversibility = reversibility_of(positions, heating, cooling);
  return analysis;
}

}    // namespace softmode
