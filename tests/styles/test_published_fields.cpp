// SPDX-License-Identifier: BSD-3-Clause
// The fields of tables in potentials/ against the published forms, evaluated here: own reader of the tables, own
// bonds, types, unit factors and sums. Then what they make of the crystals, whose rows are printed.
#include "charges/lattice_sum.h"
#include "lammps/point_input.h"
#include "softmode/definitions/constants.h"
#include "structure/bonds.h"
#include "support/hkust_1.h"
#include "support/primitive_cell.h"
#include "support/process.h"

#include <Eigen/Dense>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <cstring>
#include <map>
#include <random>
#include <set>
#include <sstream>

namespace softmode {

using Eigen::Matrix3d;
using Eigen::Vector3d;
using Eigen::Vector3i;

constexpr double coulomb_kcal_A = 332.06371;    // e^2 / (4 pi epsilon_0) of LAMMPS in units real
constexpr double degree = pi / 180.0;

const std::filesystem::path source = SOFTMODE_SOURCE_DIR;

struct Material {
  const char *potential, *structure;
  bool face_centred;
  double cell, metal_oxygen, carbon_oxygen;    ///< found: per cent; A from the crystal
  double asymmetric, symmetric;                ///< found: cm-1
};

Crystal crystal_of(const Material &m)
{
  const Crystal c = read_cif(source / "inputs/structures" / (std::string(m.structure) + ".cif"));
  return m.face_centred ? with_small_tilts(primitive_cell(c)) : c;
}

Potential potential_of(const Material &m)
{
  return read_potential(source / "potentials" / (std::string(m.potential) + ".yaml"));
}

// ---- the published forms ---------------------------------------------------------------------------

/// A row of a table as it stands in the file, its numbers in kcal/mol, A and degrees, by name.
struct Row {
  std::string form;
  std::vector<std::string> types;
  std::map<std::string, double> p;
};

double factor(const std::string &unit)
{
  if (unit.rfind("kJ", 0) == 0) return 1.0 / 4.184;
  if (unit.rfind("eV", 0) == 0) return 96.485332 / 4.184;
  return 1.0;    // kcal/mol, A, deg
}

std::map<std::string, double> numbers(const YAML::Node &columns, const YAML::Node &values)
{
  std::map<std::string, double> p;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    std::istringstream in(columns[k].as<std::string>());
    std::string name, unit;
    in >> name >> unit;
    p[name] = factor(unit) * values[k].as<double>();
  }
  return p;
}

double leading_number(const YAML::Node &node)
{
  return std::stod(node.as<std::string>());
}

class Tables {
 public:
  explicit Tables(const std::filesystem::path &file)
  {
    const YAML::Node root = YAML::LoadFile(file.string());
    if (root["extends"])
      read(YAML::LoadFile(
          (file.parent_path() / root["extends"].as<std::string>()).string())["field"]);
    read(root["field"]);
  }

  std::map<std::string, std::string> types;    ///< by environment
  std::map<std::string, double> charges;
  std::map<std::string, std::vector<Row>> terms;
  std::map<std::string, std::map<std::string, std::map<std::string, double>>>
      pairs;    ///< form, type, name
  std::map<std::string, std::map<std::string, double>> settings;

 private:
  void read(const YAML::Node &field)
  {
    for (const auto &t : field["types"])
      types[t.second.as<std::string>()] = t.first.as<std::string>();
    for (const auto &q : field["charges"])
      charges[q.first.as<std::string>()] = leading_number(q.second);
    for (const char *kind : {"bonds", "angles", "dihedrals", "impropers"})
      for (const auto &section : field[kind])
        if (section["columns"])
          for (const auto &row : section["terms"]) {
            std::istringstream in(row.first.as<std::string>());
            Row r{section["form"].as<std::string>(), {}, numbers(section["columns"], row.second)};
            for (std::string type; in >> type;) r.types.push_back(type);
            terms[kind].push_back(r);
          }
    for (const auto &section : field["pairs"]) {
      const std::string form = section["form"].as<std::string>();
      for (const char *key : {"cutoff", "taper", "smooth-from"})
        if (section[key]) settings[form][key] = leading_number(section[key]);
      for (const auto &row : section["values"])
        pairs[form][row.first.as<std::string>()] = numbers(section["columns"], row.second);
    }
  }
};

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

/// Every atom moved by up to 0.03 A along each axis, so that no term is zero by symmetry.
Crystal shaken(Crystal c)
{
  std::mt19937 random(11);
  std::uniform_real_distribution<double> move(-0.03, 0.03);
  for (CrystalAtom &atom : c.atoms) {
    Vector3d step;
    for (int k = 0; k < 3; ++k) step[k] = move(random);
    atom.fractional = wrapped(atom.fractional + c.cell.inverse() * step);
  }
  return c;
}

/// Set up with the exact sum in place of the mesh, and nothing shifted.
std::string set_up_exact(const System &system)
{
  std::string text = set_up_mof(system) + "pair_modify shift no table 0\n";
  if (!system.pairs->kspace.empty()) text += "kspace_style ewald 1e-9\n";
  return text;
}

class PublishedFields : public testing::TestWithParam<Material> {};

TEST_P(PublishedFields, HaveTheEnergiesAndForcesOfThePublishedForms)
{
  const Material &m = GetParam();
  const Potential potential = potential_of(m);
  const Crystal crystal = shaken(crystal_of(m));
  const System system = assemble(crystal, potential);
  LammpsRun run("print none\n");
  write_system(run, system);
  run.again(set_up_exact(system) +
                "thermo_style custom step ebond eangle edihed eimp evdwl ecoul elong\n"
                "thermo_modify format float %.15g\nrun 0\n"
                "write_dump all custom f.dump id fx fy fz modify sort id format float %.17g\n",
            {});
  ASSERT_TRUE(run.success) << run.output;
  auto lammps = run.last_thermo();
  const auto forces = dump_rows(run.file("f.dump"));

  const Tables tables(potential.file);
  PublishedEnergy published(system.crystal, tables,
                            {potential.ionic.begin(), potential.ionic.end()});
  const Energies e = published.evaluate();
  const auto expect = [&](const char *name, double found, double expected) {
    fmt::print("  {}: LAMMPS {:.8f}, published forms {:.8f} kcal/mol\n", name, found, expected);
    EXPECT_NEAR(found, expected, 1e-6 * std::fabs(expected) + 1e-12 * std::fabs(e.coulomb)) << name;
  };
  expect("bonds", lammps.at("E_bond"), e.bond);
  expect("angles", lammps.at("E_angle"), e.angle);
  expect("dihedrals", lammps.at("E_dihed"), e.dihedral);
  expect("impropers", lammps.at("E_impro"), e.improper);
  expect("van der Waals", lammps.at("E_vdwl"), e.vdw);
  expect("Coulomb", lammps.at("E_coul") + lammps.at("E_long"), e.coulomb);

  // one atom of each type, along a direction that is none of symmetry
  std::set<std::string> seen;
  const Vector3d direction = Vector3d(0.6, -0.5, 0.7).normalized();
  const double step = 5e-4;
  double largest = 0.0;
  for (const auto &row : forces)
    largest = std::max(largest, Vector3d(row[1], row[2], row[3]).norm());
  published.shifted = true;
  for (std::size_t i = 0; i < published.size(); ++i) {
    const std::string &type = published.types()[i];
    if (!seen.insert(type).second) continue;
    const auto energy = [&](double steps) {
      return published.evaluate(static_cast<int>(i), steps * step * direction).sum();
    };
    // of fourth order
    const double slope =
        (8.0 * (energy(1.0) - energy(-1.0)) - (energy(2.0) - energy(-2.0))) / (12.0 * step);
    const Vector3d force(forces[i][1], forces[i][2], forces[i][3]);
    fmt::print("  force on {}: LAMMPS {:.8f}, published forms {:.8f} kcal/mol/A\n", type,
               force.dot(direction), -slope);
    EXPECT_NEAR(force.dot(direction), -slope, 1e-6 * largest) << type;
  }
}

// ---- what they make of the crystals ----------------------------------------------------------------

struct Geometry {
  double metal_oxygen = 0.0, carbon_oxygen = 0.0;    ///< means over the carboxylates, A
};

/// Bonds of the crystal, measured in the relaxed one.
Geometry geometry(const System &system, const Matrix3d &cell, const std::vector<Vector3d> &x)
{
  Geometry g;
  int metal_oxygen = 0, carbon_oxygen = 0;
  const BondGraph graph =
      bond_graph(system.crystal);    // metals too, whatever the field makes of them
  const auto length = [&](int i, const Neighbour &n) {
    Vector3d f = cell.inverse() * (x[n.atom] - x[i]);
    for (int k = 0; k < 3; ++k) f[k] -= std::round(f[k]);
    return (cell * f).norm();
  };
  const auto element = [&](int i) { return system.crystal.atoms[i].element; };
  for (int c = 0; c < static_cast<int>(graph.size()); ++c) {
    const auto is_oxygen = [&](const Neighbour &n) { return element(n.atom) == "O"; };
    const auto &around = graph.neighbours[c];
    if (element(c) != "C" || std::count_if(around.begin(), around.end(), is_oxygen) != 2) continue;
    for (const Neighbour &o : around) {
      if (!is_oxygen(o)) continue;
      g.carbon_oxygen += (++carbon_oxygen, length(c, o));
      for (const Neighbour &n : graph.neighbours[o.atom])
        if (is_metal(element(n.atom))) g.metal_oxygen += (++metal_oxygen, length(o.atom, n));
    }
  }
  g.metal_oxygen /= metal_oxygen;
  g.carbon_oxygen /= carbon_oxygen;
  return g;
}

std::vector<Vector3d> positions_of(const std::string &dump)
{
  std::vector<Vector3d> x;
  for (const auto &row : dump_rows(dump)) x.emplace_back(row[1], row[2], row[3]);
  return x;
}

/// As set_up_mof(), in a box that may lean, which the mesh must know beforehand.
std::string set_up_leaning(const System &system)
{
  std::string text = set_up_mof(system);
  const std::string read = "read_data mof.lmp\n";
  return text.replace(text.find(read), read.size(),
                      "box tilt large\n" + read + "change_box all triclinic\n");
}

const std::string relax_atoms = "displace_atoms all random 0.02 0.02 0.02 4711 units box\n"
                                "min_modify dmax 0.05\nminimize 0 1e-5 20000 100000\n";

/// Wavenumbers (cm-1) with the squared change of the dipole moment of each mode, e2/(g/mol).
std::vector<std::pair<double, double>> modes_of(const System &system, const std::string &file)
{
  const auto n = static_cast<Eigen::Index>(3 * system.crystal.atoms.size());
  EXPECT_EQ(file.size(), static_cast<std::size_t>(n * n) * sizeof(double));
  Eigen::MatrixXd matrix(n, n);
  std::memcpy(matrix.data(), file.data(), file.size());
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(
      0.5 * (matrix + Eigen::MatrixXd(matrix.transpose())));
  std::vector<std::pair<double, double>> modes;
  for (Eigen::Index mode = 0; mode < n; ++mode) {
    Vector3d flux = Vector3d::Zero();
    for (Eigen::Index i = 0; i < n / 3; ++i)
      flux += system.charges[i] / std::sqrt(system.atom_types[system.type_of_atom[i]].mass) *
              solver.eigenvectors().col(mode).segment<3>(3 * i);
    const double v = solver.eigenvalues()[mode];
    modes.emplace_back(std::copysign(1e-3 * std::sqrt(std::fabs(v)), v) /
                           (2.0 * pi * speed_of_light_cm_fs),
                       flux.squaredNorm());
  }
  return modes;
}

/// The mode between two wavenumbers that absorbs most.
double strongest(const std::vector<std::pair<double, double>> &modes, double low, double high)
{
  double best = 0.0, at = 0.0;
  for (const auto &[wavenumber, intensity] : modes)
    if (wavenumber > low && wavenumber < high && intensity > best) {
      best = intensity;
      at = wavenumber;
    }
  return at;
}

TEST_P(PublishedFields, RelaxTheCrystalAndStretchItsCarboxylatesAsFound)
{
  const Material &m = GetParam();
  const System system = assemble(crystal_of(m), potential_of(m));
  LammpsRun run("print none\n");
  write_system(run, system);
  run.again(set_up_leaning(system) + relax_atoms +
                "fix cell all box/relax tri 0 vmax 0.001\nminimize 0 1e-3 2000 20000\nunfix cell\n"
                "fix cell all box/relax tri 0 vmax 0.001\nminimize 0 1e-4 2000 20000\nunfix cell\n"
                "displace_atoms all random 0.02 0.02 0.02 815 units box\n"
                "minimize 0 1e-5 5000 50000\n"
                "write_data relaxed.lmp nocoeff\n"
                "write_dump all custom x.dump id x y z modify sort id format float %.10f\n"
                "print \"$(lx:%.10f) $(ly:%.10f) $(lz:%.10f) $(xy:%.10f) $(xz:%.10f) "
                "$(yz:%.10f)\" file cell\n",
            one_thread);
  ASSERT_TRUE(run.success) << run.output;
  double lx, ly, lz, xy, xz, yz;
  std::istringstream(run.file("cell")) >> lx >> ly >> lz >> xy >> xz >> yz;
  Matrix3d cell;
  cell << lx, xy, xz, 0.0, ly, yz, 0.0, 0.0, lz;
  std::vector<Vector3d> x;
  for (std::size_t i = 0; i < system.crystal.atoms.size(); ++i)
    x.push_back(system.crystal.position(i));
  const Geometry before = geometry(system, system.crystal.cell, x),
                 after = geometry(system, cell, positions_of(run.file("x.dump")));
  const double volume = cell.determinant() / system.crystal.cell.determinant(),
               edge = 100.0 * (std::cbrt(volume) - 1.0);
  // in a run of its own and without OPENMP: after box/relax dynamical_matrix had wrong forces there
  std::string relaxed = set_up_leaning(system);
  run.again(relaxed.replace(relaxed.find("mof.lmp"), 7, "relaxed.lmp") +
            "dynamical_matrix all eskm 5e-4 file matrix.bin binary yes\n");
  ASSERT_TRUE(run.success) << run.output;
  const auto modes = modes_of(system, run.file("matrix.bin"));
  const double asymmetric = strongest(modes, 1480.0, 1850.0),
               symmetric = strongest(modes, 1220.0, 1480.0);
  fmt::print(
      "| {:<16} | {:+.2f} | {:.3f} {:+.3f} | {:.3f} {:+.3f} | {:.0f} {:.0f} | {:.1f}, {:.0f} |\n",
      m.potential, edge, after.metal_oxygen, after.metal_oxygen - before.metal_oxygen,
      after.carbon_oxygen, after.carbon_oxygen - before.carbon_oxygen, asymmetric, symmetric,
      modes.front().first, modes.back().first);
  for (int k = 0; k < 3; ++k)
    fmt::print("  edge {}: {:+.2f} %\n", k,
               100.0 * (cell.col(k).norm() / system.crystal.cell.col(k).norm() - 1.0));
  EXPECT_NEAR(edge, m.cell, 0.05);
  EXPECT_NEAR(after.metal_oxygen - before.metal_oxygen, m.metal_oxygen, 0.003);
  EXPECT_NEAR(after.carbon_oxygen - before.carbon_oxygen, m.carbon_oxygen, 0.003);
  EXPECT_NEAR(asymmetric, m.asymmetric, 2.0);
  EXPECT_NEAR(symmetric, m.symmetric, 2.0);
}

TEST_P(PublishedFields, KeepTheEnergyInAShortRun)
{
  const Material &m = GetParam();
  const System system = assemble(crystal_of(m), potential_of(m));
  LammpsRun run("print none\n");
  write_system(run, system);
  run.again(set_up_mof(system) + relax_atoms +
                "reset_timestep 0\ntimestep 0.5\nvelocity all create 600 99 mom yes dist gaussian\n"
                "fix 1 all nve\ncompute kinetic all ke\n"
                "fix mean all ave/time 1 100 100 c_thermo_pe c_kinetic file means.dat\nrun 400\n",
            one_thread);
  ASSERT_TRUE(run.success) << run.output;
  // means of 50 fs, in which what the integrator stores and gives back in each vibration cancels
  std::vector<std::array<double, 3>> means;
  std::istringstream in(run.file("means.dat"));
  for (std::string line; std::getline(in, line);) {
    std::array<double, 3> row{};
    std::istringstream words(line);
    if (line[0] != '#' && words >> row[0] >> row[1] >> row[2]) means.push_back(row);
  }
  ASSERT_EQ(means.size(), 4u);
  const double kinetic = means[3][2],
               change = means[3][1] + means[3][2] - means[1][1] - means[1][2];
  fmt::print("  {}: energy changed by {:.2e} of the kinetic energy in 100 fs\n", m.potential,
             change / kinetic);
  EXPECT_LT(std::fabs(change), 1e-3 * kinetic);
}

TEST_P(PublishedFields, GoThroughAPointWithSpectraAndStates)
{
  const Material &m = GetParam();
  const Potential potential = potential_of(m);
  EXPECT_EQ(find_potential(m.potential, ".", source / "potentials"), potential.file);
  const System system = assemble(crystal_of(m), potential);
  Campaign campaign;
  campaign.timestep_fs = 0.5;
  campaign.equilibration_steps = 20;
  campaign.production_steps = 400;
  campaign.checkpoint_steps = 200;    // three legs
  campaign.thermostat = {"langevin", 2000.0};
  campaign.spectrum_every = 4;
  campaign.state_every = 20;
  campaign.block_steps = 200;
  campaign.resolution_cm = 500.0;
  Point point;
  point.temperature_K = 300.0;
  point.id = "test";
  point.seed = 4711;
  LammpsRun run("print none\n");
  write_file(run.folder / "host.lmp",
             fmt::format("variable plugin string \"{}\"\n", SOFTMODE_PLUGIN));
  const std::string input = point_input(campaign, point, system, potential);
  write_file(run.folder / "data.lmp", lammps_data(system));
  write_file(run.folder / "potential.lmp", coefficient_commands(system));
  write_file(run.folder / "point.lmp", input);
  const RunResult result = run_and_capture({SOFTMODE_LMP, "-suffix", "omp", "-package", "omp", "1",
                                            "-in", "point.lmp", "-log", "log.lammps"},
                                           run.folder);
  ASSERT_TRUE(result.status.success()) << result.output;
  EXPECT_NE(result.output.find(completion_mark), std::string::npos);
  EXPECT_FALSE(csv_rows(run.file("spectra.csv")).empty());
  const auto bonds = dump_rows(run.file("bonds.dump"));
  EXPECT_EQ(bonds.size(), system.metal_carboxylate_bonds);
}

std::string name_of_test(const testing::TestParamInfo<Material> &info)
{
  std::string name = info.param.potential;
  for (char &c : name)
    if (c == '-') c = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(
    Fields, PublishedFields,
    testing::Values(Material{"quickff-mof-5", "mof-5", true, 1.51, 0.027, -0.005, 1600, 1430},
                    Material{"quickff-uio-66", "uio-66", true, 3.21, 0.125, -0.001, 1642, 1381},
                    Material{"mof-ff-hkust-1", "hkust-1", true, 0.51, 0.016, -0.003, 1534, 1443},
                    Material{"vmof-mof-5", "mof-5", true, 0.12, -0.039, -0.014, 1620, 1299},
                    Material{"vmof-uio-66", "uio-66", true, 0.37, -0.021, -0.004, 1628, 1300},
                    Material{"vmof-mil-125", "mil-125", false, -0.37, -0.019, -0.013, 1611, 1305}),
    name_of_test);

}    // namespace softmode
