// SPDX-License-Identifier: BSD-3-Clause
// Disordered structures: which atoms exclude each other, and a choice among them.
#pragma once

#include "structure/crystal.h"

#include <cstdint>
#include <string>
#include <vector>

namespace softmode {

/// What a CIF says about an atom's disorder, and which symmetry operations lead to it.
struct AtomOrigin {
  std::string assembly;           ///< _atom_site_disorder_assembly, "" if none
  std::string group;              ///< _atom_site_disorder_group, "" if none
  std::vector<int> operations;    ///< several for an atom on a special position
  int site = 0;                   ///< of the file, from 0
};

/// Has a site alternatives: an occupancy below 1, or a disorder group?
bool is_disordered(const CrystalAtom &atom, const AtomOrigin &origin);

/// Choose one alternative in every place that has several, with probabilities as their occupancies, and
/// drop the atoms of the others. A place of atoms with a disorder group is a set of them that belong
/// together: atoms of one assembly that are bonded, overlap or are bonded to the same ordered nonmetal atom,
/// and, if the assembly has a name, come from one symmetry operation. Its alternatives are its disorder
/// groups; for a negative group (disorder about a special position) the symmetry images. Places of
/// atoms without a group: see loose_disorder(). Each place chooses for itself, but for families; what
/// was chosen is added to the notes.
/// \param origins one per atom of the crystal
/// \throws Error (structure) listing the atoms of every place whose occupancies do not add up.
Crystal resolve_disorder(const Crystal &crystal, const std::vector<AtomOrigin> &origins,
                         std::uint64_t seed);

}    // namespace softmode
