// SPDX-License-Identifier: BSD-3-Clause
#include "structure/disorder.h"

#include "structure/bonds.h"
#include "structure/disjoint_sets.h"
#include "structure/loose_disorder.h"
#include "support/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

namespace softmode {

namespace {

constexpr double bond_tolerance = 1.25;    // times the sum of covalent radii
constexpr double occupancy_tolerance = 0.02;

class Resolver {
 public:
  Resolver(const Crystal &c, const std::vector<AtomOrigin> &o) : crystal(c), origins(o)
  {
    for (std::size_t i = 0; i < crystal.atoms.size(); ++i)
      disordered.push_back(is_disordered(crystal.atoms[i], origins[i]));
    for_each_close_pair(crystal, 2.0 * bond_tolerance * largest_radius(), [&](const ClosePair &p) {
      const double ratio = p.distance / (covalent_radius(crystal.atoms[p.first].element) +
                                         covalent_radius(crystal.atoms[p.second].element));
      if (ratio < bond_tolerance) contacts.push_back({p.first, p.second, p.shift, ratio});
    });
  }

  /// All places, ascending by their first atoms, and who follows whom.
  LooseDisorder places() const
  {
    std::vector<DisorderPlace> grouped;
    for (std::vector<int> &atoms : grouped_places()) {
      DisorderPlace place{std::move(atoms), {}, "", -1};
      place.alternatives = alternatives(place.atoms, place.complaint);
      grouped.push_back(std::move(place));
    }
    LooseDisorder result = loose_disorder(crystal, origins, contacts, std::move(grouped));
    std::sort(result.places.begin(), result.places.end(),
              [](const auto &a, const auto &b) { return a.atoms[0] < b.atoms[0]; });
    return result;
  }

 private:
  /// Atoms with a disorder group of every place, ascending.
  std::vector<std::vector<int>> grouped_places() const
  {
    DisjointSets sets(crystal.atoms.size());
    for (const DisorderContact &c : contacts)
      if (same_assembly(c.first, c.second)) sets.join(c.first, c.second);
    join_by_ordered_neighbour(sets);
    join_by_operation(sets);
    std::map<int, std::vector<int>> members;
    for (int i = 0; i < static_cast<int>(crystal.atoms.size()); ++i)
      if (is_grouped(i)) members[sets.find(i)].push_back(i);
    std::vector<std::vector<int>> result;
    for (auto &[first, atoms] : members) result.push_back(std::move(atoms));
    return result;
  }

  /// Alternatives of a place; their occupancies add up to 1, or there is a complaint.
  std::vector<Alternative> alternatives(const std::vector<int> &place, std::string &complaint) const
  {
    std::map<std::string, std::vector<int>> by_key;
    const bool negative = only_negative_group(place);
    for (const int i : place)
      for (const std::string &key : keys(i, negative)) by_key[key].push_back(i);
    std::vector<Alternative> result;
    double total = 0.0;
    for (const auto &entry : by_key) {
      const std::vector<int> &atoms = entry.second;
      // two operations can lead to the same set of atoms
      const bool known = std::any_of(result.begin(), result.end(),
                                     [&](const Alternative &a) { return a.atoms == atoms; });
      if (known) continue;
      double sum = 0.0, least = 1.0, most = 0.0;
      for (const int i : atoms) {
        const double occupancy = crystal.atoms[i].occupancy;
        sum += occupancy;
        least = std::min(least, occupancy);
        most = std::max(most, occupancy);
      }
      if (most - least > occupancy_tolerance) complaint = "one group with unequal occupancies";
      result.push_back({atoms, sum / static_cast<double>(atoms.size())});
      total += result.back().occupancy;
    }
    if (complaint.empty() && std::fabs(total - 1.0) > occupancy_tolerance)
      complaint =
          fmt::format("occupancies of the alternatives add up to {:.3g}, expected 1", total);
    return result;
  }

  bool is_grouped(int i) const { return disordered[i] && !origins[i].group.empty(); }

  double largest_radius() const
  {
    double largest = 0.0;
    for (const CrystalAtom &atom : crystal.atoms)
      largest = std::max(largest, covalent_radius(atom.element));
    return largest;
  }

  bool same_assembly(int i, int j) const
  {
    return is_grouped(i) && is_grouped(j) && origins[i].assembly == origins[j].assembly;
  }

  void join_by_ordered_neighbour(DisjointSets &sets) const
  {
    std::map<int, std::vector<int>> around;
    const auto note = [&](int ordered, int other) {
      if (disordered[ordered] || !is_grouped(other)) return;
      if (!is_metal(crystal.atoms[ordered].element)) around[ordered].push_back(other);
    };
    for (const DisorderContact &c : contacts) {
      note(c.first, c.second);
      note(c.second, c.first);
    }
    for (const auto &[ordered, others] : around)
      for (const int i : others)
        for (const int j : others)
          if (i < j && same_assembly(i, j)) sets.join(i, j);
  }

  void join_by_operation(DisjointSets &sets) const
  {
    std::map<std::pair<std::string, int>, int> first;
    for (int i = 0; i < static_cast<int>(origins.size()); ++i) {
      if (!is_grouped(i) || origins[i].assembly.empty()) continue;
      for (const int op : origins[i].operations) {
        const auto [entry, inserted] = first.emplace(std::make_pair(origins[i].assembly, op), i);
        if (!inserted) sets.join(entry->second, i);
      }
    }
  }

  bool only_negative_group(const std::vector<int> &place) const
  {
    return std::all_of(place.begin(), place.end(), [&](int i) {
      return origins[i].group == origins[place[0]].group && origins[i].group[0] == '-';
    });
  }

  std::vector<std::string> keys(int atom, bool negative) const
  {
    const AtomOrigin &o = origins[atom];
    if (!negative) return {o.group};
    std::vector<std::string> result;
    for (const int op : o.operations) result.push_back(fmt::format("image {:09}", op));
    return result;
  }

  const Crystal &crystal;
  const std::vector<AtomOrigin> &origins;
  std::vector<bool> disordered;
  std::vector<DisorderContact> contacts;
};

std::string describe(const Crystal &crystal, const std::vector<AtomOrigin> &origins,
                     const std::vector<int> &atoms)
{
  if (atoms.empty()) return "nothing";
  std::set<std::string> names;
  for (const int i : atoms)
    names.insert(origins[i].group.empty()
                     ? crystal.atoms[i].label
                     : fmt::format("{} (group {})", crystal.atoms[i].label, origins[i].group));
  return fmt::format("{}", fmt::join(names, ", "));
}

// the same on every platform, unlike std::uniform_real_distribution
double unit_interval(std::mt19937_64 &random)
{
  return static_cast<double>(random() >> 11) * 0x1.0p-53;
}

const Alternative &choose(const std::vector<Alternative> &alternatives, std::mt19937_64 &random)
{
  double total = 0.0;
  for (const Alternative &a : alternatives) total += a.occupancy;
  double left = unit_interval(random) * total;
  for (const Alternative &a : alternatives) {
    left -= a.occupancy;
    if (left < 0.0) return a;
  }
  return alternatives.back();
}

/// What the places of a family get: each alternative as often as its occupancy says, in random order.
class FamilyChoices {
 public:
  FamilyChoices(const std::vector<DisorderPlace> &places, std::mt19937_64 &random)
  {
    std::map<int, std::vector<const DisorderPlace *>> families;
    for (const DisorderPlace &place : places)
      if (place.family >= 0) families[place.family].push_back(&place);
    for (const auto &[family, members] : families) {
      std::vector<std::size_t> &list = left[family];
      const auto count = static_cast<double>(members.size());
      for (std::size_t k = 0; k < members[0]->alternatives.size(); ++k)
        list.insert(
            list.end(),
            static_cast<std::size_t>(std::lround(members[0]->alternatives[k].occupancy * count)),
            k);
      for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[random() % i]);
    }
  }

  const Alternative &next(const DisorderPlace &place)
  {
    std::vector<std::size_t> &list = left.at(place.family);
    const std::size_t k = list.empty() ? 0 : list.back();
    if (!list.empty()) list.pop_back();
    return place.alternatives[k];
  }

 private:
  std::map<int, std::vector<std::size_t>> left;    // alternatives of each family
};

// riders are dropped with what they ride on, over any number of steps
void follow(const std::vector<std::pair<int, int>> &riders, std::vector<bool> &dropped)
{
  std::map<int, int> parent(riders.begin(), riders.end());
  for (const auto &[atom, first] : riders) {
    int lead = first;
    for (auto next = parent.find(lead); next != parent.end(); next = parent.find(lead))
      lead = next->second;
    dropped[atom] = dropped[lead];
  }
}

}    // namespace

bool is_disordered(const CrystalAtom &atom, const AtomOrigin &origin)
{
  return std::fabs(atom.occupancy - 1.0) > 1e-3 || !origin.group.empty();
}

Crystal resolve_disorder(const Crystal &crystal, const std::vector<AtomOrigin> &origins,
                         std::uint64_t seed)
{
  const LooseDisorder disorder = Resolver(crystal, origins).places();
  std::mt19937_64 random(seed);
  FamilyChoices families(disorder.places, random);
  std::vector<bool> dropped(crystal.atoms.size());
  std::set<std::string> complaints;
  std::map<std::string, int> chosen;
  for (const DisorderPlace &place : disorder.places) {
    if (!place.complaint.empty()) {
      complaints.insert(describe(crystal, origins, place.atoms) + ": " + place.complaint);
      continue;
    }
    const Alternative &kept =
        place.family < 0 ? choose(place.alternatives, random) : families.next(place);
    for (const int i : place.atoms)
      dropped[i] = !std::binary_search(kept.atoms.begin(), kept.atoms.end(), i);
    ++chosen[fmt::format("{} of {}", describe(crystal, origins, kept.atoms),
                         describe(crystal, origins, place.atoms))];
  }
  follow(disorder.riders, dropped);
  if (!complaints.empty())
    fail(ExitCode::structure,
         "{}: the disorder cannot be resolved; choose one alternative and give its atoms occupancy "
         "1:\n  {}",
         crystal.source, fmt::join(complaints, "\n  "));
  Crystal result = crystal;
  result.atoms.clear();
  for (std::size_t i = 0; i < crystal.atoms.size(); ++i) {
    if (dropped[i]) continue;
    result.atoms.push_back(crystal.atoms[i]);
    result.atoms.back().occupancy = 1.0;
  }
  for (const auto &[what, times] : chosen)
    result.notes.push_back(fmt::format("disorder, seed {}: {}: {} times", seed, what, times));
  return result;
}

}    // namespace softmode
