// SPDX-License-Identifier: GPL-2.0-only
#include "styles/fix_carboxylate_spectrum.h"

#include "compat/lammps_compat.h"

#include "atom.h"
#include "comm.h"
#include "domain.h"
#include "error.h"
#include "force.h"
#include "update.h"
#include "utils.h"

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>

using namespace LAMMPS_NS;
using namespace FixConst;

namespace {

constexpr const char *style_name = "fix carboxylate/spectrum";
constexpr double lowest_nyquist = 2500.0;    // cm-1; carboxylate stretches reach about 1700
}    // namespace

/* ---------------------------------------------------------------------- */

FixCarboxylateSpectrum::FixCarboxylateSpectrum(LAMMPS *lmp, int narg, char **arg) :
    Fix(lmp, narg, arg), resolution(8.0), segment_samples(0), overlap(0.5), range_low(0.0),
    range_high(4000.0), write_every(0), with_flux(true), correct_timestep(true), watch(lmp),
    npending(0), next_sample(-1), timestep_fs(0.0)
{
  if (narg < 4) error->all(FLERR, "{} needs: Nevery", style_name);
  nevery = utils::inumeric(FLERR, arg[3], false, lmp);
  if (nevery < 1) error->all(FLERR, "{}: Nevery must be at least 1, got {}", style_name, nevery);
  parse_keywords(narg, arg);

  scalar_flag = 1;
  extscalar = 0;
  global_freq = nevery;
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::parse_keywords(int narg, char **arg)
{
  const auto number = [&](int i) { return utils::numeric(FLERR, arg[i], false, lmp); };
  int iarg = 4;
  while (iarg < narg) {
    const std::string key = arg[iarg];
    const int values = key == "range" ? 2 : 1;
    if (key == "elements") {
      elements = softmode::parse_elements(lmp, style_name, iarg, narg, arg);
      iarg += 1 + atom->ntypes;
      continue;
    }
    compat::require_args(FLERR, std::string(style_name) + " " + key, iarg, values, narg, error);
    if (key == "resolution") {
      resolution = number(iarg + 1);
    } else if (key == "segment") {
      segment_samples = utils::inumeric(FLERR, arg[iarg + 1], false, lmp);
      resolution = 0.0;
    } else if (key == "overlap") {
      overlap = number(iarg + 1);
    } else if (key == "range") {
      range_low = number(iarg + 1);
      range_high = number(iarg + 2);
    } else if (key == "write") {
      write_every = utils::inumeric(FLERR, arg[iarg + 1], false, lmp);
    } else if (key == "flux") {
      with_flux = compat::logical(FLERR, "fix carboxylate/spectrum flux", arg[iarg + 1], error);
    } else if (key == "timestep_correction") {
      correct_timestep = compat::logical(FLERR, "fix carboxylate/spectrum timestep_correction",
                                         arg[iarg + 1], error);
    } else if (key == "file") {
      spectra_file = arg[iarg + 1];
    } else if (key == "blocks") {
      blocks_file = arg[iarg + 1];
    } else if (key == "acf") {
      autocorrelation_file = arg[iarg + 1];
    } else
      error->all(FLERR, "Unknown {} keyword: {}", style_name, key);
    iarg += 1 + values;
  }
  if (segment_samples == 0 && !(resolution > 0.0))
    error->all(FLERR, "{}: resolution must be positive, got {}", style_name, resolution);
  if (resolution == 0.0 && segment_samples < 16)
    error->all(FLERR, "{}: segment must be at least 16 samples, got {}", style_name,
               segment_samples);
  if (!(overlap >= 0.0) || overlap >= 1.0)
    error->all(FLERR, "{}: overlap must be at least 0 and below 1, got {}", style_name, overlap);
  if (!(range_low < range_high))
    error->all(FLERR, "{}: range must be ascending, got {} {}", style_name, range_low, range_high);
  if (write_every < 0 || write_every % nevery != 0)
    error->all(FLERR, "{}: write must be a multiple of Nevery {}, got {}", style_name, nevery,
               write_every);
}

/* ---------------------------------------------------------------------- */

int FixCarboxylateSpectrum::setmask()
{
  return END_OF_STEP | POST_RUN;
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::init()
{
  check_sampling();
  if (with_flux) check_charges();
  if (!spectrum) prepare();
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::check_sampling() const
{
  if (strcmp(update->unit_style, "real") != 0 && strcmp(update->unit_style, "metal") != 0)
    error->all(FLERR, "{} needs units real or metal, not {}", style_name, update->unit_style);
  if (utils::strmatch(update->integrate_style, "^respa"))
    error->all(FLERR, "{} does not work with run_style respa", style_name);

  const double dt_fs = update->dt / force->femtosecond;
  if (spectrum && dt_fs != timestep_fs)
    error->all(FLERR, "{} {}: the time step changed from {} to {} fs; unfix it and start again",
               style_name, id, timestep_fs, dt_fs);
  const double nyquist = 0.5 / (nevery * dt_fs * softmode::speed_of_light_cm_fs);
  if (nyquist < lowest_nyquist)
    error->all(FLERR,
               "{} {}: sampling every {} fs sees nothing above {:.0f} cm-1 (Nyquist); carboxylate "
               "stretches "
               "need {:.0f}: sample every {:.2f} fs or less",
               style_name, id, nevery * dt_fs, nyquist, lowest_nyquist,
               0.5 / (lowest_nyquist * softmode::speed_of_light_cm_fs));
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::check_charges() const
{
  if (!atom->q_flag)
    error->all(FLERR, "{} {}: the charge flux needs an atom style with charges; or use flux no",
               style_name, id);
  double largest = 0.0, total = 0.0;
  for (int i = 0; i < atom->nlocal; i++) largest = std::fmax(largest, std::fabs(atom->q[i]));
  MPI_Allreduce(&largest, &total, 1, MPI_DOUBLE, MPI_MAX, world);
  if (total == 0.0)
    error->all(
        FLERR,
        "{} {}: all charges are zero, so there is no charge flux; set charges or use flux no",
        style_name, id);
}

/* ----------------------------------------------------------------------
   once, at the first run: channels, their owners, and the accumulator
------------------------------------------------------------------------- */

void FixCarboxylateSpectrum::prepare()
{
  timestep_fs = update->dt / force->femtosecond;
  softmode::SegmentSettings settings;
  settings.interval_fs = nevery * timestep_fs;
  settings.groups = softmode::spectrum_groups;
  if (resolution > 0.0)
    segment_samples = softmode::fft_friendly(static_cast<int>(
        std::ceil(softmode::detail::hann_fwhm_bins /
                  (resolution * settings.interval_fs * softmode::speed_of_light_cm_fs))));
  settings.samples = segment_samples;
  settings.hop = std::max(1, static_cast<int>(std::lround(segment_samples * (1.0 - overlap))));

  const auto roles = softmode::roles_by_type(lmp, style_name, elements);
  channels = softmode::make_channels(softmode::gather_topology(lmp, style_name, groupbit, roles));

  const int nchannels = static_cast<int>(channels.group.size());
  channel_start.resize(comm->nprocs + 1);
  for (int p = 0; p <= comm->nprocs; p++)
    channel_start[p] = static_cast<int>(static_cast<bigint>(nchannels) * p / comm->nprocs);
  const int first = channel_start[comm->me], last = channel_start[comm->me + 1];
  spectrum = std::make_unique<softmode::SegmentSpectrum>(
      settings, std::vector<int>(channels.group.begin() + first, channels.group.begin() + last));
  pending.assign(static_cast<std::size_t>(nchannels) * batch, 0.0);
  received.assign(static_cast<std::size_t>(last - first) * batch, 0.0);

  if (comm->me == 0)
    utils::logmesg(lmp, "{} {}: {} channels, segments of {} samples every {} fs = {:.3f} ps\n",
                   style_name, id, nchannels, settings.samples, settings.interval_fs,
                   settings.samples * settings.interval_fs * 1e-3);
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::setup(int)
{
  watch.invalidate();
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::end_of_step()
{
  if (next_sample >= 0 && update->ntimestep != next_sample) start_after_gap();
  next_sample = update->ntimestep + nevery;
  if (watch.changed()) find_owned_terms();

  double *sample = &pending[npending];    // of channel 0; channels are `batch` apart
  if (with_flux) add_flux(sample);
  add_stretches(sample);
  if (++npending == batch) flush();
  if (write_every && update->ntimestep % write_every == 0) write_files();
}

/* ----------------------------------------------------------------------
   reset_timestep or skipped steps: a segment must not span the gap
------------------------------------------------------------------------- */

void FixCarboxylateSpectrum::start_after_gap()
{
  flush();
  if (spectrum->filled > 0 && comm->me == 0)
    error->warning(FLERR,
                   "{} {}: samples are not contiguous at step {}, an unfinished segment is dropped",
                   style_name, id, update->ntimestep);
  spectrum->filled = 0;
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::find_owned_terms()
{
  owned.clear();
  for (const softmode::StretchTerm &term : channels.terms) {
    const int i = atom->map(static_cast<tagint>(term.atom));
    if (i < 0 || i >= atom->nlocal) continue;
    const int j = atom->map(static_cast<tagint>(term.partner));
    if (j < 0)
      error->one(FLERR, "{} {}: atom {} bonded to atom {} is missing on rank {} at step {}",
                 style_name, id, term.partner, term.atom, comm->me, update->ntimestep);
    owned.push_back({i, domain->closest_image(i, j), &term});
  }
}

/* ----------------------------------------------------------------------
   this rank's part of sum q v, in e A/fs
------------------------------------------------------------------------- */

void FixCarboxylateSpectrum::add_flux(double *sample)
{
  const double to_A_per_fs = force->femtosecond / force->angstrom;
  double flux[3] = {0.0, 0.0, 0.0};
  for (int i = 0; i < atom->nlocal; i++) {
    if (!(atom->mask[i] & groupbit)) continue;
    for (int d = 0; d < 3; d++) flux[d] += atom->q[i] * atom->v[i][d];
  }
  for (int d = 0; d < 3; d++) sample[d * batch] += flux[d] * to_A_per_fs;
}

/* ----------------------------------------------------------------------
   terms of the owned atoms in the velocities of all stretches, in A/fs
------------------------------------------------------------------------- */

void FixCarboxylateSpectrum::add_stretches(double *sample)
{
  const double to_A_per_fs = force->femtosecond / force->angstrom;
  double **x = atom->x;
  double **v = atom->v;
  for (const OwnedTerm &o : owned) {
    const double *xi = x[o.atom], *xj = x[o.partner], *vi = v[o.atom];
    const double d[3] = {xi[0] - xj[0], xi[1] - xj[1], xi[2] - xj[2]};
    const double length = std::sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
    const double velocity = (d[0] * vi[0] + d[1] * vi[1] + d[2] * vi[2]) / length * to_A_per_fs;
    for (int k = 0; k < 2; k++)
      if (o.term->channel[k] >= 0)
        sample[static_cast<std::size_t>(o.term->channel[k]) * batch] +=
            o.term->coefficient[k] * velocity;
  }
}

/* ----------------------------------------------------------------------
   send the batch to the ranks that own the channels
------------------------------------------------------------------------- */

void FixCarboxylateSpectrum::flush()
{
  if (npending == 0) return;
  std::vector<int> counts(comm->nprocs);
  for (int p = 0; p < comm->nprocs; p++)
    counts[p] = (channel_start[p + 1] - channel_start[p]) * batch;
  MPI_Reduce_scatter(pending.data(), received.data(), counts.data(), MPI_DOUBLE, MPI_SUM, world);
  for (int s = 0; s < npending; s++) spectrum->add_sample(received.data() + s, batch);
  std::fill(pending.begin(), pending.end(), 0.0);
  npending = 0;
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::post_run()
{
  write_files();
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::write_files()
{
  flush();
  if (spectrum->segments == 0) {
    if (comm->me == 0)
      error->warning(FLERR, "{} {}: no segment is complete yet ({} of {} samples), nothing written",
                     style_name, id, spectrum->filled, segment_samples);
    return;
  }
  const softmode::SpectrumResult result = gather();
  std::string problem;
  if (comm->me == 0) {
    problem += write_table(spectra_file, result, softmode::write_spectra);
    problem += write_table(blocks_file, result, softmode::write_blocks);
    problem += write_table(autocorrelation_file, result, softmode::write_autocorrelation);
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

softmode::SpectrumResult FixCarboxylateSpectrum::gather() const
{
  softmode::SpectrumResult r;
  r.settings = spectrum->settings;
  r.segments = spectrum->segments;
  r.window_power = spectrum->window_power;
  r.timestep_fs = timestep_fs;
  r.correct_timestep = correct_timestep;
  r.range_low = range_low;
  r.range_high = range_high;
  for (const int group : channels.group) r.series[group] += 1.0;
  r.series[softmode::flux_group] = with_flux ? 1.0 : 0.0;
  r.carboxylates = r.series[softmode::asymmetric_group];
  r.metal_oxygen_bonds = r.series[softmode::metal_oxygen_group];

  const int n = static_cast<int>(spectrum->size());
  r.blocks = spectrum->blocks;    // every rank has finished the same segments
  r.plain_power.resize(n);
  for (std::size_t b = 0; b < r.blocks.size(); b++)
    MPI_Reduce(spectrum->blocks[b].power.data(), r.blocks[b].power.data(), n, MPI_DOUBLE, MPI_SUM,
               0, world);
  MPI_Reduce(spectrum->plain_power.data(), r.plain_power.data(), n, MPI_DOUBLE, MPI_SUM, 0, world);
  return r;
}

/* ----------------------------------------------------------------------
   write to a temporary name and rename, so that nobody reads half a file;
   returns what went wrong, or nothing
------------------------------------------------------------------------- */

std::string
FixCarboxylateSpectrum::write_table(const std::string &file, const softmode::SpectrumResult &result,
                                    void (*write)(FILE *, const softmode::SpectrumResult &))
{
  if (file.empty()) return "";
  const std::string temporary = file + ".part";
  FILE *fp = fopen(temporary.c_str(), "w");
  if (!fp) return "cannot open " + temporary + ": " + strerror(errno);
  write(fp, result);
  const bool written = !ferror(fp);
  if (fclose(fp) != 0 || !written) {
    const std::string reason = strerror(errno);
    remove(temporary.c_str());
    return "cannot write " + temporary + ": " + reason + "; free some space and run again";
  }
  if (rename(temporary.c_str(), file.c_str()) != 0)
    return "cannot rename " + temporary + " to " + file + ": " + strerror(errno);
  return "";
}

/* ----------------------------------------------------------------------
   number of finished segments
------------------------------------------------------------------------- */

double FixCarboxylateSpectrum::compute_scalar()
{
  flush();
  return spectrum ? spectrum->segments : 0;
}

/* ---------------------------------------------------------------------- */

double FixCarboxylateSpectrum::memory_usage()
{
  if (!spectrum) return 0.0;
  return static_cast<double>((pending.size() + received.size() + spectrum->series.size() +
                              spectrum->size() * (spectrum->blocks.size() + 1)) *
                                 sizeof(double) +
                             channels.terms.size() * sizeof(softmode::StretchTerm) +
                             owned.capacity() * sizeof(OwnedTerm));
}
