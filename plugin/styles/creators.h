// SPDX-License-Identifier: GPL-2.0-only
// What the plugin gives LAMMPS to make its styles with.
#pragma once

#include "lammps.h"

namespace softmode {

/// Force styles: bond, angle, dihedral.
template <class Base, class Style> void *make(void *lmp)
{
  return static_cast<Base *>(new Style(static_cast<LAMMPS_NS::LAMMPS *>(lmp)));
}

/// Computes and fixes.
template <class Base, class Style> void *make_with_arguments(void *lmp, int narg, char **arg)
{
  return static_cast<Base *>(new Style(static_cast<LAMMPS_NS::LAMMPS *>(lmp), narg, arg));
}

}    // namespace softmode
