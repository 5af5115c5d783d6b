// SPDX-License-Identifier: GPL-2.0-only
#include "styles/kokkos_styles.h"

#include "styles/angle_carboxylate_coupled.h"
#include "styles/angle_carboxylate_metal.h"
#include "styles/bond_twostate.h"
#include "styles/bonded_kokkos.h"
#include "styles/creators.h"
#include "styles/dihedral_carboxylate_coupled.h"
#include "styles/host_atoms.h"
#include "styles/sampling_kokkos.h"

#include <type_traits>

using namespace LAMMPS_NS;
using softmode::make;
using softmode::make_with_arguments;

namespace {

/// fix adapt changes the parameters of bonds.
template <class Device> class BondTwostateKokkos : public BondedKokkos<Device, BondTwostate> {
 public:
  using BondedKokkos<Device, BondTwostate>::BondedKokkos;
  void reinit() override
  {
    BondTwostate::reinit();
    this->upload();
  }
};

#ifdef LMP_KOKKOS_GPU
using HostType = LMPHostType;
#else
using HostType = LMPDeviceType;    // the same on processors
#endif

// name/kk, name/kk/device and name/kk/host, as LAMMPS has them
struct Twins {
  const char *kind;
  const char *names[3];
  const char *info;
};

template <class Base, class OnDevice, class OnHost>
void add_twins(lammpsplugin_t plugin, lammpsplugin_regfunc add, void *lmp, const Twins &twins)
{
  // computes and fixes are made with arguments, force styles without
  constexpr bool with_arguments = std::is_same_v<Base, Compute> || std::is_same_v<Base, Fix>;
  plugin.style = twins.kind;
  plugin.info = twins.info;
  for (int i = 0; i < 3; i++) {
    plugin.name = twins.names[i];
    if constexpr (with_arguments)
      plugin.creator.v2 =
          i < 2 ? &make_with_arguments<Base, OnDevice> : &make_with_arguments<Base, OnHost>;
    else
      plugin.creator.v1 = i < 2 ? &make<Base, OnDevice> : &make<Base, OnHost>;
    add(&plugin, lmp);
  }
}

}    // namespace

void softmode::sync_host(LAMMPS *lmp, unsigned mask)
{
  if (!lmp->kokkos) return;
  static_cast<AtomKokkos *>(lmp->atom)->sync(Host, mask);
}

void softmode::add_kokkos_styles(lammpsplugin_t plugin, lammpsplugin_regfunc add, void *lmp)
{
  add_twins<Bond, BondTwostateKokkos<LMPDeviceType>, BondTwostateKokkos<HostType>>(
      plugin, add, lmp,
      {"bond",
       {"twostate/kk", "twostate/kk/device", "twostate/kk/host"},
       "bond with a tight and a loose well, KOKKOS"});
  add_twins<Angle, BondedKokkos<LMPDeviceType, AngleCarboxylateCoupled>,
            BondedKokkos<HostType, AngleCarboxylateCoupled>>(
      plugin, add, lmp,
      {"angle",
       {"carboxylate/coupled/kk", "carboxylate/coupled/kk/device", "carboxylate/coupled/kk/host"},
       "metal-oxygen-carbon angle coupled to the bond state, KOKKOS"});
  add_twins<Angle, BondedKokkos<LMPDeviceType, AngleCarboxylateMetal>,
            BondedKokkos<HostType, AngleCarboxylateMetal>>(
      plugin, add, lmp,
      {"angle",
       {"carboxylate/metal/kk", "carboxylate/metal/kk/device", "carboxylate/metal/kk/host"},
       "metal-centred angle softened by the bond states, KOKKOS"});
  add_twins<Dihedral, BondedKokkos<LMPDeviceType, DihedralCarboxylateCoupled>,
            BondedKokkos<HostType, DihedralCarboxylateCoupled>>(
      plugin, add, lmp,
      {"dihedral",
       {"carboxylate/coupled/kk", "carboxylate/coupled/kk/device", "carboxylate/coupled/kk/host"},
       "C-O interaction coupled to the bond state, KOKKOS"});
  add_twins<Compute, ComputeCarboxylateStateKokkos<LMPDeviceType>,
            ComputeCarboxylateStateKokkos<HostType>>(
      plugin, add, lmp,
      {"compute",
       {"carboxylate/state/kk", "carboxylate/state/kk/device", "carboxylate/state/kk/host"},
       "tight/loose states of metal-carboxylate bonds, KOKKOS"});
  add_twins<Fix, FixCarboxylateKineticsKokkos<LMPDeviceType>,
            FixCarboxylateKineticsKokkos<HostType>>(
      plugin, add, lmp,
      {"fix",
       {"carboxylate/kinetics/kk", "carboxylate/kinetics/kk/device",
        "carboxylate/kinetics/kk/host"},
       "rates, survival functions and events of metal-carboxylate bonds, KOKKOS"});
  add_twins<Fix, FixCarboxylateSpectrumKokkos<LMPDeviceType>,
            FixCarboxylateSpectrumKokkos<HostType>>(
      plugin, add, lmp,
      {"fix",
       {"carboxylate/spectrum/kk", "carboxylate/spectrum/kk/device",
        "carboxylate/spectrum/kk/host"},
       "on-the-fly spectra of charge flux, carboxylate and metal-oxygen stretches, KOKKOS"});
}
