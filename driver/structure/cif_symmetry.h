// SPDX-License-Identifier: BSD-3-Clause
// Symmetry operations of a CIF, for its reader.
#pragma once

#include "structure/crystal.h"

#include <gemmi/cifdoc.hpp>
#include <gemmi/symmetry.hpp>
#include <gemmi/unitcell.hpp>

#include <string>
#include <utility>
#include <vector>

namespace softmode {

struct CifSymmetry {
  std::string name;    ///< Hermann-Mauguin symbol; may be empty
  std::vector<gemmi::Op> operations;
  std::vector<std::string> notes;
  bool assumed =
      false;    ///< the file says nothing of symmetry: P 1, if the atoms alone make a structure
  /// The symbol leaves the origin open: the settings ("F d -3 m:2", "F d -3 m:1") and their operations.
  std::vector<std::pair<std::string, std::vector<gemmi::Op>>> origins;
};

/// The operations that are listed; without a list those of the Hall symbol, of the Hermann-Mauguin
/// symbol in any spelling, or of the number's setting (with a note); where nothing is given the identity alone.
/// \throws Error (structure): an operation that is none, operations that are no group or do not fit the
///   cell (columns a, b, c in A), an unknown symbol.
CifSymmetry read_symmetry(gemmi::cif::Block &block, const Eigen::Matrix3d &cell,
                          const std::string &source);

/// Columns a, b, c in A.
Eigen::Matrix3d matrix_of(const gemmi::UnitCell &cell);

/// Does the symmetry leave no other angles to the cell (columns a, b, c in A) than it has? True also without any
/// rotation: then nothing is known of the angles.
bool fixes_angles(const std::vector<gemmi::Op> &operations, const Eigen::Matrix3d &cell);

}    // namespace softmode
