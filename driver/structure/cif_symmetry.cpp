// SPDX-License-Identifier: BSD-3-Clause
#include "structure/cif_symmetry.h"

#include "structure/checks.h"
#include "structure/cif_names.h"
#include "structure/cif_values.h"
#include "support/error.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

namespace softmode {

namespace {

using gemmi::Op;
using Tags = std::initializer_list<const char *>;

constexpr std::size_t most_operations = 192;    // Fm-3m and its like
constexpr double metric_tolerance = 0.01;       // of a product of two edges

std::array<int, 12> key(const Op &op)
{
  std::array<int, 12> k{};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) k[3 * i + j] = op.rot[i][j];
    k[9 + i] = op.tran[i];
  }
  return k;
}

// text of the first of the tags that has a value other than '?' and '.'
std::string text_of(const gemmi::cif::Block &block, Tags tags)
{
  for (const char *tag : tags)
    if (const std::string *value = block.find_value(tag))
      if (!gemmi::cif::is_null(*value)) return gemmi::cif::as_string(*value);
  return "";
}

// gemmi's parsers multiply what they read: longer texts and numbers, which no symbol has, would overflow
bool is_short(const std::string &symbol)
{
  constexpr std::size_t most_characters = 80, most_digits = 2;
  std::size_t digits = 0;
  for (const char c : symbol) {
    digits = std::isdigit(static_cast<unsigned char>(c)) ? digits + 1 : 0;
    if (digits > most_digits) return false;
  }
  return symbol.size() <= most_characters;
}

// a decimal number as twenty-fourths: ".3333" is "8/24"
std::string as_fraction(const std::string &decimal)
{
  constexpr double tolerance = 0.005;    // "0.33" and "0.67", too
  const double parts = cif_number(decimal) * Op::DEN;
  if (!(std::fabs(parts - std::round(parts)) < tolerance * Op::DEN) || parts > 10.0 * Op::DEN)
    throw std::invalid_argument("no fraction of a cell");
  const auto whole =
      static_cast<int>(std::lround(parts)) % Op::DEN;    // of whole cells nothing is left
  return fmt::format("{}/{}", whole, static_cast<int>(Op::DEN));
}

// as gemmi reads it: "x+0.5, .25-Y; z" as "x+12/24,6/24-Y,z"
std::string plain_triplet(const std::string &text)
{
  std::string triplet = in_ascii(text);
  for (const char bracket : {'(', ')', '[', ']'})
    triplet.erase(std::remove(triplet.begin(), triplet.end(), bracket), triplet.end());
  const char separator = triplet.find(',') != std::string::npos   ? ','
                         : triplet.find(';') != std::string::npos ? ';'
                                                                  : ' ';
  std::string plain;
  for (std::size_t at = 0; at < triplet.size();) {
    const std::size_t end = std::min(triplet.find_first_not_of("0123456789.", at), triplet.size());
    const std::string number = triplet.substr(at, end - at);
    if (number.find('.') != std::string::npos)
      plain += as_fraction(number);
    else
      plain += number;
    at = end;
    if (at == triplet.size()) break;
    if (triplet[at] == separator)
      plain += ',';
    else if (triplet[at] != ' ')
      plain += triplet[at];
    ++at;
  }
  return plain;
}

Op operation_of(const std::string &text)
{
  constexpr std::size_t longest = 80;
  const std::string triplet = text.size() > longest ? "" : plain_triplet(text);
  if (!is_short(triplet)) throw std::invalid_argument("too long");
  const Op op = gemmi::parse_triplet(triplet).wrap();
  if (std::abs(op.det_rot()) != Op::DEN * Op::DEN * Op::DEN)
    throw std::invalid_argument("no isometry");
  return op;
}

std::vector<Op> listed_operations(gemmi::cif::Block &block, const std::string &source,
                                  std::vector<std::string> &notes)
{
  std::vector<Op> operations;
  std::set<std::array<int, 12>> known;
  bool said_decimals = false;
  for (const char *tag : {"_space_group_symop_operation_xyz", "_symmetry_equiv_pos_as_xyz"}) {
    const gemmi::cif::Column column = block.find_values(tag);
    if (!column || column.length() == 0) continue;
    if (column.length() == 1 && gemmi::cif::is_null(column.at(0))) continue;
    for (const std::string &value : column) {
      const std::string triplet = gemmi::cif::as_string(value);
      try {
        const Op op = operation_of(triplet);
        if (known.insert(key(op)).second) operations.push_back(op);
        if (!said_decimals && triplet.find('.') != std::string::npos)
          notes.push_back(
              fmt::format("decimals in symmetry operations are taken as fractions: '{}' "
                          "is '{}'",
                          shortened(triplet), op.triplet()));
        said_decimals = said_decimals || triplet.find('.') != std::string::npos;
      } catch (const std::exception &) {
        fail(ExitCode::structure, "{}: '{}' in {} is not a symmetry operation like 'x,-y,z+1/2'",
             source, shortened(triplet), tag);
      }
    }
    if (known.count(key(Op::identity())) == 0)
      fail(ExitCode::structure, "{}: the symmetry operations in {} lack the identity 'x,y,z'",
           source, tag);
    if (operations.size() > most_operations)
      fail(ExitCode::structure, "{}: {} symmetry operations in {}; no space group has more than {}",
           source, operations.size(), tag, most_operations);
    return operations;
  }
  return operations;
}

void check_group(const std::vector<Op> &operations, const std::string &source)
{
  std::set<std::array<int, 12>> known;
  for (const Op &op : operations) known.insert(key(op));
  for (const Op &a : operations)
    for (const Op &b : operations)
      if (known.count(key(a * b)) == 0)
        fail(ExitCode::structure,
             "{}: the symmetry operations are no group: '{}' after '{}' gives '{}', which is not "
             "among them; is the list complete?",
             source, a.triplet(), b.triplet(), (a * b).triplet());
}

// does the operation leave all lengths and angles of the cell as they are?
bool fits_cell(const Op &op, const Eigen::Matrix3d &cell)
{
  const Eigen::Matrix3d metric = cell.transpose() * cell;
  Eigen::Matrix3d r;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) r(i, j) = static_cast<double>(op.rot[i][j]) / Op::DEN;
  const Eigen::Matrix3d change = r.transpose() * metric * r - metric;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j)
      if (std::fabs(change(i, j)) > metric_tolerance * std::sqrt(metric(i, i) * metric(j, j)))
        return false;
  return true;
}

void check_fits_cell(const std::vector<Op> &operations, const Eigen::Matrix3d &cell,
                     const std::string &source)
{
  for (const Op &op : operations) {
    if (fits_cell(op, cell)) continue;
    const CellParameters p = cell_parameters(cell);
    fail(ExitCode::structure,
         "{}: the symmetry operation '{}' does not fit the cell {:g} {:g} {:g} A, {:g} {:g} "
         "{:g} degrees; is it another setting?",
         source, op.triplet(), p[0], p[1], p[2], p[3], p[4], p[5]);
  }
}

std::vector<Op> operations_of(const gemmi::GroupOps &group)
{
  std::vector<Op> operations;
  for (const Op &op : group) operations.push_back(op);
  return operations;
}

std::vector<Op> operations_of_hall(const std::string &symbol, const std::string &source)
{
  try {
    if (!is_short(symbol)) throw std::invalid_argument("it is too long");
    return operations_of(gemmi::symops_from_hall(symbol.c_str()));
  } catch (const std::exception &e) {
    fail(ExitCode::structure,
         "{}: the Hall symbol '{}' is none: {}; add "
         "_space_group_symop_operation_xyz",
         source, shortened(symbol), e.what());
  }
}

// all settings of a number between 1 and 230 that differ in their origin or their symbol
std::vector<const gemmi::SpaceGroup *> settings_of_number(const std::string &number)
{
  const bool is_number =
      !number.empty() && number.size() < 4 &&
      std::all_of(number.begin(), number.end(), [](unsigned char c) { return std::isdigit(c); });
  std::vector<const gemmi::SpaceGroup *> settings;
  if (is_number)
    for (const gemmi::SpaceGroup &group : gemmi::spacegroup_tables::main)
      if (group.number == std::stoi(number)) settings.push_back(&group);
  return settings;
}

void take(CifSymmetry &symmetry, const NamedGroups &named)
{
  symmetry.operations = operations_of(named.settings[0]->operations());
  if (!named.origin_open) return;
  for (const gemmi::SpaceGroup *group : named.settings)
    symmetry.origins.emplace_back(group->xhm(), operations_of(group->operations()));
}

void take_number(CifSymmetry &symmetry, const std::string &number, const CellParameters &cell,
                 const std::string &source)
{
  const auto settings = settings_of_number(number);
  if (settings.empty())
    fail(ExitCode::structure, "{}: '{}' is not the number of a space group, expected 1 to 230",
         source, shortened(number));
  // the reference setting; hexagonal or rhombohedral axes and the origin as for its symbol
  const NamedGroups named = groups_of_name(settings[0]->hm, cell);
  take(symmetry, named);
  symmetry.name = named.settings[0]->xhm();
  symmetry.notes.push_back(fmt::format(
      "the file gives the space group by its number alone: {} is taken in the setting '{}'", number,
      symmetry.name));
}

void take_name(CifSymmetry &symmetry, const std::string &number, const CellParameters &cell,
               const std::string &source)
{
  const NamedGroups named =
      is_short(symmetry.name) ? groups_of_name(symmetry.name, cell) : NamedGroups{};
  if (!named.settings.empty()) {
    take(symmetry, named);
    if (!named.as_written && !named.origin_open)
      symmetry.notes.push_back(fmt::format("the space group '{}' is read as '{}'", symmetry.name,
                                           named.settings[0]->xhm()));
    return;
  }
  // a number of a group that has one setting alone says the same
  const auto settings = settings_of_number(number);
  if (settings.size() != 1)
    fail(ExitCode::structure,
         "{}: the space group '{}' is not known and no symmetry operations are listed; add "
         "_space_group_symop_operation_xyz",
         source, shortened(symmetry.name));
  symmetry.notes.push_back(
      fmt::format("the space group '{}' is not known; its number {} is taken, '{}'",
                  shortened(symmetry.name), number, settings[0]->xhm()));
  symmetry.operations = operations_of(settings[0]->operations());
}

// a list that is shorter or longer than its group leaves atoms out, or repeats them
void note_other_group(CifSymmetry &symmetry, const CellParameters &cell)
{
  if (symmetry.name.empty() || !is_short(symmetry.name)) return;
  const NamedGroups named = groups_of_name(symmetry.name, cell);
  if (named.settings.empty()) return;
  const auto order = static_cast<std::size_t>(named.settings[0]->operations().order());
  if (order != symmetry.operations.size())
    symmetry.notes.push_back(fmt::format(
        "the file lists {} symmetry operations, though its space group '{}' has {}; the list is "
        "taken",
        symmetry.operations.size(), symmetry.name, order));
}

}    // namespace

CifSymmetry read_symmetry(gemmi::cif::Block &block, const Eigen::Matrix3d &cell,
                          const std::string &source)
{
  CifSymmetry result;
  result.name = text_of(block, {"_space_group_name_H-M_alt", "_symmetry_space_group_name_H-M",
                                "_space_group_name_H-M_full", "_space_group_name_H-M",
                                "_symmetry_space_group_name_H-M_full"});
  const std::string hall =
      text_of(block, {"_space_group_name_Hall", "_symmetry_space_group_name_Hall"});
  const std::string number =
      text_of(block, {"_space_group_IT_number", "_symmetry_Int_Tables_number"});
  const CellParameters parameters = cell_parameters(cell);
  result.operations = listed_operations(block, source, result.notes);
  if (!result.operations.empty()) {
    check_group(result.operations, source);
    note_other_group(result, parameters);
  } else if (!hall.empty()) {
    result.operations = operations_of_hall(hall, source);
  } else if (!result.name.empty()) {
    take_name(result, number, parameters, source);
  } else if (!number.empty()) {
    take_number(result, number, parameters, source);
  } else {
    result.operations = {Op::identity()};
    result.assumed = true;
  }
  check_fits_cell(result.operations, cell, source);
  return result;
}

Eigen::Matrix3d matrix_of(const gemmi::UnitCell &cell)
{
  Eigen::Matrix3d m;
  for (int row = 0; row < 3; ++row)
    for (int column = 0; column < 3; ++column) m(row, column) = cell.orth.mat[row][column];
  return m;
}

bool fixes_angles(const std::vector<Op> &operations, const Eigen::Matrix3d &cell)
{
  const Op::Rot same = Op::identity().rot;
  if (std::all_of(operations.begin(), operations.end(),
                  [&](const Op &op) { return op.rot == same; }))
    return true;
  constexpr double other = 5.0;    // degrees
  const CellParameters p = cell_parameters(cell);
  const auto is_free = [&](double alpha, double beta, double gamma) {
    gemmi::UnitCell changed;
    changed.set(p[0], p[1], p[2], p[3] + alpha, p[4] + beta, p[5] + gamma);
    const Eigen::Matrix3d m = matrix_of(changed);
    return std::all_of(operations.begin(), operations.end(),
                       [&](const Op &op) { return fits_cell(op, m); });
  };
  return !is_free(other, 0, 0) && !is_free(0, other, 0) && !is_free(0, 0, other) &&
         !is_free(other, other, other);
}

}    // namespace softmode
