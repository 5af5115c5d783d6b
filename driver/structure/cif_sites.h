// SPDX-License-Identifier: BSD-3-Clause
// The atom loop of a CIF, for its reader.
#pragma once

#include "structure/cif_elements.h"
#include "structure/crystal.h"

#include <gemmi/cifdoc.hpp>
#include <gemmi/unitcell.hpp>

#include <string>
#include <vector>

namespace softmode {

/// One row of the atom loop; the element is the first of its readings until it is settled.
struct CifSite {
  CrystalAtom atom;
  std::string assembly, group;
  SiteReadings readings;
};

/// Rows that are atoms; dummy atoms are left out, with a note, as are all choices.
/// \throws Error (structure) that names the atom.
std::vector<CifSite> read_sites(gemmi::cif::Block &block, const gemmi::UnitCell &cell,
                                const std::string &name, const ReadOptions &options,
                                std::vector<std::string> &notes);

}    // namespace softmode
