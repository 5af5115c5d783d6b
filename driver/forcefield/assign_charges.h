// SPDX-License-Identifier: BSD-3-Clause
// Partial charges of a typed crystal, by the method its potential asks for.
#pragma once

#include "chemistry/chemistry.h"
#include "forcefield/potential.h"

#include <string>
#include <vector>

namespace softmode {

struct AssignedCharges {
  std::vector<double> values;          ///< e, one per atom; all 0 without a method
  std::vector<std::string> reasons;    ///< where each is from, one per atom
  std::string method;                  ///< for the provenance of results: "EQeq, ..."
};

/// Charges of every atom. A table is looked up by environment, the longer name first: "O(C(CO2)Cu)",
/// then "O(CCu)". Charges of a CIF that miss neutrality by their rounding (0.001 e per atom) are
/// shifted alike; a table must be neutral as it is.
/// \throws Error (parameters, structure) that names the atom without a charge, or the sum that is not 0.
AssignedCharges assign_charges(const Crystal &crystal, const BondGraph &graph,
                               const Chemistry &chemistry, const Potential &potential);

}    // namespace softmode
