// SPDX-License-Identifier: BSD-3-Clause
// The LAMMPS program and the plugin this softmode works with.
#pragma once

#include "support/process.h"

#include <filesystem>
#include <string>
#include <vector>

namespace softmode {

/// Where an installed or built softmode has its parts, found from the program itself.
struct Installation {
  std::filesystem::path program;    ///< softmode
  std::filesystem::path data;       ///< potentials/, reference/, report/
  std::filesystem::path plugin;     ///< softmodeplugin.so
};
Installation find_installation();

struct LammpsHost {
  std::filesystem::path lmp;
  std::string version;    ///< "29 Sep 2021 - Update 2"
  std::string mpi;        ///< "MPI v3.1: Open MPI v4.1.4, ..."
  std::string kokkos;     ///< "OpenMP Serial", empty without KOKKOS
  /// Of the Python environment whose package lammps it is, which has its MPI: lib/libmpi.so.*, bin/mpirun. Else empty.
  std::filesystem::path python_prefix;
  std::vector<std::string> packages;
  bool has(const std::string &package) const;
  int date() const;        ///< of the version: 20210929; 0 where it is none
  bool has_mpi() const;    ///< not only LAMMPS's own stubs
  /// \throws Error (host) if `package` is missing, which `what` needs.
  void need(const std::string &package, const std::string &what) const;
};

/// The lmp program: $SOFTMODE_LMP, or in $SOFTMODE_LAMMPS (source tree, prefix or Python environment), or the one softmode
/// was built with.
/// \throws Error (host) that says where it looked.
std::filesystem::path find_lmp();

/// Ask lmp what it is. \throws Error (host) if it does not run or lacks what every point needs.
LammpsHost inspect_lammps(const std::filesystem::path &lmp);

/// Load the plugin in a LAMMPS run of a tenth of a second and see that its styles are there.
/// \throws Error (host) with LAMMPS's own reason. A plugin that fails to load does not stop LAMMPS.
void check_plugin(const LammpsHost &host, const std::filesystem::path &plugin);

/// How lmp is run: MPI ranks of one thread each, and the package whose variants of styles it takes.
struct EngineSettings {
  int ranks = 1;
  std::string accelerator;    ///< "omp", "opt", "kk" or empty: none
};

/// What is taken unless somebody says otherwise: one rank, and OPENMP's styles if the host has them, on one thread. They
/// were within 5 % of the fastest package wherever speeds were measured, and all of softmode's styles have them or run
/// plain beside them. It depends on nothing else, so that the same LAMMPS gives the same digits on any machine.
EngineSettings rule_of(const LammpsHost &host);

/// Command line of lmp; more than one rank by mpirun ($SOFTMODE_MPIRUN, with options, in its place).
std::vector<std::string> lmp_command(const LammpsHost &host, const EngineSettings &settings);

/// The same by rule_of().
std::vector<std::string> serial_command(const LammpsHost &host);

/// Start a command line of lmp. A serial one gets no variables of a launcher of MPI: within `srun --pty`, or a job that
/// somebody else's mpirun started, lmp would take itself for a rank of that job, and wait for it or give up.
Process start_lmp(const LammpsHost &host, const std::vector<std::string> &command,
                  const std::filesystem::path &folder, const std::filesystem::path &output);

/// The same to its end.
RunResult run_lmp(const LammpsHost &host, const std::vector<std::string> &command,
                  const std::filesystem::path &folder);

/// LAMMPS's own line that says what went wrong, from what it printed and how it ended.
std::string reason_of_failure(const std::string &output, const ExitStatus &status);

/// Is that reason one of a simulation whose atoms flew apart, which a smaller time step may prevent?
bool is_explosion(const std::string &reason);

}    // namespace softmode
