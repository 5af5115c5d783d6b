// SPDX-License-Identifier: BSD-3-Clause
#include "structure/crystal.h"

#include <Eigen/LU>
#include <fmt/format.h>

#include <cmath>
#include <map>

namespace softmode {

Eigen::Vector3d perpendicular_widths(const Eigen::Matrix3d &cell)
{
  // rows of the inverse are the reciprocal vectors, whose lengths are the inverse widths
  const Eigen::Matrix3d reciprocal = cell.inverse();
  return reciprocal.rowwise().norm().cwiseInverse();
}

Crystal supercell(const Crystal &crystal, const std::array<int, 3> &n)
{
  Crystal result = crystal;
  result.atoms.clear();
  for (int k = 0; k < 3; ++k) {
    result.cell.col(k) *= n[k];
    result.repeats[k] *= n[k];
  }
  for (int a = 0; a < n[0]; ++a)
    for (int b = 0; b < n[1]; ++b)
      for (int c = 0; c < n[2]; ++c)
        for (const CrystalAtom &atom : crystal.atoms) {
          CrystalAtom copy = atom;
          copy.fractional = (atom.fractional + Eigen::Vector3d(a, b, c))
                                .cwiseQuotient(Eigen::Vector3d(n[0], n[1], n[2]));
          result.atoms.push_back(std::move(copy));
        }
  return result;
}

Crystal repeated_cell(const Crystal &supercell)
{
  const std::array<int, 3> &n = supercell.repeats;
  Crystal cell = supercell;
  cell.repeats = {1, 1, 1};
  cell.atoms.resize(supercell.atoms.size() / static_cast<std::size_t>(n[0] * n[1] * n[2]));
  for (int k = 0; k < 3; ++k) {
    cell.cell.col(k) /= n[k];
    for (CrystalAtom &atom : cell.atoms) atom.fractional[k] *= n[k];
  }
  const Crystal again = softmode::supercell(cell, n);
  bool same = again.atoms.size() == supercell.atoms.size();
  for (std::size_t i = 0; same && i < again.atoms.size(); ++i) {
    Eigen::Vector3d difference = again.atoms[i].fractional - supercell.atoms[i].fractional;
    difference -= difference.array().round().matrix();
    same = (again.cell * difference).norm() < 1e-6 &&
           again.atoms[i].element == supercell.atoms[i].element;
  }
  if (same) return cell;
  cell = supercell;
  cell.repeats = {1, 1, 1};
  return cell;
}

std::string formula(const Crystal &crystal)
{
  std::map<std::string, int> counts;
  for (const CrystalAtom &atom : crystal.atoms) ++counts[atom.element];
  std::string text;
  const auto append = [&](const std::string &element) {
    text += fmt::format("{}{}{}", text.empty() ? "" : " ", element, counts[element]);
    counts.erase(element);
  };
  if (counts.count("C")) append("C");
  while (!counts.empty()) append(counts.begin()->first);
  return text;
}

}    // namespace softmode
