// SPDX-License-Identifier: BSD-3-Clause
#include "structure/checks.h"

#include "support/error.h"
#include "support/files.h"

#include <gemmi/elem.hpp>

#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace softmode {

namespace {

constexpr double overlap_of_radii =
    0.5;    // of the sum of covalent radii; closer is no bond but an error
constexpr double narrowest_cell = 2.0, longest_cell = 1e4;    // A

bool is_binary_byte(unsigned char c)
{
  return c < 0x09 || (c > 0x0d && c < 0x20 && c != 0x1a) || c == 0x7f;
}

// from the first bytes alone: a large binary file must not be read to its end
void check_is_text(const std::filesystem::path &file)
{
  constexpr std::size_t looked_at = 65536;
  std::string start(looked_at, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(start.data(), looked_at);
  start.resize(static_cast<std::size_t>(in.gcount()));
  if (start.rfind("\xff\xfe", 0) == 0 || start.rfind("\xfe\xff", 0) == 0)
    fail(ExitCode::structure, "{}: is UTF-16; save it as plain text (UTF-8)", file.string());
  const auto found = std::find_if(start.begin(), start.end(), is_binary_byte);
  if (found != start.end())
    fail(ExitCode::structure,
         "{}: is a binary file (byte {} is 0x{:02x}); expected a crystal structure as text",
         file.string(), found - start.begin(), static_cast<unsigned char>(*found));
}

}    // namespace

std::string read_text(const std::filesystem::path &file)
{
  std::error_code ignored;
  if (std::filesystem::is_regular_file(file, ignored)) check_is_text(file);
  std::string text = read_file(file);
  const std::string mark = "\xef\xbb\xbf";
  if (text.rfind(mark, 0) == 0) text.erase(0, mark.size());
  return text;
}

std::string element_symbol(const std::string &text, const std::string &where)
{
  const gemmi::Element element(text.size() <= 2 ? text.c_str() : "");
  if (element == gemmi::El::X)
    fail(ExitCode::structure, "{}: '{}' is not an element", where, shortened(text));
  return element.name();
}

void check_cell(const Eigen::Matrix3d &cell, const std::string &source)
{
  const CellParameters p = cell_parameters(cell);
  const double volume = cell.determinant();
  const double edges = p[0] * p[1] * p[2];
  if (!std::isfinite(volume) || std::fabs(volume) < 1e-6 * edges || !(edges > 0.0))
    fail(ExitCode::structure,
         "{}: the cell {:g} {:g} {:g} A, {:g} {:g} {:g} degrees encloses no "
         "volume",
         source, p[0], p[1], p[2], p[3], p[4], p[5]);
  if (volume < 0.0)
    fail(ExitCode::structure,
         "{}: the cell vectors are left-handed; swap two of them and the same two coordinates of "
         "every atom",
         source);
  if (perpendicular_widths(cell).minCoeff() < narrowest_cell ||
      *std::max_element(p.begin(), p.begin() + 3) > longest_cell)
    fail(ExitCode::structure,
         "{}: the cell {:g} {:g} {:g} A, {:g} {:g} {:g} degrees is none that atoms have: expected "
         "faces {} A to {} A apart; is the unit angstrom?",
         source, p[0], p[1], p[2], p[3], p[4], p[5], narrowest_cell, longest_cell);
}

std::vector<ClosePair> overlapping_pairs(const Crystal &crystal)
{
  std::vector<ClosePair> overlaps;
  for_each_close_pair(crystal, 1.5, [&](const ClosePair &pair) {
    const CrystalAtom &a = crystal.atoms[pair.first], &b = crystal.atoms[pair.second];
    if (pair.distance <
        overlap_of_radii * (covalent_radius(a.element) + covalent_radius(b.element)))
      overlaps.push_back(pair);
  });
  return overlaps;
}

void check_overlaps(const Crystal &crystal)
{
  refuse_overlaps(crystal, overlapping_pairs(crystal));
}

void refuse_overlaps(const Crystal &crystal, const std::vector<ClosePair> &pairs)
{
  std::vector<std::string> overlaps;
  for (const ClosePair &pair : pairs)
    overlaps.push_back(fmt::format("{} and {}: {:.3f} A", crystal.atoms[pair.first].label,
                                   crystal.atoms[pair.second].label, pair.distance));
  if (!overlaps.empty())
    fail(ExitCode::structure,
         "{}: atoms lie on top of each other; is the symmetry right, is an alternative site left "
         "in?{}",
         crystal.source, list_some(overlaps));
}

std::string shortened(const std::string &text)
{
  constexpr std::size_t most = 60;
  return text.size() <= most ? text : text.substr(0, most) + "...";
}

std::string list_some(const std::vector<std::string> &lines)
{
  constexpr std::size_t most = 20;
  std::string text;
  for (std::size_t i = 0; i < lines.size() && i < most; ++i) text += "\n  " + lines[i];
  if (lines.size() > most) text += fmt::format("\n  and {} more", lines.size() - most);
  return text;
}

}    // namespace softmode
