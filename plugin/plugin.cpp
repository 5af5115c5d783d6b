// SPDX-License-Identifier: GPL-2.0-only
// Entry point of softmodeplugin.so: one guard, one row per style.

#include "compat/plugin_interface.h"
#include "styles/angle_carboxylate_coupled.h"
#include "styles/angle_carboxylate_metal.h"
#include "styles/bond_twostate.h"
#include "styles/compute_carboxylate_state.h"
#include "styles/creators.h"
#include "styles/dihedral_carboxylate_coupled.h"
#include "styles/fix_carboxylate_kinetics.h"
#include "styles/fix_carboxylate_spectrum.h"
#include "styles/fix_carboxylate_state.h"
#ifdef SOFTMODE_KOKKOS
#include "styles/kokkos_styles.h"
#endif

#include "lammps.h"
#include "library.h"
#include "lmptype.h"

#include <cstdio>

using namespace LAMMPS_NS;
using softmode::make;
using softmode::make_with_arguments;

namespace {

constexpr const char *author = "the softmode developers";

struct PlainStyle {
  const char *kind, *name, *info;
  lammpsplugin_factory1 *make;
};
const PlainStyle plain_styles[] = {
    {"angle", "carboxylate/coupled", "metal-oxygen-carbon angle coupled to the bond state",
     &make<Angle, AngleCarboxylateCoupled>},
    {"angle", "carboxylate/metal", "metal-centred angle softened by the bond states",
     &make<Angle, AngleCarboxylateMetal>},
    {"bond", "twostate", "bond with a tight and a loose well", &make<Bond, BondTwostate>},
    {"dihedral", "carboxylate/coupled", "C-O interaction coupled to the bond state",
     &make<Dihedral, DihedralCarboxylateCoupled>},
};

struct StyleWithArguments {
  const char *kind, *name, *info;
  lammpsplugin_factory2 *make;
};
const StyleWithArguments styles_with_arguments[] = {
    {"compute", "carboxylate/state", "tight/loose states of metal-carboxylate bonds",
     &make_with_arguments<Compute, ComputeCarboxylateState>},
    {"fix", "carboxylate/state", "helper of compute carboxylate/state",
     &make_with_arguments<Fix, FixCarboxylateState>},
    {"fix", "carboxylate/kinetics",
     "rates, survival functions and events of metal-carboxylate bonds",
     &make_with_arguments<Fix, FixCarboxylateKinetics>},
    {"fix", "carboxylate/spectrum",
     "on-the-fly spectra of charge flux, carboxylate and metal-oxygen stretches",
     &make_with_arguments<Fix, FixCarboxylateSpectrum>},
};

// The dynamic linker catches only some mismatches, so compare what the plugin was compiled for with
// what the host says about itself. The C interface of LAMMPS has not changed over the versions.
bool same_abi(void *lmp)
{
  struct Check {
    const char *what;
    int compiled, host;
  };
  const Check checks[] = {
      {"version", SOFTMODE_LAMMPS_VERSION, lammps_version(lmp)},
      {"bytes per tagint", sizeof(tagint), lammps_extract_setting(lmp, "tagint")},
      {"bytes per bigint", sizeof(bigint), lammps_extract_setting(lmp, "bigint")},
      {"bytes per imageint", sizeof(imageint), lammps_extract_setting(lmp, "imageint")},
  };
  bool same = true;
  for (const Check &c : checks) {
    if (c.compiled == c.host) continue;
    std::fprintf(stderr,
                 "ERROR: softmodeplugin.so was compiled for a LAMMPS with %s %d, this one has %d: "
                 "rebuild the "
                 "plugin with SOFTMODE_LAMMPS pointing to this LAMMPS\n",
                 c.what, c.compiled, c.host);
    same = false;
  }
  return same;
}

}    // namespace

extern "C" __attribute__((visibility("default"))) void lammpsplugin_init(void *lmp, void *handle,
                                                                         void *regfunc)
{
  if (!same_abi(lmp)) return;

  auto *add = reinterpret_cast<lammpsplugin_regfunc>(regfunc);
  lammpsplugin_t plugin{};
  plugin.version = SOFTMODE_LAMMPS_DATE;
  plugin.author = author;
  plugin.handle = handle;
  for (const PlainStyle &s : plain_styles) {
    plugin.style = s.kind;
    plugin.name = s.name;
    plugin.info = s.info;
    plugin.creator.v1 = s.make;
    add(&plugin, lmp);
  }
  for (const StyleWithArguments &s : styles_with_arguments) {
    plugin.style = s.kind;
    plugin.name = s.name;
    plugin.info = s.info;
    plugin.creator.v2 = s.make;
    add(&plugin, lmp);
  }
#ifdef SOFTMODE_KOKKOS
  if (lammps_config_has_package("KOKKOS")) softmode::add_kokkos_styles(plugin, add, lmp);
#endif
}
