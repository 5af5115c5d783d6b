// SPDX-License-Identifier: BSD-3-Clause
// From the text of a CIF to gemmi's document, also where the text breaks CIF's syntax in ways whose meaning is plain.
#pragma once

#include <gemmi/cifdoc.hpp>

#include <string>
#include <vector>

namespace softmode {

/// Parse a CIF. A text that is no valid CIF is repaired where only one reading is possible: line ends, letters
/// beyond ASCII, no data_ line, blanks in the name of a block, missing quotes, items without a value, lists of
/// other things than atoms with a wrong number of values. Tags are written with '_' throughout, "_cell.length_a"
/// as "_cell_length_a". Every repair leaves a note that names its line.
/// \throws Error (structure) with file and line.
gemmi::cif::Document parse_cif(const std::string &text, const std::string &name,
                               std::vector<std::string> &notes);

}    // namespace softmode
