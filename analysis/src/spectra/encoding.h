// SPDX-License-Identifier: BSD-3-Clause
// Encodings that programs of instruments write.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace softmode::spectra {

/// Bytes of the UTF-8 character at i; 0 if there is none.
std::size_t length_of_utf8(std::string_view text, std::size_t i);

bool is_utf8(std::string_view text);

/// Latin-1 as UTF-8.
std::string from_latin1(std::string_view text);

/// UTF-16 as UTF-8, by its mark, or without one if every second byte of the beginning is 0; nullopt if it is no
/// UTF-16. What is no character becomes '?'.
std::optional<std::string> from_utf16(std::string_view text);

}    // namespace softmode::spectra
