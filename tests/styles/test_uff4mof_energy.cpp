// SPDX-License-Identifier: BSD-3-Clause
// Energies of the potential uff4mof against the published forms, evaluated here from atoms up: own table
// reader, own bonds, own types, own sums. UFF: doi:10.1021/ja00051a040; UFF4MOF: doi:10.1021/ct400952t.
#include "softmode/definitions/constants.h"
#include "support/hkust_1.h"

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <sstream>

namespace softmode {

using Eigen::Vector3d;

struct PublishedType {
  double r, theta0, x, d, z, u, chi;    ///< columns of the table; A, rad, kcal/mol, e, eV
};

std::map<std::string, PublishedType> published_types()
{
  std::map<std::string, PublishedType> types;
  std::istringstream in(
      read_file(std::filesystem::path(SOFTMODE_SOURCE_DIR) / "potentials/uff4mof.csv"));
  std::vector<std::string> columns;
  for (std::string line; std::getline(in, line);) {
    if (line[0] == '#') continue;
    std::vector<std::string> fields;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) fields.push_back(cell);
    if (columns.empty()) {
      columns = fields;
      continue;
    }
    const auto value = [&](const std::string &column) {
      const auto at = std::find(columns.begin(), columns.end(), column) - columns.begin();
      return std::stod(fields.at(static_cast<std::size_t>(at)));
    };
    types[fields[0]] = {value("r_A"),   value("theta0_deg") * pi / 180.0,
                        value("x_A"),   value("D_kcal_mol"),
                        value("Z_e"),   value("U_kcal_mol"),
                        value("chi_eV")};
  }
  return types;
}

struct Energies {
  double bond = 0.0, angle = 0.0, torsion = 0.0, inversion = 0.0, vdw = 0.0;    ///< kcal/mol
};

/// UFF4MOF of a framework of Cu or Zn, O, C and H in a cubic cell larger than twice the cutoff.
class PublishedField {
 public:
  explicit PublishedField(const Crystal &c) : edge(c.cell(0, 0)), table(published_types())
  {
    for (std::size_t i = 0; i < c.atoms.size(); ++i) {
      element.push_back(c.atoms[i].element);
      x.push_back(c.position(i));
    }
    find_neighbours();
    for (std::size_t i = 0; i < x.size(); ++i) type.push_back(&table.at(type_name(i)));
  }

  Energies evaluate() const
  {
    Energies e;
    for (std::size_t i = 0; i < x.size(); ++i) {
      for (const std::size_t j : bonded[i])
        if (i < j) e.bond += bond(i, j);
      for (const std::size_t j : bonded[i])
        for (const std::size_t k : bonded[i])
          if (j < k) e.angle += angle(j, i, k);
      if (element[i] == "C") e.inversion += inversion(i);
      for (const std::size_t j : bonded[i])
        if (i < j) e.torsion += torsions(i, j);
      for (std::size_t j = i + 1; j < x.size(); ++j) e.vdw += vdw(i, j);
    }
    return e;
  }

 private:
  static bool is_metal(const std::string &e) { return e == "Cu" || e == "Zn"; }

  Vector3d vector(std::size_t from, std::size_t to) const
  {
    Vector3d d = x[to] - x[from];
    for (int k = 0; k < 3; ++k) d[k] -= edge * std::round(d[k] / edge);
    return d;
  }

  static double longest_bond(const std::string &a, const std::string &b)
  {
    if (is_metal(a) && is_metal(b)) return a == "Cu" ? 2.8 : 0.0;    // Zn4O has no Zn-Zn bond
    if (a == "H" || b == "H") return a == "C" || b == "C" ? 1.4 : 0.0;
    if (is_metal(a) || is_metal(b)) return a == "O" || b == "O" ? 2.4 : 0.0;
    return a == "O" && b == "O" ? 0.0 : 1.8;
  }

  void find_neighbours()
  {
    bonded.resize(x.size());
    for (std::size_t i = 0; i < x.size(); ++i)
      for (std::size_t j = 0; j < x.size(); ++j)
        if (i != j && vector(i, j).norm() < longest_bond(element[i], element[j]))
          bonded[i].push_back(j);
  }

  bool is_bonded_to(std::size_t i, const std::string &e) const
  {
    return std::any_of(bonded[i].begin(), bonded[i].end(),
                       [&](std::size_t j) { return element[j] == e; });
  }

  std::string type_name(std::size_t i) const
  {
    if (element[i] == "Cu") return "Cu4+2";
    if (element[i] == "Zn") return "Zn3f2";
    if (element[i] == "C") return "C_R";
    if (element[i] == "H") return "H_";
    return is_bonded_to(i, "C") ? "O_2" : "O_3_f";
  }

  double order(std::size_t i, std::size_t j) const
  {
    if (is_metal(element[i]) && is_metal(element[j])) return 0.25;
    if (is_metal(element[i]) || is_metal(element[j])) return 0.5;
    if (element[i] == "O" || element[j] == "O") return 1.5;
    const bool both_in_ring = !is_bonded_to(i, "O") && !is_bonded_to(j, "O");
    return element[i] == "C" && element[j] == "C" && both_in_ring ? 1.5 : 1.0;
  }

  double natural_length(std::size_t i, std::size_t j) const
  {
    const PublishedType &a = *type[i], &b = *type[j];
    const double roots = std::sqrt(a.chi) - std::sqrt(b.chi);
    return a.r + b.r - 0.1332 * (a.r + b.r) * std::log(order(i, j)) -
           a.r * b.r * roots * roots / (a.chi * a.r + b.chi * b.r);
  }

  double bond(std::size_t i, std::size_t j) const
  {
    const double r0 = natural_length(i, j), stretch = vector(i, j).norm() - r0;
    return 0.5 * 664.12 * type[i]->z * type[j]->z / std::pow(r0, 3) * stretch * stretch;
  }

  double angle(std::size_t i, std::size_t j, std::size_t k) const
  {
    const double rij = natural_length(i, j), rjk = natural_length(j, k), t0 = type[j]->theta0;
    const double rik2 = rij * rij + rjk * rjk - 2.0 * rij * rjk * std::cos(t0);
    const double constant =
        664.12 * type[i]->z * type[k]->z / std::pow(rik2, 2.5) *
        (3.0 * rij * rjk * (1.0 - std::pow(std::cos(t0), 2)) - rik2 * std::cos(t0));
    const Vector3d a = vector(j, i), b = vector(j, k);
    const double theta = std::acos(a.dot(b) / a.norm() / b.norm());
    const std::string name = type_name(j);
    if (name == "Cu4+2") return constant / 16.0 * (1.0 - std::cos(4.0 * theta));
    if (name == "C_R" || name == "O_2") return constant / 9.0 * (1.0 - std::cos(3.0 * theta));
    const double c2 = 1.0 / (4.0 * std::pow(std::sin(t0), 2)), c1 = -4.0 * c2 * std::cos(t0);
    const double c0 = c2 * (2.0 * std::pow(std::cos(t0), 2) + 1.0);
    return constant * (c0 + c1 * std::cos(theta) + c2 * std::cos(2.0 * theta));
  }

  /// About a bond between two sp2 atoms: n = 2, phi0 = 180, V shared by all torsions about it.
  double torsions(std::size_t j, std::size_t k) const
  {
    const auto is_sp2 = [&](std::size_t i) { return element[i] == "C" || type_name(i) == "O_2"; };
    if (!is_sp2(j) || !is_sp2(k)) return 0.0;
    const double count = static_cast<double>((bonded[j].size() - 1) * (bonded[k].size() - 1));
    const double barrier =
        5.0 * std::sqrt(type[j]->u * type[k]->u) * (1.0 + 4.18 * std::log(order(j, k)));
    double sum = 0.0;
    for (const std::size_t i : bonded[j])
      for (const std::size_t l : bonded[k]) {
        if (i == k || l == j) continue;
        const Vector3d axis = vector(j, k);
        const Vector3d m = vector(j, i).cross(axis), n = vector(k, l).cross(axis);
        const double phi = std::acos(std::clamp(m.dot(n) / m.norm() / n.norm(), -1.0, 1.0));
        sum += 0.5 * barrier / count * (1.0 - std::cos(2.0 * phi));
      }
    return sum;
  }

  double inversion(std::size_t i) const
  {
    double sum = 0.0;
    for (int turn = 0; turn < 3; ++turn) {
      const Vector3d a = vector(i, bonded[i][turn]), b = vector(i, bonded[i][(turn + 1) % 3]),
                     c = vector(i, bonded[i][(turn + 2) % 3]);
      const double sine = a.cross(b).normalized().dot(c.normalized());
      sum += 6.0 / 3.0 * (1.0 - std::sqrt(1.0 - sine * sine));
    }
    return sum;
  }

  double vdw(std::size_t i, std::size_t j) const
  {
    const double r = vector(i, j).norm();
    if (r >= 12.5) return 0.0;
    for (const std::size_t k : bonded[i]) {
      if (k == j) return 0.0;
      if (std::find(bonded[k].begin(), bonded[k].end(), j) != bonded[k].end()) return 0.0;
    }
    const double ratio = std::pow(std::sqrt(type[i]->x * type[j]->x) / r, 6);
    return std::sqrt(type[i]->d * type[j]->d) * (ratio * ratio - 2.0 * ratio);
  }

  double edge;
  std::map<std::string, PublishedType> table;
  std::vector<std::string> element;
  std::vector<Vector3d> x;
  std::vector<std::vector<std::size_t>> bonded;
  std::vector<const PublishedType *> type;
};

/// Every atom moved by up to 0.05 A along each axis, so that no term is zero by symmetry.
Crystal shaken(Crystal c)
{
  std::mt19937 random(11);
  std::uniform_real_distribution<double> move(-0.05, 0.05);
  for (CrystalAtom &atom : c.atoms) {
    Vector3d step;
    for (int k = 0; k < 3; ++k) step[k] = move(random);
    atom.fractional += c.cell.inverse() * step;
    for (int k = 0; k < 3; ++k) atom.fractional[k] -= std::floor(atom.fractional[k]);
  }
  return c;
}

class Uff4mofEnergy : public testing::TestWithParam<const char *> {
 protected:
  void compare(const Crystal &crystal) const
  {
    const std::filesystem::path source = SOFTMODE_SOURCE_DIR;
    const System system = assemble(crystal, read_potential(source / "potentials/uff4mof.yaml"));
    LammpsRun run("print none\n");
    write_system(run, system);
    run.again(set_up_mof(system) +
                  "pair_modify shift no\nthermo_style custom step ebond eangle edihed eimp evdwl\n"
                  "thermo_modify format float %.15g\nrun 0\n",
              one_thread);
    ASSERT_TRUE(run.success) << run.output;
    const auto lammps = run.last_thermo();
    const Energies e = PublishedField(crystal).evaluate();
    const double whole = e.bond + e.angle;
    const auto expect = [&](const char *name, double expected) {
      fmt::print("  {}: LAMMPS {:.8f}, published forms {:.8f} kcal/mol\n", name, lammps.at(name),
                 expected);
      // 1e-6, or what coordinates of eight decimals leave of a term that is zero by symmetry
      EXPECT_NEAR(lammps.at(name), expected, 1e-6 * std::fabs(expected) + 1e-12 * whole) << name;
    };
    expect("E_bond", e.bond);
    expect("E_angle", e.angle);
    expect("E_dihed", e.torsion);
    expect("E_impro", e.inversion);
    expect("E_vdwl", e.vdw);
  }

  Crystal crystal = read_cif(std::filesystem::path(SOFTMODE_SOURCE_DIR) / "inputs/structures" /
                             (std::string(GetParam()) + ".cif"));
};

TEST_P(Uff4mofEnergy, IsThatOfThePublishedFormsInTheCrystal)
{
  compare(crystal);
}

TEST_P(Uff4mofEnergy, IsThatOfThePublishedFormsWithEveryAtomMoved)
{
  compare(shaken(crystal));
}

INSTANTIATE_TEST_SUITE_P(Materials, Uff4mofEnergy, testing::Values("hkust-1", "mof-5"));

}    // namespace softmode
