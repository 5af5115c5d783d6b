// SPDX-License-Identifier: BSD-3-Clause
// Does an overlay leave every carboxylate a restoring force?
#pragma once

#include "forcefield/typed_crystal.h"

namespace softmode {

/// Smaller eigenvalue (kcal/mol/A2) of E = K1 x^2 + K2 y^2 + F x y, x and y the elongations of the two C-O of a
/// carboxylate: not positive where one of their combinations is held by nothing.
double softest_stretch(double K1, double K2, double F);

/// Refuse a weight for a metal that is not there, and dk and df that leave a carboxylate no restoring force: each metal-oxygen
/// bond that is loose adds dk to K of its C-O and df to F.
/// \throws Error (parameters) that names file, key, what is left and with which bonds loose.
void check_overlay(const PerceivedCrystal &in);

}    // namespace softmode
