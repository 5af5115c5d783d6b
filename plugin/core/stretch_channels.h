// SPDX-License-Identifier: GPL-2.0-only
// Which atom's velocity contributes how to which stretch coordinate. Pure: no LAMMPS header.
//
// For a carboxylate with C-O lengths d1, d2: asymmetric q_a = (d1 - d2)/sqrt2, symmetric
// q_s = (d1 + d2)/sqrt2; for a metal-oxygen bond q = |r_M - r_O|. The velocity of a length
// d = |r_i - r_j| is u.(v_i - v_j), u = (r_i - r_j)/d, which splits into one term per atom: each
// process adds the terms of the atoms it owns, and the sum over processes is the velocity.
#pragma once

#include "softmode/definitions/carboxylates.h"

#include <vector>

namespace softmode {

/// Kinds of spectra, in the order of their columns.
enum SpectrumGroup : int { flux_group, asymmetric_group, symmetric_group, metal_oxygen_group };
inline constexpr int spectrum_groups = 4;
inline constexpr const char *spectrum_group_names[spectrum_groups] = {"flux", "asymmetric",
                                                                      "symmetric", "metal_oxygen"};

/// Groups of the spectra split by bond state follow these: 4 states of the asymmetric stretch, 4 of the
/// symmetric one, 4 of the metal-oxygen stretch (a single bond is never mixed).
inline constexpr int states_per_stretch = 4;
inline constexpr const char *state_names[states_per_stretch] = {"tight", "loose", "mixed",
                                                                "changing"};
inline constexpr int split_groups = 3 * states_per_stretch;

/// Group of a stretch in a state; stretch is asymmetric_group, symmetric_group or metal_oxygen_group.
inline int split_group(int stretch, int state)
{
  return spectrum_groups + (stretch - asymmetric_group) * states_per_stretch + state;
}

/// The velocity of the distance between `atom` and `partner` enters one or two channels.
struct StretchTerm {
  AtomTag atom, partner;
  int channel[2];    ///< channel[1] is -1 where there is only one
  double coefficient[2];
};

/// Channels in a fixed order: 3 of the flux, then per carboxylate (asymmetric, symmetric), then one
/// per metal-oxygen bond.
struct StretchChannels {
  std::vector<int> group;            ///< group of each channel
  std::vector<StretchTerm> terms;    ///< both atoms of every bond appear as `atom`
};

inline StretchChannels make_channels(const CarboxylateTopology &topology)
{
  constexpr double half_root = 0.70710678118654752440;
  StretchChannels c;
  c.group.assign(3, flux_group);
  const auto add_bond = [&c](AtomTag i, AtomTag j, const StretchTerm &term) {
    c.terms.push_back(
        {i, j, {term.channel[0], term.channel[1]}, {term.coefficient[0], term.coefficient[1]}});
    c.terms.push_back(
        {j, i, {term.channel[0], term.channel[1]}, {term.coefficient[0], term.coefficient[1]}});
  };
  for (const Carboxylate &carboxylate : topology.carboxylates) {
    const int asymmetric = static_cast<int>(c.group.size());
    c.group.push_back(asymmetric_group);
    c.group.push_back(symmetric_group);
    for (const int o : {0, 1}) {
      const double sign = o == 0 ? half_root : -half_root;
      add_bond(carboxylate.carbon, carboxylate.oxygens[o],
               {0, 0, {asymmetric, asymmetric + 1}, {sign, half_root}});
    }
  }
  for (const MetalCarboxylateBond &bond : topology.bonds) {
    const int channel = static_cast<int>(c.group.size());
    c.group.push_back(metal_oxygen_group);
    add_bond(bond.metal, bond.oxygen, {0, 0, {channel, -1}, {1.0, 0.0}});
  }
  return c;
}

}    // namespace softmode
