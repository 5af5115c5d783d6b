// SPDX-License-Identifier: GPL-2.0-only
#include "styles/channel_sampler.h"

#include "core/segment_spectrum.h"
#include "styles/host_atoms.h"

#include "atom.h"
#include "comm.h"
#include "domain.h"
#include "error.h"
#include "force.h"
#include "group.h"
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

double mass_of(const Atom *atom, int i)
{
  return atom->rmass ? atom->rmass[i] : atom->mass[atom->type[i]];
}

}    // namespace

SampledChannels make_sampled_channels(LAMMPS *lmp, const CarboxylateTopology &topology,
                                      const std::vector<std::string> &dos_groups, int first_group,
                                      bool has_flux)
{
  SampledChannels c;
  static_cast<StretchChannels &>(c) = make_channels(topology);
  c.has_flux = has_flux;
  c.has_kinetic = has_flux || !dos_groups.empty();
  if (!has_flux) std::fill_n(c.group.begin(), 3, mean_only);
  c.kinetic_channel = c.count();
  c.group.push_back(mean_only);
  c.first_velocity = c.count();

  struct Member {
    tagint tag;
    unsigned groups;
  };
  const Atom *atom = lmp->atom;
  std::vector<Member> mine;
  for (int i = 0; i < atom->nlocal; ++i) {
    unsigned groups = 0;
    for (std::size_t g = 0; g < dos_groups.size(); ++g)
      if (atom->mask[i] & lmp->group->bitmask[lmp->group->find(dos_groups[g])]) groups |= 1u << g;
    if (groups) mine.push_back({atom->tag[i], groups});
  }
  std::vector<Member> all = gather_all(lmp->world, mine);
  std::sort(all.begin(), all.end(), [](const Member &a, const Member &b) { return a.tag < b.tag; });
  for (const Member &m : all) {
    c.tags.push_back(m.tag);
    c.membership.push_back(m.groups);
    int main_group = 0;    // the first group it is in; the others are added at the end of a segment
    while (!(m.groups & (1u << main_group))) ++main_group;
    c.group.insert(c.group.end(), 3, first_group + main_group);
  }
  return c;
}

void ChannelSampler::sample(double *values)
{
  if (watch.changed()) {
    sync_host(lmp, X_MASK | TAG_MASK);
    find_owned();
    take_lists();
  }
  const double to_A_per_fs = lmp->force->femtosecond / lmp->force->angstrom;
  if (channels.has_kinetic) {
    const AtomSums sums = sums_over_atoms();
    if (channels.has_flux) {
      values[0] += sums.flux.x * to_A_per_fs;
      values[1] += sums.flux.y * to_A_per_fs;
      values[2] += sums.flux.z * to_A_per_fs;
    }
    values[channels.kinetic_channel] += sums.kinetic * to_A_per_fs * to_A_per_fs;
  }
  measure(rates, velocities);
  for (double &rate : rates) rate *= to_A_per_fs;
  for (double &velocity : velocities) velocity *= to_A_per_fs;
  scatter(values);
}

void ChannelSampler::scatter(double *values) const
{
  for (std::size_t e = 0; e < ends.size(); ++e)
    for (const int k : {0, 1})
      if (terms[e]->channel[k] >= 0)
        values[terms[e]->channel[k]] += terms[e]->coefficient[k] * rates[e];
  for (std::size_t a = 0; a < velocity_atoms.size(); ++a)
    std::copy_n(&velocities[3 * a], 3, values + velocity_channels[a]);
}

void ChannelSampler::find_owned()
{
  const Atom *atom = lmp->atom;
  ends.clear();
  terms.clear();
  for (const StretchTerm &term : channels.terms) {
    const int i = lmp->atom->map(static_cast<tagint>(term.atom));
    if (i < 0 || i >= atom->nlocal) continue;
    const int j = lmp->atom->map(static_cast<tagint>(term.partner));
    if (j < 0)
      lmp->error->one(FLERR, "{}: atom {} bonded to atom {} is missing on rank {} at step {}",
                      style, term.partner, term.atom, lmp->comm->me, lmp->update->ntimestep);
    ends.push_back({i, lmp->domain->closest_image(i, j)});
    terms.push_back(&term);
  }
  rates.resize(ends.size());

  velocity_atoms.clear();
  velocity_channels.clear();
  if (!channels.tags.empty())
    for (int i = 0; i < atom->nlocal; ++i) {
      const auto found = std::lower_bound(channels.tags.begin(), channels.tags.end(), atom->tag[i]);
      if (found == channels.tags.end() || *found != atom->tag[i]) continue;
      velocity_atoms.push_back(i);
      velocity_channels.push_back(channels.first_velocity +
                                  3 * static_cast<int>(found - channels.tags.begin()));
    }
  velocities.resize(3 * velocity_atoms.size());
}

AtomSums ChannelSampler::sums_over_atoms()
{
  sync_host(lmp, V_MASK | Q_MASK | TYPE_MASK | MASK_MASK | RMASS_MASK);
  const Atom *atom = lmp->atom;
  AtomSums sums;
  for (int i = 0; i < atom->nlocal; ++i)
    if (atom->mask[i] & groupbit)
      sums.add(atom->q ? atom->q[i] : 0.0, mass_of(atom, i), row(atom->v, i));
  return sums;
}

void ChannelSampler::measure(std::vector<double> &rate, std::vector<double> &velocity)
{
  sync_host(lmp, X_MASK | V_MASK | TYPE_MASK | RMASS_MASK);
  const Atom *atom = lmp->atom;
  for (std::size_t e = 0; e < ends.size(); ++e)
    rate[e] = length_rate(row(atom->x, ends[e].atom), row(atom->x, ends[e].partner),
                          row(atom->v, ends[e].atom));
  for (std::size_t a = 0; a < velocity_atoms.size(); ++a) {
    const int i = velocity_atoms[a];
    const double factor = std::sqrt(mass_of(atom, i));
    for (int d = 0; d < 3; ++d) velocity[3 * a + d] = factor * atom->v[i][d];
  }
}

double ChannelSampler::memory_usage() const
{
  return static_cast<double>(channels.terms.size() * sizeof(StretchTerm) +
                             ends.capacity() * (sizeof(End) + sizeof(StretchTerm *)) +
                             velocity_atoms.capacity() * 2 * sizeof(int) +
                             (rates.capacity() + velocities.capacity()) * sizeof(double));
}

}    // namespace softmode
