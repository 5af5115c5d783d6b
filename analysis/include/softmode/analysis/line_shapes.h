// SPDX-License-Identifier: BSD-3-Clause
// Line shapes of unit area, with their derivatives.
#pragma once

#include "softmode/analysis/statistics.h"

#include <Eigen/Core>

#include <array>
#include <string>

namespace softmode {

/// With d = nu - position:
/// gaussian     2 sqrt(ln2/pi)/f exp(-4 ln2 d^2/f^2);                         widths: f
/// lorentzian   (f / 2 pi) / (d^2 + f^2/4);                                   widths: f
/// voigt        convolution of both, Re w(z) / (s sqrt(2 pi)),
///              z = (d + i fL/2) / (s sqrt2), s = fG / (2 sqrt(2 ln2));       widths: fG, fL
/// pseudo_voigt eta lorentzian(f) + (1 - eta) gaussian(f);                    widths: f, eta
/// f: full widths at half maximum, cm-1. Values are in 1/cm-1.
enum class LineShape { gaussian, lorentzian, voigt, pseudo_voigt };

/// Number of width parameters: 1, 1, 2, 2.
int width_count(LineShape shape);

/// "gaussian", "lorentzian", "voigt", "pseudo-voigt".
std::string name_of(LineShape shape);

/// The width parameters; the second counts for voigt and pseudo_voigt only.
using LineWidths = std::array<double, 2>;

/// Widths of a line of full width f, as a start of fits: half of both for voigt, eta = 1/2.
LineWidths start_widths(LineShape shape, double fwhm);

/// Smallest and largest widths a fit may take: a line can be neither narrower than `least` (cm-1) nor
/// wider than `most`; a Voigt line may lose one of its widths, eta is between 0 and 1.
std::pair<LineWidths, LineWidths> width_bounds(LineShape shape, double least, double most);

/// A line on an axis.
struct LineValues {
  Eigen::VectorXd value;         ///< n, 1/cm-1
  Eigen::MatrixXd derivative;    ///< n x (1 + width_count): with respect to position, widths
};

/// nu: wavenumbers, n, cm-1. Derivatives are filled if asked for.
/// \throws AnalysisError if f <= 0, a Voigt width is negative or both are 0, or a parameter is not finite.
LineValues line(LineShape shape, const Eigen::VectorXd &nu, double position,
                const LineWidths &widths, bool with_derivatives);

/// Full width at half maximum and its derivatives with respect to the widths; that of a Voigt line is
/// solved for to rounding, starting from J.J. Olivero, R.L. Longbothum, J. Quant. Spectrosc. Radiat.
/// Transfer 1977, 17, 233, doi:10.1016/0022-4073(77)90161-3.
/// \throws AnalysisError as line().
struct LineFwhm {
  double value;    ///< cm-1
  std::array<double, 2> gradient;
};
LineFwhm fwhm_of(LineShape shape, const LineWidths &widths);

}    // namespace softmode
