// SPDX-License-Identifier: GPL-2.0-only
// The channels of fix carboxylate/spectrum and their values at this step, as far as the atoms of this
// rank go: flux, kinetic energy, stretches, velocities.
#pragma once

#include "core/sampled_motion.h"
#include "core/stretch_channels.h"
#include "styles/lammps_topology.h"

#include <string>
#include <utility>
#include <vector>

namespace softmode {

/// Channels in their order: 3 of the flux, the stretches, 1 of the kinetic energy, then 3 for each atom
/// that is in one of the dos groups.
struct SampledChannels : StretchChannels {
  bool has_flux = false, has_kinetic = false;
  int kinetic_channel = -1, first_velocity = -1;
  std::vector<LAMMPS_NS::tagint> tags;    ///< of the atoms with velocity channels, ascending
  std::vector<unsigned> membership;       ///< of these atoms: bit g if it is in dos group g

  int count() const { return static_cast<int>(group.size()); }
};

/// Channels of the topology and of the atoms in `dos_groups`, whose spectra begin with first_group; the
/// same on every rank. Collective.
SampledChannels make_sampled_channels(LAMMPS_NS::LAMMPS *lmp, const CarboxylateTopology &topology,
                                      const std::vector<std::string> &dos_groups, int first_group,
                                      bool has_flux);

class ChannelSampler {
 public:
  ChannelSampler(LAMMPS_NS::LAMMPS *lmp, const char *style, int groupbit,
                 const SampledChannels &channels) :
      lmp(lmp),
      style(style), groupbit(groupbit), channels(channels), watch(lmp)
  {
  }
  virtual ~ChannelSampler() = default;
  ChannelSampler(const ChannelSampler &) = delete;
  ChannelSampler &operator=(const ChannelSampler &) = delete;

  /// Local indices may have changed.
  void invalidate() { watch.invalidate(); }

  /// Add what this rank's atoms contribute to each channel: e A/fs for the flux, (g/mol) A2/fs2 for the
  /// kinetic energy (twice), A/fs for stretches, sqrt(g/mol) A/fs for velocities.
  void sample(double *values);

  double memory_usage() const;

 protected:
  struct End {
    int atom, partner;    ///< local indices; `atom` is owned, `partner` its closest image
  };

  /// The lists below have changed.
  virtual void take_lists() {}
  virtual AtomSums sums_over_atoms();
  /// Rates of the lengths of `ends` and sqrt(mass) v of `velocity_atoms`, in LAMMPS's units.
  virtual void measure(std::vector<double> &rates, std::vector<double> &velocities);

  LAMMPS_NS::LAMMPS *lmp;
  const char *style;
  int groupbit;
  const SampledChannels &channels;
  std::vector<End> ends;
  std::vector<int> velocity_atoms;    ///< owned, local indices

 private:
  void find_owned();
  void scatter(double *values) const;

  ReneighbourWatch watch;
  std::vector<const StretchTerm *> terms;    ///< of the ends
  std::vector<int> velocity_channels;        ///< first of three, of the velocity atoms
  std::vector<double> rates, velocities;
};

}    // namespace softmode
