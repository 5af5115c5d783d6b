// SPDX-License-Identifier: BSD-3-Clause
// A table as text: comments, lines of an instrument, column names, columns of numbers.
#pragma once

#include "spectra/text.h"

#include <string>
#include <string_view>
#include <vector>

namespace softmode::spectra {

/// "# label 3: HKUST-1" is {"label", 3, "HKUST-1", line}; index 0 for one without a number. Lines of an instrument
/// that say the same have the same keys.
struct TableComment {
  std::string key;
  std::size_t index;
  std::string value;
  int line;
};

/// One line of column names, units or comments.
struct TableHead {
  std::vector<std::string> cells;    ///< one for each column
  int line;
};

struct Table {
  std::string name;    ///< of the file
  std::vector<TableComment> comments;
  std::vector<TableHead> heads;                ///< from top to bottom; empty without names
  std::vector<std::vector<double>> columns;    ///< all of one length, finite
  std::vector<int> lines;                      ///< of each row
  std::vector<std::string> notes;              ///< what was left out
  int columns_before = 0;                      ///< left out before the first one

  /// As a user counts, from 1.
  int number_of(std::size_t column) const { return static_cast<int>(column) + 1 + columns_before; }
};

/// A line above the numbers.
struct PreambleLine {
  std::string_view text;
  int line;
};

/// Sort the lines above the numbers into column names, what the instrument says, and the rest.
/// \throws SpectrumError for names that do not fit the columns, or a row that is none
void read_preamble(Table &table, const std::vector<PreambleLine> &preamble, char delimiter);

/// 0, 1, 2, ... or 1, 2, 3, ...
bool counts_rows(const std::vector<double> &column);

/// Whether a line is a comment: it begins with '#', '%', '!', "//", or with ';' where that separates nothing.
bool is_comment(std::string_view line, char delimiter);

/// What a comment says as "key: value", if it does.
void add_comment(Table &table, std::string_view comment, int line);

/// \throws SpectrumError for rows of unequal length, cells that are no finite numbers, no rows, a header
///   that does not have as many cells as the rows
Table parse_table(std::string_view text, const std::string &name);

}    // namespace softmode::spectra
