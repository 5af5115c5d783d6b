// SPDX-License-Identifier: GPL-2.0-only
// KOKKOS twins of what compute and fixes read at each sample: positions, velocities and charges stay on
// the device, only bond lengths, stretch velocities and sums come to the host. The formulas are those
// of core/sampled_motion.h.
#pragma once

#include "compat/kokkos_compat.h"
#include "core/sampled_motion.h"
#include "styles/bond_follower.h"
#include "styles/channel_sampler.h"
#include "styles/compute_carboxylate_state.h"
#include "styles/fix_carboxylate_kinetics.h"
#include "styles/fix_carboxylate_spectrum.h"

#include <memory>
#include <vector>

namespace softmode {

using namespace LAMMPS_NS;

template <class View> KOKKOS_INLINE_FUNCTION Vector3 row(const View &values, const int i)
{
  return {static_cast<double>(values(i, 0)), static_cast<double>(values(i, 1)),
          static_cast<double>(values(i, 2))};
}

/// Mass of an atom, by atom where there is such a mass, else by type.
template <class Device> struct AtomMass {
  compat::rmass_view<Device> by_atom;
  compat::mass_view<Device> by_type;
  compat::int_view<Device> type;
  bool has_own;

  KOKKOS_INLINE_FUNCTION double operator()(const int i) const
  {
    return static_cast<double>(has_own ? by_atom(i) : by_type(type(i)));
  }
};

template <class Device> struct LengthKernel {
  compat::x_view<Device> x;
  compat::device_1d<Device, const int> ends;    // two per length
  compat::device_1d<Device, double> lengths;

  KOKKOS_INLINE_FUNCTION void operator()(const int n) const
  {
    lengths(n) = distance(row(x, ends(2 * n)), row(x, ends(2 * n + 1)));
  }
};

template <class Device> struct RateKernel {
  compat::x_view<Device> x;
  compat::v_view<Device> v;
  compat::device_1d<Device, const int> ends;
  compat::device_1d<Device, double> rates;

  KOKKOS_INLINE_FUNCTION void operator()(const int n) const
  {
    const int i = ends(2 * n), j = ends(2 * n + 1);
    rates(n) = length_rate(row(x, i), row(x, j), row(v, i));
  }
};

template <class Device> struct VelocityKernel {
  compat::v_view<Device> v;
  AtomMass<Device> mass;
  compat::device_1d<Device, const int> atoms;
  compat::device_1d<Device, double> velocities;

  KOKKOS_INLINE_FUNCTION void operator()(const int n) const
  {
    const double factor = sqrt(mass(atoms(n)));
    const Vector3 w = row(v, atoms(n));
    velocities(3 * n) = factor * w.x;
    velocities(3 * n + 1) = factor * w.y;
    velocities(3 * n + 2) = factor * w.z;
  }
};

/// Sums as an array of numbers, which every version of Kokkos can reduce.
template <class Device> struct SumsKernel {
  using value_type = double[];
  static constexpr unsigned value_count = 4;

  compat::v_view<Device> v;
  compat::charge_view<Device> charge;
  AtomMass<Device> mass;
  compat::int_view<Device> mask;
  int groupbit;
  bool charged;

  KOKKOS_INLINE_FUNCTION void operator()(const int i, double sums[]) const
  {
    if (!(mask(i) & groupbit)) return;
    AtomSums one;
    one.add(charged ? static_cast<double>(charge(i)) : 0.0, mass(i), row(v, i));
    sums[0] += one.flux.x;
    sums[1] += one.flux.y;
    sums[2] += one.flux.z;
    sums[3] += one.kinetic;
  }
};

/// A list of the host's on the device, and results of a kernel back.
template <class Device, class T> class DeviceList {
 public:
  void upload(const std::vector<T> &from)
  {
    reserve(from.size());
    for (std::size_t i = 0; i < from.size(); ++i) both.view_host()(i) = from[i];
    both.modify_host();
    both.template sync<Device>();
  }
  void download(std::vector<T> &to)
  {
    both.template modify<Device>();
    both.sync_host();
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = both.view_host()(i);
  }
  void reserve(std::size_t n)
  {
    if (both.extent(0) < n) both = compat::dual_1d<T>("softmode::list", n + n / 4);
  }
  auto view() { return both.template view<Device>(); }

 private:
  compat::dual_1d<T> both;
};

template <class Device> class BondFollowerKokkos : public BondFollower {
 public:
  using BondFollower::BondFollower;

 protected:
  void take_candidates() override
  {
    std::vector<int> flat;
    for (const Candidate &c : candidates) flat.insert(flat.end(), {c.oxygen, c.metal});
    ends.upload(flat);
    lengths_there.reserve(candidates.size());
  }

  void measure_candidates(std::vector<double> &lengths) override
  {
    auto *atoms = static_cast<AtomKokkos *>(lmp->atom);
    atoms->sync(ExecutionSpaceFromDevice<Device>::space, X_MASK);
    const LengthKernel<Device> kernel{atoms->k_x.template view<Device>(), ends.view(),
                                      lengths_there.view()};
    Kokkos::parallel_for(Kokkos::RangePolicy<Device>(0, static_cast<int>(lengths.size())), kernel);
    lengths_there.download(lengths);
  }

 private:
  DeviceList<Device, int> ends;
  DeviceList<Device, double> lengths_there;
};

template <class Device> class ChannelSamplerKokkos : public ChannelSampler {
 public:
  using ChannelSampler::ChannelSampler;

 protected:
  void take_lists() override
  {
    std::vector<int> flat;
    for (const End &e : ends) flat.insert(flat.end(), {e.atom, e.partner});
    ends_there.upload(flat);
    atoms_there.upload(velocity_atoms);
    rates_there.reserve(ends.size());
    velocities_there.reserve(3 * velocity_atoms.size());
  }

  AtomSums sums_over_atoms() override
  {
    AtomKokkos *atoms = synced(V_MASK | Q_MASK | TYPE_MASK | MASK_MASK | RMASS_MASK);
    const SumsKernel<Device> kernel{atoms->k_v.template view<Device>(),
                                    atoms->k_q.template view<Device>(),
                                    mass(),
                                    atoms->k_mask.template view<Device>(),
                                    groupbit,
                                    atoms->q_flag != 0};
    double sums[4];
    Kokkos::parallel_reduce(Kokkos::RangePolicy<Device>(0, atoms->nlocal), kernel,
                            Kokkos::View<double *, Kokkos::HostSpace, Kokkos::MemoryUnmanaged>(
                                sums, SumsKernel<Device>::value_count));
    Kokkos::fence();
    return {{sums[0], sums[1], sums[2]}, sums[3]};
  }

  void measure(std::vector<double> &rates, std::vector<double> &velocities) override
  {
    AtomKokkos *atoms = synced(X_MASK | V_MASK | TYPE_MASK | RMASS_MASK);
    const RateKernel<Device> rate{atoms->k_x.template view<Device>(),
                                  atoms->k_v.template view<Device>(), ends_there.view(),
                                  rates_there.view()};
    Kokkos::parallel_for(Kokkos::RangePolicy<Device>(0, static_cast<int>(rates.size())), rate);
    rates_there.download(rates);
    if (velocities.empty()) return;
    const VelocityKernel<Device> velocity{atoms->k_v.template view<Device>(), mass(),
                                          atoms_there.view(), velocities_there.view()};
    Kokkos::parallel_for(Kokkos::RangePolicy<Device>(0, static_cast<int>(velocities.size() / 3)),
                         velocity);
    velocities_there.download(velocities);
  }

 private:
  AtomKokkos *synced(unsigned mask)
  {
    auto *atoms = static_cast<AtomKokkos *>(lmp->atom);
    atoms->sync(ExecutionSpaceFromDevice<Device>::space, mask);
    atoms->k_mass.template sync<Device>();
    return atoms;
  }

  AtomMass<Device> mass() const
  {
    auto *atoms = static_cast<AtomKokkos *>(lmp->atom);
    return {atoms->k_rmass.template view<Device>(), atoms->k_mass.template view<Device>(),
            atoms->k_type.template view<Device>(), atoms->rmass != nullptr};
  }

  DeviceList<Device, int> ends_there, atoms_there;
  DeviceList<Device, double> rates_there, velocities_there;
};

}    // namespace softmode

namespace LAMMPS_NS {

/// What the twins of compute and fixes have in common.
template <class Device, class Style> void runs_on(Style *style)
{
  compat::set_kokkosable(style, 0);
  style->execution_space = ExecutionSpaceFromDevice<Device>::space;
}

template <class Device> class ComputeCarboxylateStateKokkos : public ComputeCarboxylateState {
 public:
  ComputeCarboxylateStateKokkos(LAMMPS *lmp, int narg, char **arg) :
      ComputeCarboxylateState(lmp, narg, arg)
  {
    runs_on<Device>(this);
    bonds =
        std::make_unique<softmode::BondFollowerKokkos<Device>>(lmp, "compute carboxylate/state");
  }
};

template <class Device> class FixCarboxylateSpectrumKokkos : public FixCarboxylateSpectrum {
 public:
  FixCarboxylateSpectrumKokkos(LAMMPS *lmp, int narg, char **arg) :
      FixCarboxylateSpectrum(lmp, narg, arg)
  {
    runs_on<Device>(this);
  }

 protected:
  std::unique_ptr<softmode::ChannelSampler> make_sampler() override
  {
    return std::make_unique<softmode::ChannelSamplerKokkos<Device>>(lmp, "fix carboxylate/spectrum",
                                                                    groupbit, channels);
  }
};

/// All it needs of the atoms comes from its compute.
template <class Device> class FixCarboxylateKineticsKokkos : public FixCarboxylateKinetics {
 public:
  FixCarboxylateKineticsKokkos(LAMMPS *lmp, int narg, char **arg) :
      FixCarboxylateKinetics(lmp, narg, arg)
  {
    runs_on<Device>(this);
  }
};

}    // namespace LAMMPS_NS
