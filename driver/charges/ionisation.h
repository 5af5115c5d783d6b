// SPDX-License-Identifier: BSD-3-Clause
// Energies it takes to charge free atoms, for charge equilibration.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace softmode {

/// Energy of a free atom as a parabola around its charge centre c.
struct ChargeCentre {
  int charge;          ///< c, e: the usual oxidation state of a metal, else 0
  double into_eV;      ///< energy from charge c - 1 to c; for c = 0 the electron affinity
  double beyond_eV;    ///< energy from charge c to c + 1

  /// Slope of the parabola at charge 0, eV/e.
  double electronegativity_eV() const;
  /// Curvature, eV/e^2 (J, the idempotential).
  double hardness_eV() const { return beyond_eV - into_eV; }
};

/// Ionisation energies and electron affinities by element.
class IonisationTable {
 public:
  /// Columns element, charge_centre, affinity_eV, ionisation_eV (blank-separated, one more than the
  /// charge centre). \throws Error (parameters; io) that names file and line.
  static IonisationTable read(const std::filesystem::path &file);

  /// \throws Error (parameters) that lists the elements there are.
  const ChargeCentre &at(const std::string &element) const;

 private:
  std::map<std::string, ChargeCentre> centres;
  std::string file_name;
};

}    // namespace softmode
