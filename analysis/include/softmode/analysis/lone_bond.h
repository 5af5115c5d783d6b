// SPDX-License-Identifier: BSD-3-Clause
// A two-state metal-oxygen bond without a framework: its equilibrium by quadrature over its length.
//
// What a framework does to the bond is the difference between this and a simulation.
#pragma once

#include "softmode/analysis/two_state.h"
#include "softmode/definitions/state_weight.h"
#include "softmode/definitions/two_state_bond.h"

#include <vector>

namespace softmode {

/// One bond and the bends that soften with it. Lengths in A, energies in kcal/mol.
struct LoneBond {
  TwoStateBond wells;
  StateWeight weight;         ///< w(r) of the bends; its midpoint divides tight from loose
  double bend_ratio = 1.0;    ///< K_loose / K_tight of a bend; > 0
  int bends = 2;              ///< directions in which the oxygen bends against the bond
};

/// Partition function of the bends at length r in units of that of the tight state:
///   [1 + (bend_ratio - 1) w(r)]^(-bends/2),
/// the classical one of harmonic bends K(r) = K_tight [1 + (bend_ratio - 1) w(r)].
double bend_partition(const LoneBond &bond, double r);

/// ln K(T), K = int over r > midpoint / int over r < midpoint of r^2 exp(-E(r)/RT) bend_partition(r) dr.
/// \throws AnalysisError for a temperature (K), force constants, width, coupling or bend ratio
///   that is not positive.
double lone_bond_log_K(const LoneBond &bond, double temperature_K);

/// dH and dS from the fit without dCp, as simulations report them, and dCp from the fit with it.
struct LoneBondThermodynamics {
  double enthalpy_kJ_mol, entropy_J_mol_K;    ///< dH, dS
  double heat_capacity_J_mol_K;               ///< dCp
  double log_K_at_reference;                  ///< ln K at 298.15 K, of the integrals themselves
};

/// Van't Hoff fits (two_state.h) to ln K at these temperatures, all with the same weight.
/// \throws AnalysisError as lone_bond_log_K() and fit_vant_hoff(); it takes three temperatures.
LoneBondThermodynamics lone_bond_thermodynamics(const LoneBond &bond,
                                                const std::vector<double> &temperature_K);

/// What is varied besides dE.
enum class LoneBondSoftness { bend_ratio, loose_constant };

/// The bond with dE changed by `energy` (kcal/mol) and its softness multiplied by exp(`logarithm`).
LoneBond softened(LoneBond bond, LoneBondSoftness softness, double energy, double logarithm);

/// The bond whose dH (kJ/mol) and dS (J/mol/K) are these to 1e-6, by varying dE (TwoStateBond::offset) and
/// one softness.
/// \throws AnalysisError as above, or if no such bond is found.
LoneBond solve_lone_bond(LoneBond start, LoneBondSoftness softness, double enthalpy_kJ_mol,
                         double entropy_J_mol_K, const std::vector<double> &temperature_K);

}    // namespace softmode
