// SPDX-License-Identifier: BSD-3-Clause
// A periodic structure: cell and atoms, nothing inferred.
#pragma once

#include <Eigen/Core>

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

struct CrystalAtom {
  std::string label;                 ///< as in the file, for messages: "O1"
  std::string element;               ///< "O"
  Eigen::Vector3d fractional;        ///< in [0, 1)
  std::optional<double> charge{};    ///< e, if the file gives one
};

struct Crystal {
  std::string source;         ///< file it came from
  std::string space_group;    ///< as given by the file, for reports; may be empty
  Eigen::Matrix3d
      cell;    ///< columns a, b, c in A; a along x, b in the xy plane (LAMMPS's convention)
  std::vector<CrystalAtom> atoms;         ///< all atoms of the cell
  std::array<int, 3> repeats{1, 1, 1};    ///< cells of the file along a, b, c, see supercell()

  Eigen::Vector3d position(std::size_t atom) const { return cell * atoms[atom].fractional; }
};

/// Distances between opposite faces of the cell, A.
Eigen::Vector3d perpendicular_widths(const Eigen::Matrix3d &cell);

/// Repeat the cell n[0] x n[1] x n[2] times, each n >= 1. The atoms of a cell stay together: atom i of
/// the supercell is atom i % (atoms of the cell) of the cell.
Crystal supercell(const Crystal &crystal, const std::array<int, 3> &n);

/// The cell that a supercell repeats; the structure itself if it was changed since supercell().
Crystal repeated_cell(const Crystal &supercell);

/// "C72 Cu12 H24 O48": carbon first, then alphabetical.
std::string formula(const Crystal &crystal);

/// Read a CIF and apply its symmetry: every atom of the cell, images of special positions merged.
/// \throws Error (structure; io if unreadable) naming file and atom for: syntax errors, no or several
///   structures, a missing or impossible cell, no symmetry, unknown elements, coordinates that are not
///   numbers, partial occupancy, disorder groups, atoms on top of each other.
Crystal read_cif(const std::filesystem::path &file);

}    // namespace softmode
