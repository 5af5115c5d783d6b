// SPDX-License-Identifier: GPL-2.0-only
#ifdef BOND_CLASS
// clang-format off
BondStyle(twostate,BondTwostate);
// clang-format on
#else

#ifndef LMP_BOND_TWOSTATE_H
#define LMP_BOND_TWOSTATE_H

#include "bond.h"

#include "styles/bonded_parameters.h"

#include <vector>

namespace LAMMPS_NS {

/// Bond with a tight and a loose well; see doc/bond_twostate.rst.
class BondTwostate : public Bond {
 public:
  using Parameters = softmode::TwoStateBond;
  static constexpr int natoms = 2;

  BondTwostate(class LAMMPS *);
  ~BondTwostate() override;
  void compute(int, int) override;
  void settings(int, char **) override;
  void coeff(int, char **) override;
  double equilibrium_distance(int) override;
  void write_restart(FILE *) override;
  void read_restart(FILE *) override;
  void write_data(FILE *) override;
  double single(int, double, int, int, double &) override;
  void *extract(const char *, int &) override;
  void reinit() override;

 protected:
  softmode::ParameterTable<softmode::TwoStateBond> parameters;
  static constexpr int ncoefficients = 6;
  std::vector<double> by_name[ncoefficients];    // what extract() hands out, by type

  void allocate();
};

}    // namespace LAMMPS_NS

#endif
#endif
