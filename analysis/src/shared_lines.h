// SPDX-License-Identifier: BSD-3-Clause
// Where centres and widths of shared lines stand among the parameters of a fit. Internal to the library.
#pragma once

#include "softmode/analysis/global_fit.h"

#include <array>

namespace softmode {

/// Parameters: free centres, then free widths.
class SharedLines {
 public:
  SharedLines(const LineOptions &options, const std::vector<SpectrumGroup> &groups);

  Eigen::Index components() const { return static_cast<Eigen::Index>(lines.centres.size()); }
  Eigen::Index parameters() const { return count; }
  const std::vector<double> &temperatures() const { return temperature; }

  /// Start and bounds into the first entries of vectors that are long enough.
  void start(Eigen::VectorXd &p, Eigen::VectorXd &lower, Eigen::VectorXd &upper) const;

  /// A component on the axis of a group, and which parameters its position and widths are (-1: none).
  struct Component {
    LineValues values;
    std::array<Eigen::Index, 3> parameter;
  };
  Component at(Eigen::Index component, const SpectrumGroup &group, const Eigen::VectorXd &p,
               bool derive) const;

  /// Centre and widths of a component from the parameters and their (scaled) covariance.
  LineEstimate estimate(Eigen::Index component, const Eigen::VectorXd &p,
                        const Eigen::MatrixXd &covariance) const;

  Eigen::Index centre_parameter(Eigen::Index component) const
  {
    return lines.fix_centres ? -1 : component;
  }

 private:
  std::size_t temperature_index(double T) const;
  /// First of the width parameters of a component; -1 where they are fixed.
  Eigen::Index width_parameter(Eigen::Index component, std::size_t temperature) const;
  LineWidths widths_at(Eigen::Index component, std::size_t temperature,
                       const Eigen::VectorXd &p) const;

  LineOptions lines;
  std::vector<double> temperature;
  double low = 0.0, high = 0.0, spacing = 0.0;    // of the axes
  Eigen::Index count = 0;
};

/// Estimate of parameter i, or {fixed, 0} for i = -1.
Estimate estimate_of(Eigen::Index i, double fixed, const Eigen::VectorXd &p,
                     const Eigen::MatrixXd &covariance);

/// Starting lines where they are not given: centres `spread` full widths of the rough band apart.
LineOptions with_start(const LineOptions &options, const std::vector<FitSpectrum> &spectra,
                       int components, double spread);

/// The first two components that the data do not tell apart, in words; empty if there are none. Centres are the first
/// parameters, unless they are fixed.
std::string confused(const std::vector<LineEstimate> &components, bool fixed_centres,
                     const Eigen::VectorXd &p, const Eigen::MatrixXd &covariance);

/// Status, residuals and numbers of a fit.
FitQuality quality_of(const SeparableProblem &problem, const SeparableFit &fit);

/// NaN where p is at a bound or the fit is not usable, scaled by the scatter unless the noise is known.
Eigen::MatrixXd scaled_covariance(const SeparableFit &fit, const FitQuality &quality);

}    // namespace softmode
