// SPDX-License-Identifier: BSD-3-Clause
// NTUPLES of JCAMP-DX 5: spectra over a variable, one a page.
#pragma once

#include "spectra/jcamp_records.h"

#include <string>
#include <vector>

namespace softmode::spectra {

/// One block for each page with a table, with the labels of a block of its own (XUNITS, YUNITS, FIRSTX, LASTX, NPOINTS,
/// XFACTOR, YFACTOR, XYDATA or XYPOINTS), and TEMPERATURE where the page says one. Labels in a page go before those of
/// all pages. Pages that are fewer than their ##VAR_DIM are refused, or noted if `lenient`.
/// \throws SpectrumError for lists of unequal length, symbols that are not declared, no page with a table
std::vector<JcampBlock> pages_of(const JcampBlock &block, const std::string &file, bool lenient,
                                 std::vector<std::string> &notes);

}    // namespace softmode::spectra
