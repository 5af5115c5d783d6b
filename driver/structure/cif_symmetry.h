// SPDX-License-Identifier: BSD-3-Clause
// Symmetry operations of a CIF, for its reader.
#pragma once

#include "structure/crystal.h"

#include <gemmi/cifdoc.hpp>
#include <gemmi/symmetry.hpp>

#include <string>
#include <vector>

namespace softmode {

struct CifSymmetry {
  std::string name;    ///< Hermann-Mauguin symbol; may be empty
  std::vector<gemmi::Op> operations;
  std::vector<std::string> notes;
};

/// The operations that are listed; without a list those of the Hall symbol, of the Hermann-Mauguin
/// symbol, or of the number's reference setting (with a note).
/// \throws Error (structure): an operation that is none, operations that are no group or do not fit the
///   cell (columns a, b, c in A), an unknown or ambiguous symbol, nothing given.
CifSymmetry read_symmetry(gemmi::cif::Block &block, const Eigen::Matrix3d &cell,
                          const std::string &source);

}    // namespace softmode
