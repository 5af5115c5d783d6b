// SPDX-License-Identifier: BSD-3-Clause
#include "support/shell_words.h"

#include <stdexcept>

namespace softmode {

namespace {

class Splitter {
 public:
  explicit Splitter(const std::string &t) : text(t) {}

  std::vector<std::string> words()
  {
    for (; at < text.size(); ++at) {
      const char c = text[at];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
        end_word();
      else if (c == '\'' || c == '"')
        quoted(c);
      else if (c == '\\')
        escaped(false);
      else
        add(c);
    }
    end_word();
    return std::move(found);
  }

 private:
  void add(char c)
  {
    word += c;
    in_word = true;
  }

  void end_word()
  {
    if (in_word) found.push_back(word);
    word.clear();
    in_word = false;
  }

  void quoted(char quote)
  {
    const std::size_t begin = at;
    in_word = true;    // '' is an empty word
    for (++at; at < text.size() && text[at] != quote; ++at)
      if (quote == '"' && text[at] == '\\')
        escaped(true);
      else
        add(text[at]);
    if (at >= text.size())
      throw std::invalid_argument("the quote " + std::string(1, quote) + " before '" +
                                  text.substr(begin + 1, 20) + "' is not closed");
  }

  /// Between double quotes a backslash is one, unless a character follows that means something there.
  void escaped(bool in_quotes)
  {
    if (at + 1 >= text.size())
      throw std::invalid_argument("nothing follows the backslash at the end");
    const char c = text[++at];
    if (c == '\n') return;    // a line that goes on
    if (in_quotes && c != '"' && c != '\\' && c != '$' && c != '`') add('\\');
    add(c);
  }

  const std::string &text;
  std::size_t at = 0;
  std::string word;
  bool in_word = false;
  std::vector<std::string> found;
};

}    // namespace

std::vector<std::string> shell_words(const std::string &text)
{
  return Splitter(text).words();
}

}    // namespace softmode
