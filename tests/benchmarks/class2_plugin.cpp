// SPDX-License-Identifier: BSD-3-Clause
// A LAMMPS plugin with LAMMPS's own angle style class2, for hosts built without the CLASS2 package:
// what terms.sh compares the bonded styles with.

#include "angle_class2.h"

#include "lammpsplugin.h"
#include "version.h"

namespace {

void *make_class2(void *lmp)
{
  return static_cast<LAMMPS_NS::Angle *>(
      new LAMMPS_NS::AngleClass2(static_cast<LAMMPS_NS::LAMMPS *>(lmp)));
}

}    // namespace

extern "C" __attribute__((visibility("default"))) void lammpsplugin_init(void *lmp, void *handle,
                                                                         void *regfunc)
{
  lammpsplugin_t plugin{};
  plugin.version = LAMMPS_VERSION;
  plugin.style = "angle";
  plugin.name = "class2";
  plugin.info = "class2 angle of LAMMPS";
  plugin.author = "LAMMPS";
  plugin.creator.v1 = &make_class2;
  plugin.handle = handle;
  reinterpret_cast<lammpsplugin_regfunc>(regfunc)(&plugin, lmp);
}
