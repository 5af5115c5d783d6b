// SPDX-License-Identifier: GPL-2.0-only
#include "styles/compute_carboxylate_state.h"

#include "compat/lammps_compat.h"
#include "styles/fix_carboxylate_state.h"

#include "atom.h"
#include "comm.h"
#include "domain.h"
#include "error.h"
#include "group.h"
#include "modify.h"
#include "update.h"
#include "utils.h"

#include <cmath>
#include <cstring>

using namespace LAMMPS_NS;
using softmode::BondRecord;
using softmode::BondState;
using softmode::BondSummary;

namespace {

constexpr const char *style_name = "compute carboxylate/state";
constexpr int vector_size = 15;
constexpr int local_columns = 10;

}    // namespace

/* ---------------------------------------------------------------------- */

ComputeCarboxylateState::ComputeCarboxylateState(LAMMPS *lmp, int narg, char **arg) :
    Compute(lmp, narg, arg), weight{}, hysteresis{}, every(1), sampler(nullptr), watch(lmp),
    measured_at(-1)
{
  if (narg < 5) error->all(FLERR, "{} needs: r_mid delta", style_name);
  weight = {utils::numeric(FLERR, arg[3], false, lmp), utils::numeric(FLERR, arg[4], false, lmp)};
  if (!(weight.midpoint > 0.0) || !(weight.width > 0.0))
    error->all(FLERR, "{}: r_mid and delta must be positive, got {} and {}", style_name,
               weight.midpoint, weight.width);
  hysteresis = {weight.midpoint - weight.width, weight.midpoint + weight.width};
  parse_keywords(narg, arg);

  vector_flag = 1;
  extvector = 0;
  size_vector = vector_size;
  vector = new double[vector_size]();
  local_flag = 1;
  size_local_cols = local_columns;
  size_local_rows = 0;

  id_fix = std::string(id) + "_carboxylate_state";
  sampler = dynamic_cast<FixCarboxylateState *>(modify->add_fix(
      fmt::format("{} {} carboxylate/state {}", id_fix, group->names[igroup], every)));
  if (!sampler) error->all(FLERR, "{}: cannot create its helper fix {}", style_name, id_fix);
  sampler->owner = this;
}

/* ---------------------------------------------------------------------- */

ComputeCarboxylateState::~ComputeCarboxylateState()
{
  // at the end of LAMMPS all fixes are gone before the computes
  if (modify->nfix) modify->delete_fix(id_fix);
  delete[] vector;
}

/* ---------------------------------------------------------------------- */

void ComputeCarboxylateState::parse_keywords(int narg, char **arg)
{
  int iarg = 5;
  while (iarg < narg) {
    if (strcmp(arg[iarg], "hysteresis") == 0) {
      compat::require_args(FLERR, "compute carboxylate/state hysteresis", iarg, 2, narg, error);
      hysteresis = {utils::numeric(FLERR, arg[iarg + 1], false, lmp),
                    utils::numeric(FLERR, arg[iarg + 2], false, lmp)};
      iarg += 3;
    } else if (strcmp(arg[iarg], "every") == 0) {
      compat::require_args(FLERR, "compute carboxylate/state every", iarg, 1, narg, error);
      every = utils::inumeric(FLERR, arg[iarg + 1], false, lmp);
      iarg += 2;
    } else if (strcmp(arg[iarg], "elements") == 0) {
      elements = softmode::parse_elements(lmp, style_name, iarg, narg, arg);
      iarg += 1 + atom->ntypes;
    } else
      error->all(FLERR, "Unknown {} keyword: {}", style_name, arg[iarg]);
  }
  if (hysteresis.tight_below > hysteresis.loose_above)
    error->all(FLERR, "{}: hysteresis thresholds in the wrong order: r_tight {} > r_loose {}",
               style_name, hysteresis.tight_below, hysteresis.loose_above);
  if (every < 1) error->all(FLERR, "{}: every must be at least 1, got {}", style_name, every);
}

/* ---------------------------------------------------------------------- */

void ComputeCarboxylateState::init()
{
  if (topology.bonds.empty()) find_bonds();
  watch.invalidate();
}

/* ----------------------------------------------------------------------
   runs after the atoms of this run are in place, before the first step
------------------------------------------------------------------------- */

void ComputeCarboxylateState::setup()
{
  watch.invalidate();
  measured_at = -1;
}

/* ---------------------------------------------------------------------- */

void ComputeCarboxylateState::find_bonds()
{
  const auto roles = softmode::roles_by_type(lmp, style_name, elements);
  topology = softmode::gather_topology(lmp, style_name, groupbit, roles);
  lengths.assign(topology.bonds.size(), 0.0);
  statistics = softmode::BondStatistics(hysteresis, weight, topology.bonds.size());
  take_restored_statistics();
  if (comm->me == 0)
    utils::logmesg(lmp, "{} {}: {} carboxylates, {} metal-carboxylate bonds\n", style_name, id,
                   topology.carboxylates.size(), topology.bonds.size());
}

/* ---------------------------------------------------------------------- */

void ComputeCarboxylateState::take_restored_statistics()
{
  if (sampler->restored.empty()) return;
  if (!statistics.unpack(sampler->restored))
    error->all(FLERR,
               "{} {}: the restart file holds statistics of another set of bonds than these {}",
               style_name, id, topology.bonds.size());
  sampler->restored.clear();
}

/* ----------------------------------------------------------------------
   lengths of all bonds at this step. Each bond is measured by the rank that
   owns its oxygen, so the sum below has one non-zero term per bond and is
   exact for any number of ranks.
------------------------------------------------------------------------- */

void ComputeCarboxylateState::measure()
{
  if (measured_at == update->ntimestep) return;
  if (watch.changed()) {
    owned.clear();
    for (std::size_t b = 0; b < topology.bonds.size(); b++) {
      const int oxygen = atom->map(static_cast<tagint>(topology.bonds[b].oxygen));
      if (oxygen < 0 || oxygen >= atom->nlocal) continue;
      const int metal = atom->map(static_cast<tagint>(topology.bonds[b].metal));
      if (metal < 0)
        error->one(FLERR, "{} {}: atom {} bonded to atom {} is missing on rank {} at step {}",
                   style_name, id, topology.bonds[b].metal, topology.bonds[b].oxygen, comm->me,
                   update->ntimestep);
      owned.push_back({oxygen, domain->closest_image(oxygen, metal), static_cast<int>(b)});
    }
  }
  std::vector<double> mine(lengths.size(), 0.0);
  double **x = atom->x;
  for (const OwnedBond &bond : owned) {
    const double dx = x[bond.oxygen][0] - x[bond.metal][0];
    const double dy = x[bond.oxygen][1] - x[bond.metal][1];
    const double dz = x[bond.oxygen][2] - x[bond.metal][2];
    mine[bond.index] = std::sqrt(dx * dx + dy * dy + dz * dz);
  }
  MPI_Allreduce(mine.data(), lengths.data(), static_cast<int>(mine.size()), MPI_DOUBLE, MPI_SUM,
                world);
  measured_at = update->ntimestep;
}

/* ---------------------------------------------------------------------- */

void ComputeCarboxylateState::sample()
{
  measure();
  statistics.add(lengths);
}

/* ---------------------------------------------------------------------- */

void ComputeCarboxylateState::compute_vector()
{
  invoked_vector = update->ntimestep;
  measure();

  const double nbonds = static_cast<double>(lengths.size());
  double loose_now = 0.0, weight_now = 0.0, length_now = 0.0;
  for (std::size_t b = 0; b < lengths.size(); b++) {
    loose_now += statistics.state_now(b, lengths[b]) == BondState::loose ? 1.0 : 0.0;
    weight_now += softmode::evaluate(weight, lengths[b]).weight / nbonds;
    length_now += lengths[b] / nbonds;
  }
  const BondSummary s = statistics.summary();
  const double tight_fraction = 1.0 - s.loose_fraction;
  const double values[vector_size] = {
      nbonds,        nbonds - loose_now,  loose_now,        weight_now,
      length_now,    s.samples,           s.loose_fraction, s.loose_fraction / tight_fraction,
      s.mean_length, s.mean_length_tight, s.sigma_tight,    s.mean_length_loose,
      s.sigma_loose, s.lindemann_ratio,   s.transitions};
  std::copy(values, values + vector_size, vector);
}

/* ----------------------------------------------------------------------
   one row per bond whose oxygen this rank owns
------------------------------------------------------------------------- */

void ComputeCarboxylateState::compute_local()
{
  invoked_local = update->ntimestep;
  measure();

  rows.clear();
  for (const OwnedBond &bond : owned) {
    const auto &[metal, oxygen, carboxylate] = topology.bonds[bond.index];
    const double r = lengths[bond.index];
    const BondRecord &record = statistics.records[bond.index];
    const double samples = statistics.samples > 0 ? static_cast<double>(statistics.samples) : 1.0;
    rows.insert(rows.end(),
                {static_cast<double>(metal), static_cast<double>(oxygen),
                 static_cast<double>(topology.carboxylates[carboxylate].carbon), r,
                 softmode::evaluate(weight, r).weight,
                 static_cast<double>(statistics.state_now(bond.index, r)), record.length.mean,
                 record.length.sigma(), record.loose_samples / samples, record.transitions});
  }
  row_starts.resize(owned.size());
  for (std::size_t i = 0; i < owned.size(); i++) row_starts[i] = &rows[i * local_columns];
  size_local_rows = static_cast<int>(owned.size());
  array_local = row_starts.data();
}

/* ---------------------------------------------------------------------- */

double ComputeCarboxylateState::memory_usage()
{
  return static_cast<double>(topology.bonds.size() *
                                 (sizeof(topology.bonds[0]) + sizeof(BondRecord)) +
                             owned.capacity() * sizeof(OwnedBond) +
                             (lengths.capacity() + rows.capacity()) * sizeof(double));
}
