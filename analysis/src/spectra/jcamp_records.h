// SPDX-License-Identifier: BSD-3-Clause
// JCAMP-DX as labelled records in nested blocks.
#pragma once

#include "spectra/text.h"

#include <string>
#include <string_view>
#include <vector>

namespace softmode::spectra {

/// A line of a record after its first; comments ($$) are cut off.
struct JcampLine {
  int number;
  std::string_view text;
};

/// ##label=value and the lines that follow it.
struct JcampRecord {
  std::string label;    ///< upper case, without blanks, '-', '/', '_'
  std::string value;
  int line;
  std::vector<JcampLine> lines{};
};

/// From ##TITLE to ##END, without the blocks inside.
struct JcampBlock {
  std::vector<JcampRecord>
      records;    ///< one or more; the first is the title, but for programs that write ##JCAMP-DX first
  int blocks_inside = 0;    ///< directly inside
  int blocks_below = 0;     ///< at any depth

  /// nullptr without one, or if it has no value. \throws SpectrumError for one that is there
  /// twice with different values.
  const JcampRecord *find(const std::string &label, const std::string &file) const;
};

/// Blocks in the order of their ##END; they refer to `text`. Lenient: a missing ##END at the end of the file is noted.
/// \throws SpectrumError for text without a label, records outside of blocks, a block without ##END
std::vector<JcampBlock> jcamp_blocks(std::string_view text, const std::string &file, bool lenient,
                                     std::vector<std::string> &notes);

}    // namespace softmode::spectra
