// SPDX-License-Identifier: BSD-3-Clause
// What figures show of many spectra and points, and the curves that belong to a spectrum.
#pragma once

#include "softmode/analysis/fit_curves.h"
#include "spectra_fit/fit_spectra.h"

#include <Eigen/Core>

#include <optional>
#include <string>
#include <vector>

namespace softmode {

/// `count` of the numbers 0 to n - 1, evenly spaced, ascending, the first and the last among them; all if there are fewer.
std::vector<std::size_t> evenly(std::size_t n, std::size_t count);

/// Spectra of one temperature (to 0.01 K), in the order of measurement.
struct TemperatureGroup {
  double temperature_K;
  std::vector<std::size_t> spectra;
};
/// Ascending.
std::vector<TemperatureGroup> by_temperature(const std::vector<FitSpectrum> &spectra);

/// "273 K", or with two digits where labels would be the same otherwise.
std::vector<std::string> temperature_labels(const std::vector<double> &temperatures_K);

/// At most `most` indices, ascending: all, or one of each stretch of points at a place that follows no pattern, so that the
/// density of points stays as it is, and those of the lowest and the highest value, so that the range does.
std::vector<Eigen::Index> thinned(const Eigen::VectorXd &values, std::size_t most);

/// Spectra of one cycle and direction, in the order of measurement.
struct Ramp {
  int cycle;    ///< 0: not known
  Branch branch;
  std::vector<std::size_t> spectra;
};
/// By cycle, heating before cooling.
std::vector<Ramp> ramps_of(const SpectrumSeries &series);

/// The quantity of all spectra; arbitrary if they differ.
Quantity common_quantity(const SpectrumSeries &series);

/// A line of a spectrum.
struct DrawnLine {
  double centre, fwhm;    ///< cm-1; fwhm: the narrowest it has
};

/// Where curves are drawn from `low` to `high`, both among them, ascending: with a step below a tenth of the width of each line
/// within four widths of it, farther away with one that grows with the distance, at most a fiftieth of the range.
Eigen::VectorXd curve_axis(double low, double high, const std::vector<DrawnLine> &lines);

/// Data of a spectrum and the curves of its fit: of the components if there are any, else of its own band.
class FittedSpectrum {
 public:
  FittedSpectrum(const PreparedSpectra &prepared, const SpectraFit &fit, std::size_t spectrum);

  /// None if nothing could be fitted to it.
  std::optional<FitCurves> curves(const Eigen::VectorXd &nu) const;
  /// curve_axis() of its lines, from end to end.
  Eigen::VectorXd axis() const;
  Eigen::VectorXd wavenumber() const;
  Eigen::VectorXd intensity() const;
  std::size_t index() const { return i; }
  double temperature_K() const { return spectra[i].temperature_K; }

 private:
  const std::vector<FitSpectrum> &spectra;
  const SpectraFit &fit;
  std::size_t i;
};

/// A spectrum as drawn: its points, thinned, and curves. Vectors of the fit are NaN where there is none.
struct DrawnSpectrum {
  Eigen::VectorXd wavenumber, intensity, baseline, residual;    ///< at the points kept
  Eigen::VectorXd axis;                                         ///< of the curves
  std::optional<FitCurves> curves;
  std::size_t index = 0;
  bool complete = true;    ///< no point was left out
};
DrawnSpectrum drawn(const PreparedSpectra &prepared, const SpectraFit &fit, std::size_t spectrum,
                    std::size_t most_points);

/// Points that each of so many spectra may have in one figure.
std::size_t points_each(std::size_t spectra);

}    // namespace softmode
