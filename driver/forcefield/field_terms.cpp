// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/field_crystal.h"

#include "forcefield/terms.h"
#include "support/error.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <set>

namespace softmode {

FieldCrystal::FieldCrystal(const Crystal &c, const Potential &p) : PerceivedCrystal(c, p)
{
  for (int i = 0; i < size(); ++i) {
    const auto &known = field().types;
    auto found = known.find(chemistry.second_shell[i]);
    if (found == known.end()) found = known.find(chemistry.environment[i]);
    if (found == known.end()) {
      std::vector<std::string> environments;
      for (const auto &[environment, type] : known) environments.push_back(environment);
      fail(ExitCode::parameters,
           "{}: field.types: no type for atom {} of {}, environment {} or {}; there are {}",
           p.file.string(), describe_atom(c, graph, i), c.source, chemistry.environment[i],
           chemistry.second_shell[i], fmt::join(environments, ", "));
    }
    types.push_back(found->second);
  }
}

std::string FieldCrystal::reason(int atom) const
{
  const bool by_second_shell = field().types.count(chemistry.second_shell[atom]) > 0;
  return fmt::format("the type of environment {}",
                     by_second_shell ? chemistry.second_shell[atom] : chemistry.environment[atom]);
}

std::string FieldCrystal::names(const std::vector<int> &atoms) const
{
  std::string text;
  for (const int atom : atoms) text += (text.empty() ? "" : "-") + types[atom];
  return text;
}

namespace {

/// A row and the order in which it takes the atoms.
struct Match {
  const FieldRow *row;
  std::vector<int> order;
};

/// Which rows are for given atoms, looked up once for each combination of types.
class RowFinder {
 public:
  RowFinder(const FieldCrystal &crystal, TermKind k, std::size_t atoms) : in(crystal), kind(k)
  {
    const auto found = in.field().terms.find(kind);
    if (found != in.field().terms.end()) terms = &found->second;
    std::vector<int> order(atoms);
    for (std::size_t i = 0; i < atoms; ++i) order[i] = static_cast<int>(i);
    if (kind == TermKind::improper) do
        orders.push_back(order);
      while (std::next_permutation(order.begin() + 1, order.end()));
    else
      orders = {order, {order.rbegin(), order.rend()}};
  }

  const std::vector<Match> &rows_for(const std::vector<int> &atoms, int centre)
  {
    std::vector<std::string> names;
    for (const int atom : atoms) names.push_back(in.type(atom));
    const auto known = found.find(names);
    if (known != found.end()) return known->second;
    std::vector<Match> matches;
    if (terms)
      for (const FieldRow &row : terms->rows)
        if (const auto *order = order_that_fits(row.types, names))
          matches.push_back({&row, *order});
    if (matches.empty() && !is_absent(names)) unknown(atoms, centre);
    return found.emplace(names, matches).first->second;
  }

 private:
  const std::vector<int> *order_that_fits(const std::vector<std::string> &pattern,
                                          const std::vector<std::string> &names) const
  {
    for (const auto &order : orders) {
      bool fits = true;
      for (std::size_t k = 0; k < order.size(); ++k)
        fits = fits && (pattern[k] == "*" || pattern[k] == names[order[k]]);
      if (fits) return &order;
    }
    return nullptr;
  }

  bool is_absent(const std::vector<std::string> &names) const
  {
    return terms && std::any_of(terms->absent.begin(), terms->absent.end(), [&](const auto &a) {
             return order_that_fits(a.types, names) != nullptr;
           });
  }

  [[noreturn]] void unknown(const std::vector<int> &atoms, int centre) const
  {
    std::string labels;
    for (const int atom : atoms)
      labels += (labels.empty() ? "" : "-") + in.crystal.atoms[atom].label;
    fail(ExitCode::parameters,
         "{}: field.{}: no {} for {} of {}; tried {} {}; {}. Give a row, or list it under form: "
         "none with the reason",
         in.potential.file.string(), key_of(kind), name_of(kind), labels, in.crystal.source,
         in.names(atoms),
         kind == TermKind::improper ? "with the outer three in any order" : "and the reverse",
         describe_atom(in.crystal, in.graph, centre));
  }

  const FieldCrystal &in;
  TermKind kind;
  const FieldTerms *terms = nullptr;
  std::vector<std::vector<int>> orders;
  std::map<std::vector<std::string>, std::vector<Match>> found;
};

class FieldTermMaker {
 public:
  FieldTermMaker(const FieldCrystal &crystal, System &s) : in(crystal), system(s) {}

  void add_all()
  {
    add_bonds();
    add_angles();
    add_dihedrals();
    add_impropers();
    system.packages.insert(system.packages.end(), packages.begin(), packages.end());
  }

 private:
  TermType term_type(const FieldRow &row)
  {
    packages.insert(row.form->package);
    return {row.form->style, row.form->coefficients(row.values),
            fmt::format("{}: {}: {}; {}", fmt::join(row.types, "-"), row.form->name,
                        row.form->equation, row.source)};
  }

  template <std::size_t N>
  void add(TermCollector<N> &collect, RowFinder &finder, const std::vector<int> &atoms, int centre)
  {
    for (const Match &match : finder.rows_for(atoms, centre)) {
      std::array<int, N> ordered;
      for (std::size_t k = 0; k < N; ++k) ordered[k] = atoms[match.order[k]];
      collect.add(ordered, term_type(*match.row));
    }
  }

  void add_bonds()
  {
    TermCollector<2> collect(system.bonds);
    RowFinder finder(in, TermKind::bond, 2);
    for (int i = 0; i < in.size(); ++i)
      for (const Neighbour &n : in.graph.neighbours[i])
        if (i < n.atom) add(collect, finder, {i, n.atom}, i);
  }

  void add_angles()
  {
    TermCollector<3> collect(system.angles);
    RowFinder finder(in, TermKind::angle, 3);
    for (int centre = 0; centre < in.size(); ++centre) {
      const auto &n = in.graph.neighbours[centre];
      for (std::size_t i = 0; i < n.size(); ++i)
        for (std::size_t k = i + 1; k < n.size(); ++k)
          add(collect, finder, {n[i].atom, centre, n[k].atom}, centre);
    }
  }

  void add_dihedrals()
  {
    TermCollector<4> collect(system.dihedrals);
    RowFinder finder(in, TermKind::dihedral, 4);
    for (int j = 0; j < in.size(); ++j)
      for (const Neighbour &k : in.graph.neighbours[j]) {
        if (j >= k.atom) continue;
        for (const Neighbour &i : in.graph.neighbours[j])
          for (const Neighbour &l : in.graph.neighbours[k.atom])
            if (i.atom != k.atom && l.atom != j && i.atom != l.atom)
              add(collect, finder, {i.atom, j, k.atom, l.atom}, j);
      }
  }

  void add_impropers()
  {
    TermCollector<4> collect(system.impropers);
    RowFinder finder(in, TermKind::improper, 4);
    for (int centre = 0; centre < in.size(); ++centre) {
      auto n = in.graph.neighbours[centre];
      if (n.size() != 3) continue;
      // a distance has a sign: it is positive on the side on which the centre is in the crystal
      if (height(centre, n) < 0.0) std::swap(n[1], n[2]);
      const std::array<int, 4> atoms{centre, n[0].atom, n[1].atom, n[2].atom};
      for (const Match &match : finder.rows_for({atoms.begin(), atoms.end()}, centre))
        collect.add(atoms, term_type(*match.row));
    }
  }

  /// Of the centre over the plane of its neighbours, as improper_style distharm counts it, A.
  double height(int centre, const std::vector<Neighbour> &n) const
  {
    const Eigen::Vector3d a = in.bond_vector(centre, n[0]), b = in.bond_vector(centre, n[1]),
                          c = in.bond_vector(centre, n[2]);
    return -(b - a).cross(c - b).normalized().dot(c);
  }

  const FieldCrystal &in;
  System &system;
  std::set<std::string> packages;
};

}    // namespace

void add_field_terms(const FieldCrystal &in, System &system)
{
  FieldTermMaker(in, system).add_all();
}

}    // namespace softmode
