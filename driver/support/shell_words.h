// SPDX-License-Identifier: BSD-3-Clause
// Options that users write in one text.
#pragma once

#include <string>
#include <vector>

namespace softmode {

/// Words of a text as a POSIX shell splits them: blanks outside of quotes, 'single' and "double" quotes, backslashes.
/// Nothing is expanded: `$` and `*` are letters.
/// \throws std::invalid_argument that says which quote is open, or that nothing follows the last backslash.
std::vector<std::string> shell_words(const std::string &text);

}    // namespace softmode
