// SPDX-License-Identifier: BSD-3-Clause
// Format: https://www.vasp.at/wiki/index.php/POSCAR
#include "structure/checks.h"
#include "structure/read_structure.h"
#include "structure/read_structure_parts.h"
#include "structure/text_lines.h"

#include <gemmi/elem.hpp>

#include <Eigen/LU>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace softmode {

namespace {

struct Species {
  std::string element;
  int count;
};

Eigen::Vector3d read_vector(TextLines &lines, const std::string &what)
{
  const std::vector<std::string> words = words_of(lines.next(what));
  return {lines.number(words, 0, what), lines.number(words, 1, what), lines.number(words, 2, what)};
}

// factors of x, y, z: one number, the volume as a negative one, or three numbers
Eigen::Vector3d read_scale(TextLines &lines, bool &is_volume)
{
  const std::string what = "a scale (one number, negative for a volume in A3; or three)";
  const std::vector<std::string> words = words_of(lines.next(what));
  const double first = lines.number(words, 0, what);
  if (first == 0.0) lines.complain("the scale is 0");
  is_volume = first < 0.0;
  const bool three = words.size() >= 3 && std::isdigit(static_cast<unsigned char>(words[1][0])) &&
                     std::isdigit(static_cast<unsigned char>(words[2][0]));
  if (is_volume || !three) return Eigen::Vector3d::Constant(first);
  return {first, lines.number(words, 1, what), lines.number(words, 2, what)};
}

bool is_count(const std::string &word)
{
  return !word.empty() && std::isdigit(static_cast<unsigned char>(word[0]));
}

// the elements of a file of VASP 4, which has none: its comment often is their list
std::vector<std::string> names_in(const std::string &comment, std::size_t count)
{
  std::vector<std::string> names = words_of(comment);
  const bool all = std::all_of(names.begin(), names.end(), [](const std::string &name) {
    return name.size() <= 2 && gemmi::Element(name.c_str()) != gemmi::El::X;
  });
  if (!all || names.size() != count) names.clear();
  return names;
}

std::vector<Species> read_species(TextLines &lines, const std::string &comment, Crystal &crystal)
{
  std::vector<std::string> names = words_of(lines.next("a line of elements")), counts;
  if (!names.empty() && is_count(names[0])) {
    counts = names;
    names = names_in(comment, counts.size());
    if (names.empty())
      lines.complain("is a POSCAR of VASP 4, which does not name its elements; expected a line of "
                     "elements, as VASP 5 writes it: add one above the counts, as 'C H O Zr'");
    crystal.notes.push_back("no line of elements (VASP 4): they are taken from the first line, " +
                            shortened(comment));
  }
  if (names.empty()) lines.complain("expected a line of elements");
  std::vector<Species> species;
  for (const std::string &name : names)    // "Zr_sv" and "C/1a2b" name potentials
    species.push_back({element_symbol(name.substr(0, name.find_first_of("_/")), lines.where()), 0});
  if (counts.empty()) counts = words_of(lines.next("a line of counts"));
  for (std::size_t k = 0; k < species.size(); ++k)
    species[k].count = lines.count(counts, k, "the number of atoms of " + species[k].element);
  return species;
}

// true for Cartesian coordinates; reads past "Selective dynamics"
bool read_mode(TextLines &lines)
{
  const std::string what = "'Direct' or 'Cartesian'";
  const auto initial = [&] {
    const std::vector<std::string> words = words_of(lines.next(what));
    return words.empty() ? ' ' : static_cast<char>(std::tolower(words[0][0]));
  };
  char mode = initial();
  if (mode == 's') mode = initial();
  if (mode != 'd' && mode != 'c' && mode != 'k') lines.complain("expected " + what);
  return mode != 'd';
}

}    // namespace

Crystal read_poscar_text(const std::string &text, const std::string &source)
{
  TextLines lines(source, text);
  Crystal crystal;
  crystal.source = source;
  const std::string comment = lines.next("a comment");
  bool is_volume = false;
  Eigen::Vector3d scale = read_scale(lines, is_volume);
  Eigen::Matrix3d cell;
  for (int k = 0; k < 3; ++k) cell.col(k) = read_vector(lines, "a cell vector of three numbers");
  if (is_volume)
    scale = Eigen::Vector3d::Constant(std::cbrt(-scale[0] / std::fabs(cell.determinant())));
  cell = scale.asDiagonal() * cell;
  const Eigen::Matrix3d ordered = right_handed(cell, crystal);
  check_cell(ordered, crystal.source);

  const std::vector<Species> species = read_species(lines, comment, crystal);
  const bool cartesian = read_mode(lines);
  for (const Species &s : species)
    for (int n = 0; n < s.count; ++n) {
      const Eigen::Vector3d x = read_vector(lines, "three coordinates of an atom of " + s.element);
      crystal.atoms.push_back(
          {"", s.element,
           cartesian ? Eigen::Vector3d(scale.asDiagonal() * x) : Eigen::Vector3d(cell * x)});
    }
  if (crystal.atoms.empty()) lines.complain("no atoms");
  place_in_cell(crystal, ordered);
  number_labels(crystal);
  return crystal;
}

}    // namespace softmode
