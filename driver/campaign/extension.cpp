// SPDX-License-Identifier: BSD-3-Clause
#include "campaign/extension.h"

#include <algorithm>
#include <cmath>

namespace softmode {

int extended_steps(int steps, double error, double target_error, int budget_steps,
                   int checkpoint_steps)
{
  if (error <= target_error || steps >= budget_steps) return steps;
  constexpr double margin = 1.1, least = 1.25, most = 2.0;
  const double factor =
      std::isfinite(error)
          ? std::clamp(margin * (error / target_error) * (error / target_error), least, most)
          : most;
  const double more = std::ceil((factor - 1.0) * steps / checkpoint_steps) * checkpoint_steps;
  return static_cast<int>(std::min<double>(steps + more, budget_steps));
}

}    // namespace softmode
