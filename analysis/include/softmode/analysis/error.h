// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <stdexcept>

namespace softmode {

/// These data, or these options, do not allow what is asked for; the message says why. All that the analysis throws on
/// purpose derives from it, so that a caller can turn it into a note and lets bugs pass: a call that no data could make
/// right (lists that differ in size, a parameter that is not there) throws std::invalid_argument instead.
class AnalysisError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}    // namespace softmode
