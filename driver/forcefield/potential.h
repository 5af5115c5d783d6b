// SPDX-License-Identifier: BSD-3-Clause
// A potential file: which numbers a material's field uses, each with its source.
#pragma once

#include "forcefield/field.h"
#include "softmode/definitions/bond_state.h"
#include "softmode/definitions/state_weight.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// A number and where it is from: a reference, or "calibrated: <how>".
struct Sourced {
  double value;
  std::string source;
};

/// Bond with a tight and a loose well (bond_style twostate):
/// E = (Vt + Vl)/2 - sqrt((Vt - Vl)^2/4 + V12^2), Vt = k_t (r - r_t)^2,
/// Vl = k_l (r - r_l)^2 + dE + k_t min(r - r_t, 0)^2.
struct TwoStateWells {
  Sourced tight_constant, tight_length;    ///< k_t, kcal/mol/A2; r_t, A
  Sourced loose_constant, loose_length;    ///< k_l, kcal/mol/A2; r_l, A
  Sourced energy_difference;               ///< dE, kcal/mol
  Sourced coupling;                        ///< V12, kcal/mol
};

/// Morse bond metal-oxygen, E = D [1 - exp(-alpha (r - r0))]^2; between metal and carboxylate a bond
/// of two states where one is given.
struct MetalOxygen {
  std::optional<Sourced> dissociation_energy;    ///< D, kcal/mol
  std::optional<Sourced> alpha;     ///< 1/A; absent: from UFF's force constant, sqrt(k / 2 D)
  std::optional<Sourced> length;    ///< r0, A; absent: the crystal's
  std::optional<TwoStateWells> two_state;
  // In place of UFF's numbers around the metal of a carboxylate; angles and shapes stay. k as in 1/2 k x^2.
  std::optional<Sourced> bend_constant;            ///< M-O-C, kcal/mol/rad2
  std::optional<Sourced> oxygen_angle_constant;    ///< O-M-O, kcal/mol/rad2
  std::optional<Sourced> metal_angle_constant;     ///< M-M-O, kcal/mol/rad2
  std::optional<Sourced> torsion_barrier;          ///< of all M-O-C-X about one C-O, kcal/mol
  std::optional<Sourced> metal_constant;           ///< M-M, kcal/mol/A2
  std::optional<Sourced> metal_length;             ///< M-M, A
};

/// Replaces UFF's carboxylate terms; force constants k as in 1/2 k x^2.
struct CarboxylateBlock {
  std::optional<Sourced> co_constant;     ///< kcal/mol/A2
  std::optional<Sourced> co_length;       ///< A; absent: the crystal's plus co_shift
  std::optional<Sourced> co_shift;        ///< A
  std::optional<Sourced> cc_constant;     ///< kcal/mol/A2
  std::optional<Sourced> cc_shift;        ///< A, added to the crystal's length of C-C; absent: 0
  std::optional<Sourced> oco_constant;    ///< kcal/mol/rad2, angle from the crystal
  std::optional<Sourced> occ_constant;    ///< kcal/mol/rad2, angle from the crystal
  /// f in f (d1 - d0)(d2 - d0) of the two C-O, kcal/mol/A2; absent: 0.
  std::optional<Sourced> co_co_constant;
};

/// w(r) as the overlay's terms take it.
struct CouplingWeight {
  Sourced midpoint, width;    ///< A
};

/// How the terms around a metal-oxygen bond depend on its state.
struct Overlay {
  Sourced bend_ratio;        ///< K_loose / K_tight of M-O-C (angle_style carboxylate/coupled)
  Sourced stretch_change;    ///< dk in dk w(r) (d - d0)^2, kcal/mol/A2, same style
  /// Softness of O-M-O and M-M-O angles for each loose arm (angle_style carboxylate/metal); absent: 1.
  std::optional<Sourced> metal_angle_ratio;
  /// df in df w(r) (d1 - d0)(d2 - d0), kcal/mol/A2 (dihedral_style carboxylate/coupled); absent: 0.
  std::optional<Sourced> cross_change;
  /// By element, where the weight is not that of the potential's state: metals differ in length.
  std::map<std::string, CouplingWeight> weights;
};

/// Definition of tight and loose.
struct StateDefinition {
  Sourced midpoint, width;             ///< of w(r), A
  Sourced tight_below, loose_above;    ///< hysteresis, A
  /// Contacts of ionic metals: one forms at less than `bond_below` and breaks beyond `broken_above`, A.
  std::optional<Sourced> bond_below{}, broken_above{};
  StateWeight weight() const { return {midpoint.value, width.value}; }
  Hysteresis hysteresis() const { return {tight_below.value, loose_above.value}; }
};

/// Where partial charges come from.
enum class ChargeMethod { none, table, eqeq, cif };

struct ChargeDefinition {
  ChargeMethod method = ChargeMethod::none;
  std::map<std::string, Sourced> table;    ///< e, by environment: "O(CCu)"
};

/// Replaces UFF's numbers for an environment.
struct LennardJones {
  double epsilon;    ///< kcal/mol
  double sigma;      ///< A
  std::string source;
};

/// Coulomb energy by particle mesh Ewald. Absent: charges serve the infrared flux only.
struct Electrostatics {
  double accuracy;    ///< of forces, relative to that of two unit charges at 1 A
  double cutoff;      ///< A, of the sum over atoms; a matter of speed, not of physics
};

/// What a field takes from UFF4MOF as published, and what it replaces (key `terms`).
struct TermRules {
  bool crystal_metal = true;        ///< metal: lengths and angles of the crystal, or uff4mof
  bool carboxylate_block = true;    ///< carboxylate: CarboxylateBlock, or uff4mof
  bool morse = true;                ///< metal-oxygen: morse, or harmonic
};

struct Potential {
  std::string name;
  std::filesystem::path file;
  std::filesystem::path atom_types;     ///< table of UFF types
  std::optional<Sourced> vdw_cutoff;    ///< A
  /// LAMMPS commands of the user's own that give all styles and coefficients; empty: softmode's terms.
  std::filesystem::path lammps_include;
  /// A published field in place of UFF4MOF: all terms, types and charges are its own.
  std::optional<Field> field;
  TermRules terms;
  std::map<std::string, MetalOxygen> metal_oxygen;    ///< by element, "default" for the others
  CarboxylateBlock carboxylate;
  std::optional<Overlay> overlay;
  std::optional<StateDefinition> state;
  ChargeDefinition charges;
  std::filesystem::path ionisation_energies;    ///< table for EQeq
  std::optional<Electrostatics> electrostatics;
  std::vector<std::string> ionic;    ///< elements that are ions: charged, bonded to nothing
  std::map<std::string, LennardJones> lennard_jones;    ///< by environment
  std::vector<std::string> calibrated_on;    ///< measured quantities it was fitted to: "X_a"

  /// Parameters for the metal: its own, filled up from "default".
  MetalOxygen metal_oxygen_of(const std::string &element) const;

  /// Weight in the overlay's terms at this metal: the overlay's own, else that of `state`, which must be there.
  CouplingWeight coupling_weight(const std::string &element) const;
};

/// Read a potential and, first, what it extends.
/// \throws Error (parameters; io) that names file, line, column, key and what was expected.
Potential read_potential(const std::filesystem::path &file);

/// File of the potential `name`: itself if it is a path to a .yaml, relative to `folder`; else
/// <potentials>/<name>.yaml. \throws Error (parameters) that lists the potentials there are.
std::filesystem::path find_potential(const std::string &name, const std::filesystem::path &folder,
                                     const std::filesystem::path &potentials);

}    // namespace softmode
