// SPDX-License-Identifier: BSD-3-Clause
// Tables of parameters: comma-separated, '#' comments, one header line.
#pragma once

#include "support/error.h"

#include <filesystem>
#include <string>
#include <vector>

namespace softmode {

/// Parts of a text between separators; "a,,b" and "a,b," have three, "" none.
std::vector<std::string> split(const std::string &text, char separator);

/// A finite number. \throws Error of `kind`: "<where>: '<text>' is not a number".
double finite_number(const std::string &text, const std::string &where, ExitCode kind);

/// One line of a table.
struct CsvRow {
  std::vector<std::string> fields;
  std::string where;    ///< "<file>:<line>"
  ExitCode kind;

  /// Number in a column, from 0. \throws Error that names file, line and column, from 1.
  double number(std::size_t column) const;
};

/// Rows after comments and header, each with `columns` fields or more.
/// \throws Error (io) if the file cannot be read; of `kind`, naming the line, for too few columns.
std::vector<CsvRow> read_csv(const std::filesystem::path &file, std::size_t columns, ExitCode kind);

}    // namespace softmode
