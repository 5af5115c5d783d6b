// SPDX-License-Identifier: BSD-3-Clause
// Bond valences of metals and oxygen: what tells oxide, hydroxide and water apart where no hydrogen was found.
#pragma once

#include <string>
#include <vector>

namespace softmode {

/// An oxidation state of a metal and R0 (A) of its bonds to oxygen: valence = exp((R0 - distance) / 0.37 A).
struct OxidationState {
  int charge;
  double r0;
};

/// Those that metals have in frameworks, ascending by charge; empty for an element without parameters.
/// R0: I. D. Brown and D. Altermatt, Acta Cryst. B 41, 244 (1985), doi:10.1107/S0108768185002063, and, where
/// that has none, N. E. Brese and M. O'Keeffe, Acta Cryst. B 47, 192 (1991), doi:10.1107/S0108768190011041.
const std::vector<OxidationState> &oxidation_states(const std::string &element);

/// Valence of one bond; distance and r0 in A.
double bond_valence(double r0, double distance);

/// Least and largest over the oxidation states of a metal.
struct ValenceRange {
  double low = 0.0, high = 0.0;
};

/// \pre the element has oxidation states.
ValenceRange bond_valence_range(const std::string &element, double distance);

}    // namespace softmode
