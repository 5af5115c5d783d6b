// SPDX-License-Identifier: BSD-3-Clause
// Numbers of JCAMP-DX tables: AFFN, and ASDF with its squeezed, difference and duplicate forms.
#pragma once

#include "spectra/jcamp_records.h"

#include <functional>
#include <optional>
#include <vector>

namespace softmode::spectra {

/// What begins a line of (X++(Y..Y)).
struct LineStart {
  PrintedNumber abscissa;
  std::size_t point;    ///< index of the first ordinate of the line
  bool repeats;    ///< that ordinate repeats the last one of the line before, as after differences
};
using LineCheck = std::function<void(const LineStart &, const Place &)>;

/// Ordinates of (X++(Y..Y)), before YFACTOR.
/// \throws SpectrumError naming the line for what is no number, missing ordinates ('?'), a Y-check that
///   fails, and more than `most` ordinates
std::vector<double> decode_ordinates(const JcampRecord &record, const std::string &file,
                                     std::size_t most, const LineCheck &check);

/// Lenient: the table without a last line that is no more than a zero: "0", "0 0" where the axis does not end at 0, or
/// a zero where the line repeats an ordinate given by differences, which is another one. nullopt if it has no such line.
std::optional<JcampRecord> without_closing_zero(const JcampRecord &record, const std::string &file,
                                                std::size_t most, bool ends_at_zero);

struct JcampPairs {
  std::vector<double> x, y;
  std::vector<int> lines;    ///< of each pair
};

/// Pairs of (XY..XY), before the factors. \throws SpectrumError
JcampPairs decode_pairs(const JcampRecord &record, const std::string &file);

}    // namespace softmode::spectra
