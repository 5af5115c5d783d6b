// SPDX-License-Identifier: BSD-3-Clause
#include "structure/crystal.h"

#include "softmode/definitions/constants.h"
#include "structure/bonds.h"
#include "support/error.h"

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <fmt/format.h>

#include <cmath>
#include <map>
#include <new>

namespace softmode {

void mark_as_model(Crystal &crystal, const std::string &how)
{
  std::string line = how;    // of one line and without quotes, so that every format can carry it
  for (char &c : line)
    if (c == '"' || std::iscntrl(static_cast<unsigned char>(c))) c = ' ';
  crystal.model += (crystal.model.empty() ? "" : "; ") + line;
  crystal.notes.push_back("MODEL, not a measured structure: " + line);
}

void take_deuterium_as_hydrogen(Crystal &crystal)
{
  int count = 0;
  for (CrystalAtom &atom : crystal.atoms) {
    if (atom.element != "D") continue;
    atom.element = "H";
    ++count;
  }
  if (count > 0)
    crystal.notes.push_back(fmt::format(
        "{} atoms of deuterium are taken as hydrogen, with the mass of hydrogen", count));
}

CellParameters cell_parameters(const Eigen::Matrix3d &cell)
{
  const Eigen::Vector3d a = cell.col(0), b = cell.col(1), c = cell.col(2);
  const auto angle = [](const Eigen::Vector3d &u, const Eigen::Vector3d &v) {
    return std::acos(u.dot(v) / (u.norm() * v.norm())) * 180.0 / pi;
  };
  return {a.norm(), b.norm(), c.norm(), angle(b, c), angle(a, c), angle(a, b)};
}

Eigen::Matrix3d upright(const Eigen::Matrix3d &cell)
{
  // the Cholesky factor of the metric is the upper triangular cell with the same lengths and angles
  return Eigen::Matrix3d((cell.transpose() * cell).llt().matrixU());
}

Eigen::Vector3d wrapped(Eigen::Vector3d fractional)
{
  for (int k = 0; k < 3; ++k) {
    fractional[k] -= std::floor(fractional[k]);
    if (fractional[k] > 1.0 - 1e-9) fractional[k] = 0.0;    // -1e-17 would become 1
  }
  return fractional;
}

Eigen::Vector3d perpendicular_widths(const Eigen::Matrix3d &cell)
{
  // rows of the inverse are the reciprocal vectors, whose lengths are the inverse widths
  const Eigen::Matrix3d reciprocal = cell.inverse();
  return reciprocal.rowwise().norm().cwiseInverse();
}

namespace {

// before any atom is copied: memory that runs out in the middle names no number
void reserve_or_fail(Crystal &result, std::size_t atoms_of_cell, const std::array<int, 3> &n)
{
  const std::size_t atoms = atoms_of_cell * static_cast<std::size_t>(n[0]) *
                            static_cast<std::size_t>(n[1]) * static_cast<std::size_t>(n[2]);
  const auto complain = [&] {
    fail(ExitCode::structure,
         "{}: a supercell {} x {} x {} has {} atoms, for which memory is not enough; take a "
         "smaller one",
         result.source, n[0], n[1], n[2], atoms);
  };
  if (atoms > result.atoms.max_size()) complain();
  try {
    result.atoms.reserve(atoms);
  } catch (const std::bad_alloc &) {
    complain();
  }
}

}    // namespace

Crystal supercell(const Crystal &crystal, const std::array<int, 3> &n)
{
  Crystal result = crystal;
  result.atoms.clear();
  reserve_or_fail(result, crystal.atoms.size(), n);
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

std::array<int, 3> repeats_for_width(const Eigen::Matrix3d &cell, double width)
{
  const Eigen::Vector3d widths = perpendicular_widths(cell);
  std::array<int, 3> n;
  for (int k = 0; k < 3; ++k)
    n[k] = std::max(1, static_cast<int>(std::ceil(width / widths[k] - 1e-9)));
  return n;
}

Crystal with_small_tilts(const Crystal &crystal)
{
  Eigen::Matrix3d m = Eigen::Matrix3d::Identity();    // new cell = cell * m
  Eigen::Matrix3d cell = crystal.cell;
  const auto reduce = [&](int column, int by) {
    const double turns = cell(by, column) / cell(by, by);
    if (std::fabs(turns) <= 0.5) return;
    cell.col(column) -= std::round(turns) * cell.col(by);
    m.col(column) -= std::round(turns) * m.col(by);
  };
  reduce(2, 1);
  reduce(2, 0);
  reduce(1, 0);
  if (m.isIdentity()) return crystal;
  Crystal result = crystal;
  result.cell = cell;
  const Eigen::Matrix3d inverse = m.inverse();
  for (CrystalAtom &atom : result.atoms) atom.fractional = wrapped(inverse * atom.fractional);
  return result;
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

double density(const Crystal &crystal)
{
  constexpr double gram_per_cm3 = 1.66053906660;    // one g/mol per A3
  double mass = 0.0;
  for (const CrystalAtom &atom : crystal.atoms) mass += atomic_weight(atom.element);
  return gram_per_cm3 * mass / crystal.cell.determinant();
}

}    // namespace softmode
