// SPDX-License-Identifier: BSD-3-Clause
// What every reader of structures asks of a file, whatever its format.
#pragma once

#include "structure/bonds.h"
#include "structure/crystal.h"

#include <string>
#include <vector>

namespace softmode {

/// Content of a text file, without the byte-order mark of UTF-8.
/// \throws Error (structure) if it is binary or UTF-16; (io) if it cannot be read.
std::string read_text(const std::filesystem::path &file);

/// The element's symbol as it is usually written ("CU" -> "Cu").
/// \throws Error (structure) that names `where`.
std::string element_symbol(const std::string &text, const std::string &where);

/// \throws Error (structure) if the cell (columns a, b, c in A) is left-handed, flat, or of no size that
///   atoms have.
void check_cell(const Eigen::Matrix3d &cell, const std::string &source);

/// Atoms closer than half the sum of their covalent radii. Linear in the number of atoms.
std::vector<ClosePair> overlapping_pairs(const Crystal &crystal);

/// \throws Error (structure) listing atoms closer than half the sum of their covalent radii.
void check_overlaps(const Crystal &crystal);

/// The same for pairs that are known. \throws Error (structure) if there are any.
void refuse_overlaps(const Crystal &crystal, const std::vector<ClosePair> &pairs);

/// The text, or the start of a long one and "...": for messages that quote a file.
std::string shortened(const std::string &text);

/// The first 20 lines, each on a line of its own, and how many are left.
std::string list_some(const std::vector<std::string> &lines);

}    // namespace softmode
