// SPDX-License-Identifier: BSD-3-Clause
// Lenient reading: where the points of a table stand that has not as many ordinates as ##NPOINTS says.
#pragma once

#include "spectra/jcamp_axis.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace softmode::spectra {

using LineStarts = std::vector<std::pair<LineStart, Place>>;

struct FoundAxis {
  JcampAxis axis;
  std::string note;
};

/// The axis that the abscissas of all lines fit best, of those that leave out zeros at the end of the table, take
/// FIRSTX and LASTX as its ends, or take the step that NPOINTS gives or DELTAX. nullopt if none fits, or if there is only one
/// line and no DELTAX to tell by.
/// \param delta DELTAX, if the file has one
/// \param factor XFACTOR
std::optional<FoundAxis> axis_of_lines(const JcampAxis &said, std::optional<double> delta,
                                       double factor, const LineStarts &lines,
                                       const std::vector<double> &ordinates);

}    // namespace softmode::spectra
