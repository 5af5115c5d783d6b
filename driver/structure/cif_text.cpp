// SPDX-License-Identifier: BSD-3-Clause
#include "structure/cif_text.h"

#include "structure/cif_repair.h"
#include "structure/cif_values.h"
#include "support/error.h"

#include <gemmi/cif.hpp>

#include <algorithm>
#include <cctype>
#include <map>
#include <string_view>

namespace softmode {

namespace {

using gemmi::cif::Block;
using gemmi::cif::Document;
using gemmi::cif::Item;
using gemmi::cif::ItemType;

// line ends of old Macs, blanks of typesetting, quotes of word processors at the ends of words
std::string plain_text(const std::string &text, std::vector<std::string> &notes)
{
  std::string result = text;
  for (std::size_t at = result.find('\r'); at != std::string::npos; at = result.find('\r', at + 1))
    if (at + 1 == result.size() || result[at + 1] != '\n') result[at] = '\n';
  const bool ascii =
      std::all_of(result.begin(), result.end(), [](unsigned char c) { return c < 0x80; });
  if (ascii) return result;
  std::string utf8 = as_utf8(result);
  if (utf8 != result)
    notes.emplace_back("the file is not UTF-8; letters beyond ASCII are taken as Latin-1");
  return utf8;
}

void replace_all(std::string &text, std::string_view from, std::string_view to)
{
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// only for a text that is no valid CIF: in a valid one such signs belong to the values
void replace_typeset_signs(std::string &text)
{
  for (const char *blank : {"\u00a0", "\u2009", "\u202f", "\u3000"}) replace_all(text, blank, " ");
  for (const char *minus : {"\u2212", "\u2010", "\u2011", "\u2013"}) replace_all(text, minus, "-");
  for (const char *quote : {"\u2018", "\u2019"}) replace_all(text, quote, "'");
  for (const char *quote : {"\u201c", "\u201d"}) replace_all(text, quote, "\"");
  for (const char *nothing : {"\u200b", "\ufeff"}) replace_all(text, nothing, "");
}

bool contains_word(const std::string &text, std::string_view word)
{
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == static_cast<unsigned char>(b);
  };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

// "_cell.length_a" of mmCIF and DDLm is "_cell_length_a" here
void write_tags_with_underscores(Block &block, std::string &dotted)
{
  const auto rewrite = [&](std::string &tag) {
    if (tag.find('.') == std::string::npos) return;
    if (dotted.empty() && is_used_in_cif(tag)) dotted = tag;
    std::replace(tag.begin(), tag.end(), '.', '_');
  };
  for (Item &item : block.items) {
    if (item.type == ItemType::Pair) rewrite(item.pair[0]);
    if (item.type == ItemType::Loop)
      for (std::string &tag : item.loop.tags) rewrite(tag);
  }
}

std::string lower(std::string text)
{
  for (char &c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string place(const std::string &name, const Item &item)
{
  return fmt::format("{}:{}", name, item.line_number);
}

// items without a value are unknown, as '?' is
void fill_missing_values(Block &block, std::vector<std::string> &notes)
{
  std::vector<const Item *> missing;
  for (Item &item : block.items)
    if (item.type == ItemType::Pair && item.pair[1].empty()) {
      item.pair[1] = "?";
      missing.push_back(&item);
    }
  if (!missing.empty())
    notes.push_back(
        fmt::format("line {}: {} has no value; taken as unknown{}", missing[0]->line_number,
                    missing[0]->pair[0],
                    missing.size() > 1 ? fmt::format(" (and {} more)", missing.size() - 1) : ""));
}

// an item given twice is taken where it says the same, or says nothing of use here
void check_items_given_twice(const Block &block, const std::string &name,
                             std::vector<std::string> &notes)
{
  std::map<std::string, const Item *> known;
  const auto take = [&](const std::string &tag, const Item &item) {
    const auto [first, inserted] = known.emplace(lower(tag), &item);
    if (inserted) return;
    const Item &other = *first->second;
    const bool pairs = item.type == ItemType::Pair && other.type == ItemType::Pair;
    if (is_used_in_cif(tag) && !(pairs && item.pair[1] == other.pair[1]))
      fail(ExitCode::structure,
           "{}: {} is given twice (not a valid CIF); it is in line {}, too; keep one of them",
           place(name, item), tag, other.line_number);
    if (!pairs || item.pair[1] != other.pair[1])
      notes.push_back(
          fmt::format("line {}: {} is given twice; the first is taken", item.line_number, tag));
  };
  for (const Item &item : block.items) {
    if (item.type == ItemType::Pair) take(item.pair[0], item);
    if (item.type == ItemType::Loop)
      for (const std::string &tag : item.loop.tags) take(tag, item);
  }
}

bool has_used_items(const Block &block)
{
  return std::any_of(block.items.begin(), block.items.end(), [](const Item &item) {
    if (item.type == ItemType::Pair) return is_used_in_cif(item.pair[0]);
    return item.type == ItemType::Loop &&
           std::any_of(item.loop.tags.begin(), item.loop.tags.end(), is_used_in_cif);
  });
}

void check_blocks_of_one_name(const Document &document, const std::string &name)
{
  std::map<std::string, int> known;
  for (const Block &block : document.blocks)
    if (!block.name.empty() && has_used_items(block) && ++known[lower(block.name)] > 1)
      fail(ExitCode::structure,
           "{}: two blocks are called data_{} (not a valid CIF); keep one of them", name,
           block.name);
}

Document strictly_parsed(const std::string &text, const std::string &name,
                         std::vector<std::string> &notes)
{
  Document document;
  document.source = name;
  gemmi::cif::parse_input(document, tao::pegtl::memory_input<>(text.data(), text.size(), name));
  std::string dotted;
  for (Block &block : document.blocks) write_tags_with_underscores(block, dotted);
  if (!dotted.empty())
    notes.push_back(fmt::format("items are named with dots, as in mmCIF: {}", dotted));
  return document;
}

// "x, y, z" without quotes in a list with one column is valid, but three values
bool has_operations_in_pieces(const Document &document)
{
  const auto in_pieces = [](const std::string &value) {
    return !gemmi::cif::is_null(value) && value.size() < 4 &&
           std::count(value.begin(), value.end(), ',') != 2;
  };
  for (const Block &block : document.blocks)
    for (const Item &item : block.items) {
      if (item.type != ItemType::Loop) continue;
      const auto tag = std::find_if(item.loop.tags.begin(), item.loop.tags.end(), is_operation_tag);
      if (tag == item.loop.tags.end()) continue;
      for (auto k = static_cast<std::size_t>(tag - item.loop.tags.begin());
           k < item.loop.values.size(); k += item.loop.tags.size())
        if (in_pieces(item.loop.values[k])) return true;
    }
  return false;
}

Document parsed(const std::string &text, const std::string &name, std::vector<std::string> &notes)
{
  std::string complaint;
  try {
    std::vector<std::string> said;
    Document document = strictly_parsed(text, name, said);
    if (!has_operations_in_pieces(document)) {
      notes.insert(notes.end(), said.begin(), said.end());
      return document;
    }
  } catch (const std::runtime_error &e) {
    complaint = e.what();
  }
  const auto refuse = [&](const std::string &why) {
    fail(ExitCode::structure,
         "{} (not a valid CIF; correct that place or export the structure again)", why);
  };
  // without these it is no crystal structure, and there is nothing to repair
  if (!complaint.empty() && (!contains_word(text, "_cell") || !contains_word(text, "_atom_site")))
    refuse(complaint);
  std::string plain = text;
  replace_typeset_signs(plain);
  try {
    return strictly_parsed(repaired_cif(plain, name, notes), name, notes);
  } catch (const Error &) {
    throw;
  } catch (const std::runtime_error &e) {
    refuse(e.what());
  }
  return {};
}

}    // namespace

Document parse_cif(const std::string &text, const std::string &name,
                   std::vector<std::string> &notes)
{
  Document document = parsed(plain_text(text, notes), name, notes);
  check_blocks_of_one_name(document, name);
  for (Block &block : document.blocks) {
    fill_missing_values(block, notes);
    check_items_given_twice(block, name, notes);
  }
  return document;
}

}    // namespace softmode
