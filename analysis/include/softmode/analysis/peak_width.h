// SPDX-License-Identifier: BSD-3-Clause
// The generalised Lindemann ratio of the literature on melting frameworks.
#pragma once

#include <vector>

namespace softmode {

/// Full width at half maximum of the highest peak of g(r) over its position, of a distribution of bond lengths:
/// g(r) is the density over r^2 (R. Gaillac et al., Nat. Mater. 2017, 16, 1149, doi:10.1038/nmat4998). Of a Gaussian it is
/// 2.355 times the ratio of standard deviation and mean. Half heights are interpolated between points; noise of the
/// highest point makes it a little too small.
/// r: A, ascending; density: at each r, in any unit. NaN where the peak does not fall to half its height on both sides.
/// \throws AnalysisError for sizes that differ, or lengths that are not positive.
double peak_width_ratio(const std::vector<double> &r, const std::vector<double> &density);

}    // namespace softmode
