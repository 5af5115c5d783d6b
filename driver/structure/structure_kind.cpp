// SPDX-License-Identifier: BSD-3-Clause
#include "structure/structure_kind.h"

#include "structure/text_lines.h"

#include <algorithm>
#include <cctype>

namespace softmode {

namespace {

constexpr std::size_t lines_looked_at = 400;

const char *const to_cif =
    "convert it to CIF, with a tool that reads it (ASE, pymatgen, Open Babel, VESTA)";

struct NamedKind {
  std::initializer_list<const char *> extensions;
  const char *what, *advice;
};

const NamedKind named_kinds[] = {
    {{".cssr"}, "a CSSR file", to_cif},
    {{".gro", ".g96"}, "a GROMACS coordinate file", to_cif},
    {{".mol2", ".mol", ".sdf"},
     "a molecule file (MOL, MOL2, SDF), which seldom has a cell",
     to_cif},
    {{".json", ".jsonl"}, "a JSON file, as pymatgen, ASE and databases write it", to_cif},
    {{".xsf", ".axsf"}, "an XCrySDen file", to_cif},
    {{".gen"}, "a DFTB+ file", to_cif},
    {{".car", ".arc", ".xtl", ".msi", ".xsd"}, "a file of Materials Studio", to_cif},
    {{".cube"}, "a Gaussian cube file", to_cif},
    {{".gjf", ".com", ".fchk"}, "a Gaussian file", to_cif},
    {{".cell", ".castep"}, "a CASTEP file", to_cif},
    {{".pwi", ".pwo"}, "a file of Quantum ESPRESSO", to_cif},
    {{".fdf"}, "a SIESTA file", to_cif},
    {{".cfg"}, "an AtomEye file", to_cif},
    {{".cml"}, "a CML file", to_cif},
    {{".struct"}, "a WIEN2k file", to_cif},
    {{".traj", ".db"}, "an ASE trajectory or database", "write one frame as CIF or extended XYZ"},
    {{".lammpstrj", ".dump"}, "a LAMMPS dump", "write a data file by write_data"},
    {{".hkl", ".fcf"}, "a list of reflections", "give the structure, the CIF or .res beside it"},
    {{".gz", ".bz2", ".xz", ".zip", ".7z", ".tgz", ".rar"}, "a compressed file", "unpack it first"},
    {{".html", ".htm"}, "a web page", "download the file itself"},
    {{".pdf", ".doc", ".docx"}, "a document", "give the file of the structure itself"},
};

std::string lower(std::string text)
{
  for (char &c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool starts_with(const std::string &text, const std::string &start)
{
  return text.compare(0, start.size(), start) == 0;
}

std::vector<std::string> first_lines(const std::string &text)
{
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at < text.size() && lines.size() < lines_looked_at) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    if (!lines.back().empty() && lines.back().back() == '\r') lines.back().pop_back();
    at = end + 1;
  }
  return lines;
}

bool any_starts_with(const std::vector<std::string> &lines, const std::string &start)
{
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string &line) { return starts_with(line, start); });
}

bool are_numbers(const std::vector<std::string> &words, std::size_t first, std::size_t count)
{
  if (words.size() < first + count) return false;
  return std::all_of(words.begin() + static_cast<long>(first),
                     words.begin() + static_cast<long>(first + count), [](const std::string &word) {
                       return word.find_first_not_of("+-.0123456789eE") == std::string::npos;
                     });
}

// no line of a CIF begins so: its values stand after names, and rows of loops are no such lists
bool is_shelx(const std::vector<std::string> &lines)
{
  bool cell = false, scatterers = false;
  for (const std::string &line : lines) {
    const std::vector<std::string> words = words_of(line.substr(0, 200));
    if (words.empty()) continue;
    const std::string first = lower(words[0]);
    cell = cell || (first == "cell" && are_numbers(words, 1, 7));
    scatterers = scatterers || first == "sfac";
  }
  return cell && scatterers;
}

bool is_cif(const std::vector<std::string> &lines)
{
  return std::any_of(lines.begin(), lines.end(), [](const std::string &line) {
    const std::string text = lower(line.substr(0, 20));
    return starts_with(text, "data_") || starts_with(text, "loop_") || starts_with(text, "_cell") ||
           starts_with(text, "_atom_site");
  });
}

bool is_lammps_data(const std::vector<std::string> &lines)
{
  bool atoms = false, box = false;
  for (const std::string &line : lines) {
    const std::vector<std::string> words = words_of(line.substr(0, 200));
    atoms = atoms || (words.size() >= 2 && words[1] == "atoms" && are_numbers(words, 0, 1));
    box = box || (words.size() >= 4 && (words[3] == "xhi" || words[3] == "avec"));
  }
  return atoms && box;
}

bool is_extended_xyz(const std::vector<std::string> &lines)
{
  return lines.size() > 1 && words_of(lines[0].substr(0, 100)).size() == 1 &&
         are_numbers(words_of(lines[0].substr(0, 100)), 0, 1) &&
         lower(lines[1].substr(0, 2000)).find("lattice=") != std::string::npos;
}

bool is_poscar(const std::vector<std::string> &lines)
{
  if (lines.size() < 7 || !are_numbers(words_of(lines[1].substr(0, 200)), 0, 1)) return false;
  return std::all_of(lines.begin() + 2, lines.begin() + 5, [](const std::string &line) {
    const std::vector<std::string> words = words_of(line.substr(0, 200));
    return words.size() == 3 && are_numbers(words, 0, 3);
  });
}

bool is_pdb(const std::vector<std::string> &lines)
{
  return any_starts_with(lines, "HETATM") || any_starts_with(lines, "ATOM  ") ||
         any_starts_with(lines, "CRYST1");
}

bool has_marks_of(StructureFormat format, const std::vector<std::string> &lines)
{
  switch (format) {
    case StructureFormat::cif:
      return is_cif(lines);
    case StructureFormat::pdb:
      return is_pdb(lines);
    case StructureFormat::shelx:
      return is_shelx(lines);
    case StructureFormat::lammps_data:
      return is_lammps_data(lines);
    case StructureFormat::extended_xyz:
      return is_extended_xyz(lines);
    case StructureFormat::poscar:
      return is_poscar(lines);
  }
  return false;
}

}    // namespace

std::optional<StructureFormat> format_by_content(const std::string &start,
                                                 std::optional<StructureFormat> named)
{
  const std::vector<std::string> lines = first_lines(start);
  if (named && has_marks_of(*named, lines)) return named;    // titles and comments are free text
  for (const StructureFormat format :
       {StructureFormat::cif, StructureFormat::pdb, StructureFormat::shelx,
        StructureFormat::lammps_data, StructureFormat::extended_xyz, StructureFormat::poscar})
    if (has_marks_of(format, lines)) return format;
  return named;
}

std::optional<ForeignKind> foreign_by_content(const std::string &start)
{
  for (const char *mark : {"\x1f\x8b", "PK\x03\x04", "BZh",
                           "\xfd"
                           "7zXZ",
                           "7z\xbc\xaf"})
    if (starts_with(start, mark)) return ForeignKind{"a compressed file", "unpack it first"};
  if (starts_with(start, "%PDF"))
    return ForeignKind{"a PDF", "give the file of the structure itself"};
  const std::size_t first = start.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return std::nullopt;
  const std::string head = lower(start.substr(first, 2000));
  if (starts_with(head, "<!doctype html") || starts_with(head, "<html"))
    return ForeignKind{"a web page", "download the file itself, not the page that shows it"};
  if (starts_with(head, "<molecule") || starts_with(head, "<cml") ||
      head.find("<molecule") < head.find('\n', head.find('\n') + 1))
    return ForeignKind{"a CML file", to_cif};
  if (starts_with(head, "<?xml") || starts_with(head, "<modeling"))
    return ForeignKind{"an XML file, as VASP and others write it", to_cif};
  const std::size_t next = head.find_first_not_of(" \t\r\n", 1);
  if (next != std::string::npos && ((head[0] == '{' && (head[next] == '"' || head[next] == '}')) ||
                                    (head[0] == '[' && head[next] == '{')))
    return ForeignKind{"a JSON file, as pymatgen, ASE and databases write it", to_cif};
  const std::vector<std::string> lines = first_lines(start);
  if (any_starts_with(lines, "@<TRIPOS>")) return ForeignKind{"a mol2 file", to_cif};
  if (any_starts_with(lines, "ITEM: TIMESTEP"))
    return ForeignKind{"a LAMMPS dump", "write a data file by write_data"};
  for (std::size_t k = 0; k < lines.size(); ++k) {
    const std::string line = lower(lines[k].substr(0, 100));
    if (starts_with(line, "%block")) return ForeignKind{"a CASTEP or SIESTA file", to_cif};
    if (starts_with(line, "&control") || starts_with(line, " &control"))
      return ForeignKind{"an input of Quantum ESPRESSO", to_cif};
    if (starts_with(line, "primvec") || starts_with(line, "animsteps"))
      return ForeignKind{"an XCrySDen file", to_cif};
    if (starts_with(line, "lattice_vector")) return ForeignKind{"a geometry of FHI-aims", to_cif};
    if (starts_with(line, "number of particles")) return ForeignKind{"an AtomEye file", to_cif};
    if (starts_with(line, "!biosym archive"))
      return ForeignKind{"a file of Materials Studio", to_cif};
    if (k < 4 && line.find("spgr") != std::string::npos) return ForeignKind{"a CSSR file", to_cif};
    if (k == 3 && line.find("v2000") != std::string::npos)
      return ForeignKind{"a molecule file (MOL, SDF)", to_cif};
  }
  return std::nullopt;
}

std::optional<ForeignKind> foreign_by_name(const std::string &extension)
{
  const std::string wanted = lower(extension);
  for (const NamedKind &kind : named_kinds)
    for (const char *known : kind.extensions)
      if (wanted == known) return ForeignKind{kind.what, kind.advice};
  return std::nullopt;
}

}    // namespace softmode
