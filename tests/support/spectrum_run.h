// SPDX-License-Identifier: BSD-3-Clause
// What tests of fix carboxylate/spectrum have in common.
#pragma once

#include <string>

namespace softmode {

// columns of the spectra file
enum {
  wavenumber,
  flux,
  flux_se,
  asymmetric,
  asymmetric_se,
  symmetric,
  symmetric_se,
  metal_oxygen,
  metal_oxygen_se
};

const std::string dynamics =
    "displace_atoms all random 0.02 0.02 0.02 11 units box\nvelocity all create 300 1 mom yes\n"
    "fix 1 all nve\ntimestep 0.5\n";

}    // namespace softmode
