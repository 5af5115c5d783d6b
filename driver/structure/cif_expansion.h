// SPDX-License-Identifier: BSD-3-Clause
// From the sites of a CIF to all atoms of its cell.
#pragma once

#include "structure/cif_sites.h"
#include "structure/cif_symmetry.h"
#include "structure/disorder.h"

#include <optional>
#include <vector>

namespace softmode {

/// Atoms of the cell, and for each where it came from.
struct Expansion {
  std::vector<CrystalAtom> atoms;
  std::vector<AtomOrigin> origins;
  std::vector<int> site_of;
};

/// What a file says of the whole cell; numbers are NaN where it does not.
struct DeclaredContent {
  std::optional<Composition> formula;
  double formula_units, density;        // g/cm3
  bool each_site_many_times = false;    // the multiplicity of every site is above 1
};

/// All images of all sites, about the origin that the symmetry gives; where it leaves two, about the one with
/// which the atoms make a structure: without atoms on top of each other, of the file's formula, with fewer atoms
/// where their element cannot be; a note says so.
/// \param crystal its cell and source; takes the note
/// Where the file says nothing of symmetry the atoms have to make a structure as they are; a note says so, too.
/// \throws Error (structure) for too many atoms, for atoms without symmetry that are none, or if neither origin is possible.
Expansion expanded(const CifSymmetry &symmetry, const std::vector<CifSite> &sites,
                   const gemmi::UnitCell &cell, const DeclaredContent &declared, Crystal &crystal);

/// Have the atoms, weighted by occupancy, the composition of the formula? Deuterium counts as hydrogen.
bool is_multiple_of(const Composition &formula, const std::vector<CrystalAtom> &atoms);

}    // namespace softmode
