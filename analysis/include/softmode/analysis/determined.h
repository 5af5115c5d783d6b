// SPDX-License-Identifier: BSD-3-Clause
// Whether a value stands out of its standard error. One rule for report, terminal and figures.
#pragma once

#include "softmode/analysis/statistics.h"

#include <cmath>
#include <string>

namespace softmode {

/// |value| > error. An error that is not known (NaN) takes nothing from a value.
inline bool is_determined(const Estimate &e)
{
  return !(std::fabs(e.value) <= e.error);
}

/// What words say of a value: "not determined", or nothing.
inline std::string undetermined(const Estimate &e)
{
  return is_determined(e) ? "" : "not determined";
}

/// The same of a logarithm, or a free energy, whose zero is a value like any other: "sign not determined", or nothing.
inline std::string undetermined_sign(const Estimate &e)
{
  return is_determined(e) ? "" : "sign not determined";
}

/// Either, as it stands behind a number: " (not determined)".
inline std::string remark_on(const Estimate &e)
{
  return is_determined(e) ? "" : " (" + undetermined(e) + ")";
}
inline std::string remark_on_sign(const Estimate &e)
{
  return is_determined(e) ? "" : " (" + undetermined_sign(e) + ")";
}

}    // namespace softmode
