// SPDX-License-Identifier: BSD-3-Clause
#include "forcefield/field.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

namespace softmode {

namespace {

using D = Dimension;
using Values = std::vector<double>;

constexpr std::array<TermKind, 4> kinds{TermKind::bond, TermKind::angle, TermKind::dihedral,
                                        TermKind::improper};
constexpr const char *any = "*";

std::size_t atoms_of(TermKind kind)
{
  return kind == TermKind::bond ? 2 : kind == TermKind::angle ? 3 : 4;
}

std::vector<TermForm> bond_forms()
{
  const std::vector<FormParameter> harmonic{{"k", D::stretch_constant}, {"r0", D::length}};
  const auto half_constant = [](const Values &v) {
    return fmt::format("{:.9g} {:.9g}", 0.5 * v[0], v[1]);
  };
  return {{"harmonic", "k/2 (r - r0)^2", harmonic, "harmonic", "MOLECULE", half_constant},
          {"mm3", "k/2 (r - r0)^2 [1 - 2.55 (r - r0) + 7/12 (2.55 (r - r0))^2], r in A", harmonic,
           "mm3", "YAFF", half_constant},
          {"morse",
           "D [1 - exp(-a (r - r0))]^2, a = sqrt(k / 2 D)",
           {{"k", D::stretch_constant}, {"r0", D::length}, {"D", D::energy}},
           "morse",
           "MOLECULE",
           [](const Values &v) {
             return fmt::format("{:.9g} {:.9g} {:.9g}", v[2], std::sqrt(v[0] / (2.0 * v[2])), v[1]);
           }}};
}

std::vector<TermForm> angle_forms()
{
  const std::vector<FormParameter> harmonic{{"k", D::bend_constant}, {"theta0", D::angle}};
  const auto half_constant = [](const Values &v) {
    return fmt::format("{:.9g} {:.9g}", 0.5 * v[0], v[1]);
  };
  return {{"harmonic", "k/2 (theta - theta0)^2", harmonic, "harmonic", "MOLECULE", half_constant},
          {"mm3",
           "k/2 d^2 [1 - 0.014 d + 5.6e-5 d^2 - 7e-7 d^3 + 2.2e-8 d^4], d = theta - theta0, in "
           "degrees within the brackets",
           harmonic, "mm3", "YAFF", half_constant},
          {"cross",
           "kss (r1 - r10)(r2 - r20) + (theta - theta0)[kb1 (r1 - r10) + kb2 (r2 - r20)]",
           {{"kss", D::stretch_constant},
            {"kb1", D::stretch_bend_constant},
            {"kb2", D::stretch_bend_constant},
            {"r10", D::length},
            {"r20", D::length},
            {"theta0", D::angle}},
           "cross",
           "YAFF",
           [](const Values &v) { return fmt::format("{:.9g}", fmt::join(v, " ")); }},
          {"fourier-vdw",
           "V/n^2 [1 + cos(n theta - phi0)], and the van der Waals energy of the outer atoms",
           {{"V", D::energy}, {"n", {}}, {"phi0", D::angle}},
           "cosine/buck6d",
           "MOFFF",
           [](const Values &v) {
             return fmt::format("{:.9g} {:g} {:g}", v[0] / (v[1] * v[1]), v[1], v[2]);
           }}};
}

std::vector<TermForm> dihedral_forms()
{
  return {{"torsion",
           "A/2 [1 - cos(m (phi - phi0))]",
           {{"A", D::energy}, {"m", {}}, {"phi0", D::angle}},
           "harmonic",
           "MOLECULE",
           // K [1 + d cos(m phi)], d = -cos(m phi0), which is 1 or -1
           [](const Values &v) {
             const bool turned = std::lround(v[1] * v[2] / 180.0) % 2 != 0;
             return fmt::format("{:.9g} {} {:g}", 0.5 * v[0], turned ? 1 : -1, v[1]);
           }},
          {"cosines",
           "1/2 [V1 (1 + cos phi) + V2 (1 - cos 2 phi) + V3 (1 + cos 3 phi) + V4 (1 - cos 4 phi)]",
           {{"V1", D::energy}, {"V2", D::energy}, {"V3", D::energy}, {"V4", D::energy}},
           "opls",
           "MOLECULE",
           [](const Values &v) { return fmt::format("{:.9g}", fmt::join(v, " ")); }}};
}

std::vector<TermForm> improper_forms()
{
  return {{"distance",
           "k/2 (d - d0)^2, d the distance of the centre from the plane of the others",
           {{"k", D::stretch_constant}, {"d0", D::length}},
           "distharm",
           "YAFF",
           [](const Values &v) { return fmt::format("{:.9g} {:.9g}", 0.5 * v[0], v[1]); }},
          {"wilson",
           "k/2 omega^2 for each of the three angles between a bond and the plane of the others",
           {{"k", D::bend_constant}},
           "inversion/harmonic",
           "MOFFF",
           // the style divides by 3
           [](const Values &v) { return fmt::format("{:.9g} 0", 1.5 * v[0]); }}};
}

std::string join(const std::vector<std::string> &words)
{
  return fmt::format("{}", fmt::join(words, " "));
}

std::vector<std::string> words_of(const std::string &text)
{
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::string names_of(const std::vector<FormParameter> &parameters)
{
  std::vector<std::string> names;
  for (const FormParameter &p : parameters) names.push_back(p.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

/// The key `columns` of a table, which says for each number of a row what it is and its unit.
class Columns {
 public:
  Columns(const YamlNode &node, const std::vector<FormParameter> &parameters) :
      count(parameters.size())
  {
    const std::vector<YamlNode> items = node.items();
    for (const YamlNode &item : items) {
      const std::vector<std::string> words = words_of(item.text());
      const auto found =
          std::find_if(parameters.begin(), parameters.end(), [&](const FormParameter &p) {
            return !words.empty() && p.name == words[0];
          });
      if (found == parameters.end() || words.size() != (found->dimension ? 2 : 1) ||
          (found->dimension && !convert({1.0, words[1]}, *found->dimension)))
        item.error(found == parameters.end() || !found->dimension
                       ? fmt::format("expected one of {}, with its unit", names_of(parameters))
                       : fmt::format("expected '{} <unit>' with one of the units {}", found->name,
                                     accepted_units(*found->dimension)));
      const auto place = static_cast<std::size_t>(found - parameters.begin());
      columns.push_back({place, found->dimension, words.size() == 2 ? words[1] : ""});
    }
    std::vector<bool> given(count);
    for (const Column &c : columns) given[c.parameter] = true;
    if (columns.size() != count || std::find(given.begin(), given.end(), false) != given.end())
      node.error(fmt::format("expected each of {} once", names_of(parameters)));
  }

  Values row(const YamlNode &node) const
  {
    const std::vector<YamlNode> items = node.items();
    if (items.size() != count)
      node.error(fmt::format("expected {} numbers, as many as there are columns; found {}", count,
                             items.size()));
    Values values(count);
    for (std::size_t k = 0; k < count; ++k) {
      const double number = items[k].number();
      const Column &c = columns[k];
      values[c.parameter] = c.dimension ? *convert({number, c.unit}, *c.dimension) : number;
    }
    return values;
  }

 private:
  struct Column {
    std::size_t parameter;
    std::optional<Dimension> dimension;
    std::string unit;
  };
  std::vector<Column> columns;
  std::size_t count;
};

template <class Form>
const Form &named_form(const YamlNode &node, const std::vector<Form> &forms,
                       const std::vector<std::string> &others = {})
{
  std::vector<std::string> names = others;
  for (const Form &form : forms) names.push_back(form.name);
  const std::string name = node.one_of(names);
  return *std::find_if(forms.begin(), forms.end(), [&](const Form &f) { return f.name == name; });
}

class FieldReader {
 public:
  FieldReader(const YamlNode &n, Field &f) : node(n), field(f) {}

  void read() const
  {
    node.allow_keys(
        {"source", "types", "charges", "pairs", "bonds", "angles", "dihedrals", "impropers"});
    if (const auto types = node["types"]; types.exists()) read_types(types);
    if (const auto charges = node["charges"]; charges.exists()) read_charges(charges);
    if (const auto pairs = node["pairs"]; pairs.exists()) read_pairs(pairs);
    for (const TermKind kind : kinds)
      if (const auto terms = node[key_of(kind)]; terms.exists())
        field.terms[kind] = read_terms(terms, kind);
  }

 private:
  std::string source_of(const YamlNode &section) const
  {
    const YamlNode own = section["source"];
    return own.exists() ? own.text() : node.require("source").text();
  }

  void read_types(const YamlNode &types) const
  {
    field.types.clear();
    for (const std::string &name : types.keys()) {
      if (name == any) types[name].error("'*' stands for any type and cannot be the name of one");
      const YamlNode environment = types[name];
      const auto [place, inserted] = field.types.emplace(environment.text(), name);
      if (!inserted)
        environment.error(fmt::format("is the environment of type {} too", place->second));
    }
  }

  void require_type(const YamlNode &where, const std::string &name) const
  {
    for (const auto &[environment, type] : field.types)
      if (type == name) return;
    where.error(fmt::format("there is no type '{}'; field.types gives them", name));
  }

  void read_charges(const YamlNode &charges) const
  {
    field.charges.clear();
    field.source_of_charges = node.require("source").text();
    for (const std::string &type : charges.keys()) {
      require_type(charges[type], type);
      field.charges[type] = charges[type].quantity(Dimension::charge);
    }
  }

  void read_pairs(const YamlNode &list) const
  {
    field.pairs.clear();
    for (const YamlNode &section : list.items()) {
      const PairForm &form = named_form(section.require("form"), pair_forms());
      std::vector<std::string> allowed{"form", "source"};
      for (const FormParameter &p : form.settings) allowed.push_back(p.name);
      if (!form.columns.empty()) allowed.insert(allowed.end(), {"columns", "values"});
      section.allow_keys(allowed);
      FieldPairs pairs{&form, {}, {}, source_of(section)};
      for (const FormParameter &p : form.settings) {
        const YamlNode setting = section.require(p.name);
        pairs.settings[p.name] = p.dimension ? setting.quantity(*p.dimension) : setting.number();
        if (!(pairs.settings[p.name] > 0.0)) setting.error("must be positive");
      }
      if (!form.columns.empty()) {
        const Columns columns(section.require("columns"), form.columns);
        const YamlNode values = section.require("values");
        for (const std::string &type : values.keys()) {
          require_type(values[type], type);
          pairs.values[type] = columns.row(values[type]);
        }
      }
      field.pairs.push_back(pairs);
    }
  }

  std::vector<std::string> read_key(const YamlNode &where, const std::string &key, TermKind kind,
                                    bool wildcards) const
  {
    const std::vector<std::string> types = words_of(key);
    if (types.size() != atoms_of(kind))
      where.error(
          fmt::format("expected {} types with blanks between, found '{}'", atoms_of(kind), key));
    for (const std::string &type : types)
      if (!wildcards || type != any) require_type(where, type);
    return types;
  }

  FieldTerms read_terms(const YamlNode &list, TermKind kind) const
  {
    FieldTerms terms;
    for (const YamlNode &section : list.items()) {
      if (section.require("form").text() == "none") {
        section.allow_keys({"form", "because", "terms"});
        const std::string reason = section.require("because").text();
        for (const YamlNode &item : section.require("terms").items())
          terms.absent.push_back({read_key(item, item.text(), kind, true), reason});
        continue;
      }
      const TermForm &form = named_form(section.require("form"), term_forms(kind), {"none"});
      section.allow_keys({"form", "source", "columns", "terms"});
      const Columns columns(section.require("columns"), form.parameters);
      const YamlNode rows = section.require("terms");
      for (const std::string &key : rows.keys()) {
        const YamlNode row = rows[key];
        const FieldRow added{&form, read_key(row, key, kind, false), columns.row(row),
                             source_of(section)};
        check_row(row, added, kind, terms.rows);
        terms.rows.push_back(added);
      }
    }
    return terms;
  }

  static void check_row(const YamlNode &where, const FieldRow &row, TermKind kind,
                        const std::vector<FieldRow> &rows)
  {
    std::vector<std::string> turned = row.types;
    std::reverse(turned.begin() + (kind == TermKind::improper ? 1 : 0), turned.end());
    for (const FieldRow &other : rows)
      if (other.form == row.form && (other.types == row.types || other.types == turned))
        where.error(fmt::format("{} {} is given twice", row.form->name, join(row.types)));
    const auto &v = row.values;
    if (row.form->name == "cross" && row.types == turned && (v[1] != v[2] || v[3] != v[4]))
      where.error("the outer atoms are of one type, so kb1 and kb2, r10 and r20 must be equal");
    if (row.form->name == "torsion") {
      const double turns = v[1] * v[2] / 180.0;
      if (v[1] < 1.0 || v[1] != std::floor(v[1]) || std::fabs(turns - std::round(turns)) > 1e-9)
        where.error("m must be a whole number and m phi0 a multiple of 180 deg");
    }
  }

  const YamlNode &node;
  Field &field;
};

}    // namespace

const char *name_of(TermKind kind)
{
  switch (kind) {
    case TermKind::bond:
      return "bond";
    case TermKind::angle:
      return "angle";
    case TermKind::dihedral:
      return "dihedral";
    case TermKind::improper:
      break;
  }
  return "improper";
}

std::string key_of(TermKind kind)
{
  return std::string(name_of(kind)) + "s";
}

const std::vector<TermForm> &term_forms(TermKind kind)
{
  static const std::map<TermKind, std::vector<TermForm>> forms{
      {TermKind::bond, bond_forms()},
      {TermKind::angle, angle_forms()},
      {TermKind::dihedral, dihedral_forms()},
      {TermKind::improper, improper_forms()}};
  return forms.at(kind);
}

const std::vector<PairForm> &pair_forms()
{
  static const std::vector<PairForm> forms{
      {"mm3-gaussian",
       "e [1.84e5 exp(-12 r/s) - 2.25 (s/r)^6], s = sigma_i + sigma_j, e = sqrt(epsilon_i "
       "epsilon_j), not "
       "for 1-2 and 1-3, taken to 0 over the last `taper` before `cutoff`; q_i q_j erf(r/R)/r, "
       "R^2 = width_i^2 + width_j^2, for all pairs",
       {{"cutoff", D::length},
        {"taper", D::length},
        {"coulomb-cutoff", D::length},
        {"accuracy", {}}},
       {{"epsilon", D::energy}, {"sigma", D::length}, {"width", D::length}}},
      {"buck6d-gaussian",
       "e {1.84e5 exp(-12 r/d) - 2.25 (d/r)^6 / [1 + 6 (d/(4 r))^14]}, d = r0_i + r0_j, e = "
       "sqrt(epsilon_i epsilon_j), not for 1-2 and 1-3, taken to 0 between smooth-from x cutoff "
       "and cutoff; "
       "q_i q_j erf(r/R)/r, R^2 = width_i^2 + width_j^2, for all pairs, energy and force shifted "
       "to 0 at "
       "cutoff",
       {{"cutoff", D::length}, {"smooth-from", {}}},
       {{"epsilon", D::energy}, {"r0", D::length}, {"width", D::length}}},
      {"lennard-jones",
       "4 e [(s/r)^12 - (s/r)^6], e and s geometric means, not for 1-2 and 1-3",
       {{"cutoff", D::length}},
       {{"epsilon", D::energy}, {"sigma", D::length}}},
      {"mm3-metal-oxygen",
       "e [1.84e5 exp(-11.5 r/s) - 2.55 (s/r)^6] between a metal and an oxygen, s the arithmetic "
       "mean, e "
       "the geometric",
       {{"cutoff", D::length}},
       {{"epsilon", D::energy}, {"sigma", D::length}}},
      {"point-charges",
       "q_i q_j / r, not for 1-2 and 1-3",
       {{"cutoff", D::length}, {"accuracy", {}}},
       {}},
  };
  return forms;
}

const FieldPairs *Field::pairs_of(const std::string &form) const
{
  for (const FieldPairs &p : pairs)
    if (p.form->name == form) return &p;
  return nullptr;
}

void read_field(const YamlNode &node, Field &field)
{
  FieldReader(node, field).read();
}

}    // namespace softmode
