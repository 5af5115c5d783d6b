// SPDX-License-Identifier: BSD-3-Clause
#include "chemistry/chemistry.h"

#include <algorithm>
#include <map>

namespace softmode {

namespace {

AtomRole role(const std::string &element)
{
  if (element == "C") return AtomRole::carbon;
  if (element == "O") return AtomRole::oxygen;
  if (element == "N") return AtomRole::nitrogen;
  return is_metal(element) ? AtomRole::metal : AtomRole::other;
}

CarboxylateTopology find_all_carboxylates(const Crystal &crystal, const BondGraph &graph)
{
  std::unordered_map<AtomTag, AtomRole> roles;
  std::vector<std::pair<AtomTag, AtomTag>> bonds;
  for (int i = 0; i < static_cast<int>(graph.size()); ++i) {
    roles[i] = role(crystal.atoms[i].element);
    for (const Neighbour &n : graph.neighbours[i])
      if (i < n.atom) bonds.emplace_back(i, n.atom);
  }
  return find_carboxylates(roles, bonds);
}

// "Cu(CuO4)" from an element and the names of its neighbours; an ion has none: "Na"
std::string describe_shell(const std::string &element, const std::vector<std::string> &neighbours)
{
  std::map<std::string, int> counts;
  for (const std::string &name : neighbours) ++counts[name];
  std::string text;
  for (const auto &[name, count] : counts) text += name + (count > 1 ? std::to_string(count) : "");
  return text.empty() ? element : element + "(" + text + ")";
}

std::string describe_environment(const Crystal &crystal, const BondGraph &graph, int atom)
{
  std::vector<std::string> names;
  for (const Neighbour &n : graph.neighbours[atom]) names.push_back(crystal.atoms[n.atom].element);
  return describe_shell(crystal.atoms[atom].element, names);
}

std::string describe_second_shell(const Crystal &crystal, const BondGraph &graph, int atom)
{
  std::vector<std::string> names;
  for (const Neighbour &n : graph.neighbours[atom]) {
    const std::string &element = crystal.atoms[n.atom].element;
    names.push_back(element == "C" ? describe_environment(crystal, graph, n.atom) : element);
  }
  return describe_shell(crystal.atoms[atom].element, names);
}

bool can_be_aromatic(const Crystal &crystal, const BondGraph &graph, int atom)
{
  const std::string &element = crystal.atoms[atom].element;
  const std::size_t degree = graph.neighbours[atom].size();
  return (element == "C" && degree == 3) || (element == "N" && (degree == 2 || degree == 3));
}

// depth-first: can a walk of candidates that started at `start` return to it in at most `left` bonds?
bool closes_ring(const BondGraph &graph, const std::vector<bool> &candidate, int start,
                 std::vector<int> &walk, int left)
{
  for (const Neighbour &n : graph.neighbours[walk.back()]) {
    if (n.atom == start && walk.size() >= 5) return true;
    if (left == 0 || !candidate[n.atom] ||
        std::find(walk.begin(), walk.end(), n.atom) != walk.end())
      continue;
    walk.push_back(n.atom);
    if (closes_ring(graph, candidate, start, walk, left - 1)) return true;
    walk.pop_back();
  }
  return false;
}

std::vector<bool> find_aromatic(const Crystal &crystal, const BondGraph &graph)
{
  constexpr int largest_ring = 6;
  std::vector<bool> candidate(graph.size()), aromatic(graph.size());
  for (std::size_t i = 0; i < graph.size(); ++i)
    candidate[i] = can_be_aromatic(crystal, graph, static_cast<int>(i));
  for (int i = 0; i < static_cast<int>(graph.size()); ++i) {
    std::vector<int> walk{i};
    aromatic[i] = candidate[i] && closes_ring(graph, candidate, i, walk, largest_ring - 1);
  }
  return aromatic;
}

}    // namespace

Chemistry perceive(const Crystal &crystal, const BondGraph &graph)
{
  Chemistry c;
  c.topology = find_all_carboxylates(crystal, graph);
  c.aromatic = find_aromatic(crystal, graph);
  c.carboxylate.resize(graph.size());
  c.azolate_nitrogen.resize(graph.size());
  for (const Carboxylate &group : c.topology.carboxylates) {
    c.carboxylate[group.carbon] = !c.topology.imidazolates;
    for (const AtomTag donor : group.oxygens)
      (c.topology.imidazolates ? c.azolate_nitrogen : c.carboxylate)[donor] = true;
  }
  for (int i = 0; i < static_cast<int>(graph.size()); ++i) {
    c.metal.push_back(is_metal(crystal.atoms[i].element));
    c.environment.push_back(describe_environment(crystal, graph, i));
    c.second_shell.push_back(describe_second_shell(crystal, graph, i));
  }
  return c;
}

}    // namespace softmode
