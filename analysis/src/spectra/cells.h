// SPDX-License-Identifier: BSD-3-Clause
// Lines of a table as cells, and cells as numbers, in every way that programs write them.
#pragma once

#include "spectra/text.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace softmode::spectra {

inline constexpr char blanks = ' ';    ///< as a delimiter: any number of blanks and tabs

/// Goes through the cells of a line; quotes around a cell are taken off, and what is in them is one cell.
class Cells {
 public:
  Cells(std::string_view line, char delimiter_);
  bool next(std::string_view &cell);

 private:
  std::string_view rest;
  char delimiter;
  bool done = false;

  std::size_t end_of_cell() const;
};

std::vector<std::string> cells_of(std::string_view line, char delimiter);

/// A line without the empty cells at its end, as spreadsheets write them: "1500,0.1,,," is "1500,0.1".
std::string_view without_empty_end(std::string_view line, char delimiter);

/// Numbers of one table: with a decimal point or a decimal comma, but not both, exponents after E or D.
class CellNumbers {
 public:
  /// nullopt for what is no number; may be infinite or NaN.
  /// \throws SpectrumError for a decimal comma in a table with decimal points, or the other way round
  std::optional<double> read(std::string_view cell, const Place &place);

 private:
  bool point = false, comma = false;

  void note(bool is_comma, std::string_view cell, const Place &place);
};

/// Finds columns where commas may be of decimals or of thousands: "12,750" beside "750", and nothing that tells.
class CommasOfThousands {
 public:
  void note(std::string_view cell, double value);
  /// A cell that may be read in both ways; nullopt where decimals, or the lack of bare numbers, settle it.
  std::optional<std::string> doubtful() const;

 private:
  bool settled = false;
  std::string marked{};
  double least_marked = 0.0, largest_bare = 0.0;
};

/// \throws SpectrumError that says so, where a column has such a cell
void check_commas_of_thousands(const std::vector<CommasOfThousands> &columns, const Place &place);

/// Whether a cell is a number in any of these ways.
bool is_number(std::string_view cell);

/// The delimiter that makes all of a line two or more numbers; nullopt without one. Empty cells at the end are none.
std::optional<char> delimiter_of_numbers(std::string_view line);

/// Cells of a line of names above columns, exactly `count`, by the delimiter of the rows or another one;
/// nullopt if there is no way. Blanks join "173" and "K", "Wavenumber" and "(cm-1)".
std::optional<std::vector<std::string>> names_of(std::string_view line, char delimiter,
                                                 std::size_t count);

}    // namespace softmode::spectra
