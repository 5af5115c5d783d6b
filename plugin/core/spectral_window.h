// SPDX-License-Identifier: GPL-2.0-only
// Window functions of segment spectra. F.J. Harris, Proc. IEEE 1978, 66, 51,
// doi:10.1109/PROC.1978.10837. Pure: no LAMMPS header.
#pragma once

#include "softmode/definitions/constants.h"

#include <cmath>
#include <complex>
#include <optional>
#include <string>
#include <vector>

namespace softmode {

enum class Window : int { none, hann, hamming, blackman };
inline constexpr const char *window_names[] = {"none", "hann", "hamming", "blackman"};

inline std::optional<Window> window_by_name(const std::string &name)
{
  for (int w = 0; w < 4; ++w)
    if (name == window_names[w]) return static_cast<Window>(w);
  return std::nullopt;
}

/// Window of n points, periodic form: sum of cosines a_0 - a_1 cos(x) + a_2 cos(2 x).
inline std::vector<double> window_function(Window window, int n)
{
  static constexpr double a[4][3] = {{1, 0, 0}, {0.5, 0.5, 0}, {0.54, 0.46, 0}, {0.42, 0.5, 0.08}};
  const double *c = a[static_cast<int>(window)];
  std::vector<double> h(n);
  for (int i = 0; i < n; ++i) {
    const double x = 2.0 * pi * i / n;
    h[i] = c[0] - c[1] * std::cos(x) + c[2] * std::cos(2.0 * x);
  }
  return h;
}

/// Full width at half maximum of a sharp line in the power spectrum, in units of 1 / (n dt).
inline double window_fwhm(Window window)
{
  constexpr int n = 1024;    // the width has converged to six digits
  const std::vector<double> h = window_function(window, n);
  const auto power = [&h](double bins) {
    std::complex<double> sum = 0.0;
    for (int i = 0; i < n; ++i) sum += h[i] * std::polar(1.0, 2.0 * pi * bins * (i - n / 2) / n);
    return std::norm(sum);
  };
  const double half = 0.5 * power(0.0);
  double low = 0.0, high = 1.0;    // half maximum of the slowest of them is below one bin
  while (high - low > 1e-9) {
    const double middle = 0.5 * (low + high);
    (power(middle) > half ? low : high) = middle;
  }
  return low + high;
}

}    // namespace softmode
