// SPDX-License-Identifier: GPL-2.0-only
// Running statistics of metal-carboxylate bonds: states with hysteresis, populations, mean and
// spread of r per state, Lindemann ratio. Pure: no LAMMPS header.
#pragma once

#include "softmode/definitions/bond_state.h"
#include "softmode/definitions/state_weight.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace softmode {

/// Mean and variance by Welford's update, which keeps its digits where sum(r^2) - sum(r)^2 does not.
struct RunningMoments {
  double count = 0.0;
  double mean = 0.0;
  double squared_deviations = 0.0;

  void add(double value)
  {
    count += 1.0;
    const double delta = value - mean;
    mean += delta / count;
    squared_deviations += delta * (value - mean);
  }

  /// Population standard deviation, 0 before the first sample.
  double sigma() const { return count > 0.0 ? std::sqrt(squared_deviations / count) : 0.0; }
};

/// Everything remembered about one bond.
struct BondRecord {
  BondState state = BondState::tight;
  bool present = false;          ///< at the last sample; always true for bonds of the topology
  double transitions = 0.0;      ///< changes of state since the first sample
  double loose_samples = 0.0;    ///< samples in the loose state
  RunningMoments length;         ///< over all samples at which it was present
};

/// Time-and-bond averages since the first sample.
struct BondSummary {
  double samples = 0.0;    ///< samples taken; bonds may be absent from some
  double loose_fraction = 0.0;
  double mean_weight = 0.0;
  double mean_length = 0.0, sigma = 0.0;
  double mean_length_tight = 0.0, sigma_tight = 0.0;
  double mean_length_loose = 0.0, sigma_loose = 0.0;
  double lindemann_ratio = 0.0;
  double transitions = 0.0;
};

/// Accumulates samples of all bonds of one system. Lengths in the caller's unit.
class BondStatistics {
 public:
  BondStatistics() = default;
  BondStatistics(const Hysteresis &thresholds, const StateWeight &order_parameter,
                 std::size_t nbonds) :
      hysteresis(thresholds),
      weight(order_parameter), records(nbonds)
  {
  }

  /// Add one sample; lengths[i] is the length of bond i, NaN where the bond is absent. Bonds beyond
  /// those known are new.
  void add(const std::vector<double> &lengths)
  {
    records.resize(std::max(records.size(), lengths.size()));
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      BondRecord &bond = records[i];
      const double r = lengths[i];
      if (std::isnan(r)) {
        bond.present = false;
        continue;
      }
      const BondState state = state_now(i, r);
      if (bond.present && state != bond.state) bond.transitions += 1.0;
      bond.state = state;
      bond.present = true;
      bond.loose_samples += state == BondState::loose ? 1.0 : 0.0;
      bond.length.add(r);
      (state == BondState::loose ? loose : tight).add(r);
      weight_sum += evaluate(weight, r).weight;
    }
    ++samples;
  }

  /// State bond i has at length r, given its history; nothing is stored.
  BondState state_now(std::size_t i, double r) const
  {
    return i < records.size() && records[i].present ? next_state(hysteresis, records[i].state, r)
                                                    : initial_state(hysteresis, r);
  }

  /// Lindemann ratio of one bond, sqrt(<r^2> - <r>^2) / <r> over time.
  static double lindemann_ratio(const BondRecord &bond)
  {
    return bond.length.mean > 0.0 ? bond.length.sigma() / bond.length.mean : 0.0;
  }

  /// Averages over time and bonds; all zero before the first sample.
  BondSummary summary() const
  {
    BondSummary s;
    s.samples = static_cast<double>(samples);
    const double all = tight.count + loose.count;
    if (all == 0.0) return s;
    for (const BondRecord &bond : records) {
      s.loose_fraction += bond.loose_samples / all;
      s.mean_length += bond.length.count / all * bond.length.mean;
      s.lindemann_ratio += bond.length.count / all * lindemann_ratio(bond);
      s.transitions += bond.transitions;
    }
    s.mean_weight = weight_sum / all;
    s.mean_length_tight = tight.mean;
    s.sigma_tight = tight.sigma();
    s.mean_length_loose = loose.mean;
    s.sigma_loose = loose.sigma();
    const double gap = loose.mean - tight.mean;
    s.sigma = std::sqrt((tight.squared_deviations + loose.squared_deviations +
                         gap * gap * tight.count * loose.count / all) /
                        all);
    return s;
  }

  /// Everything, for a restart file; the thresholds too, which may have been found from a profile.
  std::vector<double> pack() const
  {
    std::vector<double> data{static_cast<double>(samples), weight_sum, hysteresis.tight_below,
                             hysteresis.loose_above};
    const auto put = [&data](const RunningMoments &m) {
      data.insert(data.end(), {m.count, m.mean, m.squared_deviations});
    };
    put(tight);
    put(loose);
    for (const BondRecord &bond : records) {
      data.insert(data.end(), {bond.present ? static_cast<double>(bond.state) : -1.0,
                               bond.transitions, bond.loose_samples});
      put(bond.length);
    }
    return data;
  }

  /// Restore what pack() gave. Returns false, unchanged, if data is of another number of bonds.
  bool unpack(const std::vector<double> &data)
  {
    if (data.size() != 10 + 6 * records.size()) return false;
    const double *next = data.data();
    const auto take = [&next] { return *next++; };
    const auto take_moments = [&take](RunningMoments &m) {
      m.count = take();
      m.mean = take();
      m.squared_deviations = take();
    };
    samples = static_cast<std::int64_t>(take());
    weight_sum = take();
    hysteresis.tight_below = take();
    hysteresis.loose_above = take();
    take_moments(tight);
    take_moments(loose);
    for (BondRecord &bond : records) {
      const double state = take();
      bond.present = state >= 0.0;
      bond.state = state > 0.0 ? BondState::loose : BondState::tight;
      bond.transitions = take();
      bond.loose_samples = take();
      take_moments(bond.length);
    }
    return true;
  }

  Hysteresis hysteresis{};
  StateWeight weight{};
  std::vector<BondRecord> records;
  RunningMoments tight, loose;    ///< pooled over bonds, by state
  double weight_sum = 0.0;
  std::int64_t samples = 0;
};

}    // namespace softmode
