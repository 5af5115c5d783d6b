// SPDX-License-Identifier: BSD-3-Clause
#include "structure/loose_disorder.h"

#include "softmode/definitions/constants.h"
#include "structure/bonds.h"
#include "structure/disjoint_sets.h"
#include "structure/spread_out.h"

#include <Eigen/Geometry>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace softmode {

namespace {

constexpr double exclusion =
    0.75;    // of the sum of covalent radii; closer atoms exclude each other
constexpr double exclusive_angle = 80.0 * pi / 180.0;    // about an ordered nonmetal
constexpr double occupancy_tolerance = 0.02;
constexpr double best_ratio = 0.95, best_angle = 115.0 * pi / 180.0;
constexpr std::size_t largest_unit = 400;    // atoms; growth takes the third power of them

/// How two atoms of a unit stand to each other; cost 0 is a perfect fit.
struct Relation {
  bool exclusive = false, linked = false;
  double cost = 0.0;
};

class LooseAtoms {
 public:
  LooseAtoms(const Crystal &c, const std::vector<AtomOrigin> &o,
             const std::vector<DisorderContact> &all) :
      crystal(c),
      origins(o), contacts(c.atoms.size()), parent(c.atoms.size(), -1)
  {
    for (std::size_t i = 0; i < crystal.atoms.size(); ++i) {
      disordered.push_back(is_disordered(crystal.atoms[i], origins[i]));
      loose.push_back(disordered[i] && origins[i].group.empty());
      const std::string &element = crystal.atoms[i].element;
      hydrogen.push_back(element == "H" || element == "D");
      metal.push_back(is_metal(element));
    }
    for (const DisorderContact &contact : all) {
      contacts[contact.first].push_back(contact);
      if (contact.first != contact.second)
        contacts[contact.second].push_back(
            {contact.second, contact.first, -contact.shift, contact.ratio});
    }
  }

  LooseDisorder find(std::vector<DisorderPlace> grouped)
  {
    find_riders();
    LooseDisorder result;
    result.places = std::move(grouped);
    for (int i = 0; i < size(); ++i)
      if (parent[i] >= 0) result.riders.emplace_back(i, parent[i]);
    take_node_hydrogens(result.places);
    for (const std::vector<int> &unit : units()) result.places.push_back(place_of(unit));
    find_families(result.places);
    return result;
  }

 private:
  int size() const { return static_cast<int>(crystal.atoms.size()); }

  bool same_occupancy(int i, int j) const
  {
    return std::fabs(crystal.atoms[i].occupancy - crystal.atoms[j].occupancy) < occupancy_tolerance;
  }

  // bonded by distance, and both there at once
  static bool is_bond(const DisorderContact &c)
  {
    return c.ratio >= exclusion && c.first != c.second;
  }

  void find_riders()
  {
    for (int i = 0; i < size(); ++i)
      if (loose[i] && hydrogen[i]) parent[i] = parent_of_hydrogen(i);
    bool changed = true;
    while (changed) {
      changed = false;
      for (int i = 0; i < size(); ++i)
        if (loose[i] && !hydrogen[i] && parent[i] < 0 && is_free_to_ride(i)) {
          parent[i] = parent_of_heavy(i);
          changed = changed || parent[i] >= 0;
        }
    }
  }

  // the nearest atom that it may be bonded to, if that is disordered as it is
  int parent_of_hydrogen(int i) const
  {
    const DisorderContact *nearest = nearest_heavy(i);
    return nearest && disordered[nearest->second] && same_occupancy(i, nearest->second)
               ? nearest->second
               : -1;
  }

  const DisorderContact *nearest_heavy(int i) const
  {
    const DisorderContact *nearest = nullptr;
    for (const DisorderContact &c : contacts[i])
      if (is_bond(c) && !hydrogen[c.second] && !metal[c.second] &&
          (!nearest || c.ratio < nearest->ratio))
        nearest = &c;
    return nearest;
  }

  // overlaps with nothing and holds to no ordered atom
  bool is_free_to_ride(int i) const
  {
    return std::none_of(contacts[i].begin(), contacts[i].end(), [&](const DisorderContact &c) {
      return !disordered[c.second] || (!is_bond(c) && !hydrogen[c.second]) ||
             (hydrogen[c.second] && c.ratio < exclusion && parent[c.second] != i);
    });
  }

  // the best fitting atom that overlaps with others, or rides itself
  int parent_of_heavy(int i) const
  {
    int best = -1;
    double least = 1e300;
    for (const DisorderContact &c : contacts[i]) {
      if (hydrogen[c.second] || metal[c.second] || !same_occupancy(i, c.second)) continue;
      const bool leads = parent[c.second] >= 0 || !origins[c.second].group.empty() ||
                         (loose[c.second] && !is_free_to_ride(c.second));
      const double misfit = std::fabs(c.ratio - best_ratio);
      if (!leads || misfit >= least || leads_to(c.second, i)) continue;
      least = misfit;
      best = c.second;
    }
    return best;
  }

  bool leads_to(int from, int to) const
  {
    for (; from >= 0; from = parent[from])
      if (from == to) return true;
    return false;
  }

  bool leads(int i) const { return loose[i] && parent[i] < 0 && !taken.count(i); }

  // Hydrogens on oxygens between metals, fewer than oxygens: X-rays see mu3-O and mu3-OH as one site with half a
  // hydrogen each. Which oxygens have one is chosen for the whole cluster.
  void take_node_hydrogens(std::vector<DisorderPlace> &places)
  {
    std::map<int, std::vector<int>> on_oxygen;
    for (int i = 0; i < size(); ++i) {
      if (!loose[i] || !hydrogen[i] || parent[i] >= 0) continue;
      const DisorderContact *nearest = nearest_heavy(i);
      if (nearest && !disordered[nearest->second] && is_node_oxygen(nearest->second))
        on_oxygen[nearest->second].push_back(i);
    }
    DisjointSets sets(crystal.atoms.size());
    for (const auto &[oxygen, hydrogens] : on_oxygen)
      for (const DisorderContact &c : contacts[oxygen])
        if (metal[c.second]) sets.join(oxygen, c.second);
    std::map<int, std::vector<int>> clusters;
    for (const auto &[oxygen, hydrogens] : on_oxygen)
      if (hydrogens.size() == 1) clusters[sets.find(oxygen)].push_back(hydrogens[0]);
    for (const auto &[first, hydrogens] : clusters) {
      double total = 0.0;
      for (const int i : hydrogens) total += crystal.atoms[i].occupancy;
      const int count = static_cast<int>(std::lround(total));
      if (hydrogens.size() < 2 || count < 1 || count >= static_cast<int>(hydrogens.size()) ||
          std::fabs(total - count) > occupancy_tolerance * static_cast<double>(hydrogens.size()))
        continue;
      taken.insert(hydrogens.begin(), hydrogens.end());
      places.push_back(spread_place(hydrogens, count));
    }
  }

  bool is_node_oxygen(int i) const
  {
    int metals = 0;
    for (const DisorderContact &c : contacts[i]) {
      if (metal[c.second]) ++metals;
      if (!metal[c.second] && !hydrogen[c.second]) return false;
    }
    return crystal.atoms[i].element == "O" && metals > 0;
  }

  DisorderPlace spread_place(const std::vector<int> &atoms, int count) const
  {
    std::vector<std::vector<double>> distance(atoms.size(), std::vector<double>(atoms.size()));
    for (std::size_t i = 0; i < atoms.size(); ++i)
      for (std::size_t j = 0; j < atoms.size(); ++j)
        distance[i][j] = nearest_distance(atoms[i], atoms[j]);
    DisorderPlace place{atoms, {}, "", -1};
    std::vector<std::vector<int>> choices;
    double least = 1e300;
    for (int start = 0; start < static_cast<int>(atoms.size()); ++start) {
      choices.push_back(spread_out(distance, count, {start}));
      least = std::min(least, crowding(distance, choices.back()));
    }
    for (int start = 0; start < static_cast<int>(atoms.size()); ++start) {
      if (crowding(distance, choices[start]) > 1.02 * least) continue;
      std::vector<int> chosen;
      for (const int k : choices[start]) chosen.push_back(atoms[k]);
      std::sort(chosen.begin(), chosen.end());
      add_weight(place.alternatives, chosen, crystal.atoms[atoms[start]].occupancy);
    }
    return place;
  }

  static void add_weight(std::vector<Alternative> &alternatives, const std::vector<int> &atoms,
                         double weight)
  {
    for (Alternative &a : alternatives)
      if (a.atoms == atoms) {
        a.occupancy += weight;
        return;
      }
    alternatives.push_back({atoms, weight});
  }

  double nearest_distance(int i, int j) const
  {
    Eigen::Vector3d df = crystal.atoms[j].fractional - crystal.atoms[i].fractional;
    for (int k = 0; k < 3; ++k) df[k] -= std::round(df[k]);
    return (crystal.cell * df).norm();
  }

  // ordered nonmetals that an atom holds to
  std::vector<DisorderContact> anchors(int i) const
  {
    std::vector<DisorderContact> result;
    for (const DisorderContact &c : contacts[i])
      if (is_bond(c) && !disordered[c.second] && !metal[c.second] && !hydrogen[c.second])
        result.push_back(c);
    return result;
  }

  // parts whose atoms depend on each other; metals only on what overlaps with them
  std::vector<std::vector<int>> units() const
  {
    DisjointSets sets(crystal.atoms.size());
    std::map<int, int> first_on_anchor;
    for (int i = 0; i < size(); ++i) {
      if (!leads(i)) continue;
      for (const DisorderContact &c : contacts[i])
        if (leads(c.second) && (c.ratio <= exclusion || (!metal[i] && !metal[c.second] &&
                                                         !hydrogen[i] && !hydrogen[c.second])))
          sets.join(i, c.second);
      if (metal[i]) continue;
      for (const DisorderContact &c : anchors(i))
        sets.join(i, first_on_anchor.emplace(c.second, i).first->second);
    }
    std::map<int, std::vector<int>> members;
    for (int i = 0; i < size(); ++i)
      if (leads(i)) members[sets.find(i)].push_back(i);
    std::vector<std::vector<int>> result;
    for (auto &[first, atoms] : members) result.push_back(std::move(atoms));
    return result;
  }

  std::vector<std::vector<Relation>> relations(const std::vector<int> &unit) const
  {
    std::map<int, std::size_t> index;
    for (std::size_t k = 0; k < unit.size(); ++k) index[unit[k]] = k;
    std::vector<std::vector<Relation>> result(unit.size(), std::vector<Relation>(unit.size()));
    std::map<int, std::vector<std::pair<std::size_t, Eigen::Vector3d>>> around;
    for (std::size_t k = 0; k < unit.size(); ++k) {
      for (const DisorderContact &c : contacts[unit[k]]) {
        const auto other = index.find(c.second);
        if (other == index.end() || other->second == k) continue;
        Relation &r = result[k][other->second];
        r.linked = true;
        if (c.ratio <= exclusion)
          r.exclusive = true;
        else
          r.cost += 10.0 * std::pow(c.ratio - best_ratio, 2);
      }
      for (const DisorderContact &c : anchors(unit[k]))
        around[c.second].emplace_back(k, crystal.cell * (crystal.atoms[unit[k]].fractional -
                                                         c.shift.cast<double>() -
                                                         crystal.atoms[c.second].fractional));
    }
    for (const auto &[anchor, atoms] : around)
      for (const auto &[i, a] : atoms)
        for (const auto &[j, b] : atoms) {
          if (i == j) continue;
          const double angle = std::atan2(a.cross(b).norm(), a.dot(b));
          Relation &r = result[i][j];
          r.linked = true;
          if (angle < exclusive_angle) r.exclusive = true;
          r.cost += std::pow((angle - best_angle) * 180.0 / pi / 40.0, 2);
        }
    return result;
  }

  DisorderPlace place_of(const std::vector<int> &unit) const
  {
    DisorderPlace place{unit, {}, "", -1};
    double total = 0.0;
    for (const int i : unit) total += crystal.atoms[i].occupancy;
    if (unit.size() > largest_unit) {
      place.complaint = "no disorder groups tell which atoms go together";
      return place;
    }
    const auto relation = relations(unit);
    bool simple = true;
    for (std::size_t i = 0; i < unit.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) simple = simple && relation[i][j].exclusive;
    if (simple) {
      for (const int i : unit) place.alternatives.push_back({{i}, crystal.atoms[i].occupancy});
      if (std::fabs(total - 1.0) > occupancy_tolerance)
        place.complaint =
            fmt::format("occupancies of the alternatives add up to {:.3g}, expected 1", total);
      return place;
    }
    for (std::size_t start = 0; start < unit.size(); ++start) {
      const std::vector<int> grown = grow(unit, relation, start);
      if (!has_what_occupancies_say(unit, grown)) {
        place.complaint =
            std::fabs(total - std::round(total)) >
                    occupancy_tolerance * static_cast<double>(unit.size())
                ? fmt::format("occupancies add up to {:.3g}, expected a whole number of atoms",
                              total)
                : "no disorder groups tell which atoms go together";
        return place;
      }
      add_weight(place.alternatives, grown, crystal.atoms[unit[start]].occupancy);
    }
    if (!exclude_each_other(unit, relation, place.alternatives))
      place.complaint = "no disorder groups tell which atoms go together";
    return place;
  }

  // alternatives overlap, share an atom, or fill the same ordered atom
  bool exclude_each_other(const std::vector<int> &unit,
                          const std::vector<std::vector<Relation>> &relation,
                          const std::vector<Alternative> &alternatives) const
  {
    std::map<int, std::size_t> index;
    for (std::size_t k = 0; k < unit.size(); ++k) index[unit[k]] = k;
    const auto exclude = [&](int i, int j) {
      if (i == j || relation[index.at(i)][index.at(j)].exclusive) return true;
      for (const DisorderContact &a : anchors(i))
        for (const DisorderContact &b : anchors(j))
          if (a.second == b.second) return true;
      return false;
    };
    for (const Alternative &a : alternatives)
      for (const Alternative &b : alternatives)
        if (&a != &b && std::none_of(a.atoms.begin(), a.atoms.end(), [&](int i) {
              return std::any_of(b.atoms.begin(), b.atoms.end(),
                                 [&](int j) { return exclude(i, j); });
            }))
          return false;
    return true;
  }

  // from one atom on: always the atom that fits best to what is there, if it excludes none of it
  std::vector<int> grow(const std::vector<int> &unit,
                        const std::vector<std::vector<Relation>> &relation, std::size_t start) const
  {
    std::map<int, double> room;    // about each ordered atom
    for (const int i : unit)
      for (const DisorderContact &c : anchors(i)) room[c.second] += crystal.atoms[i].occupancy;
    std::vector<std::size_t> grown;
    std::vector<bool> open(unit.size());
    for (std::size_t k = 0; k < unit.size(); ++k) open[k] = same_occupancy(unit[k], unit[start]);
    const auto take = [&](std::size_t k) {
      grown.push_back(k);
      open[k] = false;
      for (const DisorderContact &c : anchors(unit[k])) room[c.second] -= 1.0;
      for (std::size_t j = 0; j < unit.size(); ++j)
        if (relation[k][j].exclusive) open[j] = false;
    };
    take(start);
    while (true) {
      std::size_t best = unit.size();
      double least = 1e300;
      for (std::size_t k = 0; k < unit.size(); ++k) {
        if (!open[k] || !has_room(unit[k], room)) continue;
        double sum = 0.0;
        int links = 0;
        for (const std::size_t g : grown)
          if (relation[k][g].linked) {
            sum += relation[k][g].cost;
            ++links;
          }
        if (links > 0 && sum / links < least - 1e-9) {
          least = sum / links;
          best = k;
        }
      }
      if (best == unit.size()) break;
      take(best);
    }
    std::vector<int> atoms;
    for (const std::size_t k : grown) atoms.push_back(unit[k]);
    std::sort(atoms.begin(), atoms.end());
    return atoms;
  }

  bool has_room(int atom, const std::map<int, double> &room) const
  {
    const std::vector<DisorderContact> held = anchors(atom);
    return std::all_of(held.begin(), held.end(),
                       [&](const DisorderContact &c) { return room.at(c.second) > 0.5; });
  }

  // as many atoms of each element as the occupancies add up to
  bool has_what_occupancies_say(const std::vector<int> &unit, const std::vector<int> &grown) const
  {
    std::map<std::string, double> difference;
    for (const int i : unit) difference[crystal.atoms[i].element] += crystal.atoms[i].occupancy;
    for (const int i : grown) difference[crystal.atoms[i].element] -= 1.0;
    const double tolerance = occupancy_tolerance * static_cast<double>(unit.size());
    return std::all_of(difference.begin(), difference.end(),
                       [&](const auto &entry) { return std::fabs(entry.second) <= tolerance; });
  }

  // elements of an alternative with all that rides on it
  std::map<std::string, int> composition(const Alternative &alternative) const
  {
    std::map<std::string, int> counts;
    for (const int i : alternative.atoms) ++counts[crystal.atoms[i].element];
    for (int i = 0; i < size(); ++i) {
      int lead = i;
      while (parent[lead] >= 0) lead = parent[lead];
      if (lead != i && std::binary_search(alternative.atoms.begin(), alternative.atoms.end(), lead))
        ++counts[crystal.atoms[i].element];
    }
    return counts;
  }

  void find_families(std::vector<DisorderPlace> &places) const
  {
    DisjointSets parts(crystal.atoms.size());
    for (int i = 0; i < size(); ++i)
      for (const DisorderContact &c : contacts[i])
        if (!metal[i] && !metal[c.second]) parts.join(i, c.second);
    std::map<std::pair<int, std::string>, std::vector<int>> alike;
    for (int k = 0; k < static_cast<int>(places.size()); ++k) {
      const DisorderPlace &place = places[k];
      const bool single = std::all_of(place.alternatives.begin(), place.alternatives.end(),
                                      [](const Alternative &a) { return a.atoms.size() == 1; });
      const bool grouped = !loose[place.atoms[0]] && place.complaint.empty();
      if (!(single || grouped) || place.alternatives.empty() || !on_carbon(place.atoms[0]))
        continue;
      std::string labels;
      for (const int i : place.atoms) labels += crystal.atoms[i].label + " ";
      alike[{parts.find(place.atoms[0]), labels}].push_back(k);
    }
    int family = 0;
    for (const auto &[key, members] : alike)
      if (can_choose_together(places, members)) make_family(places, members, family++);
  }

  bool on_carbon(int atom) const
  {
    const std::vector<DisorderContact> held = anchors(atom);
    return std::any_of(held.begin(), held.end(), [&](const DisorderContact &c) {
      return crystal.atoms[c.second].element == "C";
    });
  }

  bool can_choose_together(const std::vector<DisorderPlace> &places,
                           const std::vector<int> &members) const
  {
    if (members.size() < 2) return false;
    const DisorderPlace &place = places[members[0]];
    std::set<std::map<std::string, int>> compositions;
    double total = 0.0;
    const auto count = static_cast<double>(members.size());
    const auto is_whole = [&](double share) {
      const double atoms = share * count;
      return std::lround(atoms) > 0 &&
             std::fabs(atoms - std::round(atoms)) <= occupancy_tolerance * count;
    };
    for (const Alternative &a : place.alternatives) {
      compositions.insert(composition(a));
      total += a.occupancy;
      if (!is_whole(a.occupancy)) return false;
    }
    if (total < 1.0 - occupancy_tolerance) return is_whole(1.0 - total);    // or nothing
    return total < 1.0 + occupancy_tolerance && compositions.size() == place.alternatives.size() &&
           compositions.size() > 1;
  }

  static void make_family(std::vector<DisorderPlace> &places, const std::vector<int> &members,
                          int family)
  {
    for (const int k : members) {
      double total = 0.0;
      for (const Alternative &a : places[k].alternatives) total += a.occupancy;
      if (total < 1.0 - occupancy_tolerance) places[k].alternatives.push_back({{}, 1.0 - total});
      places[k].complaint.clear();
      places[k].family = family;
    }
  }

  const Crystal &crystal;
  const std::vector<AtomOrigin> &origins;
  std::vector<bool> disordered, loose, hydrogen, metal;
  std::vector<std::vector<DisorderContact>> contacts;    // of each atom, as the first
  std::vector<int> parent;                               // the atom it rides on, or -1
  std::set<int> taken;                                   // hydrogens of nodes
};

}    // namespace

LooseDisorder loose_disorder(const Crystal &crystal, const std::vector<AtomOrigin> &origins,
                             const std::vector<DisorderContact> &contacts,
                             std::vector<DisorderPlace> grouped)
{
  return LooseAtoms(crystal, origins, contacts).find(std::move(grouped));
}

}    // namespace softmode
