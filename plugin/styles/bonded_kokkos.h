// SPDX-License-Identifier: GPL-2.0-only
// KOKKOS twins of the bonded styles: one kernel and one adapter for all of them. The formulas are those
// of plugin/core, compiled for the device.
#pragma once

#include "compat/kokkos_compat.h"
#include "core/bonded_term.h"

#include "force.h"

namespace softmode {

/// Everything the kernel needs and nothing else: the style object itself is never copied to a device.
template <class Device, class Parameters, int N> struct BondedKernel {
  using device_type = Device;
  using value_type = EV_FLOAT;
  using Force = typename compat::f_view<Device>::non_const_value_type;

  compat::x_view<Device> x;
  compat::atomic_view<compat::f_view<Device>> f;
  compat::list_view<Device> list;
  Kokkos::View<const Parameters *, Kokkos::LayoutRight, Device> parameters;
  int nlocal;
  bool newton;

  KOKKOS_INLINE_FUNCTION void operator()(const int n, EV_FLOAT &ev) const
  {
    Vector3 at[N];
    int mine = 0;
    for (int a = 0; a < N; ++a) {
      const int i = list(n, a);
      at[a] = {static_cast<double>(x(i, 0)), static_cast<double>(x(i, 1)),
               static_cast<double>(x(i, 2))};
      mine += newton || i < nlocal;
    }
    const TermForces<N> term = term_forces(parameters(list(n, N)), at);
    const double share = static_cast<double>(mine) / N;    // of energy and virial
    ev.evdwl += share * term.energy;
    for (int a = 0; a < N; ++a) {
      const int i = list(n, a);
      const Vector3 &on = term.on[a];
      if (newton || i < nlocal) {
        f(i, 0) += static_cast<Force>(on.x);
        f(i, 1) += static_cast<Force>(on.y);
        f(i, 2) += static_cast<Force>(on.z);
      }
      const Vector3 arm = at[a] - at[0];    // forces sum to zero: any origin will do
      ev.v[0] += share * arm.x * on.x;
      ev.v[1] += share * arm.y * on.y;
      ev.v[2] += share * arm.z * on.z;
      ev.v[3] += share * arm.x * on.y;
      ev.v[4] += share * arm.x * on.z;
      ev.v[5] += share * arm.y * on.z;
    }
  }
};

}    // namespace softmode

namespace LAMMPS_NS {

/// The KOKKOS twin of Base, a bonded style with `natoms` and a table `parameters`.
template <class Device, class Base> class BondedKokkos : public Base {
 public:
  explicit BondedKokkos(LAMMPS *lmp) : Base(lmp)
  {
    compat::set_kokkosable(this, 0);
    this->atomKK = static_cast<AtomKokkos *>(this->atom);
    this->execution_space = ExecutionSpaceFromDevice<Device>::space;
    this->datamask_read = X_MASK | F_MASK | ENERGY_MASK | VIRIAL_MASK;
    this->datamask_modify = F_MASK | ENERGY_MASK | VIRIAL_MASK;
  }

  void coeff(int narg, char **arg) override
  {
    Base::coeff(narg, arg);
    upload();
  }

  void read_restart(FILE *fp) override
  {
    Base::read_restart(fp);
    upload();
  }

  void compute(int eflag, int vflag) override
  {
    // bits of LAMMPS: energies of atoms are 2, stresses of atoms 4 and 8
    if ((eflag & 2) || (vflag >> 2)) {
      compute_on_host(eflag, vflag);
      return;
    }
    this->ev_init(eflag, vflag, 0);
    const auto kernel = make_kernel();
    EV_FLOAT ev;
    Kokkos::parallel_reduce(Kokkos::RangePolicy<Device>(0, count()), kernel, ev);
    if (this->eflag_global) this->energy += ev.evdwl;
    if (this->vflag_global)
      for (int i = 0; i < 6; i++) this->virial[i] += ev.v[i];
  }

 protected:
  using Parameters = typename Base::Parameters;
  static constexpr int N = Base::natoms;

  /// Copy the parameters to where the kernel reads them.
  void upload()
  {
    const auto &table = this->parameters;
    if (on_device.extent(0) != table.size())
      on_device = compat::dual_1d<Parameters>("softmode::parameters", table.size());
    for (std::size_t i = 0; i < table.size(); i++) on_device.view_host()(i) = table[i];
    on_device.modify_host();
    on_device.template sync<Device>();
  }

 private:
  compat::dual_1d<Parameters> on_device;

  NeighborKokkos *neighbor_kokkos() { return static_cast<NeighborKokkos *>(this->neighbor); }

  auto &list()
  {
    if constexpr (N == 2)
      return neighbor_kokkos()->k_bondlist;
    else if constexpr (N == 3)
      return neighbor_kokkos()->k_anglelist;
    else
      return neighbor_kokkos()->k_dihedrallist;
  }

  int count() const
  {
    if constexpr (N == 2) return this->neighbor->nbondlist;
    if constexpr (N == 3) return this->neighbor->nanglelist;
    return this->neighbor->ndihedrallist;
  }

  softmode::BondedKernel<Device, Parameters, N> make_kernel()
  {
    list().template sync<Device>();
    softmode::BondedKernel<Device, Parameters, N> kernel;
    kernel.x = this->atomKK->k_x.template view<Device>();
    kernel.f = this->atomKK->k_f.template view<Device>();
    kernel.list = list().template view<Device>();
    kernel.parameters = on_device.template view<Device>();
    kernel.nlocal = this->atom->nlocal;
    kernel.newton = this->force->newton_bond;
    return kernel;
  }

  /// Energies and stresses of single atoms are tallied by the plain style.
  void compute_on_host(int eflag, int vflag)
  {
    this->atomKK->sync(Host, X_MASK | F_MASK);
    list().template sync<LMPHostType>();
    Base::compute(eflag, vflag);
    this->atomKK->modified(Host, F_MASK);
    this->atomKK->sync(this->execution_space, F_MASK);
  }
};

}    // namespace LAMMPS_NS
