// SPDX-License-Identifier: BSD-3-Clause
// Bootstrap samples of spectra. Internal to the library.
#pragma once

#include "softmode/analysis/uncertainty.h"

#include <functional>
#include <optional>
#include <random>
#include <vector>

namespace softmode {

/// Numbers of the cycles of spectra, ascending, each once.
std::vector<int> cycles_of(const std::vector<FitSpectrum> &spectra);

/// Draws spectra as BootstrapOptions say: whole cycles, or the fit plus stretches of residuals, circular within each
/// spectrum.
class ResampledSpectra {
 public:
  /// \throws AnalysisError for fewer than 2 cycles, 10 samples or stretches without a point.
  ResampledSpectra(const std::vector<FitSpectrum> &spectra, const FitQuality &fitted,
                   const BootstrapOptions &options);

  std::vector<FitSpectrum> draw(std::mt19937_64 &random) const;

  /// Factor of the deviations of samples from their mean: sqrt(n / (n - 1)) of n cycles; 1 for residuals, which are
  /// enlarged by sqrt(data / (data - parameters)) themselves, as the fit has taken some of the scatter.
  double enlarged() const;

 private:
  const std::vector<FitSpectrum> &spectra;
  const FitQuality &fitted;
  BootstrapOptions options;
  std::vector<std::vector<std::size_t>> cycles;    // places of the spectra of each
};

/// Parameters of all samples, in order, and how many gave none.
struct Samples {
  std::vector<Eigen::VectorXd> found;
  int failures = 0;
};

/// Each sample has a generator of its own, so that the result does not depend on the number of threads.
/// \throws AnalysisError if more failed than there are.
Samples draw_samples(const BootstrapOptions &options,
                     const std::function<std::optional<Eigen::VectorXd>(std::mt19937_64 &)> &one);

/// Standard normal deviate, the same on every platform, unlike std::normal_distribution.
double normal_deviate(std::mt19937_64 &random);

}    // namespace softmode
