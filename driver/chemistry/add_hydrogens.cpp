// SPDX-License-Identifier: BSD-3-Clause
#include "chemistry/add_hydrogens.h"

#include "softmode/definitions/constants.h"
#include "structure/checks.h"
#include "support/error.h"

#include <gemmi/elem.hpp>

#include <Eigen/Geometry>
#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace softmode {

namespace {

constexpr double radian = pi / 180.0;
constexpr int turns = 72;               // tried positions of a rotor
constexpr double surroundings = 4.0;    // A, about an atom: what its hydrogens can touch
constexpr double closest_hydrogens = 1.2,
                 closest_other = 1.25;    // A, to an atom that is not bonded

using Directions = std::vector<Eigen::Vector3d>;

// perpendicular to `axis`, towards `v` where v says anything
Eigen::Vector3d across(const Eigen::Vector3d &axis, const Directions &vectors)
{
  for (const Eigen::Vector3d &v : vectors) {
    const Eigen::Vector3d side = v - v.dot(axis) * axis;
    if (side.norm() > 0.1 * v.norm()) return side.normalized();
  }
  return axis.unitOrthogonal();
}

std::vector<Directions> opposite(const Directions &units)
{
  Eigen::Vector3d sum = Eigen::Vector3d::Zero();
  for (const Eigen::Vector3d &u : units) sum += u;
  if (sum.norm() > 0.2) return {{-sum.normalized()}};
  // flat or straight: one side or the other
  const Eigen::Vector3d normal = units.size() < 3
                                     ? units[0].unitOrthogonal()
                                     : Eigen::Vector3d(units[0].cross(units[1]).normalized());
  return {{normal}, {-normal}};
}

std::vector<Directions> tetrahedral_pair(const Directions &units, double angle)
{
  const Eigen::Vector3d sum = units[0] + units[1];
  const Eigen::Vector3d out =
      sum.norm() > 0.05 ? Eigen::Vector3d(-sum.normalized()) : units[0].unitOrthogonal();
  const Eigen::Vector3d side = across(out, {units[0].cross(units[1])});
  const double c = std::cos(angle / 2 * radian), s = std::sin(angle / 2 * radian);
  return {{c * out + s * side, c * out - s * side}};
}

// about the only bond: `out` points away from it, `start` lies in the plane of what is beyond it
std::vector<Directions> turned(const MissingHydrogen &missing, const Eigen::Vector3d &out,
                               const Eigen::Vector3d &start, bool only_flat)
{
  const bool flat = missing.placement == HydrogenPlacement::flat_rotor;
  const double cone = (flat ? missing.angle / 2 : 180.0 - missing.angle) * radian;    // from `out`
  const double step = (flat ? 180.0 : 120.0) * radian;
  std::vector<Directions> result;
  for (int turn = 0; turn < turns; turn += only_flat ? turns / 2 : 1) {
    Directions set;
    for (int k = 0; k < missing.count; ++k) {
      const Eigen::AngleAxisd about(2.0 * pi * turn / turns + k * step, out);
      set.push_back(std::cos(cone) * out + std::sin(cone) * (about * start));
    }
    result.push_back(set);
  }
  return result;
}

double crowding(const Eigen::Vector3d &from_hydrogen, const std::string &element)
{
  const double contact = 0.8 * (gemmi::Element("H").vdw_r() + gemmi::Element(element).vdw_r());
  return std::pow(contact / from_hydrogen.norm(), 12);
}

class Builder {
 public:
  explicit Builder(const Crystal &c) :
      crystal(c), graph(bond_graph(c)), inverse(c.cell.inverse()), nearby(c.atoms.size()),
      placed(c.atoms.size())
  {
    missing = find_missing_hydrogens(crystal, graph, perceive(crystal, graph));
  }

  Crystal build()
  {
    refuse_undecided();
    find_surroundings();
    // what turns finds its place among what does not
    for (const bool rotors : {false, true})
      for (const MissingHydrogen &m : missing.atoms)
        if (is_rotor(m) == rotors) place(m);
    Crystal result = with_placed();
    check_room(result);
    describe(result);
    return result;
  }

 private:
  static bool is_rotor(const MissingHydrogen &m)
  {
    return m.placement == HydrogenPlacement::rotor || m.placement == HydrogenPlacement::flat_rotor;
  }

  void refuse_undecided() const
  {
    std::vector<std::string> lines;
    for (const MissingHydrogen &m : missing.atoms)
      if (m.placement == HydrogenPlacement::undecided)
        lines.push_back(describe_missing(crystal, m));
    if (!lines.empty())
      fail(ExitCode::structure,
           "{}: how many hydrogens these atoms lack cannot be told from bonds and charges; put "
           "them into the file, or correct the coordinates:{}",
           crystal.source, list_some(lines));
  }

  Eigen::Vector3d vector_to(int from, int to, const Eigen::Vector3i &shift) const
  {
    return crystal.cell *
           (crystal.atoms[to].fractional + shift.cast<double>() - crystal.atoms[from].fractional);
  }

  void find_surroundings()
  {
    std::vector<bool> wanted(crystal.atoms.size());
    bool any = false;
    for (const MissingHydrogen &m : missing.atoms) wanted[m.atom] = any = true;
    if (!any) return;
    for_each_close_pair(crystal, surroundings, [&](const ClosePair &p) {
      if (wanted[p.first]) nearby[p.first].push_back({p.second, p.shift, p.distance});
      if (wanted[p.second]) nearby[p.second].push_back({p.first, -p.shift, p.distance});
    });
  }

  void place(const MissingHydrogen &m)
  {
    Directions neighbours, beyond;
    for (const Neighbour &n : graph.neighbours[m.atom])
      neighbours.push_back(vector_to(m.atom, n.atom, n.shift));
    if (graph.neighbours[m.atom].size() == 1) {
      const Neighbour &n = graph.neighbours[m.atom][0];
      for (const Neighbour &other : graph.neighbours[n.atom])
        if (other.atom != m.atom || other.shift != -n.shift)
          beyond.push_back(vector_to(m.atom, other.atom, n.shift + other.shift));
    }
    const auto ways = hydrogen_directions(m, neighbours, beyond);
    double least = 1e300;
    for (const Directions &way : ways) {
      double sum = 0.0;
      if (ways.size() > 1)
        for (const Eigen::Vector3d &direction : way) sum += crowding_at(m, m.length * direction);
      if (sum > least - 1e-9) continue;
      least = sum;
      placed[m.atom].clear();
      for (const Eigen::Vector3d &direction : way) placed[m.atom].push_back(m.length * direction);
    }
  }

  // at a place relative to its atom: what is around it, and the hydrogens put on that before
  double crowding_at(const MissingHydrogen &m, const Eigen::Vector3d &hydrogen) const
  {
    double sum = 0.0;
    for (const Neighbour &n : nearby[m.atom]) {
      const Eigen::Vector3d there = vector_to(m.atom, n.atom, n.shift);
      const bool bonded = n.distance < 1.25 * (covalent_radius(crystal.atoms[m.atom].element) +
                                               covalent_radius(crystal.atoms[n.atom].element));
      if (!bonded) sum += crowding(there - hydrogen, crystal.atoms[n.atom].element);
      for (const Eigen::Vector3d &other : placed[n.atom])
        sum += crowding(there + other - hydrogen, "H");
    }
    return sum;
  }

  Crystal with_placed() const
  {
    Crystal result = crystal;
    std::set<std::string> taken;    // where a group has a part of its hydrogens
    for (const CrystalAtom &a : crystal.atoms) taken.insert(a.label);
    for (const MissingHydrogen &m : missing.atoms) {
      int number = 0;
      for (const Eigen::Vector3d &hydrogen : placed[m.atom]) {
        std::string label = "H" + crystal.atoms[m.atom].label;
        if (placed[m.atom].size() > 1) label += static_cast<char>('a' + number++);
        while (taken.count(label) > 0) label += 'x';
        result.atoms.push_back(
            {label, "H", wrapped(inverse * (crystal.position(m.atom) + hydrogen))});
      }
    }
    return result;
  }

  // every new hydrogen is far from all but its own atom
  void check_room(const Crystal &result) const
  {
    std::vector<int> owner;
    for (const MissingHydrogen &m : missing.atoms)
      owner.insert(owner.end(), placed[m.atom].size(), m.atom);
    const int first_new = static_cast<int>(crystal.atoms.size());
    const auto owner_of = [&](int i) { return i < first_new ? i : owner[i - first_new]; };
    std::vector<std::string> lines;
    for_each_close_pair(result, closest_other, [&](const ClosePair &p) {
      if (p.second < first_new || owner_of(p.first) == owner_of(p.second)) return;
      const bool hydrogens =
          result.atoms[p.first].element == "H" && result.atoms[p.second].element == "H";
      if (p.distance < (hydrogens ? closest_hydrogens : closest_other))
        lines.push_back(fmt::format("{} would be {:.2f} A from {}", result.atoms[p.second].label,
                                    p.distance, result.atoms[p.first].label));
    });
    if (!lines.empty())
      fail(ExitCode::structure,
           "{}: there is no room for hydrogens that atoms seem to lack; is an alternative site or "
           "solvent left in?{}",
           crystal.source, list_some(lines));
  }

  void describe(Crystal &result) const
  {
    struct Group {
      int atoms = 0, hydrogens = 0;
      double length = 0.0;
      std::set<std::string> labels;
    };
    std::map<std::string, Group> groups;
    int total = 0;
    for (const MissingHydrogen &m : missing.atoms) {
      Group &group = groups[m.group];
      ++group.atoms;
      group.hydrogens += m.count;
      group.length = m.length;
      total += m.count;
      if (group.labels.size() < 5) group.labels.insert(crystal.atoms[m.atom].label);
    }
    if (total == 0) {
      result.notes.push_back("no hydrogen is missing that bonds tell: none was added");
      return;
    }
    std::vector<std::string> parts;
    for (const auto &[name, group] : groups) {
      parts.push_back(fmt::format("{} on {} {}", group.hydrogens, group.atoms, name));
      result.notes.push_back(fmt::format("added {} H at {} A: {} ({} atoms, such as {})",
                                         group.hydrogens, group.length, name, group.atoms,
                                         fmt::join(group.labels, ", ")));
    }
    const auto has_charge = [](const CrystalAtom &a) { return a.charge.has_value(); };
    if (std::any_of(result.atoms.begin(), result.atoms.end(), has_charge)) {
      for (CrystalAtom &atom : result.atoms) atom.charge.reset();
      result.notes.push_back("the charges of the file are dropped: they are for other atoms");
    }
    for (const std::string &model : missing.models) result.notes.push_back(model);
    mark_as_model(result, fmt::format("hydrogens added: {}", fmt::join(parts, ", ")));
  }

  const Crystal &crystal;
  BondGraph graph;
  Eigen::Matrix3d inverse;
  MissingHydrogens missing;
  std::vector<std::vector<Neighbour>> nearby;
  std::vector<Directions> placed;    // from each atom to its new hydrogens, A
};

}    // namespace

std::vector<Directions> hydrogen_directions(const MissingHydrogen &missing,
                                            const Directions &neighbours, const Directions &beyond)
{
  Directions units;
  for (const Eigen::Vector3d &v : neighbours) units.push_back(v.normalized());
  switch (missing.placement) {
    case HydrogenPlacement::undecided:
      return {};
    case HydrogenPlacement::opposite:
      return opposite(units);
    case HydrogenPlacement::tetrahedral_pair:
      return tetrahedral_pair(units, missing.angle);
    case HydrogenPlacement::tetrahedral_side: {
      const Directions pair = tetrahedral_pair(units, missing.angle)[0];
      return {{pair[0]}, {pair[1]}};
    }
    case HydrogenPlacement::planar_pair: {
      const double c = std::cos(missing.angle / 2 * radian),
                   s = std::sin(missing.angle / 2 * radian);
      const Eigen::Vector3d side = across(-units[0], beyond);
      return {{-c * units[0] + s * side, -c * units[0] - s * side}};
    }
    case HydrogenPlacement::rotor:
    case HydrogenPlacement::flat_rotor:
      break;
  }
  // OH on sp2 carbon is conjugated with it: in the plane of the carbon's two other neighbours
  const bool only_flat = missing.group == "OH on carbon" && beyond.size() == 2;
  return turned(missing, -units[0], across(-units[0], beyond), only_flat);
}

Crystal with_hydrogens(const Crystal &crystal)
{
  return Builder(crystal).build();
}

}    // namespace softmode
