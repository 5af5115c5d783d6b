// SPDX-License-Identifier: GPL-2.0-only
// From a running LAMMPS to the plain topology of core/: shared by the styles that follow
// metal-carboxylate bonds.
#pragma once

#include "lmptype.h"
#include "softmode/definitions/carboxylates.h"

#include <mpi.h>

#include <string>
#include <type_traits>
#include <vector>

namespace LAMMPS_NS {
class LAMMPS;
}

namespace softmode {

/// Number of values of the `elements` keyword that starts at arg[iarg], and the symbols themselves.
/// Stops with an error that names `style` when fewer than ntypes follow.
std::vector<std::string> parse_elements(LAMMPS_NS::LAMMPS *lmp, const char *style, int iarg,
                                        int narg, char **arg);

/// Role of each atom type, index 0 unused: from element symbols if given, else from the masses.
std::vector<AtomRole> roles_by_type(LAMMPS_NS::LAMMPS *lmp, const char *style,
                                    const std::vector<std::string> &elements);

/// Carboxylates and metal-carboxylate bonds among the atoms of the group, the same on every rank.
/// Collective. Stops with an error that names `style` when the system has no bonds or none is found;
/// without need_metals, carboxylates are enough.
CarboxylateTopology gather_topology(LAMMPS_NS::LAMMPS *lmp, const char *style, int groupbit,
                                    const std::vector<AtomRole> &roles, bool need_metals = true);

/// Entries of all ranks, in the order of ranks, on every rank. Collective; Entry is plain data.
template <class Entry> std::vector<Entry> gather_all(MPI_Comm world, const std::vector<Entry> &mine)
{
  static_assert(std::is_trivially_copyable_v<Entry>);
  int nprocs = 1;
  MPI_Comm_size(world, &nprocs);
  const int my_bytes = static_cast<int>(mine.size() * sizeof(Entry));
  std::vector<int> bytes(nprocs), starts(nprocs);
  MPI_Allgather(&my_bytes, 1, MPI_INT, bytes.data(), 1, MPI_INT, world);
  std::size_t total = 0;
  for (int p = 0; p < nprocs; ++p) {
    starts[p] = static_cast<int>(total);
    total += bytes[p];
  }
  std::vector<Entry> all(total / sizeof(Entry));
  MPI_Allgatherv(mine.data(), my_bytes, MPI_BYTE, all.data(), bytes.data(), starts.data(), MPI_BYTE,
                 world);
  return all;
}

/// Changes whenever local indices of atoms may have changed (re-neighbouring, a new setup).
class ReneighbourWatch {
 public:
  explicit ReneighbourWatch(LAMMPS_NS::LAMMPS *lmp) : lmp(lmp) {}
  void invalidate() { valid = false; }
  /// True at the first call, after invalidate(), and after each re-neighbouring.
  bool changed();

 private:
  LAMMPS_NS::LAMMPS *lmp;
  bool valid = false;
  LAMMPS_NS::bigint last_build = -1, builds = -1;
};

}    // namespace softmode
