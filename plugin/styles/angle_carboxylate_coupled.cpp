// SPDX-License-Identifier: GPL-2.0-only
#include "styles/angle_carboxylate_coupled.h"

#include "softmode/definitions/constants.h"

using namespace LAMMPS_NS;
using softmode::CoupledAngle;

namespace {

constexpr double degree = softmode::pi / 180.0;

}    // namespace

/* ---------------------------------------------------------------------- */

AngleCarboxylateCoupled::AngleCarboxylateCoupled(LAMMPS *lmp) :
    AngleTerms(lmp, "carboxylate/coupled")
{
}

/* ----------------------------------------------------------------------
   set coeffs for one or more types: K_t K_l theta0 dk d0 r_mid delta
------------------------------------------------------------------------- */

void AngleCarboxylateCoupled::coeff(int narg, char **arg)
{
  if (narg != 8)
    error->all(
        FLERR,
        "angle_coeff for style carboxylate/coupled needs: type K_t K_l theta0 dk d0 r_mid delta; "
        "got {} values",
        narg);
  const std::vector<double> v = softmode::numbers(lmp, narg, arg, 1);
  if (v[0] < 0.0 || v[1] < 0.0)
    error->all(FLERR,
               "angle_coeff carboxylate/coupled: K_t and K_l must not be negative, got {} and {}",
               v[0], v[1]);
  if (v[4] <= 0.0 || v[5] <= 0.0 || v[6] <= 0.0)
    error->all(
        FLERR,
        "angle_coeff carboxylate/coupled: d0, r_mid and delta must be positive, got {}, {} and {}",
        v[4], v[5], v[6]);
  set(arg[0], {v[0], v[1], v[2] * degree, v[3], v[4], {v[5], v[6]}});
}

/* ---------------------------------------------------------------------- */

double AngleCarboxylateCoupled::equilibrium_angle(int i)
{
  return parameters[i].theta0;
}

/* ---------------------------------------------------------------------- */

void AngleCarboxylateCoupled::write_data(FILE *fp)
{
  for (int i = 1; i <= atom->nangletypes; i++) {
    const CoupledAngle &p = parameters[i];
    fprintf(fp, "%d %.15g %.15g %.15g %.15g %.15g %.15g %.15g\n", i, p.bend_tight, p.bend_loose,
            p.theta0 / degree, p.stretch_change, p.stretch_length, p.weight.midpoint,
            p.weight.width);
  }
}
