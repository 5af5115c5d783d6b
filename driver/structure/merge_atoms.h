// SPDX-License-Identifier: BSD-3-Clause
// Atoms that a file lists twice.
#pragma once

#include "structure/bonds.h"
#include "structure/disorder.h"

#include <vector>

namespace softmode {

/// Keep the first of ordered atoms of one element and charge within 0.05 A, with a note. Atoms of different elements, and
/// alternatives of a disordered place, stay.
/// \param origins one per atom of the crystal; those of the atoms that go are removed
/// \param overlaps from overlapping_pairs()
/// \returns whether atoms went
bool merge_atoms_listed_twice(Crystal &crystal, std::vector<AtomOrigin> &origins,
                              const std::vector<ClosePair> &overlaps);

}    // namespace softmode
