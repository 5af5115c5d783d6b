// SPDX-License-Identifier: BSD-3-Clause
// HKUST-1 from its CIF, as a system of LAMMPS.
#pragma once

#include "forcefield/assemble.h"
#include "forcefield/simulated_cell.h"
#include "lammps/system_files.h"
#include "support/files.h"
#include "support/lammps_run.h"

#include <fmt/format.h>

namespace softmode {

inline System hkust_1()
{
  const std::filesystem::path source = SOFTMODE_SOURCE_DIR;
  return assemble(read_cif(source / "inputs/structures/hkust-1.cif"),
                  read_potential(source / "potentials/hkust-1.yaml"));
}

/// Put the files that set_up_mof() reads into the folder of a run.
inline void write_system(const LammpsRun &run, const System &system)
{
  write_file(run.folder / "mof.lmp", lammps_data(system));
  write_file(run.folder / "mof-potential.lmp", coefficient_commands(system));
}

inline std::string set_up_mof(const System &system)
{
  return fmt::format("plugin load \"{}\"\n{}read_data mof.lmp\ninclude mof-potential.lmp\n"
                     "neighbor 1.0 bin\nneigh_modify every 1 delay 0 check yes\n",
                     SOFTMODE_PLUGIN, style_commands(system));
}

/// OPENMP styles, the fastest on one core.
inline LammpsVariant one_thread{"", 1, true, {"-suffix", "omp", "-package", "omp", "1"}};

}    // namespace softmode
