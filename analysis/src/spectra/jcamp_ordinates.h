// SPDX-License-Identifier: BSD-3-Clause
// Numbers of JCAMP-DX tables: AFFN, and ASDF with its squeezed, difference and duplicate forms.
#pragma once

#include "spectra/jcamp_records.h"

#include <functional>
#include <vector>

namespace softmode::spectra {

/// Called at the start of each line with its abscissa as printed, the index of the point it is that of,
/// and where it stands.
using AbscissaCheck = std::function<void(const PrintedNumber &, std::size_t point, const Place &)>;

/// Ordinates of (X++(Y..Y)), before YFACTOR.
/// \throws SpectrumError naming the line for what is no number, missing ordinates ('?'), a Y-check that
///   fails, and more than `most` ordinates
std::vector<double> decode_ordinates(const JcampRecord &record, const std::string &file,
                                     std::size_t most, const AbscissaCheck &check);

struct JcampPairs {
  std::vector<double> x, y;
  std::vector<int> lines;    ///< of each pair
};

/// Pairs of (XY..XY), before the factors. \throws SpectrumError
JcampPairs decode_pairs(const JcampRecord &record, const std::string &file);

}    // namespace softmode::spectra
