// SPDX-License-Identifier: BSD-3-Clause
// Atom types and functional forms of UFF and UFF4MOF. Pure functions; kcal/mol, A, radians.
//
// A.K. Rappe et al., J. Am. Chem. Soc. 1992, 114, 10024, doi:10.1021/ja00051a040 (equation numbers
// below); M.A. Addicoat et al., doi:10.1021/ct400952t; D.E. Coupry et al., doi:10.1021/acs.jctc.6b00664.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace softmode {

struct UffType {
  std::string name, element, geometry, source;
  double bond_radius;          ///< r, A
  double theta0;               ///< rad
  double vdw_distance;         ///< x, A: distance of the minimum between two equal atoms
  double vdw_depth;            ///< D, kcal/mol
  double charge;               ///< Z*, e
  double sp3_torsion;          ///< V, kcal/mol
  double sp2_torsion;          ///< U, kcal/mol
  double electronegativity;    ///< chi, eV
};

/// All types of a table, in file order.
class UffTable {
 public:
  /// \throws Error (parameters; io) that names file and line.
  static UffTable read(const std::filesystem::path &file);

  /// \throws Error (parameters) if there is no such type.
  const UffType &at(const std::string &name) const;
  std::vector<const UffType *> of_element(const std::string &element) const;

 private:
  std::vector<UffType> types;
  std::string file_name;
};

/// Natural bond length r_ij = r_i + r_j + r_BO - r_EN (eqs 2-4, r_EN subtracted: the paper prints the
/// wrong sign), A.
double natural_length(const UffType &i, const UffType &j, double bond_order);

/// Bond order whose natural length (eqs 2-4) this is.
double bond_order_of_length(const UffType &i, const UffType &j, double length);

/// k in 1/2 k (r - r_ij)^2 (eq 6), kcal/mol/A^2.
double bond_constant(const UffType &i, const UffType &j, double length);

/// Curvature of the angle term i-j-k at its minimum (eq 13), kcal/mol/rad^2.
double angle_constant(const UffType &i, const UffType &k, double length_ij, double length_jk,
                      double theta0);

/// Fourier coefficients of the general angle term K [C0 + C1 cos t + C2 cos 2t] (eqs 11, 12).
struct AngleFourier {
  double c0, c1, c2;
};
AngleFourier angle_fourier(double theta0);

/// Torsion barrier about a bond between two sp2 atoms (eq 17), to be shared by all torsions about it.
double sp2_torsion_barrier(const UffType &j, const UffType &k, double bond_order);

/// Torsion barrier about a bond between two sp3 atoms (eq 16).
double sp3_torsion_barrier(const UffType &j, const UffType &k);

/// Lennard-Jones sigma in A of one type (x / 2^(1/6)).
double lennard_jones_sigma(const UffType &t);

}    // namespace softmode
