// SPDX-License-Identifier: BSD-3-Clause
// Format: https://github.com/libAtoms/extxyz#extended-xyz-specification-and-parsing-tools
#include "structure/checks.h"
#include "structure/read_structure.h"
#include "structure/read_structure_parts.h"
#include "structure/text_lines.h"

#include <gemmi/elem.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <optional>

namespace softmode {

namespace {

constexpr int most_columns = 10000;

std::string lower(std::string text)
{
  for (char &c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// key=value pairs of the comment line; values may be quoted or bracketed; keys in lower case
std::map<std::string, std::string> read_keys(const std::string &line)
{
  std::map<std::string, std::string> keys;
  std::size_t at = 0;
  while (at < line.size()) {
    if (std::isspace(static_cast<unsigned char>(line[at]))) {
      ++at;
      continue;
    }
    const std::size_t end_of_key = std::min(line.find_first_of("= \t", at), line.size());
    const std::string key = lower(line.substr(at, end_of_key - at));
    at = end_of_key;
    if (at >= line.size() || line[at] != '=') {
      keys[key] = "T";
      continue;
    }
    ++at;
    const char open = at < line.size() ? line[at] : ' ';
    const char close = open == '[' ? ']' : open == '{' ? '}' : open;
    const bool quoted = open == '"' || open == '\'' || open == '[' || open == '{';
    if (quoted) ++at;
    const std::size_t end =
        std::min(quoted ? line.find(close, at) : line.find_first_of(" \t", at), line.size());
    keys[key] = line.substr(at, end - at);
    at = std::min(line.size(), end + (quoted ? 1 : 0));
  }
  return keys;
}

Eigen::Matrix3d read_lattice(const TextLines &lines, std::string text)
{
  std::replace(text.begin(), text.end(), ',', ' ');
  const std::vector<std::string> words = words_of(text);
  if (words.size() != 9)
    lines.complain("expected Lattice=\"ax ay az bx by bz cx cy cz\", nine numbers in A");
  Eigen::Matrix3d cell;
  for (int k = 0; k < 9; ++k) cell(k % 3, k / 3) = lines.number(words[k], "a component of Lattice");
  return cell;
}

/// First column of each property; -1 if absent.
struct Columns {
  int species = -1, number = -1, position = -1, charge = -1, total = 0;
};

Columns read_properties(const TextLines &lines, const std::string &text)
{
  std::string spaced = text;
  std::replace(spaced.begin(), spaced.end(), ':', ' ');
  const std::vector<std::string> parts = words_of(spaced);
  if (parts.size() % 3 != 0)
    lines.complain("Properties is '" + shortened(text) +
                   "', expected triples like species:S:1:pos:R:3");
  Columns columns;
  for (std::size_t k = 0; k < parts.size(); k += 3) {
    const std::string name = lower(parts[k]);
    const int width = lines.count(parts, k + 2, "the number of columns of " + parts[k]);
    if (name == "species" && width == 1) columns.species = columns.total;
    if (name == "z" && width == 1 && lower(parts[k + 1]) == "i") columns.number = columns.total;
    if (name == "pos" && width == 3) columns.position = columns.total;
    if ((name == "charge" || name == "charges" || name == "initial_charges") && width == 1)
      columns.charge = columns.total;
    columns.total += width;
    if (columns.total > most_columns) lines.complain("Properties has too many columns");
  }
  if ((columns.species < 0 && columns.number < 0) || columns.position < 0)
    lines.complain("Properties lacks species:S:1 (or Z:I:1) or pos:R:3");
  return columns;
}

std::string element_of_number(const TextLines &lines, const std::string &word)
{
  const double number = lines.number(word, "an atomic number");
  if (number < 1.0 || number >= static_cast<double>(gemmi::El::D) || number != std::floor(number))
    lines.complain("'" + shortened(word) + "' is no atomic number");
  return gemmi::Element(static_cast<int>(number)).name();
}

// by the name, else the atomic number; both have to agree
std::string element_in(const TextLines &lines, const Columns &columns,
                       const std::vector<std::string> &words)
{
  const std::string by_number =
      columns.number < 0 ? "" : element_of_number(lines, words[columns.number]);
  if (columns.species < 0) return by_number;
  const std::string &species = words[columns.species];
  const bool is_number = species.find_first_not_of("0123456789") == std::string::npos;
  const std::string element =
      is_number ? element_of_number(lines, species) : element_symbol(species, lines.where());
  if (!by_number.empty() && by_number != (element == "D" ? "H" : element))
    lines.complain(
        fmt::format("the species is {} and the atomic number that of {}", element, by_number));
  return element;
}

void check_periodic(const TextLines &lines, const std::string &text)
{
  for (const std::string &word : words_of(text))
    if (lower(word)[0] != 't' && word != "1")
      lines.complain("pbc is \"" + shortened(text) +
                     "\"; expected a structure that is periodic in x, y and z");
}

}    // namespace

Crystal read_extended_xyz_text(const std::string &text, const std::string &source)
{
  TextLines lines(source, text);
  Crystal crystal;
  crystal.source = source;
  const std::vector<std::string> first = words_of(lines.next("the number of atoms"));
  const int atoms = lines.count(first, 0, "the number of atoms");
  const auto keys = read_keys(lines.next("a line with Lattice=\"...\" and Properties=..."));
  if (keys.count("lattice") == 0)
    lines.complain("no Lattice=\"ax ay az bx by bz cx cy cz\": a plain XYZ file has no cell");
  const Eigen::Matrix3d cell = right_handed(read_lattice(lines, keys.at("lattice")), crystal);
  const Columns columns = read_properties(lines, keys.count("properties") ? keys.at("properties")
                                                                          : "species:S:1:pos:R:3");
  if (keys.count("model")) mark_as_model(crystal, keys.at("model"));
  if (keys.count("pbc")) check_periodic(lines, keys.at("pbc"));
  if (atoms == 0) lines.complain("no atoms");
  for (int n = 0; n < atoms; ++n) {
    const std::vector<std::string> words =
        words_of(lines.next(fmt::format("atom {} of {}", n + 1, atoms)));
    if (static_cast<int>(words.size()) < columns.total)
      lines.complain(fmt::format("{} columns, expected {}", words.size(), columns.total));
    CrystalAtom atom;
    atom.element = element_in(lines, columns, words);
    for (int k = 0; k < 3; ++k)
      atom.fractional[k] = lines.number(words[columns.position + k], "a coordinate in A");
    if (columns.charge >= 0) atom.charge = lines.number(words[columns.charge], "a charge");
    crystal.atoms.push_back(std::move(atom));
  }
  while (!lines.at_end())
    if (!words_of(lines.next("nothing")).empty()) {
      crystal.notes.push_back("the file holds more than one frame; the first was read");
      break;
    }
  place_in_cell(crystal, cell);
  number_labels(crystal);
  return crystal;
}

}    // namespace softmode
