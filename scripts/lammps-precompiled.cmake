# SPDX-License-Identifier: BSD-3-Clause
# Included by LAMMPS's own CMakeLists right after project(lammps): precompiles the headers nearly every
# file of LAMMPS includes, which halves the build (5 instead of 10 minutes on 2 cores).
set(softmode_headers <cmath> <cstring> <string> <vector> <mpi.h> <pointers.h> <atom.h> <comm.h> <domain.h> <error.h>
    <fix.h> <force.h> <memory.h> <modify.h> <neighbor.h> <update.h>)
if(PKG_KOKKOS)
  list(APPEND softmode_headers <Kokkos_Core.hpp> <Kokkos_DualView.hpp> <Kokkos_UnorderedMap.hpp>)
endif()
cmake_language(DEFER CALL target_precompile_headers lammps PRIVATE ${softmode_headers})
