// SPDX-License-Identifier: BSD-3-Clause
// Synthetic spectra with known parameters.
#pragma once

#include "softmode/analysis/fit_spectrum.h"
#include "softmode/analysis/line_shapes.h"
#include "softmode/analysis/two_state.h"

#include <cmath>
#include <random>

namespace softmode::synthetic {

struct Line {
  double position, area;
  LineWidths widths;
  LineShape shape = LineShape::gaussian;
};

inline std::vector<double> axis(double low, double high, int points)
{
  std::vector<double> nu;
  for (int i = 0; i < points; ++i) nu.push_back(low + (high - low) * i / (points - 1));
  return nu;
}

/// Sum of lines on a + b (nu - middle).
inline FitSpectrum spectrum(const std::vector<double> &nu, const std::vector<Line> &lines,
                            double a = 0.0, double b = 0.0)
{
  FitSpectrum s;
  s.wavenumber = nu;
  const Eigen::Map<const Eigen::VectorXd> x(nu.data(), static_cast<Eigen::Index>(nu.size()));
  Eigen::VectorXd y = (a + b * (x.array() - 0.5 * (nu.front() + nu.back()))).matrix();
  for (const Line &l : lines) y += l.area * line(l.shape, x, l.position, l.widths, false).value;
  s.intensity.assign(y.data(), y.data() + y.size());
  return s;
}

inline void add_noise(FitSpectrum &s, double noise, std::mt19937 &random)
{
  std::normal_distribution<double> normal(0.0, noise);
  for (double &v : s.intensity) v += normal(random);
}

/// The experiment: 7 temperatures, K.
inline const std::vector<double> temperatures{173.15, 223.15, 273.15, 323.15,
                                              373.15, 423.15, 473.15};

/// HKUST-1 as its source fits it: two Gaussians whose areas follow ln K(T) (vt-drifts.yaml).
struct TwoState {
  double tight = 1596.0, loose = 1587.0, tight_fwhm = 16.0, loose_fwhm = 18.0;
  double dH = 5.9, dS = 22.0, dCp = 37.0;
  double area = 20.0, ratio = 1.0;
  int cycles = 3, points = 400;
  double low = 1540.0, high = 1640.0;

  std::vector<FitSpectrum> spectra() const
  {
    std::vector<FitSpectrum> all;
    const auto nu = axis(low, high, points);
    for (int cycle = 0; cycle < cycles; ++cycle)
      for (const double T : temperatures) {
        const double K = std::exp(log_equilibrium_constant(dH, dS, dCp, T)), p = K / (1.0 + K);
        all.push_back(spectrum(nu,
                               {{tight, area * (1.0 - p), {tight_fwhm, 0.0}},
                                {loose, area * ratio * p, {loose_fwhm, 0.0}}},
                               0.1, 1e-3));
        all.back().temperature_K = T;
        all.back().cycle = cycle;
      }
    return all;
  }
};

/// Counts how often intervals hold the truth, and the bias in units of the error.
struct Coverage {
  int sets = 0, covered = 0;
  double bias = 0.0, squares = 0.0;

  void add(const Estimate &e, double truth)
  {
    const double z = (e.value - truth) / e.error;
    ++sets;
    covered += std::fabs(z) < 1.959963984540054;
    bias += z;
    squares += z * z;
  }
  double share() const { return static_cast<double>(covered) / sets; }
  double mean() const { return bias / sets; }                    // in standard errors
  double spread() const { return std::sqrt(squares / sets); }    // 1 if errors are right
};

}    // namespace softmode::synthetic
