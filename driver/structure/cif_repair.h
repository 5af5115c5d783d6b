// SPDX-License-Identifier: BSD-3-Clause
// Repairs of texts that break CIF's syntax, for parse_cif().
#pragma once

#include <string>
#include <vector>

namespace softmode {

/// Does the reader use this item ("_cell_length_a", also with dots)? Its values must never be lost.
bool is_used_in_cif(const std::string &tag);

/// Is it a column of symmetry operations such as "x,-y,z+1/2"?
bool is_operation_tag(const std::string &tag);

/// The same items as a valid CIF, each on its line. Each repair adds a note with its line.
/// \throws Error (structure) with file and line where more than one reading is possible.
std::string repaired_cif(const std::string &text, const std::string &name,
                         std::vector<std::string> &notes);

}    // namespace softmode
