// SPDX-License-Identifier: BSD-3-Clause
#include "structure/disorder.h"

#include "structure/bonds.h"
#include "support/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>
#include <set>

namespace softmode {

namespace {

constexpr double bond_tolerance = 1.25;    // times the sum of covalent radii
constexpr double exclusion = 0.75;         // of the same sum; closer atoms exclude each other
constexpr double occupancy_tolerance = 0.02;

struct DisjointSets {
  std::vector<int> parent;
  explicit DisjointSets(std::size_t n) : parent(n) { std::iota(parent.begin(), parent.end(), 0); }
  int find(int i)
  {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  }
  void join(int i, int j)
  {
    // the smaller index leads, so that the order of places is that of the atoms
    const int a = find(i), b = find(j);
    parent[std::max(a, b)] = std::min(a, b);
  }
};

struct Alternative {
  std::vector<int> atoms;
  double occupancy;
};

class Resolver {
 public:
  Resolver(const Crystal &c, const std::vector<AtomOrigin> &o) : crystal(c), origins(o)
  {
    for (std::size_t i = 0; i < crystal.atoms.size(); ++i)
      disordered.push_back(is_disordered(crystal.atoms[i], origins[i]));
    for_each_close_pair(crystal, 2.0 * bond_tolerance * largest_radius(), [&](const ClosePair &p) {
      const double ratio = p.distance / (covalent_radius(crystal.atoms[p.first].element) +
                                         covalent_radius(crystal.atoms[p.second].element));
      if (ratio < bond_tolerance) contacts.push_back({p.first, p.second, ratio});
    });
  }

  /// Atoms of every place, ascending.
  std::vector<std::vector<int>> places() const
  {
    DisjointSets sets(crystal.atoms.size());
    for (const Contact &c : contacts) {
      if (!same_assembly(c.first, c.second)) continue;
      if (origins[c.first].group.empty() && c.ratio > exclusion) continue;
      sets.join(c.first, c.second);
    }
    join_by_ordered_neighbour(sets);
    join_by_operation(sets);
    std::map<int, std::vector<int>> members;
    for (int i = 0; i < static_cast<int>(crystal.atoms.size()); ++i)
      if (disordered[i]) members[sets.find(i)].push_back(i);
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
    if (complaint.empty() && !all_exclusive(place))
      complaint = "no disorder groups tell which atoms go together";
    return result;
  }

 private:
  struct Contact {
    int first, second;
    double ratio;
  };

  double largest_radius() const
  {
    double largest = 0.0;
    for (const CrystalAtom &atom : crystal.atoms)
      largest = std::max(largest, covalent_radius(atom.element));
    return largest;
  }

  bool same_assembly(int i, int j) const
  {
    return disordered[i] && disordered[j] && origins[i].assembly == origins[j].assembly &&
           origins[i].group.empty() == origins[j].group.empty();
  }

  void join_by_ordered_neighbour(DisjointSets &sets) const
  {
    std::map<int, std::vector<int>> around;
    const auto note = [&](int ordered, int other) {
      if (disordered[ordered] || !disordered[other] || origins[other].group.empty()) return;
      if (!is_metal(crystal.atoms[ordered].element)) around[ordered].push_back(other);
    };
    for (const Contact &c : contacts) {
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
      if (!disordered[i] || origins[i].assembly.empty()) continue;
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
    if (o.group.empty()) return {fmt::format("atom {:09}", atom)};
    if (!negative) return {o.group};
    std::vector<std::string> result;
    for (const int op : o.operations) result.push_back(fmt::format("image {:09}", op));
    return result;
  }

  // atoms without a group: do all of them exclude all others?
  bool all_exclusive(const std::vector<int> &place) const
  {
    if (!origins[place[0]].group.empty()) return true;
    std::size_t exclusive = 0;
    for (const Contact &c : contacts)
      if (c.ratio < exclusion && c.first != c.second &&
          std::binary_search(place.begin(), place.end(), c.first) &&
          std::binary_search(place.begin(), place.end(), c.second))
        ++exclusive;
    return exclusive == place.size() * (place.size() - 1) / 2;
  }

  const Crystal &crystal;
  const std::vector<AtomOrigin> &origins;
  std::vector<bool> disordered;
  std::vector<Contact> contacts;
};

std::string describe(const Crystal &crystal, const std::vector<AtomOrigin> &origins,
                     const std::vector<int> &atoms)
{
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

}    // namespace

bool is_disordered(const CrystalAtom &atom, const AtomOrigin &origin)
{
  return std::fabs(atom.occupancy - 1.0) > 1e-3 || !origin.group.empty();
}

Crystal resolve_disorder(const Crystal &crystal, const std::vector<AtomOrigin> &origins,
                         std::uint64_t seed)
{
  const Resolver resolver(crystal, origins);
  std::mt19937_64 random(seed);
  std::vector<bool> dropped(crystal.atoms.size());
  std::set<std::string> complaints;
  std::map<std::string, int> chosen;
  for (const std::vector<int> &place : resolver.places()) {
    std::string complaint;
    const std::vector<Alternative> alternatives = resolver.alternatives(place, complaint);
    if (!complaint.empty()) {
      complaints.insert(describe(crystal, origins, place) + ": " + complaint);
      continue;
    }
    const Alternative &kept = choose(alternatives, random);
    for (const int i : place)
      dropped[i] = !std::binary_search(kept.atoms.begin(), kept.atoms.end(), i);
    ++chosen[fmt::format("{} of {}", describe(crystal, origins, kept.atoms),
                         describe(crystal, origins, place))];
  }
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
