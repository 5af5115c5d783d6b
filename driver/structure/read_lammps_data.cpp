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

namespace softmode {

namespace {

constexpr double mass_tolerance = 0.1;    // g/mol

/// Columns of an atom style, from 0; -1 if absent.
struct AtomStyle {
  const char *name;
  int type, charge, x;
};
constexpr AtomStyle atom_styles[] = {
    {"atomic", 1, -1, 2}, {"charge", 1, 2, 3}, {"molecular", 2, -1, 3}, {"full", 2, 3, 4}};

std::string element_of_mass(double mass, const TextLines &lines)
{
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

class LammpsDataReader {
 public:
  explicit LammpsDataReader(const std::filesystem::path &file) :
      lines(file.string(), read_text(file))
  {
    crystal.source = file.string();
  }

  Crystal read()
  {
    lines.next("a comment");
    while (!lines.at_end()) read_line(lines.next("a line"));
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
    int type;
  };

  void read_line(const std::string &line)
  {
    const std::size_t mark = line.find('#');
    const std::vector<std::string> words = words_of(line.substr(0, mark));
    if (words.empty()) return;
    if (std::isalpha(static_cast<unsigned char>(words[0][0]))) {
      begin_section(line.substr(0, mark), mark == std::string::npos ? "" : line.substr(mark + 1));
    } else if (section.empty()) {
      read_header(words);
    } else if (section == "Masses") {
      const int type = lines.count(words, 0, "an atom type");
      elements[type] = element_of_mass(lines.number(words, 1, "a mass (g/mol)"), lines);
    } else if (section == "Atoms") {
      read_atom(words);
    } else if (section == "Bonds") {
      bonds.emplace_back(lines.count(words, 2, "an atom"), lines.count(words, 3, "an atom"));
    }
  }

  void begin_section(const std::string &title, const std::string &comment)
  {
    section = fmt::format("{}", fmt::join(words_of(title), " "));
    if (section != "Atoms") return;
    const std::vector<std::string> hint = words_of(comment);
    for (const AtomStyle &s : atom_styles)
      if (!hint.empty() && hint[0] == s.name) style = &s;
    if (!style)
      lines.complain("expected the atom style after the section's name: 'Atoms # full', or "
                     "atomic, charge, molecular");
  }

  void read_header(const std::vector<std::string> &words)
  {
    const std::string &last = words.back();
    if (words.size() == 2 && last == "atoms") expected_atoms = lines.count(words, 0, "atoms");
    for (int k = 0; k < 3; ++k)
      if (last == std::string(1, "xyz"[k]) + "hi") {
        origin[k] = lines.number(words, 0, "the lower bound of the cell (A)");
        cell(k, k) = lines.number(words, 1, "the upper bound of the cell (A)") - origin[k];
      }
    if (last == "yz") {
      cell(0, 1) = lines.number(words, 0, "the tilt xy (A)");
      cell(0, 2) = lines.number(words, 1, "the tilt xz (A)");
      cell(1, 2) = lines.number(words, 2, "the tilt yz (A)");
    }
  }

  void read_atom(const std::vector<std::string> &words)
  {
    TypedPosition atom;
    const int id = lines.count(words, 0, "an atom");
    atom.type = lines.count(words, style->type, "an atom type");
    if (style->charge >= 0) atom.atom.charge = lines.number(words, style->charge, "a charge (e)");
    for (int k = 0; k < 3; ++k)
      atom.atom.fractional[k] = lines.number(words, style->x + k, "a coordinate (A)");
    if (!atoms.emplace(id, atom).second) lines.complain(fmt::format("atom {} comes twice", id));
  }

  void check_complete() const
  {
    if (atoms.empty() || static_cast<int>(atoms.size()) != expected_atoms)
      fail(ExitCode::structure, "{}: {} atoms under Atoms, expected {} as in the header",
           crystal.source, atoms.size(), expected_atoms);
  }

  const std::string &element_of_type(int type) const
  {
    const auto found = elements.find(type);
    if (found == elements.end())
      fail(ExitCode::structure, "{}: no mass for atom type {}; the element follows from Masses",
           crystal.source, type);
    return found->second;
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
  int expected_atoms = 0;
  std::map<int, std::string> elements;
  std::map<int, TypedPosition> atoms;
  std::vector<std::pair<int, int>> bonds;
};

}    // namespace

Crystal read_lammps_data(const std::filesystem::path &file)
{
  return LammpsDataReader(file).read();
}

}    // namespace softmode
