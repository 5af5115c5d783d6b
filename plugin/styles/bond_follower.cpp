// SPDX-License-Identifier: GPL-2.0-only
#include "styles/bond_follower.h"

#include "core/sampled_motion.h"
#include "styles/host_atoms.h"

#include "atom.h"
#include "comm.h"
#include "domain.h"
#include "error.h"
#include "neighbor.h"
#include "update.h"

#include <algorithm>
#include <cmath>

using namespace LAMMPS_NS;

namespace softmode {

namespace {

Vector3 row(double **values, int i)
{
  return {values[i][0], values[i][1], values[i][2]};
}

}    // namespace

void BondFollower::find(int group, const std::vector<AtomRole> &roles,
                        const std::optional<DistanceSearch> &by_distance)
{
  groupbit = group;
  search = by_distance;
  topology = gather_topology(lmp, style, groupbit, roles, !search);
  for (std::size_t c = 0; c < topology.carboxylates.size(); ++c)
    for (const AtomTag oxygen : topology.carboxylates[c].oxygens)
      carboxylate_of[oxygen] = static_cast<int>(c);
  if (search) {
    topology.bonds.clear();
    distance_bonds = DistanceBonds(search->limits);
  }
  now.assign(topology.bonds.size(), 0.0);
}

const std::vector<double> &BondFollower::lengths()
{
  measure();
  return now;
}

const std::vector<double> &BondFollower::lengths_at_sample()
{
  measure();
  if (search) {
    const std::size_t known = distance_bonds.bonds.size();
    now = distance_bonds.update(pairs);
    for (std::size_t b = known; b < distance_bonds.bonds.size(); ++b)
      add_bond(distance_bonds.bonds[b]);
  }
  return now;
}

void BondFollower::add_bond(const std::pair<AtomTag, AtomTag> &oxygen_metal)
{
  const auto &[oxygen, metal] = oxygen_metal;
  topology.bonds.push_back({metal, oxygen, carboxylate_of.at(oxygen)});
}

std::vector<int> BondFollower::owned_bonds() const
{
  std::vector<int> owned;
  for (std::size_t b = 0; b < topology.bonds.size(); ++b) {
    const int oxygen = lmp->atom->map(static_cast<tagint>(topology.bonds[b].oxygen));
    if (oxygen >= 0 && oxygen < lmp->atom->nlocal) owned.push_back(static_cast<int>(b));
  }
  return owned;
}

void BondFollower::invalidate()
{
  watch.invalidate();
  measured_at = -1;
}

void BondFollower::measure()
{
  const bigint step = lmp->update->ntimestep;
  if (measured_at == step) return;
  measured_at = step;
  if (watch.changed()) {
    sync_host(lmp, X_MASK | TAG_MASK | TYPE_MASK | MASK_MASK);
    search ? find_near_candidates() : find_candidates();
    distances.resize(candidates.size());
    take_candidates();
  }
  measure_candidates(distances);
  search ? measure_pairs() : measure_topology();
}

void BondFollower::measure_candidates(std::vector<double> &r)
{
  sync_host(lmp, X_MASK);
  for (std::size_t c = 0; c < candidates.size(); ++c)
    r[c] =
        distance(row(lmp->atom->x, candidates[c].oxygen), row(lmp->atom->x, candidates[c].metal));
}

/// Each bond is measured by the rank that owns its oxygen.
void BondFollower::find_candidates()
{
  candidates.clear();
  const Atom *atom = lmp->atom;
  for (const int b : owned_bonds()) {
    const MetalCarboxylateBond &bond = topology.bonds[b];
    const int oxygen = lmp->atom->map(static_cast<tagint>(bond.oxygen));
    const int metal = lmp->atom->map(static_cast<tagint>(bond.metal));
    if (metal < 0)
      lmp->error->one(FLERR, "{}: atom {} bonded to atom {} is missing on rank {} at step {}",
                      style, bond.metal, atom->tag[oxygen], lmp->comm->me, lmp->update->ntimestep);
    candidates.push_back({oxygen, lmp->domain->closest_image(oxygen, metal), b});
  }
}

/// Pairs that can come within reach before the next re-neighbouring, in which an atom moves less than
/// half the skin. Metals sorted along x, so that each oxygen sees only those of a slab.
void BondFollower::find_near_candidates()
{
  const Atom *atom = lmp->atom;
  const double reach = search->limits.broken_above + lmp->neighbor->skin;
  if (lmp->comm->get_comm_cutoff() < reach)
    lmp->error->all(FLERR,
                    "{}: bonds by distance need ghost atoms within {} of each atom, but the "
                    "communication cutoff is {}; use comm_modify cutoff {:.4g}",
                    style, reach, lmp->comm->get_comm_cutoff(), reach);
  double **x = atom->x;
  std::vector<int> metals;
  for (int i = 0; i < atom->nlocal + atom->nghost; ++i)
    if ((atom->mask[i] & groupbit) && search->metal_types[atom->type[i]]) metals.push_back(i);
  std::sort(metals.begin(), metals.end(), [x](int i, int j) { return x[i][0] < x[j][0]; });

  candidates.clear();
  for (int i = 0; i < atom->nlocal; ++i) {
    if (carboxylate_of.count(atom->tag[i]) == 0) continue;
    auto metal = std::lower_bound(metals.begin(), metals.end(), x[i][0] - reach,
                                  [x](int m, double low) { return x[m][0] < low; });
    for (; metal != metals.end() && x[*metal][0] <= x[i][0] + reach; ++metal)
      if (distance(row(x, i), row(x, *metal)) <= reach) candidates.push_back({i, *metal, -1});
  }
}

/// One non-zero term per bond, so that the sum over ranks is exact for any number of them.
void BondFollower::measure_topology()
{
  std::vector<double> mine(now.size(), 0.0);
  for (std::size_t c = 0; c < candidates.size(); ++c) mine[candidates[c].bond] = distances[c];
  MPI_Allreduce(mine.data(), now.data(), static_cast<int>(mine.size()), MPI_DOUBLE, MPI_SUM,
                lmp->world);
}

void BondFollower::measure_pairs()
{
  const Atom *atom = lmp->atom;
  std::vector<NearPair> mine;
  for (std::size_t c = 0; c < candidates.size(); ++c)
    if (distances[c] <= search->limits.broken_above)
      mine.push_back(
          {atom->tag[candidates[c].oxygen], atom->tag[candidates[c].metal], distances[c]});
  pairs = gather_all(lmp->world, mine);
  now = distance_bonds.lengths(pairs);
}

std::vector<double> BondFollower::pack() const
{
  std::vector<double> data;
  for (std::size_t b = 0; b < distance_bonds.bonds.size(); ++b) {
    const auto &[oxygen, metal] = distance_bonds.bonds[b];
    data.insert(data.end(), {static_cast<double>(oxygen), static_cast<double>(metal),
                             distance_bonds.present[b] ? 1.0 : 0.0});
  }
  return data;
}

void BondFollower::unpack(const std::vector<double> &data)
{
  for (std::size_t i = 0; i + 2 < data.size(); i += 3) {
    const std::pair<AtomTag, AtomTag> pair{static_cast<AtomTag>(data[i]),
                                           static_cast<AtomTag>(data[i + 1])};
    if (carboxylate_of.count(pair.first) == 0)
      lmp->error->all(FLERR,
                      "{}: the restart file follows atom {}, which is in no carboxylate here",
                      style, pair.first);
    distance_bonds.add(pair);
    distance_bonds.present.back() = data[i + 2] != 0.0;
    add_bond(pair);
  }
  now.resize(topology.bonds.size());
}

double BondFollower::memory_usage() const
{
  return static_cast<double>(topology.bonds.capacity() * sizeof(MetalCarboxylateBond) +
                             candidates.capacity() * (sizeof(Candidate) + sizeof(double)) +
                             pairs.capacity() * sizeof(NearPair) + now.capacity() * sizeof(double));
}

}    // namespace softmode
