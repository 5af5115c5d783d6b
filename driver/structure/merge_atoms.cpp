// SPDX-License-Identifier: BSD-3-Clause
#include "structure/merge_atoms.h"

#include <fmt/format.h>

#include <set>

namespace softmode {

namespace {

constexpr double same_place = 0.05;    // A

bool are_one_atom(const CrystalAtom &a, const CrystalAtom &b)
{
  return a.element == b.element && a.charge == b.charge;
}

// atoms near each other come one after the other in no order; the lowest of a pair stays
std::vector<bool> listed_again(const Crystal &crystal, const std::vector<AtomOrigin> &origins,
                               const std::vector<ClosePair> &overlaps)
{
  std::vector<bool> again(crystal.atoms.size());
  for (const ClosePair &pair : overlaps) {
    const auto i = static_cast<std::size_t>(pair.first), j = static_cast<std::size_t>(pair.second);
    if (pair.distance >= same_place || i == j || again[i]) continue;
    if (!are_one_atom(crystal.atoms[i], crystal.atoms[j])) continue;
    if (is_disordered(crystal.atoms[i], origins[i]) || is_disordered(crystal.atoms[j], origins[j]))
      continue;
    again[j] = true;
  }
  return again;
}

}    // namespace

bool merge_atoms_listed_twice(Crystal &crystal, std::vector<AtomOrigin> &origins,
                              const std::vector<ClosePair> &overlaps)
{
  if (overlaps.empty()) return false;
  const std::vector<bool> again = listed_again(crystal, origins, overlaps);
  std::size_t kept = 0;
  std::set<std::string> labels;
  for (std::size_t i = 0; i < again.size(); ++i) {
    if (again[i]) {
      labels.insert(crystal.atoms[i].label);
      continue;
    }
    if (kept != i) {
      crystal.atoms[kept] = std::move(crystal.atoms[i]);
      origins[kept] = std::move(origins[i]);
    }
    ++kept;
  }
  const std::size_t removed = again.size() - kept;
  if (removed == 0) return false;
  crystal.atoms.erase(crystal.atoms.begin() + static_cast<std::ptrdiff_t>(kept),
                      crystal.atoms.end());
  origins.resize(kept);
  crystal.notes.push_back(
      fmt::format("{} atoms lie within {} A of another one of their element and are listed twice; "
                  "one of each is "
                  "kept: {}{}",
                  removed, same_place, *labels.begin(),
                  labels.size() > 1 ? fmt::format(" and {} other labels", labels.size() - 1) : ""));
  return true;
}

}    // namespace softmode
