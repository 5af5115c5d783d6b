// SPDX-License-Identifier: BSD-3-Clause
#include "structure/cif_symmetry.h"

#include "structure/checks.h"
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

std::vector<Op> listed_operations(gemmi::cif::Block &block, const std::string &source)
{
  std::vector<Op> operations;
  std::set<std::array<int, 12>> known;
  for (const char *tag : {"_space_group_symop_operation_xyz", "_space_group_symop.operation_xyz",
                          "_symmetry_equiv_pos_as_xyz"}) {
    const gemmi::cif::Column column = block.find_values(tag);
    if (!column || column.length() == 0) continue;
    for (const std::string &value : column) {
      const std::string triplet = gemmi::cif::as_string(value);
      try {
        if (!is_short(triplet)) throw std::invalid_argument("too long");
        const Op op = gemmi::parse_triplet(triplet).wrap();
        if (std::abs(op.det_rot()) != Op::DEN * Op::DEN * Op::DEN)
          throw std::invalid_argument("no isometry");
        if (known.insert(key(op)).second) operations.push_back(op);
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

void check_fits_cell(const std::vector<Op> &operations, const Eigen::Matrix3d &cell,
                     const std::string &source)
{
  const Eigen::Matrix3d metric = cell.transpose() * cell;
  for (const Op &op : operations) {
    Eigen::Matrix3d r;
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j) r(i, j) = static_cast<double>(op.rot[i][j]) / Op::DEN;
    const Eigen::Matrix3d change = r.transpose() * metric * r - metric;
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j)
        if (std::fabs(change(i, j)) > metric_tolerance * std::sqrt(metric(i, i) * metric(j, j))) {
          const CellParameters p = cell_parameters(cell);
          fail(ExitCode::structure,
               "{}: the symmetry operation '{}' does not fit the cell {:g} {:g} {:g} A, {:g} {:g} "
               "{:g} degrees; is it another setting?",
               source, op.triplet(), p[0], p[1], p[2], p[3], p[4], p[5]);
        }
  }
}

const gemmi::SpaceGroup &group_of_symbol(const std::string &symbol, const CellParameters &cell,
                                         const std::string &source)
{
  std::string plain = symbol;    // 'P2_1/c' is 'P21/c'
  plain.erase(std::remove(plain.begin(), plain.end(), '_'), plain.end());
  const gemmi::SpaceGroup *group = gemmi::find_spacegroup_by_name(plain, cell[3], cell[5]);
  if (!group)
    fail(ExitCode::structure,
         "{}: the space group '{}' is not known and no symmetry operations are listed; add "
         "_space_group_symop_operation_xyz",
         source, symbol);
  if ((group->ext == '1' || group->ext == '2') && symbol.find(':') == std::string::npos)
    fail(ExitCode::structure,
         "{}: the space group '{}' has two choices of origin and no symmetry operations are "
         "listed; write '{}:1' or '{}:2', or add _space_group_symop_operation_xyz",
         source, symbol, symbol, symbol);
  return *group;
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

const gemmi::SpaceGroup &group_of_number(const std::string &number, const std::string &source)
{
  const bool is_number =
      !number.empty() && number.size() < 4 &&
      std::all_of(number.begin(), number.end(), [](unsigned char c) { return std::isdigit(c); });
  const gemmi::SpaceGroup *group =
      is_number ? gemmi::find_spacegroup_by_number(std::stoi(number)) : nullptr;
  if (!group)
    fail(ExitCode::structure, "{}: '{}' is not the number of a space group, expected 1 to 230",
         source, number);
  return *group;
}

}    // namespace

CifSymmetry read_symmetry(gemmi::cif::Block &block, const Eigen::Matrix3d &cell,
                          const std::string &source)
{
  CifSymmetry result;
  result.name = text_of(block, {"_space_group_name_H-M_alt", "_symmetry_space_group_name_H-M",
                                "_space_group_name_H-M_full", "_space_group.name_H-M_alt"});
  const std::string hall =
      text_of(block, {"_space_group_name_Hall", "_symmetry_space_group_name_Hall"});
  const std::string number =
      text_of(block, {"_space_group_IT_number", "_symmetry_Int_Tables_number"});
  result.operations = listed_operations(block, source);
  if (!result.operations.empty()) {
    check_group(result.operations, source);
  } else if (!hall.empty()) {
    result.operations = operations_of_hall(hall, source);
  } else if (!result.name.empty()) {
    result.operations =
        operations_of(group_of_symbol(result.name, cell_parameters(cell), source).operations());
  } else if (!number.empty()) {
    const gemmi::SpaceGroup &group = group_of_number(number, source);
    result.name = group.xhm();
    result.operations = operations_of(group.operations());
    result.notes.push_back(fmt::format(
        "the file gives the space group by its number alone: {} is taken in the setting '{}'",
        number, result.name));
  } else {
    fail(ExitCode::structure,
         "{}: no symmetry: expected _space_group_symop_operation_xyz, _symmetry_equiv_pos_as_xyz "
         "or a space group name; for a cell with all atoms listed, add 'x,y,z'",
         source);
  }
  check_fits_cell(result.operations, cell, source);
  return result;
}

}    // namespace softmode
