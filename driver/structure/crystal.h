// SPDX-License-Identifier: BSD-3-Clause
// A periodic structure: cell and atoms, nothing inferred.
#pragma once

#include <Eigen/Core>

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

struct CrystalAtom {
  std::string label;                 ///< as in the file, for messages: "O1"
  std::string element;               ///< "O"
  Eigen::Vector3d fractional;        ///< in [0, 1)
  std::optional<double> charge{};    ///< e, if the file gives one
  double occupancy = 1.0;            ///< below 1 only if a reader was told to keep flaws
};

/// A bond that the file itself lists, by the labels of its atoms.
struct GivenBond {
  std::string first, second;
  std::optional<double> length{};    ///< A
};

struct Crystal {
  std::string source;         ///< file it came from
  std::string space_group;    ///< as given by the file, for reports; may be empty
  Eigen::Matrix3d
      cell;    ///< columns a, b, c in A; a along x, b in the xy plane (LAMMPS's convention)
  std::vector<CrystalAtom> atoms;         ///< all atoms of the cell
  std::array<int, 3> repeats{1, 1, 1};    ///< cells of the file along a, b, c, see supercell()
  std::array<int, 3> repeats_for_lammps{
      1, 1, 1};    ///< of these, what softmode repeated on its own account; results are per cell
  std::vector<GivenBond> given_bonds{};
  std::vector<std::string> notes{};    ///< choices made while reading or changing it, for the user
  std::string model{};    ///< how it was made up, if it is no measured or published structure

  Eigen::Vector3d position(std::size_t atom) const { return cell * atoms[atom].fractional; }
};

/// Say that the structure is a model, made up in this way; adds a note.
void mark_as_model(Crystal &crystal, const std::string &how);

/// Deuterium becomes hydrogen, the element that potentials and rules know; a note says so.
void take_deuterium_as_hydrogen(Crystal &crystal);

/// Cell lengths (A) and angles (degrees): a, b, c, alpha, beta, gamma.
using CellParameters = std::array<double, 6>;
CellParameters cell_parameters(const Eigen::Matrix3d &cell);

/// The same cell turned so that a lies along x and b in the xy plane; columns a, b, c in A.
/// \pre the columns are a right-handed set.
Eigen::Matrix3d upright(const Eigen::Matrix3d &cell);

/// Into [0, 1).
Eigen::Vector3d wrapped(Eigen::Vector3d fractional);

/// Distances between opposite faces of the cell, A.
Eigen::Vector3d perpendicular_widths(const Eigen::Matrix3d &cell);

/// Repeat the cell n[0] x n[1] x n[2] times, each n >= 1. The atoms of a cell stay together: atom i of
/// the supercell is atom i % (atoms of the cell) of the cell.
Crystal supercell(const Crystal &crystal, const std::array<int, 3> &n);

/// The cell that a supercell repeats; the structure itself if it was changed since supercell().
Crystal repeated_cell(const Crystal &supercell);

/// Fewest repeats that make every perpendicular width at least `width` (A).
std::array<int, 3> repeats_for_width(const Eigen::Matrix3d &cell, double width);

/// The same crystal in the cell whose tilts are at most half an edge, as LAMMPS wants them.
Crystal with_small_tilts(const Crystal &crystal);

/// "C72 Cu12 H24 O48": carbon first, then alphabetical.
std::string formula(const Crystal &crystal);

/// g/cm3.
double density(const Crystal &crystal);

struct ReadOptions {
  /// Resolve disorder by a choice weighted by occupancy; without a seed disorder is refused.
  std::optional<std::uint64_t> disorder_seed{};
  /// Keep all alternatives of a disordered structure and atoms on top of each other, to look at them.
  bool keep_flaws = false;
  /// Take off disordered solvent first, so that only what stays has to be ordered, see
  /// find_disordered_solvent().
  bool remove_solvent = false, remove_coordinated_solvent = false;
  /// Elements of a CIF's sites by label ("CA1") or by the letters that labels begin with ("CA"); they
  /// override what the file says.
  std::map<std::string, std::string> elements{};
};

/// Read a CIF and apply its symmetry: every atom of the cell, images of special positions merged. The item
/// _softmode_model marks a structure as a model, see Crystal::model.
/// \throws Error (structure; io if unreadable) naming file and atom for: syntax errors, no or several
///   structures, a missing or impossible cell, no symmetry or one that the cell does not have, unknown
///   elements, labels that can be read as two elements, values that are not numbers, disorder (unless
///   options.disorder_seed resolves it), atoms on top of each other.
Crystal read_cif(const std::filesystem::path &file, const ReadOptions &options = {});

/// The same for the text of a CIF; `source` names it in messages. \throws Error (structure).
Crystal read_cif_text(const std::string &text, const std::string &source,
                      const ReadOptions &options = {});

}    // namespace softmode
