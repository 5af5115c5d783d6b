// SPDX-License-Identifier: BSD-3-Clause
// Options that take one of a few words.
#pragma once

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace softmode {

enum class Letters { as_written, any_case };

/// A word and what it stands for: an enumerator or bool, which the option then gets as its number.
template <class T> using Words = std::vector<std::pair<std::string, T>>;

/// Takes exactly the words given, in this order in the message for any other text. Unlike CLI11's own transformers it
/// takes no number of an enumerator, which may be another word tomorrow ("--x-unit 6").
template <class T>
CLI::Validator one_of(const Words<T> &words, Letters letters = Letters::as_written)
{
  const auto number_of = [words, letters](std::string &text) -> std::string {
    const auto same = [letters](const std::string &a, const std::string &b) {
      return letters == Letters::any_case ? CLI::detail::to_lower(a) == CLI::detail::to_lower(b)
                                          : a == b;
    };
    std::string expected;
    for (const auto &[word, value] : words) {
      if (same(word, text)) {
        text = std::to_string(static_cast<int>(value));
        return "";
      }
      expected += (expected.empty() ? "" : ", ") + word;
    }
    return fmt::format("'{}' is none of the words it takes: {}", text, expected);
  };
  return CLI::Validator(number_of, "");
}

}    // namespace softmode
