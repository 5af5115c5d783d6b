// SPDX-License-Identifier: BSD-3-Clause
// "Did you mean": the nearest of the allowed spellings.
#pragma once

#include <string>
#include <vector>

namespace softmode {

/// Number of single-character insertions, deletions and replacements between two words.
int edit_distance(const std::string &a, const std::string &b);

/// The allowed word closest to `word`, or an empty string if none is close.
std::string nearest_spelling(const std::string &word, const std::vector<std::string> &allowed);

}    // namespace softmode
