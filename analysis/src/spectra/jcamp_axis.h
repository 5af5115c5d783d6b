// SPDX-License-Identifier: BSD-3-Clause
// What the labels of a JCAMP-DX block say about its abscissa, and checks of the data against them.
#pragma once

#include "softmode/analysis/spectra/read_spectra.h"
#include "spectra/jcamp_ordinates.h"
#include "spectra/jcamp_records.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace softmode::spectra {

/// Letters and digits in lower case: "(X++(Y..Y))" becomes "xyy".
std::string letters_of(std::string_view text);

/// \throws SpectrumError if the block has no such label
const JcampRecord &needed_record(const JcampBlock &block, const std::string &file,
                                 const char *label, const char *expected);

/// An evenly spaced abscissa, in the units of the file.
struct JcampAxis {
  std::size_t points;
  double first, step;
  double last_digit;    ///< that FIRSTX and LASTX are printed to, the coarser of them
};

/// From FIRSTX, LASTX and NPOINTS; a missing LASTX is found by DELTAX, with a note.
/// \throws SpectrumError for missing labels
JcampAxis axis_of(const JcampBlock &block, const std::string &file,
                  std::vector<std::string> &notes);

/// Compares DELTAX, if it is there, with the axis; one that fits to 1 % only is noted.
/// \throws SpectrumError for one that does not fit to that, unless `lenient`, which notes it
void check_step(const JcampBlock &block, const std::string &file, const JcampAxis &axis,
                bool lenient, std::vector<std::string> &notes);

/// \throws SpectrumError unless it is a whole number from 5 to twenty million
std::size_t number_of_points(const JcampBlock &block, const std::string &file);

/// X-check of the standard: to three quarters of a step, or to the last digit printed where that is
/// coarser than a step, as programs round abscissas or cut them. Some programs give the next point's abscissa with an ordinate
/// that repeats the one before; that is allowed if the first such line does so. Others begin lines with the abscissa itself,
/// not divided by XFACTOR; that is allowed if no line before says otherwise.
class AbscissaCheck {
 public:
  AbscissaCheck(const JcampAxis &axis_, double factor_, bool lenient_) :
      axis(axis_), factor(factor_), lenient(lenient_)
  {
  }
  /// \throws SpectrumError if the check fails, unless it is lenient
  void operator()(const LineStart &line, const Place &place);
  /// How lines begin, where that is not as in the standard.
  std::vector<std::string> notes_of_lines() const;
  /// Whether most lines are further off than by one point, which is no fault of single lines.
  bool contradicts_axis() const { return 2 * far > checked; }
  /// In steps: how far a line is from where it should be.
  double deviation(const LineStart &line) const;
  /// Of the lines that failed a lenient check; nullopt if none did.
  std::optional<std::string> note_of_failures() const;

 private:
  JcampAxis axis;
  double factor;                     // XFACTOR
  std::optional<bool> next_point;    // of the first line that repeats an ordinate
  std::optional<bool> undivided;     // of the first line that tells whether XFACTOR applies
  bool lenient;
  int checked = 0, failures = 0, far = 0;    // lines; those that failed; by more than a point
  std::string first_failure;

  bool fits(const PrintedNumber &abscissa, std::size_t point, double by) const;
};

/// \throws SpectrumError if the data have another number of points than NPOINTS
void check_count(const JcampRecord &data, const std::string &file, std::size_t found,
                 std::size_t expected);

/// What is wrong if FIRSTX or LASTX is there and is not `found`.
std::optional<SpectrumError> error_of_end(const JcampBlock &block, const std::string &file,
                                          const char *label, double found);

/// From the unit of the options, or else of XUNITS, to cm-1; a conversion is noted.
/// \throws SpectrumError for a unit that is not known, and see to_wavenumbers() in x_unit.h
void to_wavenumbers(const JcampBlock &block, const std::string &file, const SpectraOptions &options,
                    std::vector<double> &x, std::vector<std::string> &notes);

}    // namespace softmode::spectra
