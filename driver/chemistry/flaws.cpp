// SPDX-License-Identifier: BSD-3-Clause
#include "chemistry/inspection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace softmode {

namespace {

constexpr double shortest_contact = 0.8;    // A
constexpr double bond_tolerance = 1.25;     // times the sum of covalent radii
constexpr double neutral = 0.01;            // e

class FlawSearch {
 public:
  FlawSearch(const Crystal &c, const BondGraph &g) : crystal(c), graph(g) {}

  std::vector<std::string> find()
  {
    find_occupancies();
    find_contacts();
    for (int i = 0; i < static_cast<int>(graph.size()); ++i) {
      const std::string &element = crystal.atoms[i].element;
      if (graph.neighbours[i].empty()) flag(i, "is bonded to nothing");
      if (element == "C") look_at_carbon(i);
      if (element == "O" && nonmetals(i) > 2 && !is_hydronium(i))
        flag(i,
             fmt::format("has {} neighbours that are no metals, expected at most 2", nonmetals(i)));
    }
    find_charge();
    return std::move(flaws);
  }

 private:
  void flag(int atom, const std::string &what)
  {
    const CrystalAtom &a = crystal.atoms[atom];
    flaws.push_back(fmt::format("{} ({:.3f} {:.3f} {:.3f}) {}", a.label, a.fractional[0],
                                a.fractional[1], a.fractional[2], what));
  }

  void find_occupancies()
  {
    for (int i = 0; i < static_cast<int>(graph.size()); ++i)
      if (std::fabs(crystal.atoms[i].occupancy - 1.0) > 1e-3)
        flag(i, fmt::format("has occupancy {:g}", crystal.atoms[i].occupancy));
  }

  void find_contacts()
  {
    std::vector<int> partners(graph.size());    // of hydrogens: nonmetals within bonding distance
    for_each_close_pair(crystal, 1.5, [&](const ClosePair &p) {
      const std::string &a = crystal.atoms[p.first].element, &b = crystal.atoms[p.second].element;
      if (p.distance < shortest_contact)
        flag(p.first,
             fmt::format("is {:.2f} A from {}", p.distance, crystal.atoms[p.second].label));
      if (is_metal(a) || is_metal(b) ||
          p.distance > bond_tolerance * (covalent_radius(a) + covalent_radius(b)))
        return;
      if (a == "H") ++partners[p.first];
      if (b == "H") ++partners[p.second];
    });
    for (int i = 0; i < static_cast<int>(graph.size()); ++i)
      if (partners[i] > 1)
        flag(i, fmt::format("is a hydrogen with {} neighbours, expected 1", partners[i]));
  }

  int nonmetals(int atom) const
  {
    const auto &list = graph.neighbours[atom];
    return static_cast<int>(std::count_if(list.begin(), list.end(), [&](const Neighbour &n) {
      return !is_metal(crystal.atoms[n.atom].element);
    }));
  }

  // three hydrogens, no two of them opposite or on one side as in disordered water
  bool is_hydronium(int atom) const
  {
    constexpr double least = -0.65, most = 0.1;    // cosines of 131 and 84 degrees
    const auto &list = graph.neighbours[atom];
    if (list.size() != 3) return false;
    std::vector<Eigen::Vector3d> bonds;
    for (const Neighbour &n : list) {
      if (crystal.atoms[n.atom].element != "H") return false;
      bonds.push_back((crystal.cell * (crystal.atoms[n.atom].fractional + n.shift.cast<double>() -
                                       crystal.atoms[atom].fractional))
                          .normalized());
    }
    for (int k = 0; k < 3; ++k) {
      const double cosine = bonds[k].dot(bonds[(k + 1) % 3]);
      if (cosine < least || cosine > most) return false;
    }
    return true;
  }

  void look_at_carbon(int i)
  {
    const auto &n = graph.neighbours[i];
    if (n.size() > 4)
      flag(i, fmt::format("is a carbon with {} neighbours, expected at most 4", n.size()));
  }

  void find_charge()
  {
    double total = 0.0;
    for (const CrystalAtom &atom : crystal.atoms) total += atom.charge.value_or(0.0);
    if (std::fabs(total) > neutral)
      flaws.push_back(fmt::format("the charges add up to {:.3f} e, expected 0", total));
  }

  const Crystal &crystal;
  const BondGraph &graph;
  std::vector<std::string> flaws;
};

}    // namespace

std::vector<std::string> find_flaws(const Crystal &crystal, const BondGraph &graph)
{
  return FlawSearch(crystal, graph).find();
}

}    // namespace softmode
