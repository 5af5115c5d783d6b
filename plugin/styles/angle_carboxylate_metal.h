// SPDX-License-Identifier: GPL-2.0-only
#ifdef ANGLE_CLASS
// clang-format off
AngleStyle(carboxylate/metal,AngleCarboxylateMetal);
// clang-format on
#else

#ifndef LMP_ANGLE_CARBOXYLATE_METAL_H
#define LMP_ANGLE_CARBOXYLATE_METAL_H

#include "styles/angle_terms.h"

namespace LAMMPS_NS {

/// Metal-centred angle that softens with its metal-oxygen bonds; see doc/angle_carboxylate_metal.rst.
class AngleCarboxylateMetal : public AngleTerms<softmode::SoftMetalAngle> {
 public:
  AngleCarboxylateMetal(class LAMMPS *);
  void coeff(int, char **) override;
  double equilibrium_angle(int) override;
  void write_data(FILE *) override;

 private:
  void set_arms(softmode::SoftMetalAngle &, const char *);
  void set_shape(softmode::SoftMetalAngle &, int, char **);
};

}    // namespace LAMMPS_NS

#endif
#endif
