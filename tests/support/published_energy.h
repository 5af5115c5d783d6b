// SPDX-License-Identifier: BSD-3-Clause
// Energy of a published field evaluated from atoms up: own bonds, types, unit factors and sums, to test softmode's
// against.
#pragma once

#include "charges/lattice_sum.h"
#include "softmode/definitions/constants.h"
#include "structure/crystal.h"
#include "support/published_tables.h"

#include <Eigen/Dense>

#include <set>

namespace softmode {

using Eigen::Matrix3d;
using Eigen::Vector3d;
using Eigen::Vector3i;

constexpr double coulomb_kcal_A = 332.06371;    // e^2 / (4 pi epsilon_0) of LAMMPS in units real
constexpr double degree = pi / 180.0;

struct Energies {
  double bond = 0.0, angle = 0.0, dihedral = 0.0, improper = 0.0, vdw = 0.0, coulomb = 0.0;
  double sum() const { return bond + angle + dihedral + improper + vdw + coulomb; }
};

/// A field evaluated from atoms up, in any cell.
class PublishedEnergy {
 public:
  PublishedEnergy(const Crystal &c, const Tables &t, const std::set<std::string> &ions) :
      tables(t), crystal(c)
  {
    for (std::size_t i = 0; i < c.atoms.size(); ++i) element.push_back(c.atoms[i].element);
    find_bonds_of(ions);
    for (std::size_t i = 0; i < element.size(); ++i) {
      const auto found = tables.types.find(environment(i, true));
      type.push_back(found != tables.types.end() ? found->second
                                                 : tables.types.at(environment(i, false)));
    }
    charge.resize(static_cast<Eigen::Index>(type.size()));
    for (std::size_t i = 0; i < type.size(); ++i)
      charge[static_cast<Eigen::Index>(i)] = tables.charges.at(type[i]);
  }

  /// Energies of pairs that are cut off then go to zero there, which leaves forces as they are.
  bool shifted = false;

  /// With atom `moved` displaced by `by`; bonds and types stay.
  Energies evaluate(int moved = -1, const Vector3d &by = Vector3d::Zero()) const
  {
    Crystal now = crystal;
    if (moved >= 0) now.atoms[moved].fractional += now.cell.inverse() * by;
    Energies e;
    x.clear();
    for (std::size_t i = 0; i < element.size(); ++i) x.push_back(now.position(i));
    bonded_terms(e);
    pair_terms(e);
    long_range(now, e);
    return e;
  }

  std::size_t size() const { return element.size(); }
  const std::vector<std::string> &types() const { return type; }

 private:
  struct Partner {
    int atom;
    Vector3i shift;
  };

  static bool is_metal(const std::string &e) { return e.size() == 2; }    // of those used here

  static double longest_bond(const std::string &a, const std::string &b)
  {
    if (is_metal(a) && is_metal(b)) return a == "Cu" ? 2.8 : 0.0;
    if (a == "H" || b == "H") return a == b ? 0.0 : is_metal(a) || is_metal(b) ? 0.0 : 1.3;
    if (is_metal(a) || is_metal(b)) return a == "O" || b == "O" ? 2.45 : 0.0;
    return a == "O" && b == "O" ? 0.0 : 1.8;
  }

  void find_bonds_of(const std::set<std::string> &ions)
  {
    bonded.resize(element.size());
    for (int i = 0; i < static_cast<int>(element.size()); ++i)
      for (int j = 0; j < static_cast<int>(element.size()); ++j)
        for (int k = 0; k < 27; ++k) {
          if (ions.count(element[i]) || ions.count(element[j])) continue;
          const Vector3i shift(k % 3 - 1, k / 3 % 3 - 1, k / 9 - 1);
          const double r = (crystal.cell * (crystal.atoms[j].fractional + shift.cast<double>() -
                                            crystal.atoms[i].fractional))
                               .norm();
          if (r > 0.1 && r < longest_bond(element[i], element[j])) bonded[i].push_back({j, shift});
        }
  }

  /// "O(CZn)", or with the neighbours of its carbons "O(C(CO2)Zn)".
  std::string environment(std::size_t i, bool second) const
  {
    std::map<std::string, int> shell;
    for (const Partner &n : bonded[i])
      ++shell[second && element[n.atom] == "C" ? environment(n.atom, false) : element[n.atom]];
    std::string text;
    for (const auto &[name, count] : shell) text += name + (count > 1 ? std::to_string(count) : "");
    return text.empty() ? element[i] : element[i] + "(" + text + ")";
  }

  Vector3d to(int from, const Partner &n) const
  {
    return x[n.atom] + crystal.cell * n.shift.cast<double>() - x[from];
  }

  /// Rows for these types, with true where the row has them in the opposite order.
  std::vector<std::pair<const Row *, bool>> rows(const char *kind,
                                                 const std::vector<std::string> &names) const
  {
    std::vector<std::pair<const Row *, bool>> found;
    const auto table = tables.terms.find(kind);
    if (table == tables.terms.end()) return found;
    const std::vector<std::string> turned(names.rbegin(), names.rend());
    for (const Row &row : table->second)
      if (row.types == names || row.types == turned) found.emplace_back(&row, row.types != names);
    return found;
  }

  static double angle_between(const Vector3d &a, const Vector3d &b)
  {
    return std::acos(a.dot(b) / a.norm() / b.norm());
  }

  void bonded_terms(Energies &e) const
  {
    for (int i = 0; i < static_cast<int>(x.size()); ++i) {
      const auto &n = bonded[i];
      for (const Partner &j : n)
        if (i < j.atom) e.bond += bond(i, j);
      for (std::size_t a = 0; a < n.size(); ++a)
        for (std::size_t b = a + 1; b < n.size(); ++b) e.angle += angle(n[a], i, n[b], e);
      if (n.size() == 3) e.improper += improper(i);
      for (const Partner &j : n)
        if (i < j.atom) e.dihedral += dihedrals(i, j);
    }
  }

  double bond(int i, const Partner &j) const
  {
    double sum = 0.0;
    for (const auto &[row, turned] : rows("bonds", {type[i], type[j.atom]})) {
      const double k = row->p.at("k"), d = to(i, j).norm() - row->p.at("r0"), s = 2.55 * d;
      if (row->form == "harmonic") sum += 0.5 * k * d * d;
      if (row->form == "mm3") sum += 0.5 * k * d * d * (1.0 - s + 7.0 / 12.0 * s * s);
      if (row->form == "morse") {
        const double depth = row->p.at("D");
        sum += depth * std::pow(1.0 - std::exp(-std::sqrt(k / 2.0 / depth) * d), 2);
      }
    }
    return sum;
  }

  double angle(const Partner &i, int j, const Partner &k, Energies &e) const
  {
    double sum = 0.0;
    const Vector3d a = to(j, i), b = to(j, k);
    const double theta = angle_between(a, b);
    for (const auto &[row, turned] : rows("angles", {type[i.atom], type[j], type[k.atom]})) {
      const auto &p = row->p;
      if (row->form == "fourier-vdw") {
        const double n = p.at("n");
        sum += p.at("V") / n / n * (1.0 + std::cos(n * theta - p.at("phi0") * degree));
        e.vdw += buck6d(i.atom, k.atom, (a - b).norm());
        continue;
      }
      const double t = theta - p.at("theta0") * degree, d = t / degree;
      if (row->form == "harmonic") sum += 0.5 * p.at("k") * t * t;
      if (row->form == "mm3")
        sum += 0.5 * p.at("k") * t * t *
               (1.0 - 0.014 * d + 5.6e-5 * d * d - 7e-7 * std::pow(d, 3) + 2.2e-8 * std::pow(d, 4));
      if (row->form == "cross") {
        const double r1 = (turned ? b : a).norm() - p.at("r10"),
                     r2 = (turned ? a : b).norm() - p.at("r20");
        sum += p.at("kss") * r1 * r2 + t * (p.at("kb1") * r1 + p.at("kb2") * r2);
      }
    }
    return sum;
  }

  double dihedrals(int j, const Partner &k) const
  {
    double sum = 0.0;
    for (const Partner &i : bonded[j])
      for (const Partner &l : bonded[k.atom]) {
        if (i.atom == k.atom || l.atom == j) continue;
        const auto found = rows("dihedrals", {type[i.atom], type[j], type[k.atom], type[l.atom]});
        if (found.empty()) continue;
        const Vector3d axis = to(j, k), m = to(j, i).cross(axis), n = to(k.atom, l).cross(axis);
        const double phi = std::acos(std::clamp(m.dot(n) / m.norm() / n.norm(), -1.0, 1.0));
        for (const auto &[row, turned] : found) {
          const auto &p = row->p;
          if (row->form == "torsion")
            sum += 0.5 * p.at("A") * (1.0 - std::cos(p.at("m") * (phi - p.at("phi0") * degree)));
          if (row->form == "cosines")
            sum += 0.5 *
                   (p.at("V1") * (1.0 + std::cos(phi)) + p.at("V2") * (1.0 - std::cos(2.0 * phi)) +
                    p.at("V3") * (1.0 + std::cos(3.0 * phi)) +
                    p.at("V4") * (1.0 - std::cos(4.0 * phi)));
        }
      }
    return sum;
  }

  double improper(int i) const
  {
    const auto &n = bonded[i];
    std::multiset<std::string> outer;
    for (const Partner &p : n) outer.insert(type[p.atom]);
    const auto table = tables.terms.find("impropers");
    if (table == tables.terms.end()) return 0.0;
    const Vector3d a = to(i, n[0]), b = to(i, n[1]), c = to(i, n[2]);
    double sum = 0.0;
    for (const Row &row : table->second) {
      if (row.types[0] != type[i] ||
          std::multiset<std::string>(row.types.begin() + 1, row.types.end()) != outer)
        continue;
      const double k = row.p.at("k");
      // shaken by little, the centre stays on the side on which it is in the crystal
      if (row.form == "distance")
        sum += 0.5 * k *
               std::pow((row.p.at("d0") > 0.0 ? std::fabs((b - a).cross(c - a).normalized().dot(a))
                                              : (b - a).cross(c - a).normalized().dot(a)) -
                            row.p.at("d0"),
                        2);
      if (row.form == "wilson")
        for (const auto &[u, v, w] :
             {std::array{a, b, c}, std::array{b, c, a}, std::array{c, a, b}})
          sum += 0.5 * k * std::pow(std::asin(v.cross(w).normalized().dot(u.normalized())), 2);
    }
    return sum;
  }

  double mixed(const char *form, const char *name, int i, int j) const
  {
    const auto &table = tables.pairs.at(form);
    return std::sqrt(table.at(type[i]).at(name) * table.at(type[j]).at(name));
  }

  double added(const char *form, const char *name, int i, int j) const
  {
    const auto &table = tables.pairs.at(form);
    return table.at(type[i]).at(name) + table.at(type[j]).at(name);
  }

  double buck6d(int i, int j, double r) const
  {
    const char *form = "buck6d-gaussian";
    const double cutoff = tables.settings.at(form).at("cutoff");
    if (r >= cutoff) return 0.0;
    const double e = mixed(form, "epsilon", i, j), d = added(form, "r0", i, j);
    const double start = cutoff * tables.settings.at(form).at("smooth-from"),
                 t = std::max(0.0, (r - start) / (cutoff - start));
    return e *
           (1.84e5 * std::exp(-12.0 * r / d) -
            2.25 * std::pow(d / r, 6) / (1.0 + 6.0 * std::pow(0.25 * d / r, 14))) *
           (1.0 - t * t * t * (10.0 - 15.0 * t + 6.0 * t * t));
  }

  double vdw(int i, int j, double r) const
  {
    if (tables.pairs.count("buck6d-gaussian")) return buck6d(i, j, r);
    if (tables.pairs.count("mm3-gaussian")) {
      const auto &s = tables.settings.at("mm3-gaussian");
      const double cutoff = s.at("cutoff");
      if (r >= cutoff) return 0.0;
      const double e = mixed("mm3-gaussian", "epsilon", i, j),
                   d = added("mm3-gaussian", "sigma", i, j),
                   t = std::min(1.0, (cutoff - r) / s.at("taper"));
      return e * (1.84e5 * std::exp(-12.0 * r / d) - 2.25 * std::pow(d / r, 6)) * t * t *
             (3.0 - 2.0 * t);
    }
    return cut_off("lennard-jones", i, j, r, &PublishedEnergy::lennard_jones) +
           cut_off("mm3-metal-oxygen", i, j, r, &PublishedEnergy::metal_oxygen);
  }

  double cut_off(const char *form, int i, int j, double r,
                 double (PublishedEnergy::*energy)(int, int, double) const) const
  {
    const double cutoff = tables.settings.at(form).at("cutoff");
    if (r >= cutoff) return 0.0;
    return (this->*energy)(i, j, r) - (shifted ? (this->*energy)(i, j, cutoff) : 0.0);
  }

  double lennard_jones(int i, int j, double r) const
  {
    const auto &lj = tables.pairs.at("lennard-jones");
    if (!lj.count(type[i]) || !lj.count(type[j])) return 0.0;
    const double q = std::pow(mixed("lennard-jones", "sigma", i, j) / r, 6);
    return 4.0 * mixed("lennard-jones", "epsilon", i, j) * (q * q - q);
  }

  double metal_oxygen(int i, int j, double r) const
  {
    const bool both =
        (is_metal(element[i]) && element[j] == "O") || (is_metal(element[j]) && element[i] == "O");
    if (!both) return 0.0;
    const char *form = "mm3-metal-oxygen";
    const double s = 0.5 * added(form, "sigma", i, j);
    return mixed(form, "epsilon", i, j) *
           (1.84e5 * std::exp(-11.5 * r / s) - 2.55 * std::pow(s / r, 6));
  }

  /// Of two charges apart from the sum over all images of 1/r, which long_range() adds.
  double short_coulomb(int i, int j, double r) const
  {
    const double qq = coulomb_kcal_A * charge[i] * charge[j];
    for (const char *form : {"mm3-gaussian", "buck6d-gaussian"}) {
      const auto found = tables.pairs.find(form);
      if (found == tables.pairs.end()) continue;
      const double cutoff = tables.settings.at(form).at("cutoff");
      const double width =
          std::hypot(found->second.at(type[i]).at("width"), found->second.at(type[j]).at("width"));
      if (r >= cutoff) return 0.0;
      if (form == std::string("mm3-gaussian")) return -qq * std::erfc(r / width) / r;
      // energy and force are zero at the cutoff
      const double at = std::erf(cutoff / width) / cutoff,
                   slope = 2.0 / std::sqrt(pi) / width * std::exp(-std::pow(cutoff / width, 2)) /
                               cutoff -
                           at / cutoff;
      return qq * (std::erf(r / width) / r - at - slope * (r - cutoff));
    }
    return 0.0;
  }

  void pair_terms(Energies &e) const
  {
    const bool excluded_coulomb = tables.pairs.count("lennard-jones") > 0;
    constexpr double longest = 15.0;
    const Vector3d widths = perpendicular_widths(crystal.cell);
    Vector3i reach;
    for (int k = 0; k < 3; ++k) reach[k] = static_cast<int>(std::ceil(longest / widths[k])) + 1;
    for (int i = 0; i < static_cast<int>(x.size()); ++i) {
      // images of the other that are one or two bonds away
      std::set<std::array<int, 4>> near;
      for (const Partner &j : bonded[i]) {
        near.insert({j.atom, j.shift[0], j.shift[1], j.shift[2]});
        for (const Partner &k : bonded[j.atom]) {
          const Vector3i s = j.shift + k.shift;
          near.insert({k.atom, s[0], s[1], s[2]});
        }
      }
      Vector3i s;
      for (int j = 0; j < static_cast<int>(x.size()); ++j)
        for (s[0] = -reach[0]; s[0] <= reach[0]; ++s[0])
          for (s[1] = -reach[1]; s[1] <= reach[1]; ++s[1])
            for (s[2] = -reach[2]; s[2] <= reach[2]; ++s[2]) {
              const double r = to(i, {j, s}).norm();
              if (r < 1e-6 || r > longest) continue;
              const bool excluded = near.count({j, s[0], s[1], s[2]}) > 0;
              if (!excluded) e.vdw += 0.5 * vdw(i, j, r);
              e.coulomb += 0.5 * short_coulomb(i, j, r);
              if (excluded && excluded_coulomb)
                e.coulomb -= 0.5 * coulomb_kcal_A * charge[i] * charge[j] / r;
            }
    }
  }

  void long_range(const Crystal &now, Energies &e) const
  {
    if (tables.pairs.count("buck6d-gaussian")) return;
    e.coulomb += 0.5 * coulomb_kcal_A * charge.dot(lattice_sum_of_inverse_distances(now) * charge);
  }

  const Tables &tables;
  const Crystal crystal;
  std::vector<std::string> element, type;
  std::vector<std::vector<Partner>> bonded;
  Eigen::VectorXd charge;
  mutable std::vector<Vector3d> x;
};

}    // namespace softmode
