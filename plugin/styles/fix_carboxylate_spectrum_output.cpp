// SPDX-License-Identifier: GPL-2.0-only
// Files, array and restart of fix carboxylate/spectrum.
#include "styles/fix_carboxylate_spectrum.h"

#include "core/spectrum_state.h"
#include "styles/compute_carboxylate_state.h"
#include "styles/output_file.h"

#include "atom.h"
#include "comm.h"
#include "error.h"
#include "force.h"
#include "utils.h"

#include <cmath>
#include <cstdio>

using namespace LAMMPS_NS;
using softmode::SpectrumColumn;
using softmode::SpectrumResult;

namespace {

constexpr const char *style_name = "fix carboxylate/spectrum";
// 1 g/mol A2/fs2 in K: 1e4 kJ/mol / R
constexpr double kelvin_per_kinetic = 1e7 / softmode::gas_constant_J_mol_K;

SpectrumColumn stretch_column(const std::string &name, int group)
{
  return {name, "A2/fs2.cm", "A2/fs2", group, true, 1.0};
}

}    // namespace

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::write_files()
{
  flush();
  if (spectrum->segments == 0) {
    if (comm->me == 0)
      error->warning(FLERR, "{} {}: no segment is complete yet ({} of {} samples), nothing written",
                     style_name, id, spectrum->filled, spectrum->settings.samples);
    return;
  }
  const SpectrumResult result = gather();
  std::string problem;
  if (comm->me == 0) {
    problem += softmode::write_whole_file(spectra_file, result, softmode::write_spectra);
    problem += softmode::write_whole_file(blocks_file, result, softmode::write_blocks);
    problem +=
        softmode::write_whole_file(autocorrelation_file, result, softmode::write_autocorrelation);
    problem += softmode::write_whole_file(states_file, result, softmode::write_by_state);
  }
  // all ranks stop together: an error of one rank alone can lose its message
  int failed = problem.empty() ? 0 : 1;
  MPI_Bcast(&failed, 1, MPI_INT, 0, world);
  if (failed) error->all(FLERR, "{} {}: {}", style_name, id, problem);
}

/* ----------------------------------------------------------------------
   sums over all ranks, valid on rank 0. Stretches are averaged over channels;
   the flux is the scalar J.J, so its three components are summed
------------------------------------------------------------------------- */

SpectrumResult FixCarboxylateSpectrum::gather()
{
  SpectrumResult r;
  r.settings = spectrum->settings;
  r.segments = spectrum->segments;
  r.window_power = spectrum->window_power;
  r.timestep_fs = timestep_fs;
  r.correct_timestep = correct_timestep;
  r.range_low = range_low;
  r.range_high = range_high;
  r.carboxylates = static_cast<double>(topology.carboxylates.size());
  r.metal_oxygen_bonds = static_cast<double>(topology.bonds.size());
  r.degrees_of_freedom = degrees_of_freedom;

  const auto sum = [this](const void *mine, void *all, std::size_t n) {
    MPI_Reduce(mine, all, static_cast<int>(n), MPI_DOUBLE, MPI_SUM, 0, world);
  };
  r.blocks = spectrum->blocks;    // every rank has finished the same segments
  r.plain_power.resize(spectrum->size());
  for (std::size_t b = 0; b < r.blocks.size(); b++) {
    const softmode::SpectrumBlock &mine = spectrum->blocks[b];
    sum(mine.power.data(), r.blocks[b].power.data(), mine.power.size());
    sum(mine.windows.data(), r.blocks[b].windows.data(), mine.windows.size());
    static_assert(sizeof(softmode::LineSums) == 5 * sizeof(double));
    sum(mine.lines.data(), r.blocks[b].lines.data(), 5 * mine.lines.size());
  }
  sum(spectrum->plain_power.data(), r.plain_power.data(), r.plain_power.size());
  double kinetic = 0.0, all_kinetic = 0.0;
  const int local = channels.kinetic_channel - channel_start[comm->me];
  if (local >= 0 && local < static_cast<int>(spectrum->groups.size()))
    kinetic = spectrum->value_sums[local];
  sum(&kinetic, &all_kinetic, 1);

  const double samples = static_cast<double>(spectrum->samples);
  if (channels.has_kinetic && samples > 0.0)
    r.kinetic_temperature_K = kelvin_per_kinetic * all_kinetic / samples / degrees_of_freedom;
  if (with_flux) {
    r.flux_group = softmode::flux_group;
    r.columns.push_back({"flux", "e2A2/fs2.cm", "e2A2/fs2", softmode::flux_group, false, 1.0});
    r.absorption = {temperature > 0.0 ? temperature : r.kinetic_temperature_K,
                    samples > 0.0 ? volume_sum / samples / std::pow(force->angstrom, 3) : 0.0,
                    correction};
  }
  for (const int g : {softmode::asymmetric_group, softmode::symmetric_group})
    r.columns.push_back(stretch_column(softmode::spectrum_group_names[g], g));
  if (!topology.bonds.empty())
    r.columns.push_back(stretch_column("metal_oxygen", softmode::metal_oxygen_group));
  for (const SpectrumColumn &c : dos_columns(r.kinetic_temperature_K)) r.columns.push_back(c);
  if (states)
    for (int stretch = softmode::asymmetric_group; stretch <= softmode::metal_oxygen_group;
         stretch++)
      for (int s = 0; s < softmode::states_per_stretch; s++)
        if (stretch != softmode::metal_oxygen_group ||
            (s != 2 && !topology.bonds.empty() && !states->finds_bonds_by_distance()))
          r.by_state.push_back(stretch_column(std::string(softmode::spectrum_group_names[stretch]) +
                                                  "_" + softmode::state_names[s],
                                              softmode::split_group(stretch, s)));
  return r;
}

/* ----------------------------------------------------------------------
   sum m v^2 per kT: its integral is the number of degrees of freedom
------------------------------------------------------------------------- */

std::vector<SpectrumColumn> FixCarboxylateSpectrum::dos_columns(double kinetic_temperature) const
{
  std::vector<SpectrumColumn> columns;
  const double scale = kinetic_temperature > 0.0 ? kelvin_per_kinetic / kinetic_temperature : 0.0;
  for (std::size_t g = 0; g < dos_groups.size(); g++)
    columns.push_back(
        {"dos_" + dos_groups[g], "cm", "1", first_dos_group() + static_cast<int>(g), false, scale});
  return columns;
}

/* ----------------------------------------------------------------------
   number of finished segments
------------------------------------------------------------------------- */

double FixCarboxylateSpectrum::compute_scalar()
{
  if (!spectrum) return 0.0;
  flush();
  return spectrum->segments;
}

/* ----------------------------------------------------------------------
   wavenumber, flux, asymmetric, symmetric, metal_oxygen, absorption, then dos
   groups; NaN for what there is not
------------------------------------------------------------------------- */

double FixCarboxylateSpectrum::compute_array(int i, int j)
{
  if (!spectrum) return 0.0;
  flush();
  if (array_segments != spectrum->segments) gather_array();
  const std::size_t at = static_cast<std::size_t>(i) * size_array_cols + j;
  return at < array_values.size() ? array_values[at] : NAN;    // rows of another time step
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::gather_array()
{
  const SpectrumResult r = gather();
  array_values.clear();
  softmode::detail::for_each_point(r, [&](int k, double wavenumber) {
    std::vector<double> row(size_array_cols, NAN);
    row[0] = wavenumber;
    for (const SpectrumColumn &c : r.columns) {
      if (r.segments == 0) break;
      const bool is_dos = c.group >= first_dos_group();
      const double value = softmode::density(r, c, k).mean;
      row[is_dos ? 6 + c.group - first_dos_group() : 1 + c.group] = value;
      if (c.group == r.flux_group)
        row[5] = value * softmode::absorption_per_density(r.absorption, wavenumber);
    }
    array_values.insert(array_values.end(), row.begin(), row.end());
  });
  MPI_Bcast(array_values.data(), static_cast<int>(array_values.size()), MPI_DOUBLE, 0, world);
  array_segments = spectrum->segments;
}

/* ---------------------------------------------------------------------- */

double FixCarboxylateSpectrum::memory_usage()
{
  if (!spectrum) return 0.0;
  return static_cast<double>((sample.size() + pending.size() + received.size() +
                              spectrum->series.size() +
                              spectrum->size() * (spectrum->blocks.size() + 1)) *
                             sizeof(double)) +
         sampler->memory_usage();
}

/* ----------------------------------------------------------------------
   what a restart must agree in
------------------------------------------------------------------------- */

std::vector<double> FixCarboxylateSpectrum::restart_header() const
{
  const softmode::SegmentSettings &s = spectrum->settings;
  return {static_cast<double>(channels.group.size()),
          static_cast<double>(s.samples),
          static_cast<double>(s.hop),
          s.interval_fs,
          static_cast<double>(s.groups),
          static_cast<double>(s.window),
          s.correlate ? 1.0 : 0.0,
          with_flux ? 1.0 : 0.0,
          bands[0],
          bands[1],
          bands[2],
          bands[3]};
}

/* ----------------------------------------------------------------------
   header, next sample, volume, degrees of freedom, states of the unfinished
   segment, then the accumulator of each rank: with as many ranks, a continued
   run is the same to the last bit
------------------------------------------------------------------------- */

void FixCarboxylateSpectrum::write_restart(FILE *fp)
{
  if (spectrum) flush();
  const std::vector<double> mine = spectrum ? softmode::pack(*spectrum) : std::vector<double>{};
  const int n = static_cast<int>(mine.size());
  std::vector<int> sizes(comm->nprocs), starts(comm->nprocs);
  MPI_Gather(&n, 1, MPI_INT, sizes.data(), 1, MPI_INT, 0, world);
  std::size_t total = 0;
  for (int p = 0; p < comm->nprocs; p++) {
    starts[p] = static_cast<int>(total);
    total += sizes[p];
  }
  std::vector<double> parts(total);
  MPI_Gatherv(mine.data(), n, MPI_DOUBLE, parts.data(), sizes.data(), starts.data(), MPI_DOUBLE, 0,
              world);
  if (comm->me != 0) return;

  std::vector<double> data{0.0};    // number of values, filled in below
  if (spectrum) {
    for (const double v : restart_header()) data.push_back(v);
    data.insert(data.end(), {static_cast<double>(next_sample), volume_sum, degrees_of_freedom,
                             static_cast<double>(comm->nprocs)});
    for (const double v : history.pack()) data.push_back(v);
    for (const int size : sizes) data.push_back(size);
    data.insert(data.end(), parts.begin(), parts.end());
  } else
    data.insert(data.end(), restored.begin(), restored.end());
  data[0] = static_cast<double>(data.size() - 1);
  if (data.size() * sizeof(double) > MAXSMALLINT) {
    error->warning(FLERR,
                   "{} {}: spectra of {} GB do not fit into a restart file: a continued run starts "
                   "them anew; use shorter segments or smaller dos groups",
                   style_name, id, data.size() >> 27);
    data.assign(1, 0.0);
  }
  const int bytes = static_cast<int>(data.size() * sizeof(double));
  fwrite(&bytes, sizeof(int), 1, fp);
  fwrite(data.data(), sizeof(double), data.size(), fp);
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::restart(char *buf)
{
  const double *data = reinterpret_cast<const double *>(buf);
  restored.assign(data + 1, data + 1 + static_cast<std::size_t>(data[0]));
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::take_restored()
{
  if (restored.empty()) return;
  const double *next = restored.data();
  for (const double expected : restart_header())
    if (*next++ != expected)
      error->all(
          FLERR,
          "{} {}: the restart file holds spectra of other channels or settings; give the fix "
          "another ID to start anew, or the same keywords as before",
          style_name, id);
  next_sample = static_cast<bigint>(*next++);
  volume_sum = *next++;
  degrees_of_freedom = *next++;
  const int nparts = static_cast<int>(*next++);
  static const std::vector<softmode::MetalCarboxylateBond> none;
  history.unpack(next, states ? states->topology().bonds : none);
  std::vector<std::size_t> sizes;
  for (int p = 0; p < nparts; p++) sizes.push_back(static_cast<std::size_t>(*next++));

  // the parts as the ranks of then wrote them
  const int nchannels = static_cast<int>(channels.group.size());
  for (int p = 0; p < nparts; p++) {
    const auto start = [&](int q) {
      return static_cast<int>(static_cast<bigint>(nchannels) * q / nparts);
    };
    if (nparts == comm->nprocs) {
      if (p == comm->me) softmode::unpack(*spectrum, next);
    } else {
      softmode::SegmentSpectrum part(spectrum->settings,
                                     std::vector<int>(channels.group.begin() + start(p),
                                                      channels.group.begin() + start(p + 1)));
      softmode::unpack(part, next);
      softmode::take_part(*spectrum, channel_start[comm->me], part, start(p), comm->me == 0);
    }
    next += sizes[p];
  }
  restored.clear();
}
