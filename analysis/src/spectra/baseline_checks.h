// SPDX-License-Identifier: BSD-3-Clause
// What every baseline asks of its points.
#pragma once

#include <vector>

namespace softmode::spectra {

/// \throws std::invalid_argument unless both have one size of at least 5, are finite, and the wavenumbers
///   ascend strictly.
void check_points(const std::vector<double> &wavenumber, const std::vector<double> &intensity);

}    // namespace softmode::spectra
