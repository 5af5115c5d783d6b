// SPDX-License-Identifier: BSD-3-Clause
// What a JCAMP-DX block holds: an infrared spectrum, pages of them, other blocks, or something else.
#pragma once

#include "spectra/jcamp_records.h"

#include <optional>
#include <string>
#include <string_view>

namespace softmode::spectra {

/// What ##DATA TYPE says: "INFRARED SPECTRUM", "FT-IR", "IR", "ATR", ... is infrared; "NMR SPECTRUM", "INFRARED PEAK
/// TABLE", "INFRARED INTERFEROGRAM", ... other; "XY DATA", ... unknown.
enum class DataKind { infrared, unknown, other };
DataKind data_kind(std::string_view data_type);

struct BlockContent {
  enum Kind { spectrum, pages, blocks, other } kind;
  /// Of other content: where it is, what it is ("a peak table"), and what to do if nothing else is in the file.
  int line = 0;
  std::string what{};
  std::string advice{};
};

/// `any_ordinate`: the ordinate was said by the user, so that of the file does not count.
BlockContent content_of(const JcampBlock &block, const std::string &file, bool any_ordinate);

}    // namespace softmode::spectra
