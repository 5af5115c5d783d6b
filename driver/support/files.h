// SPDX-License-Identifier: BSD-3-Clause
// Files that are read whole and written whole: a reader never sees half of one.
#pragma once

#include <filesystem>
#include <string>

namespace softmode {

/// Content of a file. \throws Error (io) that names the file and the reason.
std::string read_file(const std::filesystem::path &file);

/// Write to a temporary name in the same folder, flush to disk and rename.
/// \throws Error (io) that names the file and the reason; an old file is then still there.
void write_file(const std::filesystem::path &file, const std::string &content);

/// Create a folder and its parents. \throws Error (io).
void make_folder(const std::filesystem::path &folder);

/// SHA-256 of a text, in hexadecimal; the same as `sha256sum` of a file with that content.
std::string sha256(const std::string &content);

}    // namespace softmode
