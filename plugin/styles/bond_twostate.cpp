// SPDX-License-Identifier: GPL-2.0-only
#include "styles/bond_twostate.h"

#include "atom.h"
#include "error.h"
#include "force.h"
#include "memory.h"
#include "neighbor.h"

#include <cmath>
#include <cstring>

using namespace LAMMPS_NS;
using softmode::TwoStateBond;
using softmode::Vector3;

namespace {

constexpr const char *coefficient_names[] = {"k_t", "r_t", "k_l", "r_l", "dE", "V12"};
constexpr double TwoStateBond::*members[] = {
    &TwoStateBond::tight_constant, &TwoStateBond::tight_length, &TwoStateBond::loose_constant,
    &TwoStateBond::loose_length,   &TwoStateBond::offset,       &TwoStateBond::coupling};

}    // namespace

/* ---------------------------------------------------------------------- */

BondTwostate::BondTwostate(LAMMPS *lmp) : Bond(lmp)
{
  reinitflag = 1;
}

/* ---------------------------------------------------------------------- */

BondTwostate::~BondTwostate()
{
  if (allocated && !copymode) memory->destroy(setflag);
}

/* ---------------------------------------------------------------------- */

void BondTwostate::compute(int eflag, int vflag)
{
  ev_init(eflag, vflag);

  double **x = atom->x, **f = atom->f;
  const int nlocal = atom->nlocal, newton_bond = force->newton_bond;
  int **bondlist = neighbor->bondlist;
  for (int n = 0; n < neighbor->nbondlist; n++) {
    const int *entry = bondlist[n];
    const int atoms[2] = {entry[0], entry[1]};
    const Vector3 at[2] = {softmode::position(x, atoms[0]), softmode::position(x, atoms[1])};
    const auto term = softmode::term_forces(parameters[entry[2]], at);
    softmode::add_forces(f, atoms, term, nlocal, newton_bond);

    if (evflag) {
      const Vector3 d = at[0] - at[1];
      ev_tally(atoms[0], atoms[1], nlocal, newton_bond, term.energy, dot(term.on[0], d) / dot(d, d),
               d.x, d.y, d.z);
    }
  }
}

/* ---------------------------------------------------------------------- */

void BondTwostate::allocate()
{
  allocated = 1;
  const int n = atom->nbondtypes;
  memory->create(setflag, n + 1, "bond:setflag");
  for (int i = 1; i <= n; i++) setflag[i] = 0;
  parameters.assign(n + 1, TwoStateBond{});
  for (auto &values : by_name) values.assign(n + 1, 0.0);
}

/* ---------------------------------------------------------------------- */

void BondTwostate::settings(int narg, char **)
{
  if (narg) error->all(FLERR, "bond_style twostate takes no arguments, got {}", narg);
}

/* ----------------------------------------------------------------------
   set coeffs for one or more types: k_t r_t k_l r_l dE V12
------------------------------------------------------------------------- */

void BondTwostate::coeff(int narg, char **arg)
{
  if (narg != 1 + ncoefficients)
    error->all(FLERR,
               "bond_coeff for style twostate needs: type k_t r_t k_l r_l dE V12; got {} values",
               narg);
  if (!allocated) allocate();

  int lo, hi;
  utils::bounds(FLERR, arg[0], 1, atom->nbondtypes, lo, hi, error);
  const std::vector<double> v = softmode::numbers(lmp, narg, arg, 1);
  if (!(v[0] > 0.0) || !(v[2] > 0.0) || !(v[5] > 0.0))
    error->all(FLERR, "bond_coeff twostate: k_t, k_l and V12 must be positive, got {}, {} and {}",
               v[0], v[2], v[5]);
  if (!(v[1] > 0.0) || !(v[1] < v[3]))
    error->all(FLERR, "bond_coeff twostate: 0 < r_t < r_l is needed, got r_t {} and r_l {}", v[1],
               v[3]);

  for (int i = lo; i <= hi; i++) {
    parameters[i] = {v[0], v[1], v[2], v[3], v[4], v[5]};
    for (int k = 0; k < ncoefficients; k++) by_name[k][i] = v[k];
    setflag[i] = 1;
  }
}

/* ----------------------------------------------------------------------
   of the tight well: where a bond is without heat, dE > 0
------------------------------------------------------------------------- */

double BondTwostate::equilibrium_distance(int i)
{
  return parameters[i].tight_length;
}

/* ---------------------------------------------------------------------- */

void BondTwostate::write_restart(FILE *fp)
{
  parameters.write(fp);
}

/* ---------------------------------------------------------------------- */

void BondTwostate::read_restart(FILE *fp)
{
  allocate();
  parameters.read(lmp, fp);
  for (int i = 1; i <= atom->nbondtypes; i++) {
    for (int k = 0; k < ncoefficients; k++) by_name[k][i] = parameters[i].*members[k];
    setflag[i] = 1;
  }
}

/* ---------------------------------------------------------------------- */

void BondTwostate::write_data(FILE *fp)
{
  for (int i = 1; i <= atom->nbondtypes; i++) {
    fprintf(fp, "%d", i);
    for (const auto member : members) fprintf(fp, " %.15g", parameters[i].*member);
    fputc('\n', fp);
  }
}

/* ---------------------------------------------------------------------- */

double BondTwostate::single(int type, double rsq, int, int, double &fforce)
{
  const double r = std::sqrt(rsq);
  const auto e = softmode::evaluate(parameters[type], r);
  fforce = -e.derivative / r;
  return e.energy;
}

/* ----------------------------------------------------------------------
   for fix adapt, which changes the values and then calls reinit()
------------------------------------------------------------------------- */

void *BondTwostate::extract(const char *name, int &dim)
{
  dim = 1;
  for (int k = 0; k < ncoefficients; k++)
    if (allocated && strcmp(name, coefficient_names[k]) == 0) return by_name[k].data();
  return nullptr;
}

/* ---------------------------------------------------------------------- */

void BondTwostate::reinit()
{
  for (int i = 1; i <= atom->nbondtypes; i++)
    for (int k = 0; k < ncoefficients; k++) parameters[i].*members[k] = by_name[k][i];
  Bond::reinit();
}
