// SPDX-License-Identifier: BSD-3-Clause
// Format: https://www.wwpdb.org/documentation/file-format
#include "structure/read_structure.h"
#include "support/error.h"

#include <gemmi/cifdoc.hpp>
#include <gemmi/pdb.hpp>

#include <cmath>

namespace softmode {

namespace {

gemmi::Structure parse(const std::string &text, const std::string &source)
{
  try {
    return gemmi::read_pdb_from_memory(text.data(), text.size(), source);
  } catch (const std::exception &e) {
    fail(ExitCode::structure, "{}: {} (not a valid PDB file)", source, e.what());
  }
}

}    // namespace

std::string cif_of_pdb(const std::string &text, const std::string &source)
{
  const gemmi::Structure structure = parse(text, source);
  if (!structure.cell.is_crystal())
    fail(ExitCode::structure, "{}: no cell; expected a line CRYST1 with that of a crystal", source);
  if (structure.models.empty())
    fail(ExitCode::structure, "{}: no atoms; expected lines ATOM or HETATM", source);
  const gemmi::UnitCell &cell = structure.cell;
  // CRYST1 has lengths to 0.001 A and positions likewise: that is all there is
  std::string cif = fmt::format(
      "data_pdb\n_cell_length_a {}\n_cell_length_b {}\n_cell_length_c {}\n_cell_angle_alpha {}\n"
      "_cell_angle_beta {}\n_cell_angle_gamma {}\n_space_group_name_H-M_alt {}\n"
      "loop_\n_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_x\n_atom_site_fract_y\n"
      "_atom_site_fract_z\n_atom_site_occupancy\n_atom_site_disorder_group\n",
      cell.a, cell.b, cell.c, cell.alpha, cell.beta, cell.gamma,
      gemmi::cif::quote(structure.spacegroup_hm.empty() ? "P 1" : structure.spacegroup_hm));
  int atoms = 0;
  for (const gemmi::Chain &chain : structure.models[0].chains)
    for (const gemmi::Residue &residue : chain.residues)
      for (const gemmi::Atom &atom : residue.atoms) {
        ++atoms;
        if (atom.element == gemmi::El::X)
          fail(ExitCode::structure, "{}: atom {} ({}) has no element in columns 77 and 78", source,
               atom.serial, atom.name);
        const gemmi::Fractional f = cell.fractionalize(atom.pos);
        cif += fmt::format("{} {} {:.9f} {:.9f} {:.9f} {} {}\n", gemmi::cif::quote(atom.name),
                           atom.element.name(), f.x, f.y, f.z, atom.occ,
                           atom.altloc == '\0' ? "." : std::string(1, atom.altloc));
      }
  if (atoms == 0) fail(ExitCode::structure, "{}: no atoms; expected lines ATOM or HETATM", source);
  return cif;
}

}    // namespace softmode
