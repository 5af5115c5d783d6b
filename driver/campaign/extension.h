// SPDX-License-Identifier: BSD-3-Clause
// How long a point goes on whose length depends on the error it has reached.
#pragma once

namespace softmode {

/// Production steps after which to look at the error again; the steps there are, if the point is done. Errors fall with
/// the square root of time: a tenth more than that is asked for, a quarter more at least and twice as much at most, in
/// whole checkpoint intervals, within the budget. An error that is not a finite number asks for twice as much.
int extended_steps(int steps, double error, double target_error, int budget_steps,
                   int checkpoint_steps);

}    // namespace softmode
