// SPDX-License-Identifier: GPL-2.0-only
// Names of per-atom data for KOKKOS's copies between host and device. An installed LAMMPS lacks atom_masks.h; without KOKKOS
// nobody reads these values, so any do that differ.
#pragma once

#if __has_include("atom_masks.h")
#include "atom_masks.h"
#elif defined(SOFTMODE_KOKKOS)
#error "KOKKOS twins need the source tree of LAMMPS: atom_masks.h"
#else
enum AtomDataMask : unsigned {
  EMPTY_MASK = 0,
  X_MASK = 1,
  V_MASK = 2,
  TAG_MASK = 4,
  TYPE_MASK = 8,
  MASK_MASK = 16,
  Q_MASK = 32,
  RMASS_MASK = 64
};
#endif
