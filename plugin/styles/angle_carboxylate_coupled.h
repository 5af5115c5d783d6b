// SPDX-License-Identifier: GPL-2.0-only
#ifdef ANGLE_CLASS
// clang-format off
AngleStyle(carboxylate/coupled,AngleCarboxylateCoupled);
// clang-format on
#else

#ifndef LMP_ANGLE_CARBOXYLATE_COUPLED_H
#define LMP_ANGLE_CARBOXYLATE_COUPLED_H

#include "angle.h"

#include "core/coupled_angle.h"

#include <vector>

namespace LAMMPS_NS {

/// M-O-C angle whose bend and C-O stretch follow the state of the M-O bond; see
/// doc/angle_carboxylate_coupled.rst. Atom 1 is the metal, 2 the oxygen, 3 the carbon.
class AngleCarboxylateCoupled : public Angle {
 public:
  AngleCarboxylateCoupled(class LAMMPS *);
  ~AngleCarboxylateCoupled() override;
  void compute(int, int) override;
  void settings(int, char **) override;
  void coeff(int, char **) override;
  double equilibrium_angle(int) override;
  void write_restart(FILE *) override;
  void read_restart(FILE *) override;
  void write_data(FILE *) override;
  double single(int, int, int, int) override;

 protected:
  std::vector<softmode::CoupledAngle> parameters;    // by angle type, index 0 unused

  virtual void allocate();
};

}    // namespace LAMMPS_NS

#endif
#endif
