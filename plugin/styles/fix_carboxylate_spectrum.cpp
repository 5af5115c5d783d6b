// SPDX-License-Identifier: GPL-2.0-only
#include "styles/fix_carboxylate_spectrum.h"

#include "compat/lammps_compat.h"
#include "styles/compute_carboxylate_state.h"
#include "styles/host_atoms.h"

#include "atom.h"
#include "comm.h"
#include "domain.h"
#include "error.h"
#include "force.h"
#include "group.h"
#include "modify.h"
#include "update.h"
#include "utils.h"

#include <algorithm>
#include <cmath>
#include <cstring>

using namespace LAMMPS_NS;
using namespace FixConst;

namespace {

constexpr const char *style_name = "fix carboxylate/spectrum";
constexpr double lowest_nyquist = 2500.0;    // cm-1; carboxylate stretches reach about 1700
constexpr int array_columns = 6;             // before those of the dos groups

}    // namespace

/* ---------------------------------------------------------------------- */

FixCarboxylateSpectrum::FixCarboxylateSpectrum(LAMMPS *lmp, int narg, char **arg) :
    Fix(lmp, narg, arg), resolution(8.0), segment_samples(0), overlap(0.5),
    window(softmode::Window::hann), range_low(0.0),
    range_high(4000.0), bands{1480.0, 1700.0, 1250.0, 1480.0}, write_every(0), with_flux(true),
    correct_timestep(true), correction(softmode::QuantumCorrection::harmonic), temperature(0.0),
    degrees_of_freedom(0.0), npending(0), next_sample(-1), timestep_fs(0.0), volume_sum(0.0),
    states(nullptr), array_segments(-1)
{
  if (narg < 4) error->all(FLERR, "{} needs: Nevery", style_name);
  nevery = utils::inumeric(FLERR, arg[3], false, lmp);
  if (nevery < 1) error->all(FLERR, "{}: Nevery must be at least 1, got {}", style_name, nevery);
  parse_keywords(narg, arg);
  check_keywords();

  scalar_flag = 1;
  extscalar = 0;
  array_flag = 1;
  extarray = 0;
  size_array_rows = rows_in_range(segment_settings());
  size_array_cols = array_columns + static_cast<int>(dos_groups.size());
  global_freq = nevery;
  restart_global = 1;
  softmode::fetches_its_own_data(this);
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::parse_keywords(int narg, char **arg)
{
  int iarg = 4;
  while (iarg < narg) {
    const std::string key = arg[iarg];
    if (key == "elements") {
      elements = softmode::parse_elements(lmp, style_name, iarg, narg, arg);
      iarg += 1 + atom->ntypes;
    } else if (key == "dos") {
      iarg = parse_groups(iarg, narg, arg);
    } else {
      const int values = key == "range" || key == "states" ? 2 : key == "bands" ? 4 : 1;
      compat::require_args(FLERR, std::string(style_name) + " " + key, iarg, values, narg, error);
      if (!parse_keyword(key, arg + iarg + 1))
        error->all(FLERR, "Unknown {} keyword: {}", style_name, key);
      iarg += 1 + values;
    }
  }
}

/* ---------------------------------------------------------------------- */

bool FixCarboxylateSpectrum::parse_keyword(const std::string &key, char **value)
{
  const auto number = [&](int i) { return utils::numeric(FLERR, value[i], false, lmp); };
  const auto yes = [&] {
    return compat::logical(FLERR, std::string(style_name) + " " + key, value[0], error);
  };
  if (key == "resolution") {
    resolution = number(0);
    segment_samples = 0;
  } else if (key == "segment") {
    segment_samples = utils::inumeric(FLERR, value[0], false, lmp);
    resolution = 0.0;
  } else if (key == "overlap") {
    overlap = number(0);
  } else if (key == "window") {
    const auto found = softmode::window_by_name(value[0]);
    if (!found)
      error->all(FLERR, "{}: window must be none, hann, hamming or blackman, not {}", style_name,
                 value[0]);
    window = *found;
  } else if (key == "range") {
    range_low = number(0);
    range_high = number(1);
  } else if (key == "bands") {
    for (int i = 0; i < 4; i++) bands[i] = number(i);
  } else if (key == "write") {
    write_every = utils::inumeric(FLERR, value[0], false, lmp);
  } else if (key == "flux") {
    with_flux = yes();
  } else if (key == "timestep_correction") {
    correct_timestep = yes();
  } else if (key == "quantum") {
    const auto found = softmode::quantum_correction_by_name(value[0]);
    if (!found)
      error->all(FLERR, "{}: quantum must be none, standard, harmonic or schofield, not {}",
                 style_name, value[0]);
    correction = *found;
  } else if (key == "temp") {
    temperature = number(0);
    if (!(temperature > 0.0))
      error->all(FLERR, "{}: temp must be positive, got {}", style_name, temperature);
  } else if (key == "dof") {
    degrees_of_freedom = number(0);
    if (!(degrees_of_freedom > 0.0))
      error->all(FLERR, "{}: dof must be positive, got {}", style_name, degrees_of_freedom);
  } else if (key == "file") {
    spectra_file = value[0];
  } else if (key == "blocks") {
    blocks_file = value[0];
  } else if (key == "acf") {
    autocorrelation_file = value[0];
  } else if (key == "states") {
    id_states = value[0];
    states_file = value[1];
  } else
    return false;
  return true;
}

/* ----------------------------------------------------------------------
   dos N group-ID-1 ... group-ID-N
------------------------------------------------------------------------- */

int FixCarboxylateSpectrum::parse_groups(int iarg, int narg, char **arg)
{
  compat::require_args(FLERR, "fix carboxylate/spectrum dos", iarg, 1, narg, error);
  const int n = utils::inumeric(FLERR, arg[iarg + 1], false, lmp);
  if (n < 1 || n > 32) error->all(FLERR, "{}: dos takes 1 to 32 groups, got {}", style_name, n);
  compat::require_args(FLERR, "fix carboxylate/spectrum dos", iarg, n + 1, narg, error);
  for (int g = 0; g < n; g++) {
    const char *name = arg[iarg + 2 + g];
    if (group->find(name) < 0)
      error->all(FLERR, "{}: there is no group {} for dos", style_name, name);
    dos_groups.emplace_back(name);
  }
  return iarg + 2 + n;
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::check_keywords() const
{
  if (segment_samples == 0 && !(resolution > 0.0))
    error->all(FLERR, "{}: resolution must be positive, got {}", style_name, resolution);
  if (resolution == 0.0 && segment_samples < 16)
    error->all(FLERR, "{}: segment must be at least 16 samples, got {}", style_name,
               segment_samples);
  if (!(overlap >= 0.0) || overlap >= 1.0)
    error->all(FLERR, "{}: overlap must be at least 0 and below 1, got {}", style_name, overlap);
  if (!(range_low < range_high))
    error->all(FLERR, "{}: range must be ascending, got {} {}", style_name, range_low, range_high);
  if (!(bands[0] < bands[1]) || !(bands[2] < bands[3]))
    error->all(FLERR, "{}: bands must be two ascending ranges, got {} {} and {} {}", style_name,
               bands[0], bands[1], bands[2], bands[3]);
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
  find_states();
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

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::find_states()
{
  if (id_states.empty()) return;
  states = dynamic_cast<ComputeCarboxylateState *>(compat::find_compute(modify, id_states));
  if (!states)
    error->all(FLERR, "{} {}: there is no compute carboxylate/state with ID {}", style_name, id,
               id_states);
  if (states->igroup != igroup)
    error->all(FLERR, "{} {}: compute {} must have the same group", style_name, id, id_states);
  states->init();    // LAMMPS initialises computes after fixes, and their bonds are needed now
  if (nevery % states->sampled_every() != 0)
    error->all(FLERR,
               "{} {}: samples every {} steps need the states of compute {}, which samples every "
               "{}",
               style_name, id, nevery, id_states, states->sampled_every());
}

/* ----------------------------------------------------------------------
   with the time step as it is now
------------------------------------------------------------------------- */

softmode::SegmentSettings FixCarboxylateSpectrum::segment_settings()
{
  timestep_fs = update->dt / force->femtosecond;
  softmode::SegmentSettings settings;
  settings.interval_fs = nevery * timestep_fs;
  settings.window = window;
  settings.correlate = !autocorrelation_file.empty();
  settings.groups = ngroups();
  settings.lines = id_states.empty() ? 0 : 2;
  settings.samples = segment_samples;
  if (resolution > 0.0)
    settings.samples = softmode::fft_friendly(static_cast<int>(
        std::ceil(softmode::window_fwhm(window) /
                  (resolution * settings.interval_fs * softmode::speed_of_light_cm_fs))));
  settings.hop = std::max(1, static_cast<int>(std::lround(settings.samples * (1.0 - overlap))));
  return settings;
}

/* ----------------------------------------------------------------------
   points of a spectrum that are written
------------------------------------------------------------------------- */

int FixCarboxylateSpectrum::rows_in_range(const softmode::SegmentSettings &settings) const
{
  softmode::SpectrumResult axis;
  axis.settings = settings;
  axis.timestep_fs = timestep_fs;
  axis.correct_timestep = correct_timestep;
  axis.range_low = range_low;
  axis.range_high = range_high;
  int rows = 0;
  softmode::detail::for_each_point(axis, [&rows](int, double) { rows++; });
  return rows;
}

/* ----------------------------------------------------------------------
   once, at the first run: channels, their owners, and the accumulator
------------------------------------------------------------------------- */

void FixCarboxylateSpectrum::prepare()
{
  const softmode::SegmentSettings settings = segment_settings();
  const auto roles = softmode::roles_by_type(lmp, style_name, elements);
  topology = softmode::gather_topology(lmp, style_name, groupbit, roles, false);
  if (states && states->topology().carboxylates.size() != topology.carboxylates.size())
    error->all(FLERR,
               "{} {}: compute {} sees {} carboxylates, this fix {}: give both the same elements",
               style_name, id, id_states, states->topology().carboxylates.size(),
               topology.carboxylates.size());
  channels =
      softmode::make_sampled_channels(lmp, topology, dos_groups, first_dos_group(), with_flux);
  sampler = make_sampler();
  distribute_channels();
  const int first = channel_start[comm->me], last = channel_start[comm->me + 1];
  spectrum = std::make_unique<softmode::SegmentSpectrum>(
      settings, std::vector<int>(channels.group.begin() + first, channels.group.begin() + last));
  history = softmode::StateHistory(topology.carboxylates.size(), settings.samples);
  split_by_state();
  if (degrees_of_freedom == 0.0) find_degrees_of_freedom();
  take_restored();

  if (rows_in_range(settings) != size_array_rows && comm->me == 0)
    error->warning(
        FLERR,
        "{} {}: the time step has changed since the fix was defined, so its array has {} "
        "rows for spectra of {}; define it after the timestep command",
        style_name, id, size_array_rows, rows_in_range(settings));
  if (comm->me == 0)
    utils::logmesg(lmp, "{} {}: {} channels, segments of {} samples every {} fs = {:.3f} ps\n",
                   style_name, id, channels.group.size(), settings.samples, settings.interval_fs,
                   settings.samples * settings.interval_fs * 1e-3);
}

/* ---------------------------------------------------------------------- */

std::unique_ptr<softmode::ChannelSampler> FixCarboxylateSpectrum::make_sampler()
{
  return std::make_unique<softmode::ChannelSampler>(lmp, style_name, groupbit, channels);
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::distribute_channels()
{
  const bigint nchannels = channels.count();
  channel_start.resize(comm->nprocs + 1);
  for (int p = 0; p <= comm->nprocs; p++)
    channel_start[p] = static_cast<int>(nchannels * p / comm->nprocs);
  const auto owned =
      static_cast<std::size_t>(channel_start[comm->me + 1] - channel_start[comm->me]);
  sample.resize(channels.group.size());
  pending.resize(channels.group.size() * batch);
  received.resize(owned * batch);
}

/* ----------------------------------------------------------------------
   at the end of a segment, the power of a channel also goes to the group of
   its state, and of an atom to its further dos groups
------------------------------------------------------------------------- */

void FixCarboxylateSpectrum::split_by_state()
{
  const int first = channel_start[comm->me];
  const int first_carboxylate = 3;
  const int first_bond = first_carboxylate + 2 * static_cast<int>(topology.carboxylates.size());
  const auto add = [this](const std::vector<double> &power, softmode::SpectrumBlock &block,
                          int group) {
    double *sum = &block.power[static_cast<std::size_t>(group) * spectrum->points()];
    for (std::size_t k = 0; k < power.size(); k++) sum[k] += power[k];
    block.windows[group] += 1.0;
  };
  const auto axis = [this](int k) {
    const double sampled = softmode::sampled_wavenumber(spectrum->settings, k);
    return correct_timestep ? softmode::true_wavenumber(sampled, timestep_fs) : sampled;
  };
  spectrum->at_segment_end = [=](std::size_t local, const std::vector<double> &power,
                                 softmode::SpectrumBlock &block) {
    const int channel = first + static_cast<int>(local);
    if (channel >= channels.first_velocity) {
      const unsigned groups = channels.membership[(channel - channels.first_velocity) / 3];
      for (int g = 0; g < static_cast<int>(dos_groups.size()); g++)
        if ((groups & (1u << g)) && first_dos_group() + g != channels.group[channel])
          add(power, block, first_dos_group() + g);
      return;
    }
    if (!states || channel < first_carboxylate) return;
    if (channel >= first_bond) {
      if (states->finds_bonds_by_distance()) return;    // other bonds than those of the topology
      const auto state = static_cast<int>(history.of_bond(channel - first_bond));
      add(power, block, softmode::split_group(softmode::metal_oxygen_group, state));
      return;
    }
    const int stretch = channels.group[channel], carboxylate = (channel - first_carboxylate) / 2;
    const softmode::WindowState state = history.of_carboxylate(carboxylate);
    if (state == softmode::WindowState::unbound) return;
    add(power, block, softmode::split_group(stretch, static_cast<int>(state)));
    const int line = stretch - softmode::asymmetric_group;
    const double wavenumber = softmode::centroid(power, axis, bands[2 * line], bands[2 * line + 1]);
    if (std::isfinite(wavenumber))
      block.lines[line].add(history.mean_weight(carboxylate, spectrum->window), wavenumber);
  };
}

/* ----------------------------------------------------------------------
   3 N, less 3 when the group has no net momentum
------------------------------------------------------------------------- */

void FixCarboxylateSpectrum::find_degrees_of_freedom()
{
  double mine[6] = {0.0, 0.0, 0.0, 0.0, 0.0, 0.0}, all[6];    // momentum, 2 x kinetic, mass, atoms
  for (int i = 0; i < atom->nlocal; i++) {
    if (!(atom->mask[i] & groupbit)) continue;
    const double mass = atom->rmass ? atom->rmass[i] : atom->mass[atom->type[i]];
    for (int d = 0; d < 3; d++) {
      mine[d] += mass * atom->v[i][d];
      mine[3] += mass * atom->v[i][d] * atom->v[i][d];
    }
    mine[4] += mass;
    mine[5] += 1.0;
  }
  MPI_Allreduce(mine, all, 6, MPI_DOUBLE, MPI_SUM, world);
  const double momentum2 = all[0] * all[0] + all[1] * all[1] + all[2] * all[2];
  const bool at_rest = momentum2 <= 1e-12 * all[3] * all[4];
  degrees_of_freedom = 3.0 * all[5] - (at_rest && all[5] > 1.0 ? 3.0 : 0.0);
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::setup(int)
{
  sampler->invalidate();
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::end_of_step()
{
  if (states && !states->knows_thresholds()) return;
  if (next_sample >= 0 && update->ntimestep != next_sample) start_after_gap();
  next_sample = update->ntimestep + nevery;
  std::fill(sample.begin(), sample.end(), 0.0);
  sampler->sample(sample.data());
  store_sample();
  if (states) add_states();
  volume_sum += domain->dimension == 3 ? domain->xprd * domain->yprd * domain->zprd : 0.0;
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
  history.clear();
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::add_states()
{
  const std::vector<double> &lengths = states->lengths_now();
  softmode::BondSample s{states->states_at(lengths), std::vector<double>(lengths.size())};
  for (std::size_t b = 0; b < lengths.size(); b++)
    s.weights[b] =
        s.states[b] < 0 ? 1.0 : softmode::evaluate(states->state_weight(), lengths[b]).weight;
  pending_states.push_back(std::move(s));
}

/* ----------------------------------------------------------------------
   behind one another, so that thousands of channels cost no cache line each
------------------------------------------------------------------------- */

void FixCarboxylateSpectrum::store_sample()
{
  for (int p = 0; p < comm->nprocs; p++) {
    const std::size_t start = channel_start[p], n = channel_start[p + 1] - start;
    std::copy_n(&sample[start], n, &pending[start * batch + npending * n]);
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
  const int owned = channel_start[comm->me + 1] - channel_start[comm->me];
  for (int s = 0; s < npending;) {
    const int n = std::min(npending - s, spectrum->settings.samples - spectrum->filled);
    const int segments = spectrum->segments;
    if (states)
      for (int k = s; k < s + n; k++) history.add(pending_states[k], states->topology().bonds);
    spectrum->add_samples(received.data() + static_cast<std::size_t>(s) * owned, n);
    if (states && spectrum->segments > segments) history.keep_overlap(spectrum->settings.hop);
    s += n;
  }
  pending_states.clear();
  npending = 0;
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateSpectrum::post_run()
{
  write_files();
}
