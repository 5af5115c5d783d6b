// SPDX-License-Identifier: BSD-3-Clause
#include "structure/substitute.h"

#include "softmode/definitions/constants.h"
#include "structure/bonds.h"
#include "structure/fragments.h"
#include "support/error.h"

#include <gemmi/elem.hpp>

#include <Eigen/Geometry>
#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <random>

namespace softmode {

namespace {

// aniline and 2-aminoterephthalate in crystals: C-N 1.37 to 1.38 A, nearly planar
constexpr double cn_length = 1.375, nh_length = 1.010;    // A
constexpr double hnh_angle = 119.0 * pi / 180.0;
constexpr double lean =
    3.0 * pi / 180.0;    // away from a neighbour with a carboxylate: C-C-N 123 degrees
constexpr double closest_of_radii = 0.8;    // of the sum of van der Waals radii
constexpr double closest_nh_o = 1.6;        // A, a hydrogen bond

/// One hydrogen that can be replaced, and what would replace it.
struct Position {
  int carbon, hydrogen;
  Eigen::Vector3d nitrogen, first_hydrogen, second_hydrogen;    // A
};

/// What is too close about a position; ratio 1 is the limit.
struct Contact {
  double ratio;
  std::string description;
};

class AminoGroups {
 public:
  AminoGroups(const Crystal &c, std::uint64_t s) :
      crystal(c), graph(find_bonds(c)), inverse(c.cell.inverse()), seed(s), random(s)
  {
  }

  Crystal place()
  {
    std::vector<std::vector<Position>> linkers = find_positions();
    if (linkers.empty())
      fail(ExitCode::structure, "{}: no linker has an aromatic hydrogen to replace by NH2",
           crystal.source);
    shuffle(linkers);
    for (std::vector<Position> &positions : linkers) {
      shuffle(positions);
      put(choose(positions));
    }
    for (CrystalAtom &atom : crystal.atoms) atom.charge.reset();
    mark_as_model(crystal,
                  fmt::format("NH2 in place of one aromatic H on each of {} linkers, seed {}",
                              linkers.size(), seed));
    return std::move(crystal);
  }

 private:
  // Fisher-Yates by hand: std::shuffle differs between standard libraries
  template <class T> void shuffle(std::vector<T> &list)
  {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[random() % i]);
  }

  Eigen::Vector3d vector_to(int from, const Neighbour &to) const
  {
    return crystal.cell * (crystal.atoms[to.atom].fractional + to.shift.cast<double>() -
                           crystal.atoms[from].fractional);
  }

  std::vector<std::vector<Position>> find_positions() const
  {
    std::vector<bool> nonmetal, flat;
    for (std::size_t i = 0; i < graph.size(); ++i) {
      nonmetal.push_back(!is_metal(crystal.atoms[i].element));
      flat.push_back(crystal.atoms[i].element == "C" && graph.neighbours[i].size() == 3);
    }
    std::vector<bool> in_ring(graph.size());
    for (const std::vector<int> &ring : small_rings(graph, flat))
      for (const int i : ring) in_ring[i] = ring.size() == 6;
    std::vector<std::vector<Position>> linkers;
    for (const Fragment &fragment : fragments(graph, nonmetal)) {
      std::vector<Position> positions;
      for (const int i : fragment.atoms)
        if (in_ring[i]) add_position(i, positions);
      if (!positions.empty()) linkers.push_back(std::move(positions));
    }
    return linkers;
  }

  void add_position(int carbon, std::vector<Position> &positions) const
  {
    std::vector<const Neighbour *> ring;
    const Neighbour *hydrogen = nullptr;
    for (const Neighbour &n : graph.neighbours[carbon])
      if (crystal.atoms[n.atom].element == "H")
        hydrogen = &n;
      else
        ring.push_back(&n);
    if (!hydrogen || ring.size() != 2) return;
    const Eigen::Vector3d first = vector_to(carbon, *ring[0]).normalized(),
                          second = vector_to(carbon, *ring[1]).normalized();
    const double turn = lean * (bears_hydrogen(ring[1]->atom) - bears_hydrogen(ring[0]->atom));
    const Eigen::AngleAxisd turned(turn, second.cross(first).normalized());
    const Eigen::Vector3d along = turned * -(first + second).normalized();
    const Eigen::Vector3d across = first.cross(second).cross(along).normalized();
    Position p{carbon, hydrogen->atom, {}, {}, {}};
    p.nitrogen = crystal.position(carbon) + cn_length * along;
    const double u = nh_length * std::cos(hnh_angle / 2), w = nh_length * std::sin(hnh_angle / 2);
    p.first_hydrogen = p.nitrogen + u * along + w * across;
    p.second_hydrogen = p.nitrogen + u * along - w * across;
    positions.push_back(p);
  }

  int bears_hydrogen(int atom) const
  {
    return std::any_of(graph.neighbours[atom].begin(), graph.neighbours[atom].end(),
                       [&](const Neighbour &n) { return crystal.atoms[n.atom].element == "H"; });
  }

  Position choose(const std::vector<Position> &positions) const
  {
    Contact best{0.0, ""};
    for (const Position &p : positions) {
      const Contact contact = closest_contact(p);
      if (contact.ratio >= 1.0) return p;
      if (contact.ratio > best.ratio) best = contact;
    }
    fail(ExitCode::structure,
         "{}: no room for NH2 on the linker of atom {} ({} positions tried); the best one has {}. "
         "Try another seed",
         crystal.source, crystal.atoms[positions[0].carbon].label, positions.size(),
         best.description);
  }

  Contact closest_contact(const Position &p) const
  {
    // an angle or a torsion is no contact: three bonds away from N, or from its H
    const std::vector<bool> near_hydrogen = within(p.carbon, 1),
                            near_nitrogen = within(p.carbon, 2);
    Contact closest{1e9, ""};
    const auto measure = [&](const Eigen::Vector3d &x, const std::string &element,
                             const std::vector<bool> &near) {
      for (std::size_t i = 0; i < crystal.atoms.size(); ++i) {
        if (static_cast<int>(i) == p.hydrogen || (i < near.size() && near[i])) continue;
        const std::string &other = crystal.atoms[i].element;
        const bool hydrogen_bond = element == "H" && other == "O";
        const double limit =
            hydrogen_bond ? closest_nh_o : closest_of_radii * (radius(element) + radius(other));
        const double distance = nearest_distance(x, crystal.atoms[i].fractional);
        if (distance / limit < closest.ratio)
          closest = {distance / limit, fmt::format("{} {:.2f} A from {}, limit {:.2f} A", element,
                                                   distance, crystal.atoms[i].label, limit)};
      }
    };
    measure(p.nitrogen, "N", near_nitrogen);
    measure(p.first_hydrogen, "H", near_hydrogen);
    measure(p.second_hydrogen, "H", near_hydrogen);
    return closest;
  }

  static double radius(const std::string &element) { return gemmi::Element(element).vdw_r(); }

  // exact for distances below half a width of the cell
  double nearest_distance(const Eigen::Vector3d &x, const Eigen::Vector3d &fractional) const
  {
    Eigen::Vector3d difference = inverse * x - fractional;
    for (int k = 0; k < 3; ++k) difference[k] -= std::round(difference[k]);
    return (crystal.cell * difference).norm();
  }

  // atoms of the old structure at most so many bonds away
  std::vector<bool> within(int start, int bonds) const
  {
    std::vector<bool> result(graph.size());
    std::vector<int> shell{start};
    result[start] = true;
    for (int step = 0; step < bonds; ++step) {
      std::vector<int> next;
      for (const int i : shell)
        for (const Neighbour &n : graph.neighbours[i])
          if (!result[n.atom]) {
            result[n.atom] = true;
            next.push_back(n.atom);
          }
      shell = next;
    }
    return result;
  }

  void put(const Position &p)
  {
    const std::string label = crystal.atoms[p.hydrogen].label;
    crystal.atoms[p.hydrogen] = {"N" + label, "N", wrapped(inverse * p.nitrogen)};
    crystal.atoms.push_back({"N" + label + "a", "H", wrapped(inverse * p.first_hydrogen)});
    crystal.atoms.push_back({"N" + label + "b", "H", wrapped(inverse * p.second_hydrogen)});
  }

  Crystal crystal;
  BondGraph graph;    // of the structure as it was
  Eigen::Matrix3d inverse;
  std::uint64_t seed;
  std::mt19937_64 random;
};

}    // namespace

Crystal with_amino_groups(const Crystal &crystal, std::uint64_t seed)
{
  return AminoGroups(crystal, seed).place();
}

}    // namespace softmode
