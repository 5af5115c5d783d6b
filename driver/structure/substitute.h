// SPDX-License-Identifier: BSD-3-Clause
// Models of functionalised frameworks: a group in place of one aromatic hydrogen of each linker.
#pragma once

#include "structure/crystal.h"

#include <cstdint>

namespace softmode {

/// Put an amino group in place of one aromatic hydrogen on every linker that has one. The group lies in
/// the plane of its ring: C-N 1.375 A, leaning 3 degrees away from a ring neighbour that bears another
/// group (C-C-N 123 degrees, as measured next to a carboxylate), N-H 1.010 A, H-N-H 119 degrees. Nothing
/// else moves. Linkers,
/// and on each its hydrogens, are gone through in a random order given by `seed`; the first position
/// without a short contact is taken (closer than 0.8 of the sum of van der Waals radii; 1.6 A for
/// N-H...O), counting groups placed before. Charges are dropped. What was done is in the notes.
/// \throws Error (structure) if there is no such linker, or one on which every position is too close to
///   something; it names the position and the contact.
Crystal with_amino_groups(const Crystal &crystal, std::uint64_t seed);

}    // namespace softmode
