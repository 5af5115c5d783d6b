// SPDX-License-Identifier: BSD-3-Clause
// Cells that are too short for LAMMPS to tell an atom's bonded neighbours from their images, and how often
// to repeat them.
#pragma once

#include "structure/bonds.h"

#include <array>

namespace softmode {

/// Fewest repeats of the cell along a, b, c in which LAMMPS computes the energy of the crystal.
///
/// LAMMPS knows bonded atoms by their tags, not by their images. Of a bond, an angle or a dihedral it takes the atoms
/// that are nearest to each other (Domain::closest_image). It weights a pair of the neighbour list as one of special_bonds
/// if its atoms are, and no component of its vector is longer than half the box (Domain::minimum_image_check).
/// With d the vector along the bonds between two atoms, in a box with the edges L_x, L_y, L_z along the axes
/// (LAMMPS's xprd, yprd, zprd), both are the crystal's where
///   |t| + 2 d.t / |t| >= room for each translation t of the box, for atoms up to three bonds apart, and
///   L_k - 2 |d_k| >= room for k = x, y, z, for pairs that special_bonds weights.
/// Then no atom is reached through two images, and none meets its own. The room, 2 A, is for motion: nothing changes
/// until two atoms have moved by half of it, relative to each other.
///
/// \param graph bonds of the crystal; may list a neighbour for one of its atoms alone (an ion's contact), from which
///   paths then begin but through which none leads
/// \param weighted how many bonds apart the atoms are whose pairs special_bonds weights: 2 where 1-4 pairs count in full
std::array<int, 3> repeats_for_bonds(const Crystal &crystal, const BondGraph &graph,
                                     int weighted = 2);

/// Whether repeats_for_bonds() is 1 1 1 by the radii of the atoms alone, whatever their bonds are.
/// \param longest_contact of the graph that are no bonds, A
bool is_wide_for_bonds(const Crystal &crystal, double longest_contact = 0.0);

}    // namespace softmode
