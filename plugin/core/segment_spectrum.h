// SPDX-License-Identifier: GPL-2.0-only
// Power spectra and autocorrelation functions of many real time series, accumulated on the fly over
// overlapping segments (Welch). Pure: FFTW, no LAMMPS header, no MPI.
//
// Conventions. For a series s sampled every dt, one-sided power spectral density over wavenumber,
//   S(nu_k) = 2 c dt |sum_n h_n s_n exp(-2 pi i k n / M)|^2 / sum_n h_n^2,   nu_k = k / (c M dt),
// with window h over a segment of N samples, zero-padded to M = 2 N, so that
//   integral_0^nyquist S dnu = <s^2>.
// Autocorrelation function of the same segments, without window: linear (not circular) because of
// the padding, C(lag) = sum over all time origins / (N - lag).
// P.D. Welch, IEEE Trans. Audio Electroacoust. 1967, 15, 70, doi:10.1109/TAU.1967.1161901.
#pragma once

#include "core/spectral_window.h"
#include "softmode/definitions/constants.h"

#include <fftw3.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <functional>
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
  int lines = 0;             ///< straight lines fitted to windows, see LineSums
  int max_blocks = 32;       ///< even; neighbouring blocks are merged in pairs when full
  Window window = Window::hann;
  bool correlate = true;    ///< also what autocorrelation functions need, at twice the work
};

/// A channel that has no spectrum: only its mean is kept.
inline constexpr int mean_only = -1;

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

/// Sums of a straight line y(x) over windows.
struct LineSums {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0;

  void add(double at, double value)
  {
    n += 1.0;
    x += at;
    y += value;
    xx += at * at;
    xy += at * value;
  }
  void add(const LineSums &other)
  {
    n += other.n;
    x += other.x;
    y += other.y;
    xx += other.xx;
    xy += other.xy;
  }
};

/// Sums over some successive segments.
struct SpectrumBlock {
  int segments = 0;
  std::vector<double> power;      ///< windowed |X_k|^2: [group][point]
  std::vector<double> windows;    ///< how many were summed: [group]
  std::vector<LineSums> lines;

  void add(const SpectrumBlock &other)
  {
    for (std::size_t i = 0; i < power.size(); ++i) power[i] += other.power[i];
    for (std::size_t g = 0; g < windows.size(); ++g) windows[g] += other.windows[g];
    for (std::size_t l = 0; l < lines.size(); ++l) lines[l].add(other.lines[l]);
  }
};

/// Everything a SegmentSpectrum has accumulated.
struct SpectrumState {
  std::vector<double> series;    ///< [channel][sample] of the segment being filled
  int filled = 0;                ///< samples of that segment present
  int segments = 0;              ///< finished segments
  int segments_per_block = 1;
  std::int64_t samples = 0;    ///< all samples, finished or not
  std::vector<SpectrumBlock> blocks;
  std::vector<double> plain_power;    ///< |X_k|^2 without window: [group][point]
  std::vector<double> value_sums;     ///< of the mean_only channels: [channel]
};

/// Accumulates spectra of the channels this process owns.
class SegmentSpectrum : public SpectrumState {
 public:
  /// Called for each channel at the end of a segment with its windowed power; may add to further groups
  /// and to the lines of the block.
  using SegmentEnd =
      std::function<void(std::size_t channel, const std::vector<double> &power, SpectrumBlock &)>;

  /// group_of_channel[c] is in [0, settings.groups), or mean_only.
  /// \throws std::invalid_argument if the settings contradict themselves.
  SegmentSpectrum(const SegmentSettings &settings, std::vector<int> group_of_channel) :
      settings(checked(settings)), groups(std::move(group_of_channel)),
      window(window_function(settings.window, settings.samples)),
      padded(2 * static_cast<std::size_t>(settings.samples)), transform(spectrum_points(settings)),
      channel_power(spectrum_points(settings))
  {
    series.resize(groups.size() * settings.samples);
    plain_power.resize(size());
    value_sums.resize(groups.size());
    for (const double h : window) window_power += h * h;
  }

  /// Add n samples of every channel, no more than the segment still lacks; values[i * channels + c] is
  /// sample i of channel c. Many at a time are much kinder to the cache than one.
  void add_samples(const double *values, int n)
  {
    const std::size_t channels = groups.size();
    // by way of a small block: rows of `series` a power of two apart compete for the same cache lines
    constexpr std::size_t together = 16;    // channels whose values share two cache lines
    block.resize(together * n);
    for (std::size_t first = 0; first < channels; first += together) {
      const std::size_t width = std::min(together, channels - first);
      for (int i = 0; i < n; ++i)
        for (std::size_t c = 0; c < width; ++c) block[c * n + i] = values[i * channels + first + c];
      for (std::size_t c = 0; c < width; ++c) add_to_channel(first + c, &block[c * n], n);
    }
    samples += n;
    filled += n;
    if (filled == settings.samples) finish_segment();
  }

  /// Add one sample of every channel; values[c] belongs to channel c.
  void add_sample(const double *values) { add_samples(values, 1); }

  int points() const { return spectrum_points(settings); }
  std::size_t size() const
  {
    return static_cast<std::size_t>(settings.groups) * spectrum_points(settings);
  }

  SegmentSettings settings;
  std::vector<int> groups;
  std::vector<double> window;
  double window_power = 0.0;    ///< sum of h^2
  SegmentEnd at_segment_end;

 private:
  static const SegmentSettings &checked(const SegmentSettings &s)
  {
    if (s.samples < 2 || s.hop < 1 || s.hop > s.samples || !(s.interval_fs > 0) || s.groups < 1 ||
        s.lines < 0 || s.max_blocks < 2 || s.max_blocks % 2 != 0)
      throw std::invalid_argument("segment spectrum: inconsistent settings");
    return s;
  }

  struct PlanFree {
    void operator()(fftw_plan p) const { fftw_destroy_plan(p); }
  };
  using Plan = std::unique_ptr<std::remove_pointer_t<fftw_plan>, PlanFree>;

  /// Not to be kept: LAMMPS's PPPM calls fftw_cleanup_threads() at the start of each run, after which
  /// FFTW forbids to use, or even destroy, plans made before.
  Plan make_plan()
  {
    // FFTW_ESTIMATE: a measured plan may differ from run to run and with it the last digits
    return Plan(fftw_plan_dft_r2c_1d(2 * settings.samples, padded.data(),
                                     reinterpret_cast<fftw_complex *>(transform.data()),
                                     FFTW_ESTIMATE));
  }

  void finish_segment()
  {
    const Plan plan = make_plan();
    SpectrumBlock &block = current_block();
    for (std::size_t c = 0; c < groups.size(); ++c) {
      if (groups[c] == mean_only) continue;
      const double *s = &series[c * settings.samples];
      if (settings.correlate) {
        find_power(plan, s, nullptr);
        add_power(&plain_power[offset(c)]);
      }
      find_power(plan, s, window.data());
      add_power(&block.power[offset(c)]);
      block.windows[groups[c]] += 1.0;
      if (at_segment_end) at_segment_end(c, channel_power, block);
    }
    ++block.segments;
    ++segments;
    keep_overlap();
  }

  void add_to_channel(std::size_t channel, const double *values, int n)
  {
    if (groups[channel] == mean_only)
      for (int i = 0; i < n; ++i) value_sums[channel] += values[i];
    else
      std::copy_n(values, n, &series[channel * settings.samples + filled]);
  }

  std::size_t offset(std::size_t channel) const
  {
    return static_cast<std::size_t>(groups[channel]) * points();
  }

  void find_power(const Plan &plan, const double *s, const double *h)
  {
    const int n = settings.samples;
    for (int i = 0; i < n; ++i) padded[i] = h ? h[i] * s[i] : s[i];
    std::fill(padded.begin() + n, padded.end(), 0.0);
    fftw_execute(plan.get());
    for (int k = 0; k < points(); ++k) channel_power[k] = std::norm(transform[k]);
  }

  void add_power(double *sum) const
  {
    for (int k = 0; k < points(); ++k) sum[k] += channel_power[k];
  }

  /// Memory stays bounded: when all blocks are full, neighbours merge and blocks become twice as long.
  SpectrumBlock &current_block()
  {
    if (!blocks.empty() && blocks.back().segments < segments_per_block) return blocks.back();
    if (static_cast<int>(blocks.size()) == settings.max_blocks) {
      for (std::size_t b = 0; b < blocks.size() / 2; ++b) {
        SpectrumBlock merged = std::move(blocks[2 * b]);
        merged.segments += blocks[2 * b + 1].segments;
        merged.add(blocks[2 * b + 1]);
        blocks[b] = std::move(merged);
      }
      blocks.resize(blocks.size() / 2);
      segments_per_block *= 2;
    }
    blocks.push_back({0, std::vector<double>(size()), std::vector<double>(settings.groups),
                      std::vector<LineSums>(settings.lines)});
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

  std::vector<double> block;    // some channels of the samples being added
  std::vector<double> padded;
  std::vector<std::complex<double>> transform;
  std::vector<double> channel_power;
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
