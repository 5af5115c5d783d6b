// SPDX-License-Identifier: GPL-2.0-only
#ifdef FIX_CLASS
// clang-format off
FixStyle(carboxylate/state,FixCarboxylateState);
// clang-format on
#else

#ifndef LMP_FIX_CARBOXYLATE_STATE_H
#define LMP_FIX_CARBOXYLATE_STATE_H

#include "fix.h"

#include <vector>

namespace LAMMPS_NS {

/// Helper that compute carboxylate/state creates for itself: calls it every N steps and carries its
/// statistics through restart files, which a compute cannot. Not for direct use.
class FixCarboxylateState : public Fix {
 public:
  FixCarboxylateState(class LAMMPS *, int, char **);
  int setmask() override;
  void setup(int) override;
  void end_of_step() override;
  void write_restart(FILE *) override;
  void restart(char *) override;

  class ComputeCarboxylateState *owner = nullptr;
  std::vector<double>
      restored;    ///< statistics read from a restart file, until the owner takes them
};

}    // namespace LAMMPS_NS

#endif
#endif
