// SPDX-License-Identifier: GPL-2.0-only
// The files fix carboxylate/spectrum writes: CSV with '#' comment lines, units in the column names.
// Pure: stdio, no LAMMPS header.
#pragma once

#include "core/infrared.h"
#include "core/segment_spectrum.h"
#include "core/state_split.h"

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace softmode {

/// One spectrum of the tables.
struct SpectrumColumn {
  std::string name;
  std::string density_unit;        ///< of the power spectral density
  std::string correlation_unit;    ///< of the autocorrelation function
  int group;
  bool
      per_window;    ///< average over channels (stretches), not their sum (flux, density of states)
  double scale;      ///< multiplies density and autocorrelation
};

/// What absorption needs besides the flux; temperature 0 for none.
struct AbsorptionSettings {
  double temperature_K = 0.0, volume_A3 = 0.0;
  QuantumCorrection correction = QuantumCorrection::harmonic;
};

/// Everything the tables need; sums run over all processes.
struct SpectrumResult {
  SegmentSettings settings;
  int segments = 0;
  double window_power = 0.0;
  std::vector<SpectrumBlock> blocks;
  std::vector<double> plain_power;         ///< [group][point]
  std::vector<SpectrumColumn> columns;     ///< of the spectra, blocks and autocorrelation files
  std::vector<SpectrumColumn> by_state;    ///< of the states file
  int flux_group = -1;                     ///< -1: no flux
  AbsorptionSettings absorption;
  double kinetic_temperature_K = 0.0;    ///< mean over samples; 0: not known
  double degrees_of_freedom = 0.0;
  double carboxylates = 0.0, metal_oxygen_bonds = 0.0;
  double timestep_fs = 0.0;
  bool correct_timestep = true;
  double range_low = 0.0, range_high = 0.0;    ///< cm-1
};

/// Mean over blocks, and its standard error (NaN for one block).
struct BlockEstimate {
  double mean, error;
};

/// What a block counts for in a column: its windows or its segments.
inline double block_weight(const SpectrumBlock &b, const SpectrumColumn &column)
{
  return column.per_window ? b.windows[column.group] : static_cast<double>(b.segments);
}

/// Weighted mean over the blocks that have anything, NaN if none has.
inline BlockEstimate estimate(const std::vector<SpectrumBlock> &blocks, std::size_t points,
                              const SpectrumColumn &column, std::size_t k)
{
  const std::size_t at = static_cast<std::size_t>(column.group) * points + k;
  double weight = 0.0, mean = 0.0, spread = 0.0, n = 0.0;
  for (const SpectrumBlock &b : blocks) {
    weight += block_weight(b, column);
    mean += b.power[at];
  }
  mean /= weight;
  for (const SpectrumBlock &b : blocks) {
    const double w = block_weight(b, column);
    if (w == 0.0) continue;
    const double deviation = b.power[at] / w - mean;
    spread += w * deviation * deviation;
    n += 1.0;
  }
  return {mean, n > 1.0 ? std::sqrt(spread / (weight * (n - 1.0))) : NAN};
}

/// Wavenumber of point k as the tables have it.
inline double table_wavenumber(const SpectrumResult &r, int k)
{
  const double sampled = sampled_wavenumber(r.settings, k);
  return r.correct_timestep ? true_wavenumber(sampled, r.timestep_fs) : sampled;
}

/// The corrected axis is stretched: densities are scaled by this to keep their integral.
inline double density_scale(const SpectrumResult &r, int k)
{
  if (!r.correct_timestep) return 1.0;
  return 1.0 /
         std::cos(pi * speed_of_light_cm_fs * r.timestep_fs * sampled_wavenumber(r.settings, k));
}

/// Density of a column at point k, with its standard error.
inline BlockEstimate density(const SpectrumResult &r, const SpectrumColumn &column, int k)
{
  const double factor =
      column.scale * density_scale(r, k) * density_factor(r.settings, r.window_power, 1.0);
  const BlockEstimate e =
      estimate(r.blocks, spectrum_points(r.settings), column, static_cast<std::size_t>(k));
  return {factor * e.mean, factor * e.error};
}

/// Absorption per density of the flux at a wavenumber, cm-1 per (e2 A2/fs2 per cm-1).
inline double absorption_per_density(const AbsorptionSettings &a, double wavenumber)
{
  return absorption_factor(a.temperature_K, a.volume_A3) *
         relative_to_harmonic(a.correction, reduced_wavenumber(wavenumber, a.temperature_K));
}

namespace detail {

inline void write_header(FILE *fp, const SpectrumResult &r)
{
  const SegmentSettings &s = r.settings;
  const double duration_fs = s.samples * s.interval_fs;
  fprintf(fp,
          "# fix carboxylate/spectrum: %d segments of %d samples every %g fs (%.4g ps), overlap "
          "%.3g, window %s, resolution %.3g cm-1 (FWHM)\n",
          r.segments, s.samples, s.interval_fs, duration_fs * 1e-3,
          1.0 - static_cast<double>(s.hop) / s.samples, window_names[static_cast<int>(s.window)],
          window_fwhm(s.window) / (duration_fs * speed_of_light_cm_fs));
  fprintf(fp,
          "# channels: %.0f carboxylates, %.0f metal-oxygen bonds; time step %g fs, wavenumber "
          "axis %s\n",
          r.carboxylates, r.metal_oxygen_bonds, r.timestep_fs,
          r.correct_timestep ? "corrected for it (velocity Verlet)" : "as sampled");
  if (r.kinetic_temperature_K > 0.0)
    fprintf(fp, "# mean kinetic temperature %.6g K with %g degrees of freedom\n",
            r.kinetic_temperature_K, r.degrees_of_freedom);
}

inline bool in_range(const SpectrumResult &r, double wavenumber)
{
  return wavenumber >= r.range_low && wavenumber <= r.range_high;
}

// Calls row(k, wavenumber) for each point in the range.
template <class Row> void for_each_point(const SpectrumResult &r, Row row)
{
  for (int k = 0; k < spectrum_points(r.settings); ++k) {
    const double wavenumber = table_wavenumber(r, k);
    if (in_range(r, wavenumber)) row(k, wavenumber);
  }
}

/// NaN without a sign, which printf would show.
inline double plain_nan(double value)
{
  return std::isnan(value) ? std::fabs(value) : value;
}

inline void write_names(FILE *fp, const std::vector<SpectrumColumn> &columns)
{
  for (const SpectrumColumn &c : columns)
    fprintf(fp, ",%s_%s,%s_se_%s", c.name.c_str(), c.density_unit.c_str(), c.name.c_str(),
            c.density_unit.c_str());
}

inline void write_densities(FILE *fp, const SpectrumResult &r,
                            const std::vector<SpectrumColumn> &columns, int k)
{
  for (const SpectrumColumn &c : columns) {
    const BlockEstimate e = density(r, c, k);
    fprintf(fp, ",%.9g,%.4g", plain_nan(e.mean), plain_nan(e.error));
  }
}

}    // namespace detail

/// wavenumber, then density and standard error per column, then absorption where there is a flux.
inline void write_spectra(FILE *fp, const SpectrumResult &r)
{
  detail::write_header(fp, r);
  fputs("# one-sided power spectral densities over wavenumber: integral over cm-1 = <velocity^2>; "
        "flux = sum of q v, x + y + z; stretches averaged over channels; dos = density of states, "
        "integral = degrees of freedom; _se = standard error from blocks\n",
        fp);
  const AbsorptionSettings &a = r.absorption;
  const bool absorbs = r.flux_group >= 0 && a.temperature_K > 0.0;
  if (absorbs)
    fprintf(fp,
            "# absorption = absorption coefficient x refractive index = %.9g cm-1 per flux density "
            "(S / (12 eps0 c^2 V k T)), at %.6g K and %.9g A3, quantum correction %s\n",
            absorption_factor(a.temperature_K, a.volume_A3), a.temperature_K, a.volume_A3,
            quantum_correction_names[static_cast<int>(a.correction)]);
  fputs("wavenumber_cm-1", fp);
  detail::write_names(fp, r.columns);
  fputs(absorbs ? ",absorption_cm-1,absorption_se_cm-1\n" : "\n", fp);
  detail::for_each_point(r, [&](int k, double wavenumber) {
    fprintf(fp, "%.6f", wavenumber);
    detail::write_densities(fp, r, r.columns, k);
    if (absorbs)
      for (const SpectrumColumn &c : r.columns)
        if (c.group == r.flux_group) {
          const BlockEstimate e = density(r, c, k);
          const double factor = absorption_per_density(a, wavenumber);
          fprintf(fp, ",%.9g,%.4g", factor * e.mean, factor * e.error);
        }
    fputc('\n', fp);
  });
}

/// Spectra of successive blocks of time, for the errors of anything fitted to them.
inline void write_blocks(FILE *fp, const SpectrumResult &r)
{
  detail::write_header(fp, r);
  fputs("# spectra of successive blocks of time, <group>_<block>, units as in the spectra file\n# "
        "segments_per_block=",
        fp);
  for (std::size_t b = 0; b < r.blocks.size(); ++b)
    fprintf(fp, b > 0 ? " %d" : "%d", r.blocks[b].segments);
  fputs("\nwavenumber_cm-1", fp);
  for (const SpectrumColumn &c : r.columns)
    for (std::size_t b = 1; b <= r.blocks.size(); ++b) fprintf(fp, ",%s_%zu", c.name.c_str(), b);
  fputc('\n', fp);
  const std::size_t points = spectrum_points(r.settings);
  detail::for_each_point(r, [&](int k, double wavenumber) {
    fprintf(fp, "%.6f", wavenumber);
    const double factor = density_scale(r, k) * density_factor(r.settings, r.window_power, 1.0);
    for (const SpectrumColumn &c : r.columns)
      for (const SpectrumBlock &b : r.blocks)
        fprintf(fp, ",%.7g",
                factor * c.scale * b.power[static_cast<std::size_t>(c.group) * points + k] /
                    block_weight(b, c));
    fputc('\n', fp);
  });
}

/// lag, then the autocorrelation function per column.
inline void write_autocorrelation(FILE *fp, const SpectrumResult &r)
{
  detail::write_header(fp, r);
  fputs("# autocorrelation functions <v(0) v(t)> over all time origins inside the segments, linear "
        "(zero-padded), not circular\nlag_fs",
        fp);
  std::vector<std::vector<double>> functions;
  for (const SpectrumColumn &c : r.columns) {
    fprintf(fp, ",%s_%s", c.name.c_str(), c.correlation_unit.c_str());
    double weight = 0.0;
    for (const SpectrumBlock &b : r.blocks) weight += block_weight(b, c);
    const std::size_t first = static_cast<std::size_t>(c.group) * spectrum_points(r.settings);
    functions.push_back(autocorrelation(r.settings, &r.plain_power[first], weight / c.scale));
  }
  fputc('\n', fp);
  for (int lag = 0; lag < r.settings.samples; ++lag) {
    fprintf(fp, "%.6g", lag * r.settings.interval_fs);
    for (const auto &f : functions) fprintf(fp, ",%.17g", f[lag]);
    fputc('\n', fp);
  }
}

/// Spectra split by bond state; in heads "# key=value" the number of windows of each and the lines of wavenumber
/// against weight.
inline void write_by_state(FILE *fp, const SpectrumResult &r)
{
  detail::write_header(fp, r);
  fputs(
      "# spectra of windows in which all bonds of a carboxylate (or the bond) stayed tight, stayed "
      "loose, stayed mixed, or a bond changed its state; densities as in the spectra file\n"
      "# <column>_windows: how many; <stretch>_line: wavenumber of a window against the mean "
      "weight "
      "w of its bonds, at w = 0 and its slope per unit of w, errors from blocks\n",
      fp);
  for (const SpectrumColumn &c : r.by_state) {
    double windows = 0.0;
    for (const SpectrumBlock &b : r.blocks) windows += b.windows[c.group];
    fprintf(fp, "# %s_windows=%.0f\n", c.name.c_str(), windows);
  }
  for (const std::size_t line : {0, 1}) {
    const FittedLine f = fit_line(r.blocks, line);
    const char *stretch = line == 0 ? "asymmetric" : "symmetric";
    const auto head = [&](const char *key, double value, int digits) {
      fprintf(fp, "# %s_line_%s=%.*g\n", stretch, key, digits, detail::plain_nan(value));
    };
    head("at_zero_cm-1", f.at_zero, 9);
    head("at_zero_se_cm-1", f.at_zero_error, 4);
    head("slope_cm-1", f.slope, 9);
    head("slope_se_cm-1", f.slope_error, 4);
    head("windows", f.windows, 15);
  }
  fputs("wavenumber_cm-1", fp);
  detail::write_names(fp, r.by_state);
  fputc('\n', fp);
  detail::for_each_point(r, [&](int k, double wavenumber) {
    fprintf(fp, "%.6f", wavenumber);
    detail::write_densities(fp, r, r.by_state, k);
    fputc('\n', fp);
  });
}

}    // namespace softmode
