// SPDX-License-Identifier: BSD-3-Clause
// What a fit says of one spectrum, as curves on any axis.
#pragma once

#include "softmode/analysis/global_fit.h"
#include "softmode/analysis/single_band.h"

#include <Eigen/Core>

#include <vector>

namespace softmode {

/// In the unit of the intensities.
struct FitCurves {
  Eigen::VectorXd baseline;    ///< n
  Eigen::MatrixXd lines;       ///< n x components, without baseline; one column for a single band

  Eigen::VectorXd sum() const { return baseline + lines.rowwise().sum(); }
};

/// Curves of spectrum i of those that were fitted, on the wavenumbers nu (n, cm-1). On the axis of the spectrum itself
/// the sum is its intensities minus the residuals.
/// \throws std::invalid_argument if the fit is not one of these spectra.
FitCurves curves_of(const GlobalFit &fit, const std::vector<FitSpectrum> &spectra, std::size_t i,
                    const Eigen::VectorXd &nu);

/// The same of a band that was fitted over `range`, whose ends are those of the points that were fitted.
FitCurves curves_of(const SingleBand &band, const WavenumberRange &range,
                    const Eigen::VectorXd &nu);

}    // namespace softmode
