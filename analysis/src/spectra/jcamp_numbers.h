// SPDX-License-Identifier: BSD-3-Clause
// Numbers in labels of JCAMP-DX, and decimal commas, which some programs write in labels and tables.
#pragma once

#include "spectra/jcamp_records.h"

#include <deque>
#include <string>

namespace softmode::spectra {

/// The number of a label, with a decimal point or comma, and E or D before an exponent. \throws SpectrumError
PrintedNumber label_number(const JcampRecord &record, const std::string &file);

/// Whether the numbers of a block have decimal commas: those of its labels, or those of the table where commas stand
/// between digits only, and blanks between numbers.
bool has_decimal_commas(const JcampBlock &block, const JcampRecord &table);

/// The table with points for decimal commas; its lines refer to `storage`.
JcampRecord with_decimal_points(const JcampRecord &table, std::deque<std::string> &storage);

}    // namespace softmode::spectra
