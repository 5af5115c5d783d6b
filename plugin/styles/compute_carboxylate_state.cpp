// SPDX-License-Identifier: GPL-2.0-only
#include "styles/compute_carboxylate_state.h"

#include "compat/lammps_compat.h"
#include "styles/fix_carboxylate_state.h"
#include "styles/host_atoms.h"

#include "atom.h"
#include "comm.h"
#include "error.h"
#include "force.h"
#include "group.h"
#include "memory.h"
#include "modify.h"
#include "update.h"
#include "utils.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <sstream>

using namespace LAMMPS_NS;
using softmode::BondRecord;
using softmode::BondState;
using softmode::BondSummary;
using softmode::Coordination;

namespace {

constexpr const char *style_name = "compute carboxylate/state";
constexpr int vector_size = 28;
constexpr int local_columns = 10;
constexpr int peratom_columns = 5;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

// the profile that thresholds are learnt from: half to twice the midpoint
softmode::LengthHistogram empty_profile(double midpoint)
{
  constexpr int bins = 600;
  return {0.5 * midpoint, 1.5 * midpoint / bins, bins};
}

}    // namespace

/* ---------------------------------------------------------------------- */

ComputeCarboxylateState::ComputeCarboxylateState(LAMMPS *lmp, int narg, char **arg) :
    Compute(lmp, narg, arg),
    bonds(std::make_unique<softmode::BondFollower>(lmp, style_name)), weight{}, hysteresis{},
    every(1), temperature(0.0), sampler(nullptr), carboxylate_sums{}, metal_bond_sum(0.0),
    learning_samples(0), threshold_gap(0.0), profile(empty_profile(1.0)), nmax(0)
{
  if (narg < 5) error->all(FLERR, "{} needs: r_mid delta", style_name);
  weight = {utils::numeric(FLERR, arg[3], false, lmp), utils::numeric(FLERR, arg[4], false, lmp)};
  if (!(weight.midpoint > 0.0) || !(weight.width > 0.0))
    error->all(FLERR, "{}: r_mid and delta must be positive, got {} and {}", style_name,
               weight.midpoint, weight.width);
  hysteresis = {weight.midpoint - weight.width, weight.midpoint + weight.width};
  parse_keywords(narg, arg);
  check_keywords();
  profile = empty_profile(weight.midpoint);

  vector_flag = 1;
  extvector = 0;
  size_vector = vector_size;
  vector = new double[vector_size]();
  peratom_flag = 1;
  size_peratom_cols = peratom_columns;
  local_flag = 1;
  size_local_cols = local_columns;
  size_local_rows = 0;

  id_fix = std::string(id) + "_carboxylate_state";
  sampler = dynamic_cast<FixCarboxylateState *>(modify->add_fix(
      fmt::format("{} {} carboxylate/state {}", id_fix, group->names[igroup], every)));
  if (!sampler) error->all(FLERR, "{}: cannot create its helper fix {}", style_name, id_fix);
  sampler->owner = this;
  softmode::fetches_its_own_data(this);
}

/* ---------------------------------------------------------------------- */

ComputeCarboxylateState::~ComputeCarboxylateState()
{
  // at the end of LAMMPS all fixes are gone before the computes
  if (compat::find_fix(modify, id_fix)) modify->delete_fix(id_fix);
  memory->destroy(array_atom);
  delete[] vector;
}

/* ---------------------------------------------------------------------- */

void ComputeCarboxylateState::parse_keywords(int narg, char **arg)
{
  int iarg = 5;
  while (iarg < narg) {
    if (strcmp(arg[iarg], "hysteresis") == 0) {
      iarg = parse_hysteresis(iarg, narg, arg);
    } else if (strcmp(arg[iarg], "distance") == 0) {
      iarg = parse_distance(iarg, narg, arg);
    } else if (strcmp(arg[iarg], "every") == 0) {
      compat::require_args(FLERR, "compute carboxylate/state every", iarg, 1, narg, error);
      every = utils::inumeric(FLERR, arg[iarg + 1], false, lmp);
      iarg += 2;
    } else if (strcmp(arg[iarg], "temp") == 0) {
      compat::require_args(FLERR, "compute carboxylate/state temp", iarg, 1, narg, error);
      temperature = utils::numeric(FLERR, arg[iarg + 1], false, lmp);
      if (!(temperature > 0.0))
        error->all(FLERR, "{}: temp must be positive, got {}", style_name, temperature);
      iarg += 2;
    } else if (strcmp(arg[iarg], "elements") == 0) {
      elements = softmode::parse_elements(lmp, style_name, iarg, narg, arg);
      iarg += 1 + atom->ntypes;
    } else
      error->all(FLERR, "Unknown {} keyword: {}", style_name, arg[iarg]);
  }
}

/* ----------------------------------------------------------------------
   hysteresis r_tight r_loose, or hysteresis auto samples gap
------------------------------------------------------------------------- */

int ComputeCarboxylateState::parse_hysteresis(int iarg, int narg, char **arg)
{
  compat::require_args(FLERR, "compute carboxylate/state hysteresis", iarg, 2, narg, error);
  if (strcmp(arg[iarg + 1], "auto") != 0) {
    hysteresis = {utils::numeric(FLERR, arg[iarg + 1], false, lmp),
                  utils::numeric(FLERR, arg[iarg + 2], false, lmp)};
    learning_samples = 0;
    return iarg + 3;
  }
  compat::require_args(FLERR, "compute carboxylate/state hysteresis auto", iarg, 3, narg, error);
  learning_samples = utils::bnumeric(FLERR, arg[iarg + 2], false, lmp);
  threshold_gap = utils::numeric(FLERR, arg[iarg + 3], false, lmp);
  if (learning_samples < 1 || !(threshold_gap >= 0.0))
    error->all(FLERR,
               "{}: hysteresis auto needs at least 1 sample and a gap that is not negative, got {} "
               "and {}",
               style_name, learning_samples, threshold_gap);
  return iarg + 4;
}

/* ----------------------------------------------------------------------
   distance r_bond r_break types; types is auto (every metal), or like 1,3*4
------------------------------------------------------------------------- */

int ComputeCarboxylateState::parse_distance(int iarg, int narg, char **arg)
{
  compat::require_args(FLERR, "compute carboxylate/state distance", iarg, 3, narg, error);
  search.emplace();
  search->limits = {utils::numeric(FLERR, arg[iarg + 1], false, lmp),
                    utils::numeric(FLERR, arg[iarg + 2], false, lmp)};
  if (!(search->limits.bond_below > 0.0) || search->limits.bond_below > search->limits.broken_above)
    error->all(FLERR, "{}: distance needs 0 < r_bond <= r_break, got {} and {}", style_name,
               search->limits.bond_below, search->limits.broken_above);
  if (strcmp(arg[iarg + 3], "auto") == 0) return iarg + 4;    // by role, when masses are known
  search->metal_types.assign(atom->ntypes + 1, false);
  std::istringstream list(arg[iarg + 3]);
  for (std::string range; std::getline(list, range, ',');) {
    int low, high;
    utils::bounds(FLERR, range, 1, atom->ntypes, low, high, error);
    for (int t = low; t <= high; t++) search->metal_types[t] = true;
  }
  return iarg + 4;
}

/* ---------------------------------------------------------------------- */

void ComputeCarboxylateState::check_keywords() const
{
  if (hysteresis.tight_below > hysteresis.loose_above)
    error->all(FLERR, "{}: hysteresis thresholds in the wrong order: r_tight {} > r_loose {}",
               style_name, hysteresis.tight_below, hysteresis.loose_above);
  if (every < 1) error->all(FLERR, "{}: every must be at least 1, got {}", style_name, every);
}

/* ---------------------------------------------------------------------- */

void ComputeCarboxylateState::init()
{
  if (bonds->topology.carboxylates.empty()) find_bonds();
  bonds->invalidate();
}

/* ----------------------------------------------------------------------
   runs after the atoms of this run are in place, before the first step
------------------------------------------------------------------------- */

void ComputeCarboxylateState::setup()
{
  bonds->invalidate();
}

/* ---------------------------------------------------------------------- */

void ComputeCarboxylateState::find_bonds()
{
  const auto roles = softmode::roles_by_type(lmp, style_name, elements);
  if (search && search->metal_types.empty())
    for (const softmode::AtomRole role : roles)
      search->metal_types.push_back(role == softmode::AtomRole::metal);
  bonds->find(groupbit, roles, search);
  statistics = softmode::BondStatistics(hysteresis, weight, bonds->topology.bonds.size());
  take_restored_statistics();
  if (comm->me == 0)
    utils::logmesg(lmp, "{} {}: {} carboxylates, {} metal-carboxylate bonds{}\n", style_name, id,
                   bonds->topology.carboxylates.size(), bonds->topology.bonds.size(),
                   search ? " so far, found by distance" : "");
}

/* ----------------------------------------------------------------------
   restart data: number of values of each part, then the parts
------------------------------------------------------------------------- */

std::vector<double> ComputeCarboxylateState::pack_statistics() const
{
  const std::vector<double> pairs = bonds->pack(), records = statistics.pack(),
                            histogram = profile.pack();
  std::vector<double> data{weight.midpoint,
                           weight.width,
                           static_cast<double>(pairs.size()),
                           static_cast<double>(records.size()),
                           static_cast<double>(histogram.size()),
                           static_cast<double>(learning_samples),
                           metal_bond_sum};
  data.insert(data.end(), carboxylate_sums.begin(), carboxylate_sums.end());
  for (const auto *part : {&pairs, &records, &histogram})
    data.insert(data.end(), part->begin(), part->end());
  return data;
}

/* ---------------------------------------------------------------------- */

void ComputeCarboxylateState::take_restored_statistics()
{
  if (sampler->restored.empty()) return;
  const double *next = sampler->restored.data();
  if (next[0] != weight.midpoint || next[1] != weight.width)
    error->all(
        FLERR,
        "{} {}: the restart file holds statistics with r_mid {} and delta {}, here they are {} "
        "and {}; give the compute another ID to start anew",
        style_name, id, next[0], next[1], weight.midpoint, weight.width);
  next += 2;
  const auto size = [&next] { return static_cast<std::size_t>(*next++); };
  const auto part = [&next](std::size_t n) {
    next += n;
    return std::vector<double>(next - n, next);
  };
  const std::size_t npairs = size(), nrecords = size(), nhistogram = size();
  const bigint still_to_learn = static_cast<bigint>(*next++);
  metal_bond_sum = *next++;
  for (double &sum : carboxylate_sums) sum = *next++;
  bonds->unpack(part(npairs));
  // bonds by distance have no records before the thresholds are known
  const std::vector<double> records = part(nrecords);
  const std::size_t recorded = (nrecords - std::min<std::size_t>(nrecords, 10)) / 6;
  const bool fits =
      search ? recorded <= bonds->topology.bonds.size() : recorded == bonds->topology.bonds.size();
  statistics.records.resize(recorded);
  if (!fits || !statistics.unpack(records) || !profile.unpack(part(nhistogram)))
    error->all(FLERR,
               "{} {}: the restart file holds statistics of another set of bonds than these {}",
               style_name, id, bonds->topology.bonds.size());
  learning_samples = still_to_learn;
  hysteresis = statistics.hysteresis;
  sampler->restored.clear();
}

/* ---------------------------------------------------------------------- */

void ComputeCarboxylateState::sample()
{
  const std::vector<double> &lengths = bonds->lengths_at_sample();
  if (!knows_thresholds()) {
    learn_thresholds(lengths);
    return;
  }
  statistics.add(lengths);
  const Coordination c = coordination_of(states_at(lengths));
  double tight_bonds = 0.0;
  for (const auto &[metal, number] : c.of_metal) tight_bonds += number;
  if (!c.of_metal.empty()) metal_bond_sum += tight_bonds / static_cast<double>(c.of_metal.size());
  for (int d = 0; d < softmode::denticities; d++) carboxylate_sums[d] += c.carboxylates[d];
}

/* ----------------------------------------------------------------------
   collect the distribution of lengths; after the last sample, take the
   thresholds from its free energy and begin the statistics
------------------------------------------------------------------------- */

void ComputeCarboxylateState::learn_thresholds(const std::vector<double> &lengths)
{
  for (const double r : lengths)
    if (!std::isnan(r)) profile.add(r);
  if (--learning_samples > 0) return;
  try {
    const auto found = softmode::find_thresholds(profile, 0.5 * weight.width, threshold_gap);
    hysteresis = {found.tight_below, found.loose_above};
    statistics = softmode::BondStatistics(hysteresis, weight, bonds->topology.bonds.size());
    if (comm->me == 0)
      utils::logmesg(lmp, "{} {}: thresholds {:.4f} and {:.4f}, around {} of the free energy\n",
                     style_name, id, hysteresis.tight_below, hysteresis.loose_above,
                     found.kind == softmode::DivideKind::minimum_between_basins
                         ? "the density minimum between two basins"
                         : "the inflection of the only basin");
  } catch (const std::exception &e) {
    error->all(FLERR, "{} {}: no thresholds in the profile of bond lengths: {}", style_name, id,
               e.what());
  }
}

/* ---------------------------------------------------------------------- */

std::vector<std::int8_t>
ComputeCarboxylateState::states_at(const std::vector<double> &lengths) const
{
  std::vector<std::int8_t> states(lengths.size(), -1);
  for (std::size_t b = 0; b < lengths.size(); b++)
    if (!std::isnan(lengths[b]))
      states[b] = static_cast<std::int8_t>(statistics.state_now(b, lengths[b]));
  return states;
}

/* ---------------------------------------------------------------------- */

Coordination ComputeCarboxylateState::coordination_of(const std::vector<std::int8_t> &states) const
{
  std::vector<bool> tight(states.size());
  for (std::size_t b = 0; b < states.size(); b++) tight[b] = states[b] == 0;
  return softmode::coordination(bonds->topology, tight);
}

/* ---------------------------------------------------------------------- */

void ComputeCarboxylateState::compute_vector()
{
  invoked_vector = update->ntimestep;
  const std::vector<double> &lengths = bonds->lengths();
  const std::vector<std::int8_t> states = states_at(lengths);

  double present = 0.0, loose_now = 0.0, weight_now = 0.0, length_now = 0.0;
  for (std::size_t b = 0; b < lengths.size(); b++) {
    if (states[b] < 0) continue;
    present += 1.0;
    loose_now += states[b];
    weight_now += softmode::evaluate(weight, lengths[b]).weight;
    length_now += lengths[b];
  }
  if (present > 0.0) {
    weight_now /= present;
    length_now /= present;
  }
  const BondSummary s = statistics.summary();
  const double K = s.loose_fraction / (1.0 - s.loose_fraction);
  const double free_energy =
      temperature > 0.0 && K > 0.0 ? -force->boltz * temperature * std::log(K) : unknown;
  const Coordination c = coordination_of(states);
  const double samples = s.samples > 0.0 ? s.samples : unknown;

  std::vector<double> values{present,
                             present - loose_now,
                             loose_now,
                             weight_now,
                             length_now,
                             s.samples,
                             s.loose_fraction,
                             K,
                             s.mean_length,
                             s.mean_length_tight,
                             s.sigma_tight,
                             s.mean_length_loose,
                             s.sigma_loose,
                             s.lindemann_ratio,
                             s.transitions,
                             free_energy,
                             s.sigma,
                             hysteresis.tight_below,
                             hysteresis.loose_above};
  values.insert(values.end(), c.carboxylates.begin(), c.carboxylates.end());
  for (const double sum : carboxylate_sums) values.push_back(sum / samples);
  values.push_back(metal_bond_sum / samples);
  std::copy(values.begin(), values.end(), vector);
}

/* ----------------------------------------------------------------------
   fraction of loose bonds and mean weight of each atom's bonds (of its
   carboxylate's bonds for a carbon), denticity, numbers of bonds of a metal
------------------------------------------------------------------------- */

void ComputeCarboxylateState::compute_peratom()
{
  invoked_peratom = update->ntimestep;
  const std::vector<double> &lengths = bonds->lengths();
  const std::vector<std::int8_t> states = states_at(lengths);
  const Coordination c = coordination_of(states);

  softmode::sync_host(lmp, TAG_MASK);
  if (atom->nmax > nmax) {
    memory->destroy(array_atom);
    nmax = atom->nmax;
    memory->create(array_atom, nmax, peratom_columns, "carboxylate/state:array_atom");
  }
  for (int i = 0; i < atom->nlocal; i++)
    for (int k = 0; k < peratom_columns; k++) array_atom[i][k] = k < 2 ? 0.0 : -1.0;

  const auto row = [&](softmode::AtomTag tag) {
    const int i = atom->map(static_cast<tagint>(tag));
    return i >= 0 && i < atom->nlocal ? array_atom[i] : nullptr;
  };
  const auto &carboxylates = bonds->topology.carboxylates;
  for (std::size_t k = 0; k < carboxylates.size(); k++)
    for (const auto tag :
         {carboxylates[k].carbon, carboxylates[k].oxygens[0], carboxylates[k].oxygens[1]})
      if (double *a = row(tag)) a[2] = static_cast<double>(c.denticity[k]);

  std::unordered_map<softmode::AtomTag, double> nbonds;
  for (std::size_t b = 0; b < states.size(); b++) {
    const auto &bond = bonds->topology.bonds[b];
    if (double *a = row(bond.metal); a && a[3] < 0.0) a[3] = a[4] = 0.0;
    if (states[b] < 0) continue;
    if (double *a = row(bond.metal)) {
      a[3] += states[b] == 0;
      a[4] += 1.0;
    }
    for (const auto tag : {bond.metal, bond.oxygen, carboxylates[bond.carboxylate].carbon})
      if (double *a = row(tag)) {
        nbonds[tag] += 1.0;
        a[0] += states[b];
        a[1] += softmode::evaluate(weight, lengths[b]).weight;
      }
  }
  for (int i = 0; i < atom->nlocal; i++) {
    const auto found = nbonds.find(atom->tag[i]);
    for (const int k : {0, 1})
      array_atom[i][k] = found == nbonds.end() ? -1.0 : array_atom[i][k] / found->second;
  }
}

/* ----------------------------------------------------------------------
   one row per bond whose oxygen this rank owns
------------------------------------------------------------------------- */

void ComputeCarboxylateState::compute_local()
{
  invoked_local = update->ntimestep;
  const std::vector<double> &lengths = bonds->lengths();
  const std::vector<std::int8_t> states = states_at(lengths);

  rows.clear();
  for (const int b : bonds->owned_bonds()) {
    if (states[b] < 0) continue;
    const auto &[metal, oxygen, carboxylate] = bonds->topology.bonds[b];
    const BondRecord record =
        b < static_cast<int>(statistics.records.size()) ? statistics.records[b] : BondRecord{};
    const double samples = std::max(1.0, record.length.count);
    rows.insert(rows.end(),
                {static_cast<double>(metal), static_cast<double>(oxygen),
                 static_cast<double>(bonds->topology.carboxylates[carboxylate].carbon), lengths[b],
                 softmode::evaluate(weight, lengths[b]).weight, static_cast<double>(states[b]),
                 record.length.mean, record.length.sigma(), record.loose_samples / samples,
                 record.transitions});
  }
  size_local_rows = static_cast<int>(rows.size()) / local_columns;
  row_starts.resize(size_local_rows);
  for (int i = 0; i < size_local_rows; i++) row_starts[i] = &rows[i * local_columns];
  array_local = row_starts.data();
}

/* ---------------------------------------------------------------------- */

double ComputeCarboxylateState::memory_usage()
{
  return bonds->memory_usage() +
         static_cast<double>(statistics.records.capacity() * sizeof(BondRecord) +
                             rows.capacity() * sizeof(double)) +
         static_cast<double>(nmax) * peratom_columns * sizeof(double);
}
