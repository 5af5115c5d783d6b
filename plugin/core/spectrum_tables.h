// SPDX-License-Identifier: GPL-2.0-only
// The files fix carboxylate/spectrum writes: CSV with '#' comment lines, units in the column names.
// Pure: stdio, no LAMMPS header.
#pragma once

#include "core/segment_spectrum.h"
#include "core/stretch_channels.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

namespace softmode {

/// Everything the tables need; sums run over all processes.
struct SpectrumResult {
  SegmentSettings settings;
  int segments = 0;
  double window_power = 0.0;
  std::vector<SpectrumBlock> blocks;
  std::vector<double> plain_power;    ///< [group][point]
  std::array<double, spectrum_groups>
      series{};    ///< series a group is averaged over; 0: no column
  double carboxylates = 0.0, metal_oxygen_bonds = 0.0;
  double timestep_fs = 0.0;
  bool correct_timestep = true;
  double range_low = 0.0, range_high = 0.0;    ///< cm-1
};

/// Mean over blocks weighted by their number of segments, and its standard error (NaN for one block).
struct BlockEstimate {
  double mean, error;
};

inline BlockEstimate estimate(const std::vector<SpectrumBlock> &blocks, std::size_t point)
{
  double weight = 0.0, mean = 0.0, spread = 0.0;
  for (const SpectrumBlock &b : blocks) {
    weight += b.segments;
    mean += b.power[point];
  }
  mean /= weight;
  for (const SpectrumBlock &b : blocks) {
    const double deviation = b.power[point] / b.segments - mean;
    spread += b.segments * deviation * deviation;
  }
  const double n = static_cast<double>(blocks.size());
  return {mean, n > 1.0 ? std::sqrt(spread / (weight * (n - 1.0))) : NAN};
}

namespace detail {

inline constexpr double hann_fwhm_bins =
    1.44;    // full width at half maximum of the Hann power response

inline const char *velocity_unit(int group)
{
  return group == flux_group ? "e2A2/fs2" : "A2/fs2";
}

inline void write_header(FILE *fp, const SpectrumResult &r)
{
  const SegmentSettings &s = r.settings;
  const double duration_fs = s.samples * s.interval_fs;
  fprintf(fp,
          "# fix carboxylate/spectrum: %d segments of %d samples every %g fs (%.4g ps), overlap "
          "%.3g, Hann "
          "window, resolution %.3g cm-1 (FWHM)\n",
          r.segments, s.samples, s.interval_fs, duration_fs * 1e-3,
          1.0 - static_cast<double>(s.hop) / s.samples,
          hann_fwhm_bins / (duration_fs * speed_of_light_cm_fs));
  fprintf(fp,
          "# channels: %.0f carboxylates, %.0f metal-oxygen bonds; time step %g fs, wavenumber "
          "axis %s\n",
          r.carboxylates, r.metal_oxygen_bonds, r.timestep_fs,
          r.correct_timestep ? "corrected for it (velocity Verlet)" : "as sampled");
}

// Calls row(k, wavenumber, scale) for each point in the range. The corrected axis is stretched, so
// densities are scaled to keep their integral.
template <class Row> void for_each_point(const SpectrumResult &r, Row row)
{
  for (int k = 0; k < spectrum_points(r.settings); ++k) {
    const double sampled = sampled_wavenumber(r.settings, k);
    double wavenumber = sampled, scale = 1.0;
    if (r.correct_timestep) {
      wavenumber = true_wavenumber(sampled, r.timestep_fs);
      scale = 1.0 / std::cos(pi * speed_of_light_cm_fs * r.timestep_fs * sampled);
    }
    if (wavenumber >= r.range_low && wavenumber <= r.range_high) row(k, wavenumber, scale);
  }
}

// Calls column(group, offset of its first point, density factor) for each group that has series.
template <class Column> void for_each_group(const SpectrumResult &r, Column column)
{
  for (int g = 0; g < spectrum_groups; ++g)
    if (r.series[g] > 0.0)
      column(g, static_cast<std::size_t>(g) * spectrum_points(r.settings),
             density_factor(r.settings, r.window_power, r.series[g]));
}

}    // namespace detail

/// wavenumber, then density and standard error per group.
inline void write_spectra(FILE *fp, const SpectrumResult &r)
{
  detail::write_header(fp, r);
  fputs("# one-sided power spectral densities over wavenumber: integral over cm-1 = <velocity^2>; "
        "flux = sum of "
        "q v, x + y + z; stretches averaged over channels; _se = standard error from "
        "blocks\nwavenumber_cm-1",
        fp);
  detail::for_each_group(r, [&](int g, std::size_t, double) {
    fprintf(fp, ",%s_%s.cm,%s_se_%s.cm", spectrum_group_names[g], detail::velocity_unit(g),
            spectrum_group_names[g], detail::velocity_unit(g));
  });
  fputc('\n', fp);
  detail::for_each_point(r, [&](int k, double wavenumber, double scale) {
    fprintf(fp, "%.6f", wavenumber);
    detail::for_each_group(r, [&](int, std::size_t offset, double factor) {
      const BlockEstimate e = estimate(r.blocks, offset + k);
      fprintf(fp, ",%.9g,%.4g", scale * factor * e.mean, scale * factor * e.error);
    });
    fputc('\n', fp);
  });
}

/// Spectra of successive blocks of time, for the errors of anything fitted to them.
inline void write_blocks(FILE *fp, const SpectrumResult &r)
{
  detail::write_header(fp, r);
  fputs("# spectra of successive blocks of time, <group>_<block>, units as in the spectra file\n# "
        "segments per block:",
        fp);
  for (const SpectrumBlock &b : r.blocks) fprintf(fp, " %d", b.segments);
  fputs("\nwavenumber_cm-1", fp);
  detail::for_each_group(r, [&](int g, std::size_t, double) {
    for (std::size_t b = 1; b <= r.blocks.size(); ++b)
      fprintf(fp, ",%s_%zu", spectrum_group_names[g], b);
  });
  fputc('\n', fp);
  detail::for_each_point(r, [&](int k, double wavenumber, double scale) {
    fprintf(fp, "%.6f", wavenumber);
    detail::for_each_group(r, [&](int, std::size_t offset, double factor) {
      for (const SpectrumBlock &b : r.blocks)
        fprintf(fp, ",%.7g", scale * factor * b.power[offset + k] / b.segments);
    });
    fputc('\n', fp);
  });
}

/// lag, then the autocorrelation function per group.
inline void write_autocorrelation(FILE *fp, const SpectrumResult &r)
{
  detail::write_header(fp, r);
  fputs("# autocorrelation functions <v(0) v(t)> over all time origins inside the segments, linear "
        "(zero-padded), not circular\nlag_fs",
        fp);
  std::vector<std::vector<double>> columns;
  detail::for_each_group(r, [&](int g, std::size_t offset, double) {
    fprintf(fp, ",%s_%s", spectrum_group_names[g], detail::velocity_unit(g));
    columns.push_back(
        autocorrelation(r.settings, &r.plain_power[offset], r.series[g] * r.segments));
  });
  fputc('\n', fp);
  for (int lag = 0; lag < r.settings.samples; ++lag) {
    fprintf(fp, "%.6g", lag * r.settings.interval_fs);
    for (const auto &column : columns) fprintf(fp, ",%.9g", column[lag]);
    fputc('\n', fp);
  }
}

}    // namespace softmode
