// SPDX-License-Identifier: BSD-3-Clause
// Spectra as fits take them, whether measured or simulated.
#pragma once

#include "softmode/analysis/band.h"

#include <Eigen/Core>

#include <vector>

namespace softmode {

/// One spectrum. wavenumber (cm-1, ascending) and intensity (any unit) have equal sizes.
struct FitSpectrum {
  std::vector<double> wavenumber, intensity;
  double temperature_K = 0.0;
  int cycle = 0;           ///< ramp it belongs to
  bool cooling = false;    ///< taken while cooling
  double noise = 0.0;      ///< standard deviation of the intensities; 0 where it is not known
};

/// The part inside the range (inclusive).
/// \throws std::invalid_argument if sizes differ; AnalysisError if numbers are not finite, wavenumbers do not ascend, or the
///   range holds fewer than `least` points.
FitSpectrum within(const FitSpectrum &spectrum, const WavenumberRange &range, int least = 5);

/// \throws std::invalid_argument if sizes differ; AnalysisError if there are none, numbers are not finite, wavenumbers do not ascend, or
///   the noise is known of some only.
void check_spectra(const std::vector<FitSpectrum> &spectra);

/// Spectra that share an axis and, if asked for, a temperature: their model functions are the same.
struct SpectrumGroup {
  Eigen::VectorXd wavenumber;          ///< n
  double temperature_K = 0.0;          ///< of the first one
  std::vector<std::size_t> spectra;    ///< s indices into the list they were taken from
  Eigen::MatrixXd data;                ///< n x s, intensities divided by noise
  Eigen::VectorXd weight;              ///< s, 1 / noise, or 1
};

/// Groups in the order in which they first occur.
/// \throws AnalysisError as check_spectra().
std::vector<SpectrumGroup> group_spectra(const std::vector<FitSpectrum> &spectra,
                                         bool by_temperature);

/// Columns of a baseline on an axis: none (order -1), constant (0), linear (1), ... up to 5, as powers of the
/// axis mapped to [-1, 1]. n x (order + 1). With a range, that is what is mapped to [-1, 1], so that a baseline fitted on
/// one axis can be evaluated on another.
/// \throws AnalysisError for another order.
Eigen::MatrixXd baseline_columns(const Eigen::VectorXd &wavenumber, int order);
Eigen::MatrixXd baseline_columns(const Eigen::VectorXd &wavenumber, int order,
                                 const WavenumberRange &range);

/// Mean of all spectra of a group or of all groups on the first axis (linear interpolation), less the line
/// between the means of its outer tenths: a rough band to take starting values from.
struct RoughBand {
  double maximum;     ///< cm-1
  double centroid;    ///< cm-1, over the points above half of the maximum
  double fwhm;        ///< cm-1, of the part above half of the maximum
  double height;      ///< above the line
  double noise;       ///< robust standard deviation of a point, from second differences
};
/// \throws AnalysisError if the maximum does not stand out (below 4 times the noise) or lies in an outer tenth.
RoughBand rough_band(const FitSpectrum &spectrum);

/// Mean intensities of spectra on the axis of the first one.
FitSpectrum mean_spectrum(const std::vector<FitSpectrum> &spectra);

}    // namespace softmode
