// SPDX-License-Identifier: GPL-2.0-only
#include "styles/dihedral_carboxylate_coupled.h"

#include "atom.h"
#include "error.h"
#include "force.h"
#include "memory.h"
#include "neighbor.h"

using namespace LAMMPS_NS;
using softmode::CoupledDihedral;
using softmode::Vector3;

/* ---------------------------------------------------------------------- */

DihedralCarboxylateCoupled::DihedralCarboxylateCoupled(LAMMPS *lmp) : Dihedral(lmp)
{
  writedata = 1;
}

/* ---------------------------------------------------------------------- */

DihedralCarboxylateCoupled::~DihedralCarboxylateCoupled()
{
  if (allocated && !copymode) memory->destroy(setflag);
}

/* ---------------------------------------------------------------------- */

void DihedralCarboxylateCoupled::compute(int eflag, int vflag)
{
  ev_init(eflag, vflag);

  double **x = atom->x, **f = atom->f;
  const int nlocal = atom->nlocal, newton_bond = force->newton_bond;
  int **list = neighbor->dihedrallist;
  for (int n = 0; n < neighbor->ndihedrallist; n++) {
    const int *entry = list[n];
    const int atoms[4] = {entry[0], entry[1], entry[2], entry[3]};
    const Vector3 at[4] = {softmode::position(x, atoms[0]), softmode::position(x, atoms[1]),
                           softmode::position(x, atoms[2]), softmode::position(x, atoms[3])};
    const auto term = softmode::term_forces(parameters[entry[4]], at);
    softmode::add_forces(f, atoms, term, nlocal, newton_bond);

    if (evflag) {
      const Vector3 b1 = at[0] - at[1], b2 = at[2] - at[1], b3 = at[3] - at[2];
      Vector3 f1 = term.on[0], f3 = term.on[2], f4 = term.on[3];
      ev_tally(atoms[0], atoms[1], atoms[2], atoms[3], nlocal, newton_bond, term.energy, &f1.x,
               &f3.x, &f4.x, b1.x, b1.y, b1.z, b2.x, b2.y, b2.z, b3.x, b3.y, b3.z);
    }
  }
}

/* ---------------------------------------------------------------------- */

void DihedralCarboxylateCoupled::allocate()
{
  allocated = 1;
  const int n = atom->ndihedraltypes;
  memory->create(setflag, n + 1, "dihedral:setflag");
  for (int i = 1; i <= n; i++) setflag[i] = 0;
  parameters.assign(n + 1, CoupledDihedral{});
}

/* ---------------------------------------------------------------------- */

void DihedralCarboxylateCoupled::settings(int narg, char **)
{
  if (narg)
    error->all(FLERR, "dihedral_style carboxylate/coupled takes no arguments, got {}", narg);
}

/* ----------------------------------------------------------------------
   set coeffs for one or more types: df d0 r_mid delta
------------------------------------------------------------------------- */

void DihedralCarboxylateCoupled::coeff(int narg, char **arg)
{
  if (narg != 5)
    error->all(FLERR,
               "dihedral_coeff for style carboxylate/coupled needs: type df d0 r_mid delta; got {} "
               "values",
               narg);
  if (!allocated) allocate();

  int lo, hi;
  utils::bounds(FLERR, arg[0], 1, atom->ndihedraltypes, lo, hi, error);
  const std::vector<double> v = softmode::numbers(lmp, narg, arg, 1);
  if (v[1] <= 0.0 || v[2] <= 0.0 || v[3] <= 0.0)
    error->all(FLERR,
               "dihedral_coeff carboxylate/coupled: d0, r_mid and delta must be positive, got {}, "
               "{} and {}",
               v[1], v[2], v[3]);
  for (int i = lo; i <= hi; i++) {
    parameters[i] = {v[0], v[1], {v[2], v[3]}};
    setflag[i] = 1;
  }
}

/* ---------------------------------------------------------------------- */

void DihedralCarboxylateCoupled::write_restart(FILE *fp)
{
  parameters.write(fp);
}

/* ---------------------------------------------------------------------- */

void DihedralCarboxylateCoupled::read_restart(FILE *fp)
{
  allocate();
  parameters.read(lmp, fp);
  for (int i = 1; i <= atom->ndihedraltypes; i++) setflag[i] = 1;
}

/* ---------------------------------------------------------------------- */

void DihedralCarboxylateCoupled::write_data(FILE *fp)
{
  for (int i = 1; i <= atom->ndihedraltypes; i++) {
    const CoupledDihedral &p = parameters[i];
    fprintf(fp, "%d %.15g %.15g %.15g %.15g\n", i, p.interaction_change, p.stretch_length,
            p.weight.midpoint, p.weight.width);
  }
}
