// SPDX-License-Identifier: GPL-2.0-only
// What every bonded style of the plugin does alike: parameters by type, their restart, and the loop
// that adds the forces of a term.
#pragma once

#include "core/bonded_term.h"

#include "comm.h"
#include "error.h"
#include "lammps.h"
#include "utils.h"

#include <cstdio>
#include <type_traits>
#include <vector>

namespace softmode {

/// Parameters by type, index 0 unused, as LAMMPS counts.
template <class Parameters> class ParameterTable : public std::vector<Parameters> {
  static_assert(std::is_trivially_copyable_v<Parameters>, "written to restart files as bytes");

 public:
  void write(FILE *fp) const { fwrite(this->data() + 1, sizeof(Parameters), this->size() - 1, fp); }

  /// Rank 0 reads, all get them. The table must have its size.
  void read(LAMMPS_NS::LAMMPS *lmp, FILE *fp)
  {
    const std::size_t n = this->size() - 1;
    if (lmp->comm->me == 0)
      LAMMPS_NS::utils::sfread(FLERR, this->data() + 1, sizeof(Parameters), n, fp, nullptr,
                               lmp->error);
    MPI_Bcast(this->data() + 1, static_cast<int>(n * sizeof(Parameters)), MPI_BYTE, 0, lmp->world);
  }
};

/// The arguments from `first` on, as numbers.
inline std::vector<double> numbers(LAMMPS_NS::LAMMPS *lmp, int narg, char **arg, int first)
{
  std::vector<double> values;
  for (int k = first; k < narg; ++k)
    values.push_back(LAMMPS_NS::utils::numeric(FLERR, arg[k], false, lmp));
  return values;
}

inline Vector3 position(double **x, int i)
{
  return {x[i][0], x[i][1], x[i][2]};
}

/// Add the forces of a term to the atoms this process computes them for.
template <int N>
void add_forces(double **f, const int (&atoms)[N], const TermForces<N> &term, int nlocal,
                bool newton)
{
  for (int a = 0; a < N; ++a) {
    if (!newton && atoms[a] >= nlocal) continue;
    f[atoms[a]][0] += term.on[a].x;
    f[atoms[a]][1] += term.on[a].y;
    f[atoms[a]][2] += term.on[a].z;
  }
}

}    // namespace softmode
