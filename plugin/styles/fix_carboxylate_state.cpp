// SPDX-License-Identifier: GPL-2.0-only
#include "styles/fix_carboxylate_state.h"

#include "styles/compute_carboxylate_state.h"
#include "styles/host_atoms.h"

#include "comm.h"
#include "error.h"
#include "utils.h"

using namespace LAMMPS_NS;
using namespace FixConst;

/* ---------------------------------------------------------------------- */

FixCarboxylateState::FixCarboxylateState(LAMMPS *lmp, int narg, char **arg) : Fix(lmp, narg, arg)
{
  if (narg != 4)
    error->all(FLERR, "fix carboxylate/state is created by compute carboxylate/state, not by hand");
  nevery = utils::inumeric(FLERR, arg[3], false, lmp);
  restart_global = 1;
  softmode::fetches_its_own_data(this);
}

/* ---------------------------------------------------------------------- */

int FixCarboxylateState::setmask()
{
  return END_OF_STEP;
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateState::setup(int)
{
  if (!owner)
    error->all(FLERR, "fix carboxylate/state is created by compute carboxylate/state, not by hand");
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateState::end_of_step()
{
  owner->sample();
}

/* ----------------------------------------------------------------------
   the statistics are the same on every rank; rank 0 writes them
------------------------------------------------------------------------- */

void FixCarboxylateState::write_restart(FILE *fp)
{
  if (comm->me != 0) return;
  std::vector<double> data = owner ? owner->pack_statistics() : restored;
  data.insert(data.begin(), static_cast<double>(data.size()));
  const int size = static_cast<int>(data.size() * sizeof(double));
  fwrite(&size, sizeof(int), 1, fp);
  fwrite(data.data(), sizeof(double), data.size(), fp);
}

/* ----------------------------------------------------------------------
   buf starts with the number of values; the owner checks it against its
   number of bonds when it takes the data
------------------------------------------------------------------------- */

void FixCarboxylateState::restart(char *buf)
{
  const double *data = reinterpret_cast<const double *>(buf);
  restored.assign(data + 1, data + 1 + static_cast<std::size_t>(data[0]));
}
