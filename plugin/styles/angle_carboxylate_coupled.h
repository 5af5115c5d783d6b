// SPDX-License-Identifier: GPL-2.0-only
#ifdef ANGLE_CLASS
// clang-format off
AngleStyle(carboxylate/coupled,AngleCarboxylateCoupled);
// clang-format on
#else

#ifndef LMP_ANGLE_CARBOXYLATE_COUPLED_H
#define LMP_ANGLE_CARBOXYLATE_COUPLED_H

#include "styles/angle_terms.h"

namespace LAMMPS_NS {

/// M-O-C angle whose bend and C-O stretch follow the state of the M-O bond; see
/// doc/angle_carboxylate_coupled.rst. Atom 1 is the metal, 2 the oxygen, 3 the carbon.
class AngleCarboxylateCoupled : public AngleTerms<softmode::CoupledAngle> {
 public:
  AngleCarboxylateCoupled(class LAMMPS *);
  void coeff(int, char **) override;
  double equilibrium_angle(int) override;
  void write_data(FILE *) override;
};

}    // namespace LAMMPS_NS

#endif
#endif
