// SPDX-License-Identifier: BSD-3-Clause
// Text of spectra: lines, numbers, and errors that say where.
#pragma once

#include "softmode/analysis/spectra/measured_spectra.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

namespace softmode::spectra {

/// Where something stands; line and column count from 1, 0 where they do not matter.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
};

/// Throw a SpectrumError with a formatted message.
template <class... Args>
[[noreturn]] void refuse(const Place &place, fmt::format_string<Args...> text, Args &&...args)
{
  throw SpectrumError(place.file, place.line, place.column,
                      fmt::format(text, std::forward<Args>(args)...));
}

std::string_view trimmed(std::string_view text);
std::string lower(std::string_view text);

/// At most 40 characters, in quotes, with '?' for control characters and what is no UTF-8: for messages.
std::string in_quotes(std::string_view text);

/// A whole text as a number, a leading '+' allowed; may be infinite or NaN if the text says so.
std::optional<double> number(std::string_view text);

/// A finite number. \throws SpectrumError "<place>: '<text>' is not a number; expected ..."
double finite_number(std::string_view text, const Place &place);

/// A number and the unit of its last printed digit: 0.01 for "12.50", 10 for "1.2e2".
struct PrintedNumber {
  double value;
  double last_digit;
};
PrintedNumber printed_number(std::string_view text, const Place &place);

/// Lines of a text one after the other, without their ends: LF, CRLF, or CR in a text without LF.
class Lines {
 public:
  explicit Lines(std::string_view text) :
      rest(text), end_of_line(text.find('\n') == std::string_view::npos ? '\r' : '\n')
  {
  }
  /// The next line; false at the end.
  bool next(std::string_view &line);
  int number() const { return count; }    ///< of the line that next() gave, from 1

 private:
  std::string_view rest;
  char end_of_line;
  int count = 0;
};

}    // namespace softmode::spectra
