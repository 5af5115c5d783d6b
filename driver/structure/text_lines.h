// SPDX-License-Identifier: BSD-3-Clause
// Lines of a text file, their words and numbers, with messages that name file and line.
#pragma once

#include "structure/checks.h"
#include "support/error.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

namespace softmode {

inline std::vector<std::string> words_of(const std::string &line)
{
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

/// Goes through the lines of a text; every complaint names the line it is at.
class TextLines {
 public:
  TextLines(std::string file, std::string content) : name(std::move(file)), text(std::move(content))
  {
  }

  bool at_end() const { return position >= text.size(); }

  /// The next line. \throws Error (structure) at the end, saying that `expected` is missing, or if the
  ///   line is longer than any of these formats has.
  std::string next(const std::string &expected)
  {
    if (at_end())
      fail(ExitCode::structure, "{}: ends after line {}; expected {}", name, line_number, expected);
    const std::size_t end = std::min(text.find('\n', position), text.size());
    ++line_number;
    if (end - position > longest_line)
      complain(fmt::format("the line has {} characters; expected {}", end - position, expected));
    std::string line = text.substr(position, end - position);
    position = end + 1;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
  }

  std::string where() const { return fmt::format("{}:{}", name, line_number); }

  /// \throws Error (structure) about the line last read.
  [[noreturn]] void complain(const std::string &what) const
  {
    fail(ExitCode::structure, "{}: {}", where(), what);
  }

  double number(const std::vector<std::string> &words, std::size_t k, const std::string &what) const
  {
    return number_at(where(), words, k, what);
  }

  double number(const std::string &word, const std::string &what) const
  {
    return number_at(where(), {word}, 0, what);
  }

  /// The same for words of an earlier line, which `place` names.
  static double number_at(const std::string &place, const std::vector<std::string> &words,
                          std::size_t k, const std::string &what)
  {
    if (k >= words.size())
      fail(ExitCode::structure, "{}: expected {}; the line has {} words", place, what,
           words.size());
    const std::string &word = words[k];
    std::istringstream in(with_c_exponent(word));
    in.imbue(std::locale::classic());
    double value = 0.0;
    if (!(in >> value) || in.peek() != std::istringstream::traits_type::eof() ||
        !std::isfinite(value))
      fail(ExitCode::structure, "{}: '{}' is not a number; expected {}", place, shortened(word),
           what);
    return value;
  }

  int count(const std::vector<std::string> &words, std::size_t k, const std::string &what) const
  {
    const double value = number(words, k, what);
    if (value < 0.0 || value > most_atoms || value != std::floor(value))
      complain(fmt::format("'{}' is not a whole number from 0 to {}; expected {}",
                           shortened(words[k]), most_atoms, what));
    return static_cast<int>(value);
  }

 private:
  // "2.8D-01" is how Fortran writes a number of double precision
  static std::string with_c_exponent(std::string word)
  {
    const std::size_t at = word.find_first_of("dD");
    const bool after_digit =
        at != std::string::npos && at > 0 &&
        (std::isdigit(static_cast<unsigned char>(word[at - 1])) != 0 || word[at - 1] == '.');
    if (after_digit) word[at] = 'e';
    return word;
  }

  static constexpr int most_atoms = 100000000;
  static constexpr std::size_t longest_line = 1000000;
  std::string name, text;
  std::size_t position = 0, line_number = 0;
};

}    // namespace softmode
