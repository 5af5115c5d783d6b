// SPDX-License-Identifier: BSD-3-Clause
// Format: https://docs.lammps.org/read_data.html
#include "structure/bonds.h"
#include "structure/checks.h"
#include "structure/read_structure.h"
#include "structure/read_structure_parts.h"
#include "structure/text_lines.h"

#include <gemmi/elem.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <set>

namespace softmode {

namespace {

constexpr double mass_tolerance = 0.1;    // g/mol

/// A carbon with its hydrogens as one particle. CH2 has nearly the mass of nitrogen, 14.007.
struct UnitedAtom {
  const char *group;
  double mass;    // g/mol
};
constexpr UnitedAtom united_atoms[] = {
    {"CH", 13.019}, {"CH2", 14.027}, {"CH3", 15.035}, {"CH4", 16.043}};
constexpr double united_tolerance = 0.006;    // g/mol; oxygen, 15.999, is farther from CH4

void refuse_united_atom(double mass, const TextLines &lines)
{
  for (const UnitedAtom &u : united_atoms)
    if (std::fabs(mass - u.mass) < united_tolerance)
      lines.complain(fmt::format("the mass {:g} g/mol is that of a united atom, {}; softmode "
                                 "needs every hydrogen as an atom of its own",
                                 mass, u.group));
}

/// Columns of an atom style, from 0; -1 if absent.
struct AtomStyle {
  const char *name;
  int type, molecule, charge, x;
};
constexpr AtomStyle atom_styles[] = {{"atomic", 1, -1, -1, 2},   {"charge", 1, -1, 2, 3},
                                     {"molecular", 2, 1, -1, 3}, {"bond", 2, 1, -1, 3},
                                     {"angle", 2, 1, -1, 3},     {"full", 2, 1, 3, 4}};

const AtomStyle *style_named(const std::string &name)
{
  for (const AtomStyle &s : atom_styles)
    if (name == s.name) return &s;
  return nullptr;
}

std::string element_of_mass(double mass, const TextLines &lines)
{
  refuse_united_atom(mass, lines);
  gemmi::El nearest = gemmi::El::X;
  double smallest = mass_tolerance;
  for (int z = 1; z < static_cast<int>(gemmi::El::END); ++z) {
    const double difference = std::fabs(gemmi::Element(static_cast<gemmi::El>(z)).weight() - mass);
    if (difference < smallest) {
      smallest = difference;
      nearest = static_cast<gemmi::El>(z);
    }
  }
  if (nearest == gemmi::El::X)
    lines.complain(fmt::format("no element has the mass {:g} g/mol", mass));
  return gemmi::Element(nearest).name();
}

// "CU" and "cu" are copper; "CA", "ca", "CD" may be types of a force field for carbon
bool is_metal_by_name_alone(const std::string &element)
{
  static const std::set<std::string> metals{"Al", "Cr", "Cu", "Fe", "Ga", "In", "Li", "Mg",
                                            "Mn", "Ni", "Sc", "Sr", "Ti", "Zn", "Zr"};
  return metals.count(element) > 0;
}

// "Cu", "CU", "C_R", "Zr3+4", "O_2_z": the letters in front, if they are an element as it is written
std::string element_of_label(const std::string &label)
{
  std::size_t letters = 0;
  while (letters < label.size() && std::isalpha(static_cast<unsigned char>(label[letters])))
    ++letters;
  const std::string start = label.substr(0, letters);
  if (letters == 0 || letters > 2) return "";
  const std::string name = gemmi::Element(start.c_str()).name();
  if (start == name || (letters == label.size() && is_metal_by_name_alone(name))) return name;
  return "";
}

bool is_integer(const std::string &word)
{
  const std::size_t sign = !word.empty() && (word[0] == '-' || word[0] == '+') ? 1 : 0;
  return word.size() > sign && word.find_first_not_of("0123456789", sign) == std::string::npos;
}

/// The rows of a section with their lines, for what can be told only from all of them.
struct Row {
  std::vector<std::string> words;
  std::string where;
};

class LammpsDataReader {
 public:
  LammpsDataReader(const std::string &text, const std::string &source) : lines(source, text)
  {
    crystal.source = source;
  }

  Crystal read()
  {
    check_units(lines.next("a comment"));
    while (!lines.at_end()) read_line(lines.next("a line"));
    read_atoms();
    check_complete();
    for (auto &[id, atom] : atoms) {
      atom.atom.element = element_of_type(atom.type);
      atom.atom.label = atom.atom.element + std::to_string(id);
      atom.atom.fractional -= origin;
      crystal.atoms.push_back(atom.atom);
    }
    for (const auto &[first, second] : bonds)
      crystal.given_bonds.push_back({label_of(first), label_of(second)});
    place_in_cell(crystal, cell);
    return std::move(crystal);
  }

 private:
  struct TypedPosition {
    CrystalAtom atom;
    std::string type;
  };

  // write_data names them in the first line
  void check_units(const std::string &title)
  {
    const std::vector<std::string> words = words_of(title);
    for (std::size_t k = 0; k + 2 < words.size(); ++k)
      if (words[k] == "units" && words[k + 1] == "=" && words[k + 2] != "real" &&
          words[k + 2] != "metal")
        lines.complain("is in units " + shortened(words[k + 2]) +
                       "; expected real or metal, whose lengths are in A");
  }

  void read_line(const std::string &line)
  {
    const std::size_t mark = line.find('#');
    const std::vector<std::string> words = words_of(line.substr(0, mark));
    if (words.empty()) return;
    const std::string comment = mark == std::string::npos ? "" : line.substr(mark + 1);
    const bool is_row = section == "Masses" && types.count(words[0]) > 0;    // by a type label
    if (std::isalpha(static_cast<unsigned char>(words[0][0])) && !is_row) {
      begin_section(words, comment);
    } else if (section.empty()) {
      read_header(words);
    } else if (section == "Atom Type Labels") {
      if (words.size() < 2) lines.complain("expected an atom type and its label");
      types.insert(words[1]);
      label_of_type[words[0]] = words[1];
    } else if (section == "Masses") {
      read_mass(words, comment);
    } else if (section == "Atoms") {
      rows.push_back({words, lines.where()});
    } else if (section == "Bonds") {
      bonds.emplace_back(lines.count(words, 2, "an atom"), lines.count(words, 3, "an atom"));
    }
  }

  void begin_section(const std::vector<std::string> &title, const std::string &comment)
  {
    section = fmt::format("{}", fmt::join(title, " "));
    if (section != "Atoms") return;
    const std::vector<std::string> hint = words_of(comment);
    if (hint.empty()) return;    // the columns will tell
    style = style_named(hint[0]);
    if (!style)
      lines.complain("the atom style after the section's name is '" + shortened(hint[0]) +
                     "'; expected 'Atoms # full', or atomic, charge, molecular, bond, angle");
  }

  void read_header(const std::vector<std::string> &words)
  {
    const std::string &last = words.back();
    if (words.size() == 2 && last == "atoms") expected_atoms = lines.count(words, 0, "atoms");
    if (words.size() == 2 && last == "bonds") has_bonds = lines.count(words, 0, "bonds") > 0;
    for (int k = 0; k < 3; ++k) {
      if (last == std::string(1, "xyz"[k]) + "hi") {
        origin[k] = lines.number(words, 0, "the lower bound of the cell (A)");
        cell(k, k) = lines.number(words, 1, "the upper bound of the cell (A)") - origin[k];
        ++sides;
      }
      if (last == std::string(1, "abc"[k]) + "vec") {    // general triclinic, LAMMPS since 2024
        for (int x = 0; x < 3; ++x)
          cell(x, k) = lines.number(words, x, "a component of a cell vector (A)");
        ++sides;
      }
    }
    if (last == "origin" && words.size() == 5)
      for (int x = 0; x < 3; ++x) origin[x] = lines.number(words, x, "the origin of the cell (A)");
    if (last == "yz") {
      cell(0, 1) = lines.number(words, 0, "the tilt xy (A)");
      cell(0, 2) = lines.number(words, 1, "the tilt xz (A)");
      cell(1, 2) = lines.number(words, 2, "the tilt yz (A)");
    }
  }

  // a comment that is an element says what the mass is of; both have to agree, as 1.0 is often a dummy
  void read_mass(const std::vector<std::string> &words, const std::string &comment)
  {
    const std::string element = element_of_mass(lines.number(words, 1, "a mass (g/mol)"), lines);
    const std::vector<std::string> hint = words_of(comment);
    const std::string said = hint.empty() ? "" : element_of_label(hint[0]);
    if (!said.empty() && said == hint[0] && said != element)
      lines.complain(fmt::format("the mass {} g/mol is that of {}, the comment says {}", words[1],
                                 element, said));
    elements[words[0]] = element;
  }

  void read_atoms()
  {
    if (!style && !rows.empty()) guess_style();
    for (const Row &row : rows) read_atom(row);
  }

  [[noreturn]] void complain(const Row &row, const std::string &what) const
  {
    fail(ExitCode::structure, "{}: {}", row.where, what);
  }

  bool is_type(const std::string &word) const
  {
    return types.count(word) > 0 ||
           (is_integer(word) && word[0] != '-' && word != "0" &&
            (elements.empty() || elements.count(word) > 0 || label_of_type.count(word) > 0));
  }

  // 5 columns are atomic, 6 charge or molecular, 7 full; three more, if they are integers, are images
  void guess_style()
  {
    const Row &first = rows[0];
    const std::vector<std::string> &words = first.words;
    std::size_t columns = words.size();
    if (columns >= 8 && std::all_of(words.end() - 3, words.end(), is_integer)) columns -= 3;
    std::vector<const char *> fitting;
    if (columns == 5) fitting = {"atomic"};
    if (columns == 6) fitting = {"charge", "molecular"};
    if (columns == 7) fitting = {"full"};
    std::vector<const AtomStyle *> left;
    for (const char *name : fitting)
      if (const AtomStyle *s = style_named(name); fits(*s)) left.push_back(s);
    if (left.size() != 1)
      complain(first, fmt::format("the {} columns under Atoms do not tell the atom style; name it "
                                  "after the section's name: 'Atoms # full', or atomic, charge, "
                                  "molecular",
                                  words.size()));
    style = left[0];
    crystal.notes.push_back(
        fmt::format("no atom style after 'Atoms': its columns are those of {}", style->name));
  }

  bool fits(const AtomStyle &s) const
  {
    if (s.molecule >= 0 && s.charge < 0 && !has_bonds)
      // "1 1 0 x y z" is a charge of 0 sooner than an atom of type 0
      return std::all_of(rows.begin(), rows.end(), [&](const Row &r) {
        return column(r, s.molecule) && is_integer(r.words[s.molecule]) && column(r, s.type) &&
               is_type(r.words[s.type]);
      });
    return std::all_of(rows.begin(), rows.end(), [&](const Row &r) {
      const bool molecule =
          s.molecule < 0 || (column(r, s.molecule) && is_integer(r.words[s.molecule]));
      return molecule && column(r, s.type) && is_type(r.words[s.type]) &&
             !(s.charge == 2 && has_bonds);
    });
  }

  static bool column(const Row &row, int k) { return k < static_cast<int>(row.words.size()); }

  void read_atom(const Row &row)
  {
    const auto number = [&](int k, const std::string &what) {
      return lines.number_at(row.where, row.words, static_cast<std::size_t>(k), what);
    };
    TypedPosition atom;
    const double id = number(0, "an atom");
    if (id < 0 || id > 1e8 || id != std::floor(id)) complain(row, "expected the number of an atom");
    if (!column(row, style->type)) complain(row, "expected an atom type");
    atom.type = row.words[style->type];
    if (style->charge >= 0) atom.atom.charge = number(style->charge, "a charge (e)");
    for (int k = 0; k < 3; ++k) atom.atom.fractional[k] = number(style->x + k, "a coordinate (A)");
    if (!atoms.emplace(static_cast<int>(id), atom).second)
      complain(row, fmt::format("atom {} comes twice", static_cast<int>(id)));
  }

  void check_complete() const
  {
    if (atoms.empty() || static_cast<int>(atoms.size()) != expected_atoms)
      fail(ExitCode::structure, "{}: {} atoms under Atoms, expected {} as in the header",
           crystal.source, atoms.size(), expected_atoms);
    if (sides != 3)
      fail(ExitCode::structure,
           "{}: no cell in the header; expected xlo xhi, ylo yhi and zlo zhi, with xy xz yz if it "
           "is tilted, or avec, bvec and cvec",
           crystal.source);
  }

  // a mass comes first: labels are free text
  std::string element_of_type(const std::string &type) const
  {
    const auto number_of = [&](const std::string &label) {
      for (const auto &[number, name] : label_of_type)
        if (name == label) return number;
      return label;
    };
    const std::string number = number_of(type);
    const auto labelled = label_of_type.find(number);
    for (const std::string &name :
         {number, labelled == label_of_type.end() ? type : labelled->second}) {
      const auto found = elements.find(name);
      if (found != elements.end()) return found->second;
    }
    if (labelled != label_of_type.end()) {
      const std::string element = element_of_label(labelled->second);
      if (!element.empty()) return element;
    }
    fail(ExitCode::structure,
         "{}: no mass for atom type {}; the element follows from a section Masses, or from type "
         "labels that begin with it: add one (ASE: write(..., masses=True))",
         crystal.source, shortened(type));
  }

  std::string label_of(int id) const
  {
    const auto found = atoms.find(id);
    if (found == atoms.end())
      fail(ExitCode::structure, "{}: a bond to atom {}, which is not under Atoms", crystal.source,
           id);
    return found->second.atom.label;
  }

  TextLines lines;
  Crystal crystal;
  Eigen::Matrix3d cell = Eigen::Matrix3d::Zero();
  Eigen::Vector3d origin = Eigen::Vector3d::Zero();
  std::string section;
  const AtomStyle *style = nullptr;
  int expected_atoms = 0, sides = 0;
  bool has_bonds = false;
  std::set<std::string> types;                         // their labels
  std::map<std::string, std::string> label_of_type;    // by number
  std::map<std::string, std::string> elements;         // by number or label
  std::vector<Row> rows;                               // under Atoms
  std::map<int, TypedPosition> atoms;
  std::vector<std::pair<int, int>> bonds;
};

}    // namespace

Crystal read_lammps_data_text(const std::string &text, const std::string &source)
{
  return LammpsDataReader(text, source).read();
}

}    // namespace softmode
