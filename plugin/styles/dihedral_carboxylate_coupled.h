// SPDX-License-Identifier: GPL-2.0-only
#ifdef DIHEDRAL_CLASS
// clang-format off
DihedralStyle(carboxylate/coupled,DihedralCarboxylateCoupled);
// clang-format on
#else

#ifndef LMP_DIHEDRAL_CARBOXYLATE_COUPLED_H
#define LMP_DIHEDRAL_CARBOXYLATE_COUPLED_H

#include "dihedral.h"

#include "styles/bonded_parameters.h"

namespace LAMMPS_NS {

/// Interaction of the two C-O bonds of a carboxylate that follows the state of an M-O bond; see
/// doc/dihedral_carboxylate_coupled.rst. Atoms: metal, oxygen, carbon, other oxygen.
class DihedralCarboxylateCoupled : public Dihedral {
 public:
  using Parameters = softmode::CoupledDihedral;
  static constexpr int natoms = 4;

  DihedralCarboxylateCoupled(class LAMMPS *);
  ~DihedralCarboxylateCoupled() override;
  void compute(int, int) override;
  void settings(int, char **) override;
  void coeff(int, char **) override;
  void write_restart(FILE *) override;
  void read_restart(FILE *) override;
  void write_data(FILE *) override;

 protected:
  softmode::ParameterTable<softmode::CoupledDihedral> parameters;

  void allocate();
};

}    // namespace LAMMPS_NS

#endif
#endif
