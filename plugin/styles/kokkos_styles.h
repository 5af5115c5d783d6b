// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include "compat/plugin_interface.h"

namespace softmode {

/// Register the KOKKOS twins. `plugin` carries version, author and handle.
void add_kokkos_styles(lammpsplugin_t plugin, lammpsplugin_regfunc add, void *lmp);

}    // namespace softmode
