// SPDX-License-Identifier: BSD-3-Clause
// Format: https://shelx.uni-goettingen.de/shelxl_html.php
#include "structure/checks.h"
#include "structure/read_structure.h"
#include "structure/text_lines.h"

#include <algorithm>
#include <gemmi/cifdoc.hpp>
#include <gemmi/symmetry.hpp>

#include <Eigen/Core>

#include <cctype>
#include <cmath>
#include <set>

namespace softmode {

namespace {

constexpr double same_site = 1e-3;    // fractional; images of a special position
constexpr double fixed = 10.0;        // added to a parameter that is not refined

std::string upper(std::string text)
{
  for (char &c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

// atoms have any other name of four letters
bool is_instruction(const std::string &word)
{
  static const std::set<std::string> instructions{
      "ABIN", "ACTA", "AFIX", "ANIS", "ANSC", "ANSR", "BASF", "BIND", "BLOC", "BOND",
      "BUMP", "CELL", "CGLS", "CHIV", "CONF", "CONN", "DAMP", "DANG", "DEFS", "DELU",
      "DFIX", "DISP", "EADP", "END",  "EQIV", "EXTI", "EXYZ", "FEND", "FLAT", "FMAP",
      "FRAG", "FREE", "FVAR", "GRID", "HFIX", "HKLF", "HTAB", "ISOR", "L.S.", "LATT",
      "LAUE", "LIST", "MERG", "MOLE", "MORE", "MOVE", "MPLA", "NCSY", "NEUT", "OMIT",
      "PART", "PLAN", "PRIG", "REM",  "RESI", "RIGU", "RTAB", "SADI", "SAME", "SFAC",
      "SHEL", "SIMU", "SIZE", "SPEC", "STIR", "SUMP", "SWAT", "SYMM", "TEMP", "TIME",
      "TITL", "TWIN", "TWST", "UNIT", "WGHT", "WIGL", "WPDB", "XNPD", "ZERR"};
  return instructions.count(word.substr(0, 4)) > 0 || word[0] == '+';
}

struct ShelxAtom {
  std::string label, element;
  Eigen::Vector3d fractional;
  double factor;    // sof as it stands, without the 10 of a fixed one: occupancy over multiplicity
  int part;
};

class ShelxReader {
 public:
  ShelxReader(const std::string &text, const std::string &source) :
      lines(source, text), name(source)
  {
  }

  std::string cif()
  {
    while (!lines.at_end() && !ended) read_line(next());
    if (cell.empty()) fail(ExitCode::structure, "{}: no line CELL", name);
    if (atoms.empty()) fail(ExitCode::structure, "{}: no atoms before HKLF or END", name);
    const gemmi::GroupOps group = operations();
    std::string cif = "data_shelx\n";
    const char *tags[] = {"length_a",    "length_b",   "length_c",
                          "angle_alpha", "angle_beta", "angle_gamma"};
    for (int k = 0; k < 6; ++k) cif += fmt::format("_cell_{} {}\n", tags[k], cell[k]);
    cif += "loop_\n_space_group_symop_operation_xyz\n";
    for (const gemmi::Op &op : group) cif += "'" + op.triplet() + "'\n";
    cif += "loop_\n_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_x\n"
           "_atom_site_fract_y\n_atom_site_fract_z\n_atom_site_occupancy\n"
           "_atom_site_disorder_group\n";
    for (const ShelxAtom &a : atoms)
      cif += fmt::format("{} {} {:.9f} {:.9f} {:.9f} {:.6g} {}\n", gemmi::cif::quote(a.label),
                         a.element, a.fractional[0], a.fractional[1], a.fractional[2],
                         occupancy(a, group), a.part == 0 ? "." : std::to_string(a.part));
    return cif;
  }

 private:
  // with its continuations: a line that ends in '=' goes on in the next
  std::vector<std::string> next()
  {
    std::string line = lines.next("a line");
    line.erase(std::min(line.find('!'), line.size()));
    while (line.find_last_not_of(" \t") != std::string::npos &&
           line[line.find_last_not_of(" \t")] == '=' && upper(line).rfind("TITL", 0) != 0 &&
           upper(line).rfind("REM", 0) != 0 && !lines.at_end()) {
      line.erase(line.find_last_not_of(" \t"));
      line += " " + lines.next("a continued line");
      if (line.size() > 10000) lines.complain("a line goes on for more than 10000 characters");
    }
    // continuations begin with a blank; so do titles' second lines, which are no atoms
    return !line.empty() && line[0] == ' ' ? std::vector<std::string>{} : words_of(line);
  }

  void read_line(const std::vector<std::string> &words)
  {
    if (words.empty()) return;
    const std::string first = upper(words[0]);
    const std::string key = first.substr(0, 4);
    if (key == "CELL")
      for (int k = 0; k < 6; ++k)
        cell.push_back(lines.number(words, k + 2, "wavelength, a, b, c (A), alpha, beta, gamma"));
    else if (key == "LATT")
      lattice =
          static_cast<int>(std::clamp(lines.number(words, 1, "the lattice type"), -100.0, 100.0));
    else if (key == "SYMM")
      symmetry.push_back(operation(words));
    else if (key == "SFAC")
      read_scatterers(words);
    else if (key == "FVAR")
      for (std::size_t k = 1; k < words.size(); ++k)
        variables.push_back(lines.number(words, k, "a free variable"));
    else if (key == "PART")
      read_part(words);
    else if (key == "HKLF" || key == "END")
      ended = true;
    else if (!is_instruction(first))
      read_atom(words);
  }

  gemmi::Op operation(const std::vector<std::string> &words) const
  {
    std::string text;
    for (std::size_t k = 1; k < words.size(); ++k) text += words[k];
    try {
      return gemmi::parse_triplet(text).wrap();
    } catch (const std::runtime_error &) {
      lines.complain("'" + shortened(text) + "' is no symmetry operation");
    }
  }

  // a list of elements, or one with its scattering factors
  void read_scatterers(const std::vector<std::string> &words)
  {
    const bool factors = words.size() > 2 && !std::isalpha(static_cast<unsigned char>(words[2][0]));
    for (std::size_t k = 1; k < (factors ? 2 : words.size()); ++k) {
      std::string symbol = words[k];
      if (!symbol.empty() && symbol[0] == '$') symbol.erase(0, 1);
      elements.push_back(
          element_symbol(symbol.substr(0, symbol.find_first_of("0123456789+-")), lines.where()));
    }
  }

  void read_part(const std::vector<std::string> &words)
  {
    part = static_cast<int>(lines.number(words, 1, "the number of a part"));
    part_factor = words.size() > 2 ? lines.number(words, 2, "the occupancy of a part") : 0.0;
  }

  void read_atom(const std::vector<std::string> &words)
  {
    if (words.size() < 5)
      lines.complain("'" + shortened(words[0]) +
                     "' is no instruction, and an atom has name, number of its "
                     "element, x, y, z and occupancy");
    const bool peak = upper(words[0])[0] == 'Q' && words[0].size() > 1 &&
                      std::isdigit(static_cast<unsigned char>(words[0][1]));
    if (peak) return;    // of the difference map
    const int element = lines.count(words, 1, "the number of an element in SFAC");
    if (element < 1 || element > static_cast<int>(elements.size()))
      lines.complain(fmt::format("element {} of {}; SFAC lists {}", element, shortened(words[0]),
                                 elements.size()));
    ShelxAtom atom{words[0], elements[element - 1], {}, 1.0, part};
    for (int k = 0; k < 3; ++k)
      atom.fractional[k] = value(lines.number(words, k + 2, "a fractional coordinate"), 5.0);
    const double factor = words.size() > 5 ? lines.number(words, 5, "an occupancy") : fixed + 1.0;
    atom.factor = value(part_factor != 0.0 ? part_factor : factor, 5.0);
    atoms.push_back(atom);
  }

  // 10 + p is p, fixed; 10 m + p is p times free variable m; -(10 m + p) p times 1 minus it
  double value(double number, double border) const
  {
    const int m = static_cast<int>(std::floor((std::fabs(number) + border) / fixed));
    if (std::fabs(number) < border || m > 999) return number;
    const double p = std::fabs(number) - fixed * m;
    if (m <= 1) return number < 0.0 ? -p : p;
    if (m > static_cast<int>(variables.size()))
      lines.complain(fmt::format("free variable {} is not in FVAR", m));
    return number > 0.0 ? p * variables[m - 1] : p * (1.0 - variables[m - 1]);
  }

  gemmi::GroupOps operations() const
  {
    std::vector<gemmi::Op> ops{gemmi::Op::identity()};
    ops.insert(ops.end(), symmetry.begin(), symmetry.end());
    if (lattice > 0) {
      const std::size_t half = ops.size();
      for (std::size_t k = 0; k < half; ++k)
        ops.push_back(ops[k].combine(gemmi::parse_triplet("-x,-y,-z")).wrap());
    }
    const char letters[] = {'P', 'I', 'R', 'F', 'A', 'B', 'C'};
    const int type = std::abs(lattice);
    if (type < 1 || type > 7)
      fail(ExitCode::structure, "{}: LATT {}, expected 1 to 7 or the negative of one", name,
           lattice);
    gemmi::GroupOps group;
    group.sym_ops = ops;
    group.cen_ops = gemmi::centring_vectors(letters[type - 1]);
    return group;
  }

  // sof counts an atom on a special position as a fraction of a general one
  static double occupancy(const ShelxAtom &atom, const gemmi::GroupOps &group)
  {
    int all = 0, same = 0;
    for (const gemmi::Op &op : group) {
      ++all;
      const auto image =
          op.apply_to_xyz({{atom.fractional[0], atom.fractional[1], atom.fractional[2]}});
      bool here = true;
      for (int k = 0; k < 3; ++k) {
        const double d = image[k] - atom.fractional[k];
        here = here && std::fabs(d - std::round(d)) < same_site;
      }
      same += here;
    }
    // an atom near a special position, disordered about it, is a general one in a negative PART
    const double occupancy = atom.factor * same;
    return occupancy > 0.98 && occupancy < 1.02 ? 1.0 : occupancy;
  }

  TextLines lines;
  std::string name;
  bool ended = false;
  std::vector<double> cell;
  int lattice = 1;    // centrosymmetric primitive, as SHELX takes it where LATT is missing
  std::vector<gemmi::Op> symmetry;
  std::vector<std::string> elements;
  std::vector<double> variables;
  int part = 0;
  double part_factor = 0.0;
  std::vector<ShelxAtom> atoms;
};

}    // namespace

std::string cif_of_shelx(const std::string &text, const std::string &source)
{
  return ShelxReader(text, source).cif();
}

}    // namespace softmode
