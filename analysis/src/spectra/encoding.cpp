// SPDX-License-Identifier: BSD-3-Clause
#include "spectra/encoding.h"

#include <cstdint>

namespace softmode::spectra {

namespace {

void append_utf8(std::string &out, std::uint32_t code)
{
  const auto byte = [](std::uint32_t value) { return static_cast<char>(value); };
  if (code < 0x80) {
    out += byte(code);
  } else if (code < 0x800) {
    out += byte(0xC0 | (code >> 6));
    out += byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += byte(0xE0 | (code >> 12));
    out += byte(0x80 | ((code >> 6) & 0x3F));
    out += byte(0x80 | (code & 0x3F));
  } else {
    out += byte(0xF0 | (code >> 18));
    out += byte(0x80 | ((code >> 12) & 0x3F));
    out += byte(0x80 | ((code >> 6) & 0x3F));
    out += byte(0x80 | (code & 0x3F));
  }
}

unsigned char byte_at(std::string_view text, std::size_t i)
{
  return static_cast<unsigned char>(text[i]);
}

enum class Utf16 { none, little_endian, big_endian };

// without a mark: digits, blanks and letters leave every second byte 0
Utf16 kind_of(std::string_view text)
{
  if (text.size() < 2 || text.size() % 2 != 0) return Utf16::none;
  if (text.substr(0, 2) == "\xFF\xFE") return Utf16::little_endian;
  if (text.substr(0, 2) == "\xFE\xFF") return Utf16::big_endian;
  const std::size_t looked_at = text.size() < 400 ? text.size() : 400;
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < looked_at; ++i)
    if (text[i] == '\0') ++zeros[i % 2];
  const std::size_t most = looked_at / 2 - looked_at / 20;
  if (zeros[1] >= most && zeros[0] == 0) return Utf16::little_endian;
  if (zeros[0] >= most && zeros[1] == 0) return Utf16::big_endian;
  return Utf16::none;
}

}    // namespace

std::size_t length_of_utf8(std::string_view text, std::size_t i)
{
  const unsigned char first = byte_at(text, i);
  if (first < 0x80) return 1;
  const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (first < 0xC2 || first > 0xF4 || text.size() - i < length) return 0;
  for (std::size_t k = 1; k < length; ++k)
    if ((byte_at(text, i + k) & 0xC0) != 0x80) return 0;
  // longer than need be, halves of UTF-16 pairs, beyond the last code
  const unsigned char second = byte_at(text, i + 1);
  const bool wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                     (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return wrong ? 0 : length;
}

bool is_utf8(std::string_view text)
{
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = length_of_utf8(text, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

std::string from_latin1(std::string_view text)
{
  std::string out;
  out.reserve(text.size());
  for (const char c : text) append_utf8(out, static_cast<unsigned char>(c));
  return out;
}

std::optional<std::string> from_utf16(std::string_view text)
{
  const Utf16 kind = kind_of(text);
  if (kind == Utf16::none) return std::nullopt;
  const auto unit_at = [&](std::size_t i) -> std::uint32_t {
    const std::size_t low = kind == Utf16::little_endian ? i : i + 1;
    const std::size_t high = kind == Utf16::little_endian ? i + 1 : i;
    return static_cast<std::uint32_t>(byte_at(text, high)) << 8 | byte_at(text, low);
  };
  std::string out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    std::uint32_t code = unit_at(i);
    if (i == 0 && code == 0xFEFF) continue;
    if (code >= 0xD800 && code < 0xE000) {
      const bool pair = code < 0xDC00 && i + 3 < text.size() && unit_at(i + 2) >= 0xDC00 &&
                        unit_at(i + 2) < 0xE000;
      code = pair ? 0x10000 + ((code - 0xD800) << 10) + (unit_at(i + 2) - 0xDC00) : '?';
      if (pair) i += 2;
    }
    append_utf8(out, code);
  }
  return out;
}

}    // namespace softmode::spectra
