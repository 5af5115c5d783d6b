// SPDX-License-Identifier: GPL-2.0-only
#include "styles/fix_carboxylate_kinetics.h"

#include "compat/lammps_compat.h"
#include "styles/compute_carboxylate_state.h"
#include "styles/host_atoms.h"
#include "styles/output_file.h"

#include "comm.h"
#include "error.h"
#include "force.h"
#include "update.h"
#include "utils.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>

using namespace LAMMPS_NS;
using namespace FixConst;
using softmode::BondState;

namespace {

constexpr const char *style_name = "fix carboxylate/kinetics";
constexpr int vector_size = 11;
constexpr int default_bins = 600;

const char *time_unit(const char *unit_style)
{
  return strcmp(unit_style, "real") == 0 ? "fs" : strcmp(unit_style, "metal") == 0 ? "ps" : "time";
}

}    // namespace

/* ---------------------------------------------------------------------- */

FixCarboxylateKinetics::FixCarboxylateKinetics(LAMMPS *lmp, int narg, char **arg) :
    Fix(lmp, narg, arg), max_lag(1000), write_every(0), bin_low(0.0), bin_width(0.0), nbins(0),
    interval(0.0), states(nullptr), events(nullptr), next_sample(-1)
{
  if (narg < 5) error->all(FLERR, "{} needs: Nevery compute-ID", style_name);
  nevery = utils::inumeric(FLERR, arg[3], false, lmp);
  if (nevery < 1) error->all(FLERR, "{}: Nevery must be at least 1, got {}", style_name, nevery);
  id_states = arg[4];
  parse_keywords(narg, arg);

  vector_flag = 1;
  size_vector = vector_size;
  extvector = 0;
  global_freq = nevery;
  restart_global = 1;
  softmode::fetches_its_own_data(this);
}

/* ---------------------------------------------------------------------- */

FixCarboxylateKinetics::~FixCarboxylateKinetics()
{
  if (events) fclose(events);
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateKinetics::parse_keywords(int narg, char **arg)
{
  int iarg = 5;
  while (iarg < narg) {
    const std::string key = arg[iarg];
    const int values = key == "bins" ? 3 : 1;
    compat::require_args(FLERR, std::string(style_name) + " " + key, iarg, values, narg, error);
    char **value = arg + iarg + 1;
    if (key == "lags") {
      max_lag = utils::inumeric(FLERR, value[0], false, lmp);
      if (max_lag < 1)
        error->all(FLERR, "{}: lags must be at least 1, got {}", style_name, max_lag);
    } else if (key == "bins") {
      const double low = utils::numeric(FLERR, value[0], false, lmp),
                   high = utils::numeric(FLERR, value[1], false, lmp);
      nbins = utils::inumeric(FLERR, value[2], false, lmp);
      if (!(low < high) || nbins < 1)
        error->all(FLERR, "{}: bins needs lo < hi and at least 1 bin, got {} {} {}", style_name,
                   low, high, nbins);
      bin_low = low;
      bin_width = (high - low) / nbins;
    } else if (key == "write") {
      write_every = utils::inumeric(FLERR, value[0], false, lmp);
      if (write_every < 0 || write_every % nevery != 0)
        error->all(FLERR, "{}: write must be a multiple of Nevery {}, got {}", style_name, nevery,
                   write_every);
    } else if (key == "file") {
      rates_file = value[0];
    } else if (key == "survival") {
      survival_file = value[0];
    } else if (key == "profile") {
      profile_file = value[0];
    } else if (key == "events") {
      events_file = value[0];
    } else
      error->all(FLERR, "Unknown {} keyword: {}", style_name, key);
    iarg += 1 + values;
  }
}

/* ---------------------------------------------------------------------- */

int FixCarboxylateKinetics::setmask()
{
  return END_OF_STEP | POST_RUN;
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateKinetics::init()
{
  states = dynamic_cast<ComputeCarboxylateState *>(compat::find_compute(modify, id_states));
  if (!states)
    error->all(FLERR, "{} {}: there is no compute carboxylate/state with ID {}", style_name, id,
               id_states);
  if (nevery % states->sampled_every() != 0)
    error->all(FLERR,
               "{} {}: samples every {} steps need the states of compute {}, which samples every "
               "{}",
               style_name, id, nevery, id_states, states->sampled_every());
  states->init();    // LAMMPS initialises computes after fixes, and their bonds are needed now
  if (kinetics && interval != nevery * update->dt)
    error->all(FLERR, "{} {}: the time step changed; unfix it and start again", style_name, id);
  if (!kinetics) prepare();
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateKinetics::prepare()
{
  if (nbins == 0) {
    const double midpoint = states->state_weight().midpoint;
    bin_low = 0.5 * midpoint;
    bin_width = 1.5 * midpoint / default_bins;
    nbins = default_bins;
  }
  interval = nevery * update->dt;
  // a restart file may hold fewer bonds than the compute knows by now: the others join at the next sample
  const std::size_t nbonds =
      restored.empty() ? states->topology().bonds.size() : static_cast<std::size_t>(restored[2]);
  kinetics = std::make_unique<softmode::BondKinetics>(nbonds, max_lag);
  histogram = std::make_unique<softmode::LengthHistogram>(bin_low, bin_width, nbins);
  last.assign(kinetics->nbonds(), -1);
  take_restored();
  if (!events_file.empty()) open_events();
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateKinetics::end_of_step()
{
  if (!states->knows_thresholds()) return;
  const std::vector<double> &lengths = states->lengths_now();
  const std::vector<std::int8_t> now = states->states_at(lengths);
  if (now.size() > kinetics->nbonds()) kinetics->add_bonds(now.size());
  last.resize(now.size(), -1);

  if (next_sample >= 0 && update->ntimestep != next_sample) {
    // reset_timestep or skipped steps: no dwell may span the gap
    kinetics->add(std::vector<std::int8_t>(now.size(), -1));
    last.assign(now.size(), -1);
  }
  next_sample = update->ntimestep + nevery;

  kinetics->add(now);
  for (const double r : lengths)
    if (!std::isnan(r)) histogram->add(r);
  if (!events_file.empty()) write_events(now, lengths);
  last = now;
  if (write_every && update->ntimestep % write_every == 0) write_files();
}

/* ----------------------------------------------------------------------
   a new log, or the old one up to the step of the restart file
------------------------------------------------------------------------- */

void FixCarboxylateKinetics::open_events()
{
  int failed = 0;
  if (comm->me == 0) {
    const std::string before = next_sample < 0 ? "" : keep_events_until(update->ntimestep);
    events = fopen(events_file.c_str(), "w");
    failed = !events;
    if (events)
      fprintf(events, "%s",
              before.empty()
                  ? "# step,metal,oxygen,carbon,from,to,r; states: -1 absent, 0 tight, 1 "
                    "loose\nstep,metal,oxygen,carbon,from,to,r_distance\n"
                  : before.c_str());
  }
  MPI_Bcast(&failed, 1, MPI_INT, 0, world);
  if (failed)
    error->all(FLERR, "{} {}: cannot write {}: {}", style_name, id, events_file, strerror(errno));
}

/* ---------------------------------------------------------------------- */

std::string FixCarboxylateKinetics::keep_events_until(bigint step) const
{
  std::ifstream in(events_file);
  std::string text;
  for (std::string line; std::getline(in, line);) {
    char *end = nullptr;
    const bigint at = std::strtoll(line.c_str(), &end, 10);
    if (in.eof() || (end != line.c_str() && at > step)) continue;    // a half line at the end, too
    text += line + "\n";
  }
  return text;
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateKinetics::write_events(const std::vector<std::int8_t> &now,
                                          const std::vector<double> &lengths)
{
  if (comm->me != 0) return;
  const auto &topology = states->topology();
  for (std::size_t b = 0; b < now.size(); b++) {
    if (now[b] == last[b]) continue;
    const auto &bond = topology.bonds[b];
    fprintf(events, BIGINT_FORMAT ",%lld,%lld,%lld,%d,%d,%.8g\n", update->ntimestep,
            static_cast<long long>(bond.metal), static_cast<long long>(bond.oxygen),
            static_cast<long long>(topology.carboxylates[bond.carboxylate].carbon), last[b], now[b],
            lengths[b]);
  }
}

/* ---------------------------------------------------------------------- */

softmode::KineticsResult FixCarboxylateKinetics::result() const
{
  return {kinetics.get(), histogram.get(), interval, time_unit(update->unit_style)};
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateKinetics::post_run()
{
  write_files();
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateKinetics::write_files()
{
  std::string problem;
  if (comm->me == 0) {
    const softmode::KineticsResult r = result();
    problem += softmode::write_whole_file(rates_file, r, softmode::write_kinetics);
    problem += softmode::write_whole_file(survival_file, r, softmode::write_survival);
    problem += softmode::write_whole_file(profile_file, r, softmode::write_profile);
    if (events && (fflush(events) != 0 || ferror(events)))
      problem += "cannot write " + events_file + ": " + strerror(errno);
  }
  int failed = problem.empty() ? 0 : 1;
  MPI_Bcast(&failed, 1, MPI_INT, 0, world);
  if (failed) error->all(FLERR, "{} {}: {}", style_name, id, problem);
}

/* ----------------------------------------------------------------------
   k(t->l), error, k(l->t), error, K from rates, K from populations, both
   numbers of transitions, mean completed dwells, drift of the populations
------------------------------------------------------------------------- */

double FixCarboxylateKinetics::compute_vector(int i)
{
  if (!kinetics) return 0.0;
  const auto tight = kinetics->rate(BondState::tight), loose = kinetics->rate(BondState::loose);
  const softmode::DetailedBalance b = kinetics->detailed_balance();
  const double values[vector_size] = {tight.rate / interval,
                                      tight.error / interval,
                                      loose.rate / interval,
                                      loose.error / interval,
                                      b.K_rates,
                                      b.K_populations,
                                      static_cast<double>(b.tight_to_loose),
                                      static_cast<double>(b.loose_to_tight),
                                      kinetics->mean_completed_dwell(BondState::tight) * interval,
                                      kinetics->mean_completed_dwell(BondState::loose) * interval,
                                      b.z_drift};
  return values[i];
}

/* ---------------------------------------------------------------------- */

double FixCarboxylateKinetics::memory_usage()
{
  if (!kinetics) return 0.0;
  return static_cast<double>(kinetics->nbonds()) * (2.0 * max_lag / 8.0 + 128.0) +
         8.0 * (10.0 * max_lag + nbins);
}

/* ----------------------------------------------------------------------
   the same on every rank; rank 0 writes
------------------------------------------------------------------------- */

void FixCarboxylateKinetics::write_restart(FILE *fp)
{
  if (comm->me != 0) return;
  if (events) fflush(events);    // the log must hold every event up to this step
  std::vector<double> data{0.0};
  if (kinetics) {
    const std::vector<double> k = kinetics->pack(), h = histogram->pack();
    data.insert(data.end(), {interval, static_cast<double>(next_sample),
                             static_cast<double>(last.size()), static_cast<double>(k.size())});
    data.insert(data.end(), last.begin(), last.end());
    data.insert(data.end(), k.begin(), k.end());
    data.insert(data.end(), h.begin(), h.end());
  } else
    data.insert(data.end(), restored.begin(), restored.end());
  data[0] = static_cast<double>(data.size() - 1);
  const int bytes = static_cast<int>(data.size() * sizeof(double));
  fwrite(&bytes, sizeof(int), 1, fp);
  fwrite(data.data(), sizeof(double), data.size(), fp);
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateKinetics::restart(char *buf)
{
  const double *data = reinterpret_cast<const double *>(buf);
  restored.assign(data + 1, data + 1 + static_cast<std::size_t>(data[0]));
}

/* ---------------------------------------------------------------------- */

void FixCarboxylateKinetics::take_restored()
{
  if (restored.empty()) return;
  const double *next = restored.data(), *end = next + restored.size();
  const bool same_interval = *next++ == interval;
  next_sample = static_cast<bigint>(*next++);
  const auto nlast = static_cast<std::size_t>(*next++),
             nkinetics = static_cast<std::size_t>(*next++);
  last.clear();
  for (std::size_t b = 0; b < nlast; b++) last.push_back(static_cast<std::int8_t>(*next++));
  if (!same_interval || !kinetics->unpack(std::vector<double>(next, next + nkinetics)) ||
      !histogram->unpack(std::vector<double>(next + nkinetics, end)))
    error->all(FLERR,
               "{} {}: the restart file holds kinetics of other bonds, lags, bins or intervals; "
               "give the fix "
               "another ID to start anew, or the same keywords as before",
               style_name, id);
  restored.clear();
}
