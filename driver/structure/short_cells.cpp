// SPDX-License-Identifier: BSD-3-Clause
#include "structure/short_cells.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace softmode {

namespace {

constexpr double room = 2.0;    // A
constexpr int bonds_of_a_path = 3;

using Vectors = std::vector<Eigen::Vector3d>;

/// Vectors along the bonds between atoms: all, and by component the longest of those that special_bonds weights.
struct PathVectors {
  Vectors all{};
  Eigen::Vector3d longest_weighted = Eigen::Vector3d::Zero();
};

/// Follows the bonds from one atom to those one to three bonds away.
class Paths {
 public:
  Paths(const Crystal &c, const BondGraph &g, int w) : crystal(c), graph(g), weighted(w)
  {
    for (int i = 0; i < static_cast<int>(graph.size()); ++i)
      step(i, i, Eigen::Vector3i::Zero(), {-1, Eigen::Vector3i::Zero(), 0.0}, 1);
  }

  PathVectors found{};

 private:
  // not back over the bond that it came by
  void step(int start, int at, const Eigen::Vector3i &shift, const Neighbour &before, int bonds)
  {
    for (const Neighbour &next : graph.neighbours[at]) {
      const Eigen::Vector3i there = shift + next.shift;
      if (next.atom == before.atom && there == before.shift) continue;
      found.all.emplace_back(crystal.cell *
                             (crystal.atoms[next.atom].fractional + there.cast<double>() -
                              crystal.atoms[start].fractional));
      if (bonds <= weighted)
        found.longest_weighted = found.longest_weighted.cwiseMax(found.all.back().cwiseAbs());
      if (bonds < bonds_of_a_path) step(start, next.atom, there, {at, shift, 0.0}, bonds + 1);
    }
  }

  const Crystal &crystal;
  const BondGraph &graph;
  const int weighted;
};

/// Translations shorter than `length`, without none.
Vectors translations_within(double length, const Eigen::Matrix3d &box)
{
  const Eigen::Vector3d widths = perpendicular_widths(box);
  std::array<int, 3> reach;
  for (int k = 0; k < 3; ++k) reach[k] = static_cast<int>(length / widths[k]);
  Vectors result;
  for (int a = -reach[0]; a <= reach[0]; ++a)
    for (int b = -reach[1]; b <= reach[1]; ++b)
      for (int c = -reach[2]; c <= reach[2]; ++c) {
        const Eigen::Vector3d t = box * Eigen::Vector3d(a, b, c);
        if ((a != 0 || b != 0 || c != 0) && t.norm() < length) result.push_back(t);
      }
  return result;
}

bool are_nearest_images(const Vectors &paths, double longest, const Eigen::Matrix3d &box)
{
  const Vectors translations = translations_within(2.0 * longest + room, box);
  return std::all_of(translations.begin(), translations.end(), [&](const Eigen::Vector3d &t) {
    const double length = t.norm();
    return std::all_of(paths.begin(), paths.end(), [&](const Eigen::Vector3d &d) {
      return length + 2.0 * d.dot(t) / length >= room;
    });
  });
}

Eigen::Matrix3d repeated(Eigen::Matrix3d cell, const std::array<int, 3> &n)
{
  for (int k = 0; k < 3; ++k) cell.col(k) *= n[k];
  return cell;
}

int product(const std::array<int, 3> &n)
{
  return n[0] * n[1] * n[2];
}

/// From `least` on the fewest cells that are good.
template <class IsGood>
std::array<int, 3> fewest_with_nearest_images(const std::array<int, 3> &least, const IsGood &good)
{
  std::array<int, 3> best{};
  int cells = std::numeric_limits<int>::max();
  for (int more = 0;; ++more) {
    for (int a = 0; a <= more; ++a)
      for (int b = 0; b <= more; ++b)
        for (int c = 0; c <= more; ++c) {
          const std::array<int, 3> n{least[0] + a, least[1] + b, least[2] + c};
          if (std::max({a, b, c}) < more || product(n) >= cells || !good(n)) continue;
          best = n;
          cells = product(n);
        }
    // whatever comes next repeats one axis once more
    const int shortest_next =
        product(least) / *std::max_element(least.begin(), least.end()) * (more + 2);
    if (cells <= shortest_next) return best;
  }
}

}    // namespace

std::array<int, 3> repeats_for_bonds(const Crystal &crystal, const BondGraph &graph, int weighted)
{
  const PathVectors paths = Paths(crystal, graph, weighted).found;
  double longest = 0.0;
  for (const Eigen::Vector3d &d : paths.all) longest = std::max(longest, d.norm());
  std::array<int, 3> least;
  for (int k = 0; k < 3; ++k)
    least[k] =
        std::max(1, static_cast<int>(std::ceil(
                        (2.0 * paths.longest_weighted[k] + room) / crystal.cell(k, k) - 1e-9)));
  return fewest_with_nearest_images(least, [&](const std::array<int, 3> &n) {
    return are_nearest_images(paths.all, longest, repeated(crystal.cell, n));
  });
}

bool is_wide_for_bonds(const Crystal &crystal, double longest_contact)
{
  const double longest =
      bonds_of_a_path * std::max(longest_possible_bond(crystal), longest_contact);
  // the axes' edges of the box are at least as far apart as its faces
  return perpendicular_widths(crystal.cell).minCoeff() >= 2.0 * longest + room;
}

}    // namespace softmode
