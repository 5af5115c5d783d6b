// SPDX-License-Identifier: BSD-3-Clause
// A table as text: comments, column names, columns of numbers.
#pragma once

#include "spectra/text.h"

#include <string>
#include <string_view>
#include <vector>

namespace softmode::spectra {

/// "# label 3: HKUST-1" is {"label", 3, "HKUST-1", line}; index 0 for one without a number.
struct TableComment {
  std::string key;
  std::size_t index;
  std::string value;
  int line;
};

struct Table {
  std::string name;    ///< of the file
  std::vector<TableComment> comments;
  std::vector<std::string> header;    ///< cells of the line of column names; empty without one
  int header_line = 0;
  std::vector<std::vector<double>> columns;    ///< all of one length, finite
  std::vector<int> lines;                      ///< of each row
};

/// \throws SpectrumError for rows of unequal length, cells that are no finite numbers, no rows, a header
///   that does not have as many cells as the rows
Table parse_table(std::string_view text, const std::string &name);

}    // namespace softmode::spectra
