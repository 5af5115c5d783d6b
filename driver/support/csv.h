// SPDX-License-Identifier: BSD-3-Clause
// Tables of parameters and results: comma-separated, '#' comments, one header line, columns known by their names.
#pragma once

#include "support/error.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// Parts of a text between separators; "a,,b" and "a,b," have three, "" none.
std::vector<std::string> split(const std::string &text, char separator);

/// A finite number. \throws Error of `kind`: "<where>: '<text>' is not a number".
double finite_number(const std::string &text, const std::string &where, ExitCode kind);

/// One line of a table.
class CsvRow {
 public:
  CsvRow(std::shared_ptr<const std::vector<std::string>> header, std::vector<std::string> cells,
         std::string where, ExitCode kind);

  /// A cell. \throws Error that names file and line if there is no such column.
  const std::string &text(const std::string &column) const;
  /// A finite number. \throws Error that names file, line and column.
  double number(const std::string &column) const;
  /// Nothing where the cell is empty, or the column missing.
  std::optional<double> number_if_any(const std::string &column) const;
  /// NaN where the cell is empty or says so.
  double number_or_nan(const std::string &column) const;
  /// Which of two words a cell is. \throws Error for any other.
  bool is_first(const std::string &column, const std::string &first,
                const std::string &second) const;

  std::string where;    ///< "<file>:<line>"
  ExitCode kind;

 private:
  const std::string *find(const std::string &column) const;
  std::string where_in(const std::string &column) const;

  std::shared_ptr<const std::vector<std::string>> header;
  std::vector<std::string> cells;
};

/// Rows after comments and header, each with as many cells as the header, among which are the `needed` columns in any order.
/// \throws Error (io) if the file cannot be read; of `kind`, naming the line, for columns that are missing or rows of
///   another length.
std::vector<CsvRow> read_csv(const std::filesystem::path &file,
                             const std::vector<std::string> &needed, ExitCode kind);

}    // namespace softmode
