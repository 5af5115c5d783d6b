// SPDX-License-Identifier: BSD-3-Clause
// Physics gates: what a point's thermodynamics must look like before the point counts.
#pragma once

#include "lammps/point_input.h"
#include "results/table.h"

#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// One check. It passes where low <= value <= high; where it does not apply, why is in `reason`.
struct Gate {
  std::string name, unit;
  double value = 0.0, low = 0.0, high = 0.0;
  bool applies = true;
  std::string reason{};
  bool passed() const { return !applies || (value >= low && value <= high); }
};

/// How a point was run.
struct GateConditions {
  double temperature_K;
  std::string thermostat;
  std::optional<double> pressure_atm;
  std::size_t atoms;
  std::vector<AtomGroup> groups;
  long first_step, leg_steps;    ///< where production begins, and how long its legs are
};

/// Gates of a point from its thermo.dat. Limits are a tolerance plus five standard errors (autocorrelation), more for few blocks:
/// - temperature: mean within 2 % of the target, NVE also within five times its canonical spread;
/// - temperature variance over 2 T^2 / (3 N - 3), the canonical one: 0.8 to 1.25; with a thermostat;
/// - equipartition: each group's temperature within 5 % of the mean;
/// - conserved energy: its drift over the production within 2 % of 3/2 k T per atom; NVE, CSVR, Nose-Hoover;
/// - potential energy: change from the first to the second half of the production, by a straight line, within the same;
/// - pressure: mean within 100 atm of the target; with a barostat.
/// None but those of energies and pressure applies to a quantum thermal bath, whose kinetic energy is not classical.
/// \throws Error (point) where a column is missing.
std::vector<Gate> check_gates(const Table &thermo, const GateConditions &conditions);

/// "temperature: 312.1 K, allowed 293.2 to 303.1 K; ..." of the gates that failed; empty if all passed.
std::string failures_in_words(const std::vector<Gate> &gates);

}    // namespace softmode
