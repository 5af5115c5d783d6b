// SPDX-License-Identifier: BSD-3-Clause
// Format: https://www.wwpdb.org/documentation/file-format. gemmi reads it, too, but some bytes that are no
// PDB file make it shift negative numbers; cell and atoms are a few columns.
#include "structure/checks.h"
#include "structure/read_structure.h"
#include "structure/text_lines.h"

#include <gemmi/cifdoc.hpp>
#include <gemmi/elem.hpp>
#include <gemmi/unitcell.hpp>

#include <cctype>
#include <cmath>

namespace softmode {

namespace {

/// A row of columns, counted from 1 as the format does; shorter rows end in blanks.
class Columns {
 public:
  Columns(const TextLines &l, const std::string &text) : lines(l), row(text) {}

  std::string text(std::size_t first, std::size_t last) const
  {
    if (row.size() < first) return "";
    const std::vector<std::string> words = words_of(row.substr(first - 1, last - first + 1));
    return words.empty() ? "" : fmt::format("{}", fmt::join(words, " "));
  }

  double number(std::size_t first, std::size_t last, const std::string &what) const
  {
    return lines.number(text(first, last),
                        fmt::format("{} in columns {} to {}", what, first, last));
  }

 private:
  const TextLines &lines;
  const std::string &row;
};

bool is_element(const std::string &text)
{
  return !text.empty() && text.size() <= 2 && gemmi::Element(text.c_str()) != gemmi::El::X;
}

bool is_digit(char c)
{
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

bool is_letter(char c)
{
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

std::string upper(std::string text)
{
  for (char &c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string letters_of(const std::string &text)
{
  std::string letters;
  for (const char c : text)
    if (is_letter(c)) letters += c;
  return upper(letters);
}

std::string symbol(const std::string &text)
{
  return gemmi::Element(text.c_str()).name();
}

const char *const by_place = "?";    // what CIF calls unknown: label and place tell

// "1HG1"
bool names_hydrogen(const std::string &name)
{
  return name.size() > 1 && is_digit(name[0]) && upper(name)[1] == 'H';
}

// " CU0": by its columns a carbon, but names without columns are as often moved to the right
bool may_be_shifted(const Columns &columns, const std::string &letters)
{
  const std::string two = letters.substr(0, 2);
  return columns.text(13, 13).empty() && letters.size() > 1 && is_element(two) &&
         gemmi::Element(two.c_str()).is_metal() && is_element(letters.substr(0, 1)) &&
         !letters_of(columns.text(14, 15)).empty();
}

// The element of a name ends in column 14: "CA  " is calcium, " CA " a carbon. Names of four letters ("HG11") start in
// column 13 whatever their element, some programs start all there, others all in column 14 (" ZN1").
std::string element_of_name(const Columns &columns)
{
  const std::string name = columns.text(13, 16), front = columns.text(13, 14);
  if (name.empty()) return "";
  if (names_hydrogen(name)) return "H";
  const std::string letters = letters_of(name), residue = letters_of(columns.text(18, 20));
  if (letters.size() == 2 && letters == residue && is_element(letters)) return symbol(letters);
  if (front.size() == 2 && is_letter(front[0]) && is_letter(front[1])) {
    const bool one = is_element(front.substr(0, 1)), two = is_element(front);
    if (one && two) return by_place;
    if (one || two) return symbol(two ? front : front.substr(0, 1));
  }
  if (may_be_shifted(columns, letters)) return by_place;
  const std::string one = front.empty() || !is_letter(front.back())
                              ? letters.substr(0, 1)
                              : front.substr(front.size() - 1);
  if (is_element(one)) return symbol(one);
  const std::string shifted = letters.substr(0, 2);
  return is_element(shifted) ? symbol(shifted) : "";
}

// where the place decides, that which a name has by its columns; "" elsewhere
std::string usual_element(const Columns &columns)
{
  const std::string letters = letters_of(columns.text(13, 16));
  const bool named = is_element(columns.text(77, 78)) || names_hydrogen(columns.text(13, 16)) ||
                     element_of_name(columns) != by_place;
  return named || !may_be_shifted(columns, letters) ? "" : symbol(letters.substr(0, 1));
}

// columns 77 and 78, else the name
std::string element_in(const Columns &columns, const std::string &where)
{
  if (const std::string text = columns.text(77, 78); is_element(text)) return symbol(text);
  const std::string element = element_of_name(columns);
  if (!element.empty()) return element;
  fail(ExitCode::structure, "{}: atom {} has no element in columns 77 and 78, nor in its name",
       where, shortened(columns.text(13, 16)));
}

gemmi::UnitCell cell_in(const Columns &columns, const TextLines &lines)
{
  double p[6];
  for (std::size_t k = 0; k < 3; ++k) {
    p[k] = columns.number(7 + 9 * k, 15 + 9 * k, "a cell length (A)");
    p[k + 3] = columns.number(34 + 7 * k, 40 + 7 * k, "a cell angle (degrees)");
    if (!(p[k + 3] > 0.0 && p[k + 3] < 180.0))    // gemmi throws an exception of its own for 0
      lines.complain(
          fmt::format("a cell angle of {:g} degrees, expected between 0 and 180", p[k + 3]));
  }
  gemmi::UnitCell cell;
  cell.set(p[0], p[1], p[2], p[3], p[4], p[5]);
  if (!(cell.volume > 1e-6 * std::fabs(cell.a * cell.b * cell.c)) || !std::isfinite(cell.volume))
    lines.complain("the cell encloses no volume");
  if (cell.a == 1.0 && cell.b == 1.0 && cell.c == 1.0)
    lines.complain("a cell of 1 A stands for none; expected that of a crystal");
  return cell;
}

}    // namespace

std::string cif_of_pdb(const std::string &text, const std::string &source)
{
  TextLines lines(source, text);
  gemmi::UnitCell cell;
  bool has_cell = false, ended = false;
  std::string space_group, sites;
  struct Atom {
    std::string label, element, usual, group;
    gemmi::Position position;
    double occupancy;
  };
  std::vector<Atom> atoms;
  while (!lines.at_end() && !ended) {
    const std::string line = lines.next("a line");
    const Columns columns(lines, line);
    const std::string record = columns.text(1, 6);
    if (record == "CRYST1") {
      cell = cell_in(columns, lines);
      space_group = columns.text(56, 66);
      has_cell = true;
    } else if (record == "ATOM" || record == "HETATM") {
      const std::string occupancy = columns.text(55, 60);
      atoms.push_back({columns.text(13, 16),
                       element_in(columns, lines.where()),
                       usual_element(columns),
                       columns.text(17, 17),
                       {columns.number(31, 38, "x (A)"), columns.number(39, 46, "y (A)"),
                        columns.number(47, 54, "z (A)")},
                       occupancy.empty() ? 1.0 : lines.number(occupancy, "an occupancy")});
      if (atoms.back().label.empty()) atoms.back().label = atoms.back().element;
    } else if (record == "ENDMDL") {
      ended = true;    // the first of several models
    }
  }
  if (!has_cell)
    fail(ExitCode::structure, "{}: no cell; expected a line CRYST1 with that of a crystal", source);
  if (atoms.empty())
    fail(ExitCode::structure, "{}: no atoms; expected lines ATOM or HETATM", source);
  for (const Atom &a : atoms) {
    const gemmi::Fractional f = cell.fractionalize(a.position);
    sites +=
        fmt::format("{} {} {:.9f} {:.9f} {:.9f} {} {} {}\n", gemmi::cif::quote(a.label), a.element,
                    f.x, f.y, f.z, a.occupancy, a.group.empty() ? "." : gemmi::cif::quote(a.group),
                    a.usual.empty() ? "." : a.usual);
  }
  return fmt::format("data_pdb\n_cell_length_a {}\n_cell_length_b {}\n_cell_length_c {}\n"
                     "_cell_angle_alpha {}\n_cell_angle_beta {}\n_cell_angle_gamma {}\n"
                     "_space_group_name_H-M_alt {}\n"
                     "loop_\n_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_x\n"
                     "_atom_site_fract_y\n_atom_site_fract_z\n_atom_site_occupancy\n"
                     "_atom_site_disorder_group\n_atom_site_softmode_usual_element\n",
                     cell.a, cell.b, cell.c, cell.alpha, cell.beta, cell.gamma,
                     gemmi::cif::quote(space_group.empty() ? "P 1" : space_group)) +
         sites;
}

}    // namespace softmode
