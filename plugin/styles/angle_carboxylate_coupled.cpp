// SPDX-License-Identifier: GPL-2.0-only
#include "styles/angle_carboxylate_coupled.h"

#include "compat/lammps_compat.h"
#include "softmode/definitions/constants.h"

#include "atom.h"
#include "comm.h"
#include "domain.h"
#include "error.h"
#include "force.h"
#include "memory.h"
#include "neighbor.h"
#include "utils.h"

#include <type_traits>

using namespace LAMMPS_NS;
using softmode::CoupledAngle;
using softmode::Vector3;

static_assert(std::is_trivially_copyable_v<CoupledAngle>, "written to restart files as bytes");

namespace {

constexpr double degree = softmode::pi / 180.0;

Vector3 difference(const double *a, const double *b)
{
  return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}

void add(double *f, const Vector3 &v)
{
  f[0] += v.x;
  f[1] += v.y;
  f[2] += v.z;
}

}    // namespace

/* ---------------------------------------------------------------------- */

AngleCarboxylateCoupled::AngleCarboxylateCoupled(LAMMPS *lmp) : Angle(lmp) {}

/* ---------------------------------------------------------------------- */

AngleCarboxylateCoupled::~AngleCarboxylateCoupled()
{
  if (allocated && !copymode) memory->destroy(setflag);
}

/* ---------------------------------------------------------------------- */

void AngleCarboxylateCoupled::compute(int eflag, int vflag)
{
  ev_init(eflag, vflag);

  double **x = atom->x;
  double **f = atom->f;
  int **anglelist = neighbor->anglelist;
  const int nlocal = atom->nlocal;
  const int newton_bond = force->newton_bond;

  for (int n = 0; n < neighbor->nanglelist; n++) {
    const int metal = anglelist[n][0];
    const int oxygen = anglelist[n][1];
    const int carbon = anglelist[n][2];
    const Vector3 to_metal = difference(x[metal], x[oxygen]);
    const Vector3 to_carbon = difference(x[carbon], x[oxygen]);
    const auto out = softmode::evaluate(parameters[anglelist[n][3]], to_metal, to_carbon);

    if (newton_bond || metal < nlocal) add(f[metal], out.on_metal);
    if (newton_bond || oxygen < nlocal) add(f[oxygen], -1.0 * (out.on_metal + out.on_carbon));
    if (newton_bond || carbon < nlocal) add(f[carbon], out.on_carbon);

    if (evflag) {
      double f1[3] = {out.on_metal.x, out.on_metal.y, out.on_metal.z};
      double f3[3] = {out.on_carbon.x, out.on_carbon.y, out.on_carbon.z};
      ev_tally(metal, oxygen, carbon, nlocal, newton_bond, out.energy, f1, f3, to_metal.x,
               to_metal.y, to_metal.z, to_carbon.x, to_carbon.y, to_carbon.z);
    }
  }
}

/* ---------------------------------------------------------------------- */

void AngleCarboxylateCoupled::allocate()
{
  allocated = 1;
  const int n = atom->nangletypes;
  memory->create(setflag, n + 1, "angle:setflag");
  for (int i = 1; i <= n; i++) setflag[i] = 0;
  parameters.assign(n + 1, CoupledAngle{});
}

/* ---------------------------------------------------------------------- */

void AngleCarboxylateCoupled::settings(int narg, char **)
{
  if (narg) error->all(FLERR, "angle_style carboxylate/coupled takes no arguments, got {}", narg);
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
  if (!allocated) allocate();

  int lo, hi;
  utils::bounds(FLERR, arg[0], 1, atom->nangletypes, lo, hi, error);
  double value[7];
  for (int k = 0; k < 7; k++) value[k] = utils::numeric(FLERR, arg[k + 1], false, lmp);
  if (value[0] < 0.0 || value[1] < 0.0)
    error->all(FLERR,
               "angle_coeff carboxylate/coupled: K_t and K_l must not be negative, got {} and {}",
               value[0], value[1]);
  if (value[4] <= 0.0 || value[5] <= 0.0 || value[6] <= 0.0)
    error->all(
        FLERR,
        "angle_coeff carboxylate/coupled: d0, r_mid and delta must be positive, got {}, {} and {}",
        value[4], value[5], value[6]);

  for (int i = lo; i <= hi; i++) {
    parameters[i] = {value[0], value[1], value[2] * degree,
                     value[3], value[4], {value[5], value[6]}};
    setflag[i] = 1;
  }
}

/* ---------------------------------------------------------------------- */

double AngleCarboxylateCoupled::equilibrium_angle(int i)
{
  return parameters[i].theta0;
}

/* ---------------------------------------------------------------------- */

void AngleCarboxylateCoupled::write_restart(FILE *fp)
{
  fwrite(&parameters[1], sizeof(CoupledAngle), atom->nangletypes, fp);
}

/* ---------------------------------------------------------------------- */

void AngleCarboxylateCoupled::read_restart(FILE *fp)
{
  allocate();
  const int n = atom->nangletypes;
  if (comm->me == 0)
    utils::sfread(FLERR, &parameters[1], sizeof(CoupledAngle), n, fp, nullptr, error);
  MPI_Bcast(&parameters[1], static_cast<int>(n * sizeof(CoupledAngle)), MPI_BYTE, 0, world);
  for (int i = 1; i <= n; i++) setflag[i] = 1;
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

/* ---------------------------------------------------------------------- */

double AngleCarboxylateCoupled::single(int type, int metal, int oxygen, int carbon)
{
  double **x = atom->x;
  double a[3], b[3];
  for (int d = 0; d < 3; d++) {
    a[d] = x[metal][d] - x[oxygen][d];
    b[d] = x[carbon][d] - x[oxygen][d];
  }
  compat::minimum_image(domain, FLERR, a);
  compat::minimum_image(domain, FLERR, b);
  return softmode::evaluate(parameters[type], {a[0], a[1], a[2]}, {b[0], b[1], b[2]}).energy;
}
