// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/explain.h"

#include "forcefield/field_crystal.h"
#include "forcefield/typed_crystal.h"
#include "softmode/definitions/constants.h"
#include "support/csv.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <set>

namespace softmode {

namespace {

/// Finds what is asked for; what is said of it depends on the kind of field.
class Explanation {
 public:
  Explanation(const System &s, const PerceivedCrystal &in) :
      system(s), crystal(in.crystal), graph(in.graph)
  {
  }
  virtual ~Explanation() = default;

  std::string selected(const std::string &selection) const
  {
    const std::vector<std::string> words = split(selection, '-');
    for (const std::string &word : words) require_atom(word, selection);
    std::string found;
    switch (words.size()) {
      case 1:
        return atom(first_atom(words[0]));
      case 2:
        found = all_of(system.bonds, words, [this](const auto &t) { return bond(t); });
        break;
      case 3:
        found = all_of(system.angles, words, [this](const auto &t) { return angle(t); });
        break;
      case 4: {
        found = all_of(system.dihedrals, words, [this](const auto &t) { return dihedral(t); });
        if (const auto *i = find_improper(words)) found += improper(*i);
        break;
      }
      default:
        fail(ExitCode::usage, "--explain {}: expected one to four atoms, found {}", selection,
             words.size());
    }
    if (!found.empty()) return found;
    fail(ExitCode::usage, "--explain {}: there is no such term; {}", selection,
         describe_atom(crystal, graph, first_atom(words[words.size() == 3 ? 1 : 0])));
  }

  std::string all() const
  {
    std::string text;
    std::set<int> seen;
    for (int i = 0; i < static_cast<int>(graph.size()); ++i)
      if (seen.insert(system.type_of_atom[i]).second) text += atom(i) + "\n";
    text += one_of_each(system.bonds, [this](const auto &t) { return bond(t); });
    text += one_of_each(system.angles, [this](const auto &t) { return angle(t); });
    text += one_of_each(system.dihedrals, [this](const auto &t) { return dihedral(t); });
    text += one_of_each(system.impropers, [this](const auto &t) { return improper(t); });
    return text;
  }

 private:
  // ---- selection ---------------------------------------------------------------------------------

  bool is(int atom, const std::string &word) const
  {
    return crystal.atoms[atom].label == word || std::to_string(atom + 1) == word;
  }

  int first_atom(const std::string &word) const
  {
    for (int i = 0; i < static_cast<int>(graph.size()); ++i)
      if (is(i, word)) return i;
    return -1;
  }

  void require_atom(const std::string &word, const std::string &selection) const
  {
    if (first_atom(word) >= 0) return;
    std::set<std::string> labels;
    for (const CrystalAtom &a : crystal.atoms)
      if (labels.size() < 30) labels.insert(a.label);
    fail(ExitCode::usage,
         "--explain {}: no atom '{}'; use a label of the structure ({}{}) or a number from 1 to {}",
         selection, word, fmt::join(labels, ", "), labels.size() == 30 ? ", ..." : "",
         crystal.atoms.size());
  }

  /// The first term of these atoms, and all others of the very same atoms: an angle may have several.
  template <std::size_t N, class Describe>
  std::string all_of(const TermList<N> &list, const std::vector<std::string> &words,
                     const Describe &describe) const
  {
    std::string text;
    std::set<int> atoms;
    for (const Term<N> &term : list.terms) {
      bool forward = true, backward = true;
      for (std::size_t k = 0; k < N; ++k) {
        forward = forward && is(term.atoms[k], words[k]);
        backward = backward && is(term.atoms[k], words[N - 1 - k]);
      }
      if (!forward && !backward) continue;
      const std::set<int> these(term.atoms.begin(), term.atoms.end());
      if (atoms.empty()) atoms = these;
      if (these == atoms) text += describe(term);
    }
    return text;
  }

  const Term<4> *find_improper(std::vector<std::string> words) const
  {
    std::sort(words.begin() + 1, words.end());
    do {
      for (const Term<4> &term : system.impropers.terms)
        if (is(term.atoms[0], words[0]) && is(term.atoms[1], words[1]) &&
            is(term.atoms[2], words[2]) && is(term.atoms[3], words[3]))
          return &term;
    } while (std::next_permutation(words.begin() + 1, words.end()));
    return nullptr;
  }

  template <std::size_t N, class Describe>
  static std::string one_of_each(const TermList<N> &list, const Describe &describe)
  {
    std::string text;
    std::set<int> seen;
    for (const Term<N> &term : list.terms)
      if (seen.insert(term.type).second) text += describe(term) + "\n";
    return text;
  }

  virtual std::string atom(int i) const = 0;
  virtual std::string bond(const Term<2> &term) const = 0;
  virtual std::string angle(const Term<3> &term) const = 0;
  virtual std::string dihedral(const Term<4> &term) const = 0;
  virtual std::string improper(const Term<4> &term) const = 0;

 protected:
  template <std::size_t N> std::string name(const std::array<int, N> &atoms) const
  {
    std::string text;
    for (const int a : atoms)
      text += fmt::format("{}{} [{}]", text.empty() ? "" : " - ", crystal.atoms[a].label, a + 1);
    return text;
  }

  static std::string written(const char *kind, int index, const TermType &type)
  {
    return fmt::format("  written   {}_coeff {} {} {}\n  because   {}\n", kind, index + 1,
                       type.style, type.coefficients, type.reason);
  }

  const System &system;
  const Crystal &crystal;
  const BondGraph &graph;
};

class UffExplanation : public Explanation {
 public:
  UffExplanation(const System &s, const TypedCrystal &typed) : Explanation(s, typed), in(typed) {}

 private:
  Eigen::Vector3d vector(int from, int to) const
  {
    for (const Neighbour &n : graph.neighbours[from])
      if (n.atom == to) return in.bond_vector(from, n);
    fail(ExitCode::internal, "atoms {} and {} are not bonded", from + 1, to + 1);
  }

  std::string atom(int i) const override
  {
    const UffType &t = in.type(i);
    const AtomType &type = system.atom_types[system.type_of_atom[i]];
    const bool is_uff = type.epsilon == t.vdw_depth && type.sigma == lennard_jones_sigma(t);
    return fmt::format(
        "atom {} [{}]: {}\n"
        "  type      {} ({}, {}): {}\n"
        "  its row   r {} A, theta0 {:.2f} deg, x {} A, D {} kcal/mol, Z* {} e, V {}, U {} "
        "kcal/mol, X {} eV\n"
        "  vdW       epsilon{} {:.6g} kcal/mol, sigma{} {:.6f} A\n"
        "  written   pair_coeff {} {}; {}\n",
        crystal.atoms[i].label, i + 1, describe_atom(crystal, graph, i), t.name, t.geometry,
        t.source, in.typed[i].reason, t.bond_radius, t.theta0 * 180.0 / pi, t.vdw_distance,
        t.vdw_depth, t.charge, t.sp3_torsion, t.sp2_torsion, t.electronegativity,
        is_uff ? " = D =" : ", not UFF's D but", type.epsilon,
        is_uff ? " = x / 2^(1/6) =" : ", not UFF's x / 2^(1/6) but", type.sigma,
        system.type_of_atom[i] + 1, system.type_of_atom[i] + 1, type.reason);
  }

  std::string bond(const Term<2> &term) const override
  {
    const auto [i, j] = term.atoms;
    const UffType &a = in.type(i), &b = in.type(j);
    const double order = in.order(i, j), length = natural_length(a, b, order),
                 found = vector(i, j).norm(), single = natural_length(a, b, 1.0),
                 r_bo = length - single;
    return fmt::format(
               "bond {} ({}-{})\n"
               "  crystal   {:.4f} A; UFF's bond order for that length {:.3f}, k there {:.2f} "
               "kcal/mol/A2\n"
               "  UFF       bond order n = {:g}; r = r_i + r_j - 0.1332 (r_i + r_j) ln n - r_EN\n"
               "              = {} + {} {:+.4f} - {:.4f} = {:.4f} A\n"
               "            k = 664.12 Z*_i Z*_j / r^3 = 664.12 x {} x {} / {:.4f}^3 = {:.2f} "
               "kcal/mol/A2\n",
               name(term.atoms), a.name, b.name, found, bond_order_of_length(a, b, found),
               bond_constant(a, b, found), order, a.bond_radius, b.bond_radius, r_bo,
               a.bond_radius + b.bond_radius - single, length, a.charge, b.charge, length,
               bond_constant(a, b, length)) +
           written("bond", term.type, system.bonds.types[term.type]);
  }

  double natural_length_of(int i, int j) const
  {
    return natural_length(in.type(i), in.type(j), in.order(i, j));
  }

  std::string angle(const Term<3> &term) const override
  {
    const auto [i, j, k] = term.atoms;
    const UffType &a = in.type(i), &centre = in.type(j), &c = in.type(k);
    const Eigen::Vector3d u = vector(j, i), v = vector(j, k);
    const double theta = std::atan2(u.cross(v).norm(), u.dot(v));
    const double natural_i = natural_length_of(i, j), natural_k = natural_length_of(j, k);
    // where a metal is involved, the length of the crystal
    const double mixed_i = in.chemistry.metal[i] || in.chemistry.metal[j] ? u.norm() : natural_i,
                 mixed_k = in.chemistry.metal[k] || in.chemistry.metal[j] ? v.norm() : natural_k;
    const auto row = [&](const char *title, double theta0, double r_i, double r_k) {
      return fmt::format("  {:<9} theta0 {:.3f} deg, r_ij {:.4f} A, r_jk {:.4f} A: K = {:.3f} "
                         "kcal/mol/rad2\n",
                         title, theta0 * 180.0 / pi, r_i, r_k,
                         angle_constant(a, c, r_i, r_k, theta0));
    };
    const bool has_metal = in.chemistry.metal[i] || in.chemistry.metal[j] || in.chemistry.metal[k];
    return fmt::format(
               "angle {} ({}-{}-{}), {:.3f} deg in the crystal\n"
               "  formula   K = 664.12 Z*_i Z*_k / r_ik^5 [3 r_ij r_jk (1 - cos^2 theta0) - "
               "r_ik^2 cos theta0], Z* {} and {} e\n",
               name(term.atoms), a.name, centre.name, c.name, theta * 180.0 / pi, a.charge,
               c.charge) +
           row("UFF", centre.theta0, natural_i, natural_k) +
           (has_metal ? row("metal r", centre.theta0, mixed_i, mixed_k) +
                            row("and theta", theta, mixed_i, mixed_k)
                      : "") +
           written("angle", term.type, system.angles.types[term.type]);
  }

  std::string dihedral(const Term<4> &term) const override
  {
    const auto [i, j, k, l] = term.atoms;
    const UffType &b = in.type(j), &c = in.type(k);
    return fmt::format("dihedral {} (about {}-{})\n"
                       "  UFF       bond order {:g}; U {} and {}, V {} and {} kcal/mol; sp2-sp2: 5 "
                       "sqrt(U_j U_k) (1 + 4.18 ln n); sp3-sp3: sqrt(V_j V_k)\n",
                       name(term.atoms), b.name, c.name, in.order(j, k), b.sp2_torsion,
                       c.sp2_torsion, b.sp3_torsion, c.sp3_torsion) +
           written("dihedral", term.type, system.dihedrals.types[term.type]);
  }

  std::string improper(const Term<4> &term) const override
  {
    return fmt::format("improper {}, centre first\n"
                       "  UFF       K (1 - cos omega) for each of the three angles between a bond "
                       "and the plane of the others; K 6/3 kcal/mol, 50/3 at a carbonyl carbon\n",
                       name(term.atoms)) +
           written("improper", term.type, system.impropers.types[term.type]);
  }

  const TypedCrystal &in;
};

/// A field of tables says itself what each number is: the row, its form and its source.
class FieldExplanation : public Explanation {
 public:
  FieldExplanation(const System &s, const FieldCrystal &typed) : Explanation(s, typed), in(typed) {}

 private:
  std::string atom(int i) const override
  {
    const AtomType &type = system.atom_types[system.type_of_atom[i]];
    std::string text = fmt::format("atom {} [{}]: {}\n  type      {}: {}\n  charge    {} e\n",
                                   crystal.atoms[i].label, i + 1, describe_atom(crystal, graph, i),
                                   type.uff_type, type.reason, type.charge);
    for (const FieldPairs &pairs : in.field().pairs) {
      text += fmt::format("  pairs     {}: {}\n", pairs.form->name, pairs.form->equation);
      const auto found = pairs.values.find(type.uff_type);
      if (found == pairs.values.end()) continue;
      text += "            ";
      for (std::size_t k = 0; k < found->second.size(); ++k)
        text += fmt::format("{} {:.6g}, ", pairs.form->columns[k].name, found->second[k]);
      text += fmt::format("in kcal/mol and A; {}\n", pairs.source);
    }
    const int number = system.type_of_atom[i] + 1;
    return text + fmt::format("  written   pair_coeff of type {}\n", number);
  }

  template <std::size_t N>
  std::string term(const char *kind, const Term<N> &t, const TermList<N> &list) const
  {
    return fmt::format("{} {} ({})\n", kind, name(t.atoms),
                       in.names({t.atoms.begin(), t.atoms.end()})) +
           written(kind, t.type, list.types[t.type]);
  }
  std::string bond(const Term<2> &t) const override { return term("bond", t, system.bonds); }
  std::string angle(const Term<3> &t) const override { return term("angle", t, system.angles); }
  std::string dihedral(const Term<4> &t) const override
  {
    return term("dihedral", t, system.dihedrals);
  }
  std::string improper(const Term<4> &t) const override
  {
    return term("improper", t, system.impropers);
  }

  const FieldCrystal &in;
};

template <class Ask>
std::string ask(const System &system, const Potential &potential, const Ask &question)
{
  if (potential.field) {
    const FieldCrystal in(system.crystal, potential);
    return question(FieldExplanation(system, in));
  }
  const TypedCrystal in(system.crystal, potential);
  return question(UffExplanation(system, in));
}

}    // namespace

std::string explain(const System &system, const Potential &potential, const std::string &selection)
{
  return ask(system, potential, [&](const Explanation &e) { return e.selected(selection); });
}

std::string explain_all(const System &system, const Potential &potential)
{
  return ask(system, potential, [](const Explanation &e) { return e.all(); });
}

}    // namespace softmode
