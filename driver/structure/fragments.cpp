// SPDX-License-Identifier: BSD-3-Clause
#include "structure/fragments.h"

#include <Eigen/LU>

#include <algorithm>
#include <map>
#include <set>

namespace softmode {

namespace {

int rank(const std::vector<Eigen::Vector3i> &vectors)
{
  if (vectors.empty()) return 0;
  Eigen::Matrix3d square = Eigen::Matrix3d::Zero();    // has the rank of the vectors
  for (const Eigen::Vector3i &v : vectors) {
    const Eigen::Vector3d x = v.cast<double>().normalized();
    square += x * x.transpose();
  }
  Eigen::FullPivLU<Eigen::Matrix3d> lu(square);
  lu.setThreshold(1e-6);
  return static_cast<int>(lu.rank());
}

}    // namespace

std::vector<Fragment> fragments(const BondGraph &graph, const std::vector<bool> &member)
{
  std::vector<Fragment> result;
  std::vector<bool> seen(graph.size());
  std::vector<Eigen::Vector3i> image(graph.size());    // of each atom, as first reached
  for (int start = 0; start < static_cast<int>(graph.size()); ++start) {
    if (!member[start] || seen[start]) continue;
    Fragment fragment{{start}, 0};
    std::vector<Eigen::Vector3i>
        translations;    // an atom reached in another image: the way around
    seen[start] = true;
    image[start].setZero();
    for (std::size_t next = 0; next < fragment.atoms.size(); ++next) {
      const int i = fragment.atoms[next];
      for (const Neighbour &n : graph.neighbours[i]) {
        if (!member[n.atom]) continue;
        const Eigen::Vector3i there = image[i] + n.shift;
        if (!seen[n.atom]) {
          seen[n.atom] = true;
          image[n.atom] = there;
          fragment.atoms.push_back(n.atom);
        } else if (there != image[n.atom]) {
          translations.push_back(there - image[n.atom]);
        }
      }
    }
    fragment.dimension = rank(translations);
    std::sort(fragment.atoms.begin(), fragment.atoms.end());
    result.push_back(std::move(fragment));
  }
  return result;
}

namespace {

// depth-first: rings that start and end at walk[0], its smallest atom
void close_rings(const BondGraph &graph, const std::vector<bool> &member, std::vector<int> &walk,
                 std::set<std::vector<int>> &rings)
{
  constexpr std::size_t smallest_ring = 5, largest_ring = 6;
  for (const Neighbour &n : graph.neighbours[walk.back()]) {
    if (n.atom == walk[0] && walk.size() >= smallest_ring) {
      std::vector<int> ring = walk;
      std::sort(ring.begin(), ring.end());
      rings.insert(std::move(ring));
    }
    if (walk.size() == largest_ring || !member[n.atom] || n.atom <= walk[0] ||
        std::find(walk.begin(), walk.end(), n.atom) != walk.end())
      continue;
    walk.push_back(n.atom);
    close_rings(graph, member, walk, rings);
    walk.pop_back();
  }
}

}    // namespace

std::vector<std::vector<int>> small_rings(const BondGraph &graph, const std::vector<bool> &member)
{
  std::set<std::vector<int>> rings;
  for (int i = 0; i < static_cast<int>(graph.size()); ++i) {
    std::vector<int> walk{i};
    if (member[i]) close_rings(graph, member, walk, rings);
  }
  return {rings.begin(), rings.end()};
}

std::string hill_formula(const Crystal &crystal, const std::vector<int> &atoms)
{
  std::map<std::string, int> counts;
  for (const int i : atoms) ++counts[crystal.atoms[i].element];
  std::string text;
  const auto append = [&](const std::string &element) {
    const auto found = counts.find(element);
    if (found == counts.end()) return;
    text += element + (found->second > 1 ? std::to_string(found->second) : "");
    counts.erase(found);
  };
  if (counts.count("C")) {
    append("C");
    append("H");
  }
  while (!counts.empty()) append(counts.begin()->first);
  return text;
}

}    // namespace softmode
