// SPDX-License-Identifier: BSD-3-Clause
// The cell that LAMMPS is given: that of the file, repeated until LAMMPS's energy is the crystal's.
#pragma once

#include "forcefield/potential.h"
#include "structure/crystal.h"

#include <array>
#include <optional>

namespace softmode {

/// Fewest repeats in which LAMMPS computes the energy of the crystal, see repeats_for_bonds(); with the
/// contacts of ions that the terms of an overlay follow.
std::array<int, 3> repeats_to_simulate(const Crystal &crystal, const Potential &potential);

/// The crystal repeated as asked; where nothing is asked, as often as repeats_to_simulate() says, with a note and
/// `repeats_for_lammps` set.
/// \throws Error (structure) if the repeats asked for are too few, with those to take.
Crystal simulated_cell(const Crystal &cell, const Potential &potential,
                       const std::optional<std::array<int, 3>> &asked = {});

/// \throws Error (structure) with the repeats to take, if LAMMPS's energy of this cell is not the crystal's.
void require_simulable(const Crystal &crystal, const Potential &potential);

/// How many cells of the file this one holds.
int cells_of_file(const Crystal &crystal);

/// How many of them softmode put into it on its own account: what results are divided by.
int cells_for_lammps(const Crystal &crystal);

/// "1 x 1 x 2"
std::string repeats_text(const std::array<int, 3> &n);

}    // namespace softmode
