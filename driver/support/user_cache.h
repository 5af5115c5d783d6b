// SPDX-License-Identifier: BSD-3-Clause
// What softmode keeps for a user between runs. It can be done without: whatever is wrong with it is told, and no error.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace softmode {

/// <name> in $XDG_CACHE_HOME/softmode or ~/.cache/softmode; nullopt where the user has neither.
std::optional<std::filesystem::path> cache_file(const std::string &name);

/// Its content, empty if there is none. `note` gets the reason why it cannot be read.
std::string read_cache_file(const std::optional<std::filesystem::path> &file,
                            const std::function<void(const std::string &)> &note);

/// Put a new content in its place. `note` gets the reason why it cannot be kept.
void keep_cache_file(const std::optional<std::filesystem::path> &file, const std::string &content,
                     const std::function<void(const std::string &)> &note);

}    // namespace softmode
