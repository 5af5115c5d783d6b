// SPDX-License-Identifier: GPL-2.0-only
// Atom data where plain code can read it. Under KOKKOS the newest copy may be on a device; every style
// of the plugin fetches what it reads when it reads it, so that LAMMPS need not copy all at every step.
#pragma once

#include "compat/atom_data_masks.h"

namespace LAMMPS_NS {
class LAMMPS;
}

namespace softmode {

/// Bring these data (X_MASK and the like) of owned and ghost atoms to the host if they are not there.
#ifdef SOFTMODE_KOKKOS
void sync_host(LAMMPS_NS::LAMMPS *lmp, unsigned mask);
#else
inline void sync_host(LAMMPS_NS::LAMMPS *, unsigned) {}
#endif

/// For the constructor of a compute or fix: LAMMPS need copy nothing for it, before or after.
template <class Style> void fetches_its_own_data(Style *style)
{
  style->datamask_read = EMPTY_MASK;
  style->datamask_modify = EMPTY_MASK;
}

}    // namespace softmode
