// SPDX-License-Identifier: BSD-3-Clause
#include "structure/cif_names.h"

#include "structure/cif_values.h"
#include "structure/text_lines.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace softmode {

namespace {

using gemmi::SpaceGroup;

bool is_digit(char c)
{
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

char lower(char c)
{
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

std::string lower(std::string text)
{
  for (char &c : text) c = lower(c);
  return text;
}

void replace_all(std::string &text, std::string_view from, std::string_view to)
{
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

std::string without(const std::string &text, std::string_view characters)
{
  std::string result;
  for (const char c : text)
    if (characters.find(c) == std::string_view::npos) result += c;
  return result;
}

/// A symbol without typesetting, and what was said of its setting beside it.
struct Symbol {
  std::string plain;
  char choice = 0;          // '1', '2' of the origin; 'H', 'R' of the axes
  std::string qualifier;    // "b1", "-c2", "cab": axes of a monoclinic or orthorhombic group
  bool interpreted = false;
};

// "3" with a bar above, as it is typed, as '-3'
std::string with_bars_before(std::string text)
{
  for (const char *bar : {"\u0304", "\u0305", "\u00af"})
    for (std::size_t at = text.find(bar); at != std::string::npos; at = text.find(bar)) {
      text.erase(at, 2);    // each is two bytes
      if (at > 0 && is_digit(text[at - 1]))
        text.insert(at - 1, "-");
      else if (at < text.size() && is_digit(text[at]))
        text.insert(at, "-");
    }
  return text;
}

std::string without_typesetting(const std::string &name)
{
  std::string text = with_bars_before(in_ascii(name));
  for (const char *markup : {"<sub>", "</sub>", "<SUB>", "</SUB>", "<i>", "</i>", "<I>", "</I>"})
    replace_all(text, markup, "");
  for (const char *bar : {"\\overline", "\\bar"}) replace_all(text, bar, "-");
  text = without(text, "${}~^\\\"'*");
  // "P2_1/c" has a subscript, "F_m_-3_m" has no blanks
  for (std::size_t at = text.find('_'); at != std::string::npos; at = text.find('_')) {
    const bool subscript =
        at > 0 && at + 1 < text.size() && is_digit(text[at - 1]) && is_digit(text[at + 1]);
    text.replace(at, 1, subscript ? "" : " ");
  }
  return in_ascii(text);
}

// what a remark such as "origin choice 2", "hexagonal axes", "b1", "H" says
void take_setting(Symbol &symbol, const std::string &remark)
{
  const std::string said = lower(without(remark, " :()[]"));
  const auto has = [&](std::string_view word) { return said.find(word) != std::string::npos; };
  if (said == "h" || said == "hr" || has("hex"))
    symbol.choice = 'H';
  else if (said == "r" || said == "rs" || has("rhomb"))
    symbol.choice = 'R';
  else if (said == "s" || said == "1" || said == "o1" || (has("origin") && has("1")))
    symbol.choice = '1';
  else if (said == "z" || said == "2" || said == "o2" || (has("origin") && has("2")))
    symbol.choice = '2';
  else if (has("uniqueaxis") || has("axisunique"))
    symbol.qualifier = std::string(1, said[said.find("axis") + 4]);
  else
    symbol.qualifier = said;
}

// "F d -3 m :2", "R -3 m (H)", "P 21/c (No. 14)"
Symbol read_symbol(const std::string &name)
{
  Symbol symbol;
  symbol.plain = without_typesetting(name);
  std::string &text = symbol.plain;
  const std::size_t colon = text.find(':');
  if (colon != std::string::npos) {
    take_setting(symbol, text.substr(colon + 1));
    text.erase(colon);
  }
  const std::size_t open = text.rfind('(');
  if (open != std::string::npos && open > 1 && text.back() == ')') {
    const std::string remark = text.substr(open + 1, text.size() - open - 2);
    const bool number = lower(remark).find("no") == 0 || remark.find('#') == 0 ||
                        remark.size() == 3 || (remark.size() == 2 && is_digit(remark[0]));
    // "F m -3 m (225)"; "P 2(1)" ends in a screw axis, and "(2)" or "(62)" after a blank is a number
    const bool after_blank = text[open - 1] == ' ';
    const bool number_alone = after_blank && !remark.empty() && remark.size() <= 3 &&
                              std::all_of(remark.begin(), remark.end(), is_digit);
    const bool letters =
        !remark.empty() && std::isalpha(static_cast<unsigned char>(remark[0])) != 0;
    if (number || number_alone || letters) {
      if (letters && !number) take_setting(symbol, remark);
      text.erase(open);
      symbol.interpreted = true;
    }
  }
  const std::string bare = without(text, "()[]<>");    // "P 2(1)/c", "F m(-3) m"
  symbol.interpreted = symbol.interpreted || bare != text;
  text = in_ascii(bare);
  return symbol;
}

// the angles of hexagonal axes, which "R 3" alone does not tell
const SpaceGroup *find(const std::string &symbol, const CellParameters &cell)
{
  return gemmi::find_spacegroup_by_name(symbol, cell[3], cell[5]);
}

std::vector<std::string> words(const std::string &text)
{
  return words_of(text);
}

std::string joined(const std::vector<std::string> &parts)
{
  std::string text;
  for (const std::string &part : parts) text += (text.empty() ? "" : " ") + part;
  return text;
}

// before 1992 the bar of m-3 and m-3m was left out: "F m 3 m", "P a 3"
std::string with_inversion(const std::string &symbol)
{
  std::string tight = without(symbol, " ");
  if (tight.size() >= 3 &&
      std::string_view("mnabcd").find(lower(tight[1])) != std::string_view::npos && tight[2] == '3')
    tight.insert(2, "-");
  return tight;
}

// "F 4/m -3 2/m" is "F m -3 m", "P 2/m 2/m 2/m" "P m m m", "P 4/m 2/m 2/m" "P 4/m m m"
std::string shortened_symbol(const std::string &symbol)
{
  std::vector<std::string> parts = words(symbol);
  if (parts.size() < 3) return symbol;
  const bool cubic = parts[2] == "3" || parts[2] == "-3";
  if (cubic) parts[2] = "-3";
  for (std::size_t k = 1; k < parts.size(); ++k) {
    const std::size_t slash = parts[k].find('/');
    const bool main_axis = k == 1 && !cubic && parts[k][0] != '2';    // of tetragonal and hexagonal
    if (slash != std::string::npos && !main_axis) parts[k].erase(0, slash + 1);
  }
  return joined(parts);
}

// a short monoclinic symbol with each axis as the unique one; "P 3 m" is "P 3 m 1"
std::vector<std::string> with_axes(const std::string &symbol)
{
  const std::string tight = without(symbol, " ");
  if (tight.size() < 2) return {};
  const std::string lattice = tight.substr(0, 1), rest = tight.substr(1);
  std::vector<std::string> result;
  if (rest[0] == '3' || rest[0] == '-') return {symbol + " 1"};
  // "21/b" or "c", with spaces as the table has them
  for (const auto &[before, after] :
       {std::pair("1 ", " 1"), std::pair("1 1 ", ""), std::pair("", " 1 1")})
    result.push_back(lattice + " " + before + rest + after);
  return result;
}

bool fits(const SpaceGroup &group, const CellParameters &cell)
{
  constexpr double degrees = 0.5;
  if (group.crystal_system() != gemmi::CrystalSystem::Monoclinic) return true;
  int oblique = 0;
  char axis = 'b';
  for (int k = 0; k < 3; ++k)
    if (std::fabs(cell[3 + k] - 90.0) > degrees) {
      ++oblique;
      axis = "abc"[k];
    }
  return oblique == 0 ||
         (oblique == 1 && std::string_view(group.qualifier).find(axis) != std::string_view::npos);
}

// all settings with the same group in the table
template <class Wanted>
std::vector<const SpaceGroup *> settings_of(int number, const Wanted &wanted)
{
  std::vector<const SpaceGroup *> result;
  for (const SpaceGroup &group : gemmi::spacegroup_tables::main)
    if (group.number == number && wanted(group)) result.push_back(&group);
  return result;
}

NamedGroups with_choice(const SpaceGroup &group, const Symbol &symbol)
{
  NamedGroups result{{&group}, !symbol.interpreted, false};
  const auto of_ext = [&](char ext) {
    return settings_of(group.number, [&](const SpaceGroup &g) {
      return g.ext == ext && std::string_view(g.hm) == group.hm;
    });
  };
  if (symbol.choice) {
    const auto chosen = of_ext(symbol.choice);
    if (!chosen.empty()) result.settings = chosen;
    return result;
  }
  if (!symbol.qualifier.empty()) {
    const auto chosen = settings_of(group.number, [&](const SpaceGroup &g) {
      return std::string_view(g.qualifier) == symbol.qualifier ||
             (symbol.qualifier.size() == 1 && g.qualifier[0] == symbol.qualifier[0] &&
              std::string_view(g.qualifier).size() < 3);
    });
    if (!chosen.empty()) result.settings = {chosen[0]};
    return result;
  }
  if (group.ext == '1' || group.ext == '2') {
    result.settings = of_ext('2');
    for (const SpaceGroup *first : of_ext('1')) result.settings.push_back(first);
    result.origin_open = result.settings.size() > 1;
  }
  return result;
}

}    // namespace

NamedGroups groups_of_name(const std::string &name, const CellParameters &cell)
{
  // brackets that are part of a symbol of the table
  const bool brackets = name.find(')') != std::string::npos;
  if (const SpaceGroup *group = brackets ? find(name, cell) : nullptr)
    return {{group}, true, false};
  Symbol symbol = read_symbol(name);
  // "R -3 m H", "F d -3 m S" (origin on the site of highest symmetry), "... Z" (on the centre)
  Symbol with_letter = symbol;
  std::string &text = with_letter.plain;
  if (text.size() > 3 && !symbol.choice) {
    const std::size_t blank = text.find_last_of(' ');
    const std::string last = blank == std::string::npos ? "" : lower(text.substr(blank + 1));
    const bool two = last == "hr" || last == "rs" || last == "o1" || last == "o2";
    const bool one = std::string_view("hrsz").find(lower(text.back())) != std::string_view::npos;
    if (two || one) {
      const std::size_t length = two ? 2 : 1;
      take_setting(with_letter, text.substr(text.size() - length));
      text = in_ascii(text.substr(0, text.size() - length));
    }
  }
  for (const Symbol *attempt : {&symbol, &with_letter}) {
    const std::string &plain = attempt->plain;
    const std::string full = shortened_symbol(plain);
    std::vector<std::string> spellings{plain, with_inversion(plain), full, with_inversion(full)};
    for (const std::string &axes : with_axes(plain)) spellings.push_back(axes);
    const SpaceGroup *unfit = nullptr;
    for (const std::string &spelling : spellings) {
      const SpaceGroup *group = find(spelling, cell);
      if (!group) continue;
      Symbol read = *attempt;
      read.interpreted = read.interpreted || &spelling != &spellings[0] || attempt != &symbol;
      if (fits(*group, cell) || attempt->choice || !attempt->qualifier.empty())
        return with_choice(*group, read);
      if (!unfit) unfit = group;
    }
    if (unfit) return with_choice(*unfit, *attempt);
  }
  return {};
}

}    // namespace softmode
