// SPDX-License-Identifier: BSD-3-Clause
// How X_a and X_s change with dk and df, from one campaign.
#pragma once

#include "runs/calibration_problem.h"

namespace softmode {

/// The change of a stretch by dk and df, as a share of that of two C-O by themselves: found on MOF-5 (potentials/README.md,
/// plane over nine campaigns, 0.40 and 0.27), less than 1 because other motion takes part in the bands.
inline constexpr double asymmetric_share = 0.4, symmetric_share = 0.27;

/// dX/d(dk, df) (rows X_a, X_s; cm-1/K per kcal/mol/A2) of two C-O by themselves with k and f (kcal/mol/A2) at wavenumbers of
/// `asymmetric_cm` and `symmetric_cm`, when the loose weight over both C-O of a carboxylate, <sum w>, grows by
/// `weight_per_K`: k - f + (dk - df) <sum w> and k + f + (dk + df) <sum w> make them.
Eigen::Matrix2d free_stretch_response(double k, double f, double asymmetric_cm, double symmetric_cm,
                                      double weight_per_K);

/// Adds it, times the shares, to rows X_a, X_s and columns dk, df of `expected`. The weight is that of the points of
/// `result`, whose crystal has `bonds_per_carboxylate`. Nothing is added where there are no slopes.
void expect_stretches(ExpectedResponse &expected, const CalibrationProblem &problem,
                      const Potential &sampled, const MaterialResult &result,
                      double bonds_per_carboxylate);

}    // namespace softmode
