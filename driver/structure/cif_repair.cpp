// SPDX-License-Identifier: BSD-3-Clause
#include "structure/cif_repair.h"

#include "structure/checks.h"
#include "structure/cif_values.h"
#include "support/error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace softmode {

namespace {

enum class Kind { block, loop, stop, frame, tag, value, field };

struct Token {
  Kind kind;
  std::string text;    // of a value without its quotes; of a text field with its semicolons
  std::size_t line;
  bool quoted = false;
};

std::string lower(std::string text)
{
  for (char &c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string plain_tag(const std::string &tag)
{
  std::string plain = lower(tag);
  std::replace(plain.begin(), plain.end(), '.', '_');
  return plain;
}

bool starts_with(const std::string &text, std::string_view start)
{
  return text.compare(0, start.size(), start) == 0;
}

Kind kind_of_word(const std::string &word)
{
  if (word[0] == '_' && word.size() > 1) return Kind::tag;
  const std::string small = lower(word);
  if (starts_with(small, "data_") || small == "global_") return Kind::block;
  if (small == "loop_") return Kind::loop;
  if (small == "stop_") return Kind::stop;
  if (starts_with(small, "save_")) return Kind::frame;
  return Kind::value;
}

bool is_ascii(const std::string &text)
{
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
}

bool is_blank(char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f' || c == '\x1a';
}

/// Splits the text into tokens, quotes and text fields kept together.
class Tokens {
 public:
  Tokens(const std::string &content, std::string file) : text(content), name(std::move(file)) {}

  std::vector<Token> all(std::vector<std::string> &notes)
  {
    while (position < text.size()) {
      ++line;
      const std::size_t end = std::min(text.find('\n', position), text.size());
      if (text[position] == ';') {
        const std::size_t rest = field();
        words(rest, std::min(text.find('\n', rest), text.size()));
      } else {
        words(position, end);
      }
    }
    if (open_quotes > 0)
      notes.push_back(fmt::format(
          "line {}: a quote is not closed; taken to end with the line{}", first_open_quote,
          open_quotes > 1 ? fmt::format(" (and {} more)", open_quotes - 1) : ""));
    return std::move(tokens);
  }

 private:
  // from ';' at the start of a line to the next such line; returns where the words after it begin
  std::size_t field()
  {
    const std::size_t close = text.find("\n;", position);
    if (close == std::string::npos)
      fail(ExitCode::structure,
           "{}:{}: a text field is not closed (not a valid CIF); expected a line with ';'", name,
           line);
    const std::size_t end = close + 2;
    tokens.push_back({Kind::field, text.substr(position, end - position), line, true});
    line +=
        static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(position),
                                            text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
    return end;
  }

  void words(std::size_t at, std::size_t end)
  {
    position = end + 1;
    while (true) {
      while (at < end && is_blank(text[at])) ++at;
      if (at >= end || text[at] == '#') return;
      at = text[at] == '\'' || text[at] == '"' ? quoted(at, end) : bare(at, end);
    }
  }

  std::size_t bare(std::size_t at, std::size_t end)
  {
    std::size_t stop = at;
    while (stop < end && !is_blank(text[stop])) ++stop;
    const std::string word = text.substr(at, stop - at);
    tokens.push_back({kind_of_word(word), word, line});
    return stop;
  }

  std::size_t quoted(std::size_t at, std::size_t end)
  {
    for (std::size_t close = at + 1; close < end; ++close)
      if (text[close] == text[at] && (close + 1 == end || is_blank(text[close + 1]))) {
        tokens.push_back({Kind::value, text.substr(at + 1, close - at - 1), line, true});
        return close + 1;
      }
    if (open_quotes++ == 0) first_open_quote = line;
    std::size_t stop = end;
    while (stop > at + 1 && is_blank(text[stop - 1])) --stop;
    tokens.push_back({Kind::value, text.substr(at + 1, stop - at - 1), line, true});
    return end;
  }

  const std::string &text;
  std::string name;
  std::vector<Token> tokens;
  std::size_t position = 0, line = 0;
  std::size_t open_quotes = 0, first_open_quote = 0;
};

/// Copies statement after statement, with a valid one in place of a broken one.
class Repair {
 public:
  Repair(std::vector<Token> tokens, std::string file, std::vector<std::string> &said) :
      in(std::move(tokens)), name(std::move(file)), notes(said)
  {
  }

  std::string text()
  {
    while (at < in.size()) {
      switch (in[at].kind) {
        case Kind::block:
          block();
          break;
        case Kind::tag:
          open_block();
          item();
          break;
        case Kind::loop:
          open_block();
          loop();
          break;
        case Kind::value:
        case Kind::field:
          stray();
          break;
        case Kind::stop:
        case Kind::frame:
          put(in[at++]);
      }
    }
    if (without_value > 0)
      notes.push_back(
          fmt::format("line {}: {} has no value; taken as unknown{}", first_without_value.line,
                      first_without_value.text,
                      without_value > 1 ? fmt::format(" (and {} more)", without_value - 1) : ""));
    return out;
  }

 private:
  void note(std::size_t at_line, const std::string &what)
  {
    notes.push_back(fmt::format("line {}: {}", at_line, what));
  }

  bool is_value(std::size_t k) const
  {
    return k < in.size() && (in[k].kind == Kind::value || in[k].kind == Kind::field);
  }

  void put(const Token &token)
  {
    const bool field = token.kind == Kind::field;
    if (line < token.line) {
      out.append(token.line - line, '\n');
      line = token.line;
    } else if (field && !out.empty()) {
      out += '\n';    // a text field begins its line
      ++line;
    } else if (!out.empty()) {
      out += ' ';
    }
    const bool bare = token.kind == Kind::value && !token.quoted;
    if (bare && !is_ascii(token.text) && !said_letters) {
      note(token.line,
           fmt::format("letters beyond ASCII without quotes: {}", shortened(token.text)));
      said_letters = true;
    }
    out += token.kind == Kind::value ? quoted(token) : token.text;
    if (field)
      line += static_cast<std::size_t>(std::count(token.text.begin(), token.text.end(), '\n'));
  }

  // as gemmi takes it: bare where it is a plain word
  static std::string quoted(const Token &token)
  {
    const std::string &t = token.text;
    const bool plain =
        !token.quoted && !t.empty() &&
        std::string_view("$[]'\"").find(t[0]) == std::string_view::npos &&
        std::all_of(t.begin(), t.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    if (plain) return t;
    const auto ends_quote = [&](char quote) {
      for (std::size_t k = 0; k < t.size(); ++k)
        if (t[k] == quote && (k + 1 == t.size() || is_blank(t[k + 1]) || t[k + 1] == '#'))
          return true;
      return false;
    };
    const char quote = ends_quote('\'') ? '"' : '\'';
    std::string text = t;
    if (ends_quote(quote)) std::replace(text.begin(), text.end(), quote, '`');
    return quote + text + quote;
  }

  void open_block()
  {
    if (has_block) return;
    note(in[at].line, "there is no data_ line before it; one is added");
    put({Kind::block, "data_structure", in[at].line});
    has_block = true;
  }

  void block()
  {
    Token token = in[at++];
    has_block = true;
    while (is_value(at) && in[at].kind == Kind::value && in[at].line == token.line)
      token.text += (token.text.size() > 5 ? "_" : "") + in[at++].text;
    std::string ascii;
    for (const char c : token.text) ascii += c > ' ' && c < '\x7f' ? c : '_';
    if (ascii != in[at - 1].text)
      note(token.line, fmt::format("the name of the block is read as '{}'", shortened(ascii)));
    token.text = ascii;
    put(token);
  }

  // words that belong to nothing
  void stray()
  {
    const std::size_t line_of_first = in[at].line;
    std::string words;
    while (is_value(at)) words += (words.empty() ? "" : " ") + in[at++].text;
    note(line_of_first, fmt::format("left out, as it belongs to no item: '{}'", shortened(words)));
  }

  void item()
  {
    const Token tag = in[at++];
    put(tag);
    const std::size_t first = at;
    while (is_value(at)) ++at;
    if (at == first) {
      put({Kind::value, "?", tag.line});
      if (without_value++ == 0) first_without_value = tag;
    } else if (at == first + 1) {
      put(in[first]);
    } else {
      put(joined_value(tag, first, at));
    }
  }

  Token joined_value(const Token &tag, std::size_t first, std::size_t end)
  {
    const bool one_line = in[first].line == in[end - 1].line;
    if (!one_line && is_used_in_cif(tag.text))
      fail(ExitCode::structure,
           "{}:{}: {} has more than one value (not a valid CIF); is a 'loop_' missing before it?",
           name, in[first].line, tag.text);
    note(in[first].line, fmt::format("the value of {} lacks its quotes", tag.text));
    return joined(first, end);
  }

  Token joined(std::size_t first, std::size_t end) const
  {
    Token all{Kind::value, in[first].text, in[first].line, true};
    for (std::size_t k = first + 1; k < end; ++k) all.text += " " + in[k].text;
    std::replace(all.text.begin(), all.text.end(), '\n', ' ');
    return all;
  }

  void loop()
  {
    const Token start = in[at++];
    std::vector<Token> tags;
    while (at < in.size() && in[at].kind == Kind::tag) tags.push_back(in[at++]);
    std::vector<Token> values;
    for (; is_value(at); ++at) {
      // an uncertainty apart from its number: "26.297 (3)"
      const std::string &t = in[at].text;
      if (!values.empty() && values.back().line == in[at].line && t.size() > 2 && t[0] == '(' &&
          t.back() == ')' && std::isdigit(static_cast<unsigned char>(t[1])))
        values.back().text += t;
      else
        values.push_back(in[at]);
    }
    if (tags.empty() || values.empty()) return;    // it gives nothing
    const auto operations = std::find_if(tags.begin(), tags.end(),
                                         [](const Token &t) { return is_operation_tag(t.text); });
    if (operations != tags.end())
      values = with_joined_operations(values, tags.size(), operations - tags.begin());
    if (values.size() % tags.size() != 0) {
      refuse_if_used(tags, values);
      note(start.line, fmt::format("the list of {} is left out: {} values for {} names",
                                   tags[0].text, values.size(), tags.size()));
      return;
    }
    put(start);
    for (const Token &tag : tags) put(tag);
    for (const Token &value : values) put(value);
  }

  // operations without quotes, in pieces: one row to a line
  std::vector<Token> with_joined_operations(const std::vector<Token> &values, std::size_t columns,
                                            std::ptrdiff_t column)
  {
    std::vector<Token> result;
    for (std::size_t k = 0; k < values.size();) {
      std::size_t end = k;
      while (end < values.size() && values[end].line == values[k].line) ++end;
      std::vector<Token> row(values.begin() + static_cast<std::ptrdiff_t>(k),
                             values.begin() + static_cast<std::ptrdiff_t>(end));
      if (is_in_pieces(row, columns)) {
        if (said_pieces++ == 0)
          note(row[0].line,
               "the symmetry operations lack their quotes; each is taken from its line");
        join_surplus(row, columns, column);
      }
      result.insert(result.end(), row.begin(), row.end());
      k = end;
    }
    return result;
  }

  static bool is_in_pieces(const std::vector<Token> &row, std::size_t columns)
  {
    const auto is_whole = [](const Token &t) {
      return std::count(t.text.begin(), t.text.end(), ',') == 2 && t.text.back() != ',';
    };
    if (row.size() <= columns) return false;
    return columns > 1 || !std::all_of(row.begin(), row.end(), is_whole);
  }

  static void join_surplus(std::vector<Token> &row, std::size_t columns, std::ptrdiff_t column)
  {
    const auto surplus = static_cast<std::ptrdiff_t>(row.size() - columns);
    const auto first = row.begin() + column;
    // a number of the row for which there is no column
    if (columns == 1 && cif_number(row[0].text) > 0.0) first->text.clear();
    for (auto piece = first + 1; piece <= first + surplus; ++piece)
      first->text += (first->text.empty() ? "" : " ") + piece->text;
    first->quoted = true;
    row.erase(first + 1, first + 1 + surplus);
  }

  void refuse_if_used(const std::vector<Token> &tags, const std::vector<Token> &values) const
  {
    if (std::none_of(tags.begin(), tags.end(),
                     [](const Token &t) { return is_used_in_cif(t.text); }))
      return;
    // the first line that is not like the others
    for (std::size_t k = 0; k < values.size();) {
      std::size_t end = k;
      while (end < values.size() && values[end].line == values[k].line) ++end;
      if ((end - k) % tags.size() != 0)
        fail(ExitCode::structure,
             "{}:{}: {} values, but the list has {} names from {} to {} (not a valid CIF); correct "
             "that line",
             name, values[k].line, end - k, tags.size(), tags.front().text, tags.back().text);
      k = end;
    }
  }

  std::vector<Token> in;
  std::string name;
  std::vector<std::string> &notes;
  std::string out;
  std::size_t at = 0, line = 1, said_pieces = 0, without_value = 0;
  Token first_without_value{};
  bool has_block = false, said_letters = false;
};

}    // namespace

bool is_used_in_cif(const std::string &tag)
{
  static constexpr std::array<std::string_view, 9> used{
      "_cell_length_",  "_cell_angle_",          "_symmetry_equiv_pos_as_xyz",
      "_symmetry_",     "_space_group_",         "_atom_site_",
      "_atom_type_par", "_chemical_formula_sum", "_softmode_model"};
  const std::string plain = plain_tag(tag);
  return !starts_with(plain, "_atom_site_aniso") &&
         std::any_of(used.begin(), used.end(),
                     [&](std::string_view start) { return starts_with(plain, start); });
}

bool is_operation_tag(const std::string &tag)
{
  const std::string plain = plain_tag(tag);
  return plain == "_symmetry_equiv_pos_as_xyz" || plain == "_space_group_symop_operation_xyz";
}

std::string repaired_cif(const std::string &text, const std::string &name,
                         std::vector<std::string> &notes)
{
  return Repair(Tokens(text, name).all(notes), name, notes).text();
}

}    // namespace softmode
