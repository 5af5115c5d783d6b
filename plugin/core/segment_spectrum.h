// SPDX-License-Identifier: GPL-2.0-only
// Power spectra and autocorrelation functions of many real time series, accumulated on the fly over
// overlapping segments (Welch). Pure: FFTW, no LAMMPS header, no MPI.
//
// Conventions. For a series s sampled every dt, one-sided power spectral density over wavenumber,
//   S(nu_k) = 2 c dt |sum_n h_n s_n exp(-2 pi i k n / M)|^2 / sum_n h_n^2,   nu_k = k / (c M dt),
// with window h (Hann) over a segment of N samples, zero-padded to M = 2 N, so that
//   integral_0^nyquist S dnu = <s^2>.
// Autocorrelation function of the same segments, without window: linear (not circular) because of
// the padding, C(lag) = sum over all time origins / (N - lag).
// P.D. Welch, IEEE Trans. Audio Electroacoust. 1967, 15, 70, doi:10.1109/TAU.1967.1161901.
#pragma once

#include "softmode/definitions/constants.h"

#include <fftw3.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <vector>

namespace softmode {

/// What a SegmentSpectrum accumulates.
struct SegmentSettings {
  int samples = 0;           ///< N, samples per segment, >= 2
  int hop = 0;               ///< samples between the starts of two segments, 1 <= hop <= N
  double interval_fs = 0;    ///< dt, time between samples
  int groups = 1;            ///< spectra are summed over the channels of a group
  int max_blocks = 32;       ///< even; neighbouring blocks are merged in pairs when full
};

/// Number of points of a spectrum, k = 0 .. N.
inline int spectrum_points(const SegmentSettings &s)
{
  return s.samples + 1;
}

/// Wavenumber in cm-1 of point k, as sampled (see true_wavenumber).
inline double sampled_wavenumber(const SegmentSettings &s, int k)
{
  return k / (2.0 * s.samples * s.interval_fs * speed_of_light_cm_fs);
}

/// Wavenumber of the harmonic oscillator that velocity Verlet with time step dt_fs shows at
/// `sampled`: sin(omega_sampled dt / 2) = omega dt / 2. Valid up to the integrator's own Nyquist.
inline double true_wavenumber(double sampled, double dt_fs)
{
  const double half_angle = pi * speed_of_light_cm_fs * dt_fs;
  return std::sin(sampled * half_angle) / half_angle;
}

/// Hann window of N points, periodic form.
inline std::vector<double> hann_window(int n)
{
  std::vector<double> h(n);
  for (int i = 0; i < n; ++i) h[i] = 0.5 * (1.0 - std::cos(2.0 * pi * i / n));
  return h;
}

/// Smallest number >= n whose only prime factors are 2, 3 and 5: a length FFTW is fast at.
inline int fft_friendly(int n)
{
  const auto remainder = [](int m) {
    for (const int p : {2, 3, 5})
      while (m % p == 0) m /= p;
    return m;
  };
  while (remainder(n) != 1) ++n;
  return n;
}

/// Windowed power |X_k|^2 summed over segments and channels: [group][point].
struct SpectrumBlock {
  int segments = 0;
  std::vector<double> power;
};

/// Accumulates spectra of the channels this process owns.
class SegmentSpectrum {
 public:
  /// group_of_channel[c] is in [0, settings.groups).
  /// \throws std::invalid_argument if the settings contradict themselves.
  SegmentSpectrum(const SegmentSettings &settings, std::vector<int> group_of_channel) :
      settings(checked(settings)), groups(std::move(group_of_channel)),
      window(hann_window(settings.samples)), series(groups.size() * settings.samples),
      plain_power(size()), padded(2 * static_cast<std::size_t>(settings.samples)),
      transform(spectrum_points(settings)),
      // FFTW_ESTIMATE: a measured plan may differ from run to run and with it the last digits
      plan(fftw_plan_dft_r2c_1d(2 * settings.samples, padded.data(),
                                reinterpret_cast<fftw_complex *>(transform.data()), FFTW_ESTIMATE))
  {
    for (const double h : window) window_power += h * h;
  }

  /// Add one sample of every channel; values[c * stride] belongs to channel c.
  void add_sample(const double *values, int stride = 1)
  {
    for (std::size_t c = 0; c < groups.size(); ++c)
      series[c * settings.samples + filled] = values[c * stride];
    if (++filled == settings.samples) finish_segment();
  }

  int points() const { return spectrum_points(settings); }
  std::size_t size() const
  {
    return static_cast<std::size_t>(settings.groups) * spectrum_points(settings);
  }

  SegmentSettings settings;
  std::vector<int> groups;
  std::vector<double> window;
  std::vector<double> series;    ///< [channel][sample] of the segment being filled
  int filled = 0;                ///< samples of that segment present
  int segments = 0;              ///< finished segments
  int segments_per_block = 1;
  std::vector<SpectrumBlock> blocks;
  std::vector<double> plain_power;    ///< |X_k|^2 without window: [group][point]
  double window_power = 0.0;          ///< sum of h^2

 private:
  static const SegmentSettings &checked(const SegmentSettings &s)
  {
    if (s.samples < 2 || s.hop < 1 || s.hop > s.samples || !(s.interval_fs > 0) || s.groups < 1 ||
        s.max_blocks < 2 || s.max_blocks % 2 != 0)
      throw std::invalid_argument("segment spectrum: inconsistent settings");
    return s;
  }

  struct PlanFree {
    void operator()(fftw_plan p) const { fftw_destroy_plan(p); }
  };

  void finish_segment()
  {
    SpectrumBlock &block = current_block();
    for (std::size_t c = 0; c < groups.size(); ++c) {
      add_power(&series[c * settings.samples], nullptr, &plain_power[offset(c)]);
      add_power(&series[c * settings.samples], window.data(), &block.power[offset(c)]);
    }
    ++block.segments;
    ++segments;
    keep_overlap();
  }

  std::size_t offset(std::size_t channel) const
  {
    return static_cast<std::size_t>(groups[channel]) * points();
  }

  void add_power(const double *s, const double *h, double *power)
  {
    const int n = settings.samples;
    for (int i = 0; i < n; ++i) padded[i] = h ? h[i] * s[i] : s[i];
    std::fill(padded.begin() + n, padded.end(), 0.0);
    fftw_execute(plan.get());
    for (int k = 0; k < points(); ++k) power[k] += std::norm(transform[k]);
  }

  /// Memory stays bounded: when all blocks are full, neighbours merge and blocks become twice as long.
  SpectrumBlock &current_block()
  {
    if (!blocks.empty() && blocks.back().segments < segments_per_block) return blocks.back();
    if (static_cast<int>(blocks.size()) == settings.max_blocks) {
      for (std::size_t b = 0; b < blocks.size() / 2; ++b) {
        SpectrumBlock merged = std::move(blocks[2 * b]);
        const SpectrumBlock &second = blocks[2 * b + 1];
        merged.segments += second.segments;
        for (std::size_t i = 0; i < merged.power.size(); ++i) merged.power[i] += second.power[i];
        blocks[b] = std::move(merged);
      }
      blocks.resize(blocks.size() / 2);
      segments_per_block *= 2;
    }
    blocks.push_back({0, std::vector<double>(size())});
    return blocks.back();
  }

  void keep_overlap()
  {
    const int keep = settings.samples - settings.hop;
    for (std::size_t c = 0; c < groups.size(); ++c) {
      double *s = &series[c * settings.samples];
      std::copy(s + settings.hop, s + settings.samples, s);
    }
    filled = keep;
  }

  std::vector<double> padded;
  std::vector<std::complex<double>> transform;
  std::unique_ptr<std::remove_pointer_t<fftw_plan>, PlanFree> plan;
};

/// Factor that turns summed windowed power into a one-sided density (see the head of this file),
/// divided by the number of series it was summed over.
inline double density_factor(const SegmentSettings &s, double window_power, double series)
{
  return 2.0 * speed_of_light_cm_fs * s.interval_fs / (window_power * series);
}

/// Autocorrelation function, lags 0 .. N-1, from summed plain power (one group, N+1 points), divided
/// by the number of series it was summed over.
inline std::vector<double> autocorrelation(const SegmentSettings &s, const double *plain_power,
                                           double series)
{
  const int n = s.samples;
  std::vector<double> result(2 * static_cast<std::size_t>(n));
  std::vector<std::complex<double>> spectrum(plain_power, plain_power + spectrum_points(s));
  fftw_plan plan = fftw_plan_dft_c2r_1d(2 * n, reinterpret_cast<fftw_complex *>(spectrum.data()),
                                        result.data(), FFTW_ESTIMATE);
  fftw_execute(plan);
  fftw_destroy_plan(plan);
  result.resize(n);
  for (int lag = 0; lag < n; ++lag) result[lag] /= 2.0 * n * (n - lag) * series;
  return result;
}

}    // namespace softmode
