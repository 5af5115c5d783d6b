// SPDX-License-Identifier: BSD-3-Clause
// A published field as tables: types by environment, and terms by types. Its forms, and which numbers
// each takes, are in term_forms() and pair_forms(); potentials/README.md lists them for users.
#pragma once

#include "support/quantity.h"
#include "support/yaml.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// A number of a form, with the unit it is kept in; without a dimension a plain number.
struct FormParameter {
  std::string name;
  std::optional<Dimension> dimension;
};

enum class TermKind { bond, angle, dihedral, improper };

/// A form of energy and the LAMMPS style that computes it. Force constants k are those of 1/2 k x^2.
struct TermForm {
  std::string name, equation;
  std::vector<FormParameter> parameters;
  std::string style, package;    ///< of LAMMPS
  /// Coefficients of the style from the parameters in kcal/mol, A, degrees.
  std::string (*coefficients)(const std::vector<double> &);
};

/// Forms of a kind of term.
const std::vector<TermForm> &term_forms(TermKind kind);

/// Numbers for the atoms whose types are these, in this order or the opposite one; of an improper the
/// first is the centre and the order of the others is free.
struct FieldRow {
  const TermForm *form;
  std::vector<std::string> types;
  std::vector<double> values;    ///< in the order of the form's parameters; kcal/mol, A, degrees
  std::string source;
};

/// Atoms that have no term on purpose; "*" stands for any type.
struct AbsentTerm {
  std::vector<std::string> types;
  std::string reason;
};

struct FieldTerms {
  std::vector<FieldRow> rows;
  std::vector<AbsentTerm> absent;
};

/// A form of pair energy; each type has numbers of its own.
struct PairForm {
  std::string name, equation;
  std::vector<FormParameter> settings;    ///< of the whole form: cutoffs, accuracy
  std::vector<FormParameter> columns;     ///< of each type
};

const std::vector<PairForm> &pair_forms();

struct FieldPairs {
  const PairForm *form;
  std::map<std::string, double> settings;
  std::map<std::string, std::vector<double>> values;    ///< by type, in the order of the columns
  std::string source;
};

struct Field {
  std::map<std::string, std::string> types;    ///< name by environment: "O(CZn)" or "O(C(CO2)Zn)"
  std::map<std::string, double> charges;       ///< e, by type
  std::string source_of_charges;
  std::map<TermKind, FieldTerms> terms;
  std::vector<FieldPairs> pairs;

  /// Pairs of this form, or nullptr.
  const FieldPairs *pairs_of(const std::string &form) const;
};

/// Read the key `field` of a potential over what the files it extends gave; each part that is given
/// replaces the one before. \throws Error (parameters) naming file, line, key and what was expected.
void read_field(const YamlNode &node, Field &field);

/// "bond", "bonds": the kind of a term, for messages and keys.
const char *name_of(TermKind kind);
std::string key_of(TermKind kind);

}    // namespace softmode
