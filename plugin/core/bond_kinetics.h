// SPDX-License-Identifier: GPL-2.0-only
// Kinetics of bonds that switch between tight and loose: rates with errors, dwell times, survival
// functions, detailed balance. Pure: no LAMMPS header.
//
// Time is counted in samples, which are equally spaced; whoever writes results converts. All that
// is accumulated are integers, so nothing depends on how a run was cut into pieces.
//   stretch   samples of one bond between two absences
//   dwell     samples a stretch spends in one state without leaving it; its length is their number
//   interval  from one sample to the next, with the bond present at both; it counts for the state
//             it starts in
// A dwell has both ends seen (completed), or only its beginning (censored), or not its beginning
// (unseen): the first dwell of a stretch was entered nobody knows when.
#pragma once

#include "softmode/definitions/bond_state.h"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <type_traits>
#include <vector>

namespace softmode {

/// Stands for the state of a pair that is no bond at a sample; others are values of BondState.
inline constexpr std::int8_t absent_bond = -1;

/// Value of a result that no sample determines.
inline constexpr double undetermined = std::numeric_limits<double>::quiet_NaN();

/// How many dwells had which length in samples. Those longer than max_lag are kept together, with
/// the sum of their lengths.
struct DwellLengths {
  std::vector<std::uint64_t> counts;    ///< [length], 0 .. max_lag; no dwell has length 0
  std::uint64_t longer = 0;             ///< dwells longer than max_lag
  std::uint64_t longer_samples = 0;     ///< sum of their lengths

  explicit DwellLengths(int max_lag = 0) : counts(static_cast<std::size_t>(max_lag) + 1) {}

  void add(std::uint64_t length)
  {
    if (length < counts.size()) {
      ++counts[length];
    } else {
      ++longer;
      longer_samples += length;
    }
  }

  void add(const DwellLengths &other)
  {
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += other.counts[i];
    longer += other.longer;
    longer_samples += other.longer_samples;
  }

  /// Number of dwells.
  std::uint64_t total() const { return std::accumulate(counts.begin(), counts.end(), longer); }

  /// Mean length in samples, NaN if there is none.
  double mean() const
  {
    std::uint64_t samples = longer_samples;
    for (std::size_t i = 0; i < counts.size(); ++i) samples += i * counts[i];
    return static_cast<double>(samples) / static_cast<double>(total());
  }
};

/// windows[lag], lag 0 .. max_lag: pairs of samples lag apart that lie in the same dwell,
///   windows(lag) = sum over dwells of max(0, length - lag).
/// From lag + 1 to lag each dwell longer than lag gains one pair, hence
///   windows(lag) = windows(lag + 1) + number of dwells longer than lag,
/// and no dwell has to be looked at again: one count per dwell is all the work while running.
inline std::vector<std::uint64_t> windows_within_dwells(const DwellLengths &dwells)
{
  std::vector<std::uint64_t> windows(dwells.counts.size());
  std::size_t lag = windows.size() - 1;
  std::uint64_t longer = dwells.longer;
  windows[lag] = dwells.longer_samples - longer * lag;
  while (lag > 0) {
    longer += dwells.counts[lag];
    --lag;
    windows[lag] = windows[lag + 1] + longer;
  }
  return windows;
}

/// Kaplan-Meier estimate over t = 0 .. max_lag samples.
struct SurvivalCurve {
  std::vector<double> survival;    ///< P(a dwell is longer than t), NaN where none was followed
  std::vector<double> error;       ///< Greenwood's standard error, NaN where survival is 0 or NaN
};

/// Survival of dwells whose beginning was seen, S(t) = product over j = 1 .. t of (1 - d_j / n_j):
/// d_j completed dwells have length j, of n_j followed into their j-th interval. A censored dwell
/// of c samples was followed through c - 1 intervals, so it counts in n_j for j < c only.
/// E.L. Kaplan, P. Meier, J. Am. Stat. Assoc. 1958, 53, 457, doi:10.1080/01621459.1958.10501452.
inline SurvivalCurve kaplan_meier(const DwellLengths &completed, const DwellLengths &censored)
{
  const std::size_t points = completed.counts.size();
  SurvivalCurve curve{std::vector<double>(points, 1.0), std::vector<double>(points, 0.0)};
  std::uint64_t followed = completed.total() + censored.total();
  double survival = 1.0, variance = 0.0;    // variance: of ln S
  for (std::size_t j = 1; j < points; ++j) {
    followed -= completed.counts[j - 1] + censored.counts[j];
    const double n = static_cast<double>(followed), d = static_cast<double>(completed.counts[j]);
    if (followed > 0) {
      survival *= (n - d) / n;
      variance += d / (n * (n - d));
    } else if (survival > 0.0) {
      survival = undetermined;
    }
    curve.survival[j] = survival;
    curve.error[j] = survival > 0.0 ? survival * std::sqrt(variance) : undetermined;
  }
  return curve;
}

/// For each lag below pairs.size(): adds the pairs of set bits lag apart whose later one is in
/// words[0]. words[k] are the 64 samples k words earlier, up to k = (pairs.size() - 1) / 64 + 1.
inline void count_pairs(const std::uint64_t *words, std::vector<std::uint64_t> &pairs)
{
  if (words[0] == 0) return;
  for (std::size_t lag = 0; lag < pairs.size(); ++lag) {
    const std::uint64_t *word = words + lag / 64;
    const std::size_t shift = lag % 64;
    // a shift by 64 is undefined
    const std::uint64_t earlier =
        shift == 0 ? word[0] : (word[0] << shift) | (word[1] >> (64 - shift));
    pairs[lag] += std::bitset<64>(words[0] & earlier).count();
  }
}

/// Rate of leaving a state, per sample interval: the probability to be in the other state one
/// sample later, so a bond that left and came back in between did not leave. Both errors take bonds
/// as independent. NaN without exposure; errors NaN without transitions.
struct RateEstimate {
  double rate = undetermined;               ///< transitions / exposure
  double error = undetermined;              ///< the larger of the two
  double poisson_error = undetermined;      ///< rate / sqrt(transitions)
  double jackknife_error = undetermined;    ///< from the scatter of bonds
  std::uint64_t transitions = 0;
  std::uint64_t exposure = 0;    ///< intervals that started in the state
};

/// Whether as many bonds loosen as tighten. K = [loose]/[tight]; NaN where a quotient is undefined.
struct DetailedBalance {
  std::uint64_t tight_to_loose = 0, loose_to_tight = 0;    ///< transitions
  double difference = 0.0;                                 ///< tight_to_loose - loose_to_tight
  /// Largest |difference| there can be: transitions of a bond alternate, so each stretch adds at
  /// most 1. Equals the number of bonds where none was ever absent.
  std::uint64_t bound = 0;
  /// difference / sqrt(sum of both). Because transitions alternate it stays far below 1 in a long
  /// run, whatever happens; large values mean that bonds switch once and stay.
  double z = undetermined;
  /// difference / sqrt(stretches that end in another state than they began in): of unit variance
  /// in a steady state, so this one tells whether the populations drift (McNemar's test).
  double z_drift = undetermined;
  double K_rates = undetermined;          ///< k(tight->loose)/k(loose->tight)
  double K_populations = undetermined;    ///< samples loose / tight
};

/// Totals since the first sample.
struct KineticsSummary {
  std::uint64_t samples = 0;
  std::uint64_t bonds = 0;
  RateEstimate tight_to_loose, loose_to_tight;
  double mean_dwell_tight = 0.0, mean_dwell_loose = 0.0;    ///< completed dwells, in samples
  DetailedBalance balance;
};

/// Accumulates samples of the states of all bonds of one system. Memory: 2 max_lag / 64 words and
/// a few numbers per bond; work per bond and sample: O(1), and max_lag / 32 popcounts.
class BondKinetics {
 public:
  /// Survival functions and histograms of lengths reach to max_lag samples.
  /// \throws std::invalid_argument if max_lag is negative.
  BondKinetics(std::size_t nbonds, int max_lag) : longest(checked(max_lag))
  {
    for (StateCounts &state : states) state = StateCounts(longest);
    add_bonds(nbonds);
  }

  std::size_t nbonds() const { return bonds.size(); }
  int max_lag() const { return longest; }
  std::uint64_t samples() const { return sampled; }

  /// Bonds from nbonds() to new_total - 1 appear; until now they were absent.
  /// \throws std::invalid_argument if there are more bonds already.
  void add_bonds(std::size_t new_total)
  {
    if (new_total < bonds.size())
      throw std::invalid_argument("bond kinetics: bonds cannot be taken away, only be absent");
    bonds.resize(new_total);
    words.resize(2 * new_total * words_per_series());
  }

  /// Add one sample; now[i] is the state of bond i, 0 tight, 1 loose, -1 absent.
  /// \throws std::invalid_argument, with nothing added, if now is of another size or has others.
  void add(const std::vector<std::int8_t> &now)
  {
    const auto valid = [](std::int8_t s) { return s == absent_bond || s == 0 || s == 1; };
    if (now.size() != bonds.size() || !std::all_of(now.begin(), now.end(), valid))
      throw std::invalid_argument("bond kinetics: expected a state of each bond, 0, 1 or -1");
    const std::size_t slot = sampled % recent_samples();
    for (StateCounts &state : states) state.recent[slot] = 0;
    for (std::size_t i = 0; i < bonds.size(); ++i) {
      advance(bonds[i], now[i]);
      if (now[i] == absent_bond) continue;
      ++states[now[i]].samples;
      ++states[now[i]].recent[slot];
      series(i, now[i])[0] |= std::uint64_t{1} << (sampled % 64);
    }
    ++sampled;
    if (sampled % 64 == 0) finish_words();
  }

  /// Rate of leaving state s: the maximum-likelihood estimate for a Markov chain. Dwells that were
  /// cut at either end need no correction: they add exposure and no transition.
  RateEstimate rate(BondState s) const
  {
    RateEstimate r;
    for (const Bond &bond : bonds) {
      r.transitions += bond.transitions[index(s)];
      r.exposure += bond.exposure[index(s)];
    }
    const double transitions = static_cast<double>(r.transitions);
    if (r.exposure == 0) return r;
    r.rate = transitions / static_cast<double>(r.exposure);
    if (r.transitions == 0) return r;
    r.poisson_error = r.rate / std::sqrt(transitions);
    r.jackknife_error = jackknife_error(s, r);
    r.error = std::fmax(r.poisson_error, r.jackknife_error);    // not NaN where only one is
    return r;
  }

  /// Dwells in s of which both ends were seen.
  const DwellLengths &completed_dwells(BondState s) const { return states[index(s)].completed; }

  /// Dwells in s of which only the beginning was seen: ended by absence, or running now.
  DwellLengths censored_dwells(BondState s) const
  {
    DwellLengths dwells = states[index(s)].censored;
    add_running(s, true, dwells);
    return dwells;
  }

  /// Mean length of completed dwells in samples, NaN if there is none. Too short in a short run,
  /// because long dwells are the ones that are cut; 1 / rate is not.
  double mean_completed_dwell(BondState s) const { return completed_dwells(s).mean(); }

  /// Survival of the dwells in s whose beginning was seen. The others are left out: their age is
  /// unknown, and a moment that finds a bond in a dwell finds long dwells more often than short
  /// ones, so counting from there would mix another distribution into this one.
  SurvivalCurve kaplan_meier_survival(BondState s) const
  {
    return kaplan_meier(completed_dwells(s), censored_dwells(s));
  }

  /// [lag] 0 .. max_lag: pairs of bond and sample t with the bond in s at t and t + lag sampled.
  std::vector<std::uint64_t> origins(BondState s) const
  {
    const StateCounts &state = states[index(s)];
    std::vector<std::uint64_t> result(recent_samples(), state.samples);
    for (std::size_t lag = 1; lag < result.size(); ++lag) {
      const bool exists = lag <= sampled;    // the sample that is no origin for this lag any more
      const std::uint64_t gone = exists ? state.recent[(sampled - lag) % recent_samples()] : 0;
      result[lag] = result[lag - 1] - gone;
    }
    return result;
  }

  /// [lag]: origins from which the bond is in s at all samples t .. t + lag. Being absent at any of
  /// them, the last included, counts as having left.
  std::vector<std::uint64_t> continuous_counts(BondState s) const
  {
    DwellLengths all = states[index(s)].unseen;
    all.add(states[index(s)].completed);
    all.add(states[index(s)].censored);
    add_running(s, true, all);
    add_running(s, false, all);
    return windows_within_dwells(all);
  }

  /// [lag]: origins from which the bond is in s at t + lag, whatever it did in between. Being
  /// absent at t + lag counts as not being in s.
  std::vector<std::uint64_t> intermittent_counts(BondState s) const
  {
    std::vector<std::uint64_t> pairs = states[index(s)].pairs;    // and of the unfinished words:
    for (std::size_t i = 0; i < bonds.size(); ++i) count_pairs(series(i, index(s)), pairs);
    return pairs;
  }

  /// Continuous survival function over all bonds and time origins, [lag] 0 .. max_lag; NaN where
  /// there is no origin. No error: origins are correlated; compare independent runs.
  /// D.C. Rapaport, Mol. Phys. 1983, 50, 1151, doi:10.1080/00268978300102931.
  std::vector<double> continuous_survival(BondState s) const
  {
    return quotients(continuous_counts(s), origins(s));
  }

  /// Intermittent survival function, in the same form; tends to the population of s.
  std::vector<double> intermittent_survival(BondState s) const
  {
    return quotients(intermittent_counts(s), origins(s));
  }

  DetailedBalance detailed_balance() const
  {
    const RateEstimate loosen = rate(BondState::tight), tighten = rate(BondState::loose);
    DetailedBalance b;
    b.tight_to_loose = loosen.transitions;
    b.loose_to_tight = tighten.transitions;
    b.difference = static_cast<double>(b.tight_to_loose) - static_cast<double>(b.loose_to_tight);
    b.bound = stretches;
    std::uint64_t changed = changed_stretches;
    for (const Bond &bond : bonds) changed += bond.changed() ? 1 : 0;
    const std::uint64_t both = b.tight_to_loose + b.loose_to_tight;
    b.z = quotient(b.difference, std::sqrt(static_cast<double>(both)));
    b.z_drift = quotient(b.difference, std::sqrt(static_cast<double>(changed)));
    b.K_rates = quotient(loosen.rate, tighten.rate);
    b.K_populations =
        quotient(static_cast<double>(states[1].samples), static_cast<double>(states[0].samples));
    return b;
  }

  KineticsSummary summary() const
  {
    KineticsSummary s;
    s.samples = sampled;
    s.bonds = bonds.size();
    s.tight_to_loose = rate(BondState::tight);
    s.loose_to_tight = rate(BondState::loose);
    s.mean_dwell_tight = mean_completed_dwell(BondState::tight);
    s.mean_dwell_loose = mean_completed_dwell(BondState::loose);
    s.balance = detailed_balance();
    return s;
  }

  /// Everything, for a restart file: numbers of bonds and lags, then each integer as its upper and
  /// its lower 32 bits, because a double holds no more than 53 bits exactly.
  std::vector<double> pack() const
  {
    std::vector<double> data{static_cast<double>(bonds.size()), static_cast<double>(longest)};
    visit_numbers(*this, [&data](const auto &number) {
      const std::uint64_t bits = static_cast<std::uint64_t>(number);
      data.push_back(static_cast<double>(bits >> 32));
      data.push_back(static_cast<double>(bits & 0xffffffff));
    });
    return data;
  }

  /// Restore what pack() gave. Returns false, unchanged, if data is of another number of bonds or
  /// lags, or no pack() wrote it.
  bool unpack(const std::vector<double> &data)
  {
    std::size_t numbers = 0;
    visit_numbers(*this, [&numbers](const auto &) { ++numbers; });
    if (data.size() != 2 + 2 * numbers || data[0] != static_cast<double>(bonds.size()) ||
        data[1] != static_cast<double>(longest) || !std::all_of(data.begin(), data.end(), is_half))
      return false;
    const double *next = data.data() + 2;
    visit_numbers(*this, [&next](auto &number) {
      const std::uint64_t upper = static_cast<std::uint64_t>(*next++);
      const std::uint64_t lower = static_cast<std::uint64_t>(*next++);
      number = static_cast<std::decay_t<decltype(number)>>(upper << 32 | lower);
    });
    return true;
  }

 private:
  /// One bond: its running dwell, and what its transitions and exposures sum to.
  struct Bond {
    std::int8_t state = absent_bond;    ///< at the last sample
    std::int8_t first = absent_bond;    ///< in which its present stretch began
    bool begin_seen = false;            ///< of the running dwell
    std::uint64_t length = 0;           ///< of the running dwell, in samples
    std::uint64_t exposure[2] = {0, 0}, transitions[2] = {0, 0};    ///< [state left]

    bool changed() const { return state != absent_bond && state != first; }
  };

  /// All bonds together in one state. Dwells that still run are in none of the three histograms.
  struct StateCounts {
    DwellLengths completed, censored, unseen;
    std::uint64_t samples = 0;            ///< summed over bonds
    std::vector<std::uint64_t> recent;    ///< bonds in the state at [sample % (max_lag + 1)]
    std::vector<std::uint64_t> pairs;     ///< [lag], later sample in a complete word

    explicit StateCounts(int max_lag = 0) :
        completed(max_lag), censored(max_lag), unseen(max_lag),
        recent(static_cast<std::size_t>(max_lag) + 1), pairs(recent.size())
    {
    }
  };

  static int checked(int max_lag)
  {
    if (max_lag < 0) throw std::invalid_argument("bond kinetics: max_lag is negative");
    return max_lag;
  }

  static int index(BondState s) { return static_cast<int>(s); }

  static bool is_half(double x) { return x >= 0.0 && x < 4294967296.0 && x == std::floor(x); }

  /// NaN where b is not above 0.
  static double quotient(double a, double b) { return b > 0.0 ? a / b : undetermined; }

  static std::vector<double> quotients(const std::vector<std::uint64_t> &counts,
                                       const std::vector<std::uint64_t> &origins)
  {
    std::vector<double> result(counts.size());
    for (std::size_t i = 0; i < result.size(); ++i)
      result[i] = quotient(static_cast<double>(counts[i]), static_cast<double>(origins[i]));
    return result;
  }

  std::size_t recent_samples() const { return static_cast<std::size_t>(longest) + 1; }

  /// The word being filled, and enough complete ones for a pair max_lag apart that ends in it.
  std::size_t words_per_series() const { return static_cast<std::size_t>(longest) / 64 + 2; }

  std::uint64_t *series(std::size_t bond, int state)
  {
    return words.data() + (2 * bond + state) * words_per_series();
  }
  const std::uint64_t *series(std::size_t bond, int state) const
  {
    return words.data() + (2 * bond + state) * words_per_series();
  }

  /// Follow one bond to its next state.
  void advance(Bond &bond, std::int8_t now)
  {
    const bool was = bond.state != absent_bond, is = now != absent_bond;
    if (was && is) ++bond.exposure[bond.state];
    if (now == bond.state) {
      bond.length += is ? 1 : 0;
      return;
    }
    if (was && is) ++bond.transitions[bond.state];
    if (was) end_dwell(bond, is);
    if (was && !is && bond.changed()) ++changed_stretches;
    if (!was) {
      ++stretches;
      bond.first = now;
    }
    bond.begin_seen = was && is;
    bond.length = is ? 1 : 0;
    bond.state = now;
  }

  void end_dwell(const Bond &bond, bool seen)
  {
    StateCounts &state = states[bond.state];
    DwellLengths &end = seen ? state.completed : state.censored;
    (bond.begin_seen ? end : state.unseen).add(bond.length);
  }

  void add_running(BondState s, bool begin_seen, DwellLengths &dwells) const
  {
    for (const Bond &bond : bonds)
      if (bond.state == index(s) && bond.begin_seen == begin_seen) dwells.add(bond.length);
  }

  /// 64 samples are complete: count the pairs that end in them, and begin new words.
  void finish_words()
  {
    for (std::size_t i = 0; i < bonds.size(); ++i)
      for (const int s : {0, 1}) {
        std::uint64_t *word = series(i, s);
        count_pairs(word, states[s].pairs);
        std::copy_backward(word, word + words_per_series() - 1, word + words_per_series());
        word[0] = 0;
      }
  }

  /// Delete-one-bond jackknife of sum N_b / sum E_b; NaN with fewer than two bonds in s.
  double jackknife_error(BondState s, const RateEstimate &all) const
  {
    std::vector<double> rates;
    for (const Bond &bond : bonds) {
      const std::uint64_t exposure = bond.exposure[index(s)];
      if (exposure == 0 || exposure == all.exposure) continue;
      rates.push_back(static_cast<double>(all.transitions - bond.transitions[index(s)]) /
                      static_cast<double>(all.exposure - exposure));
    }
    const double n = static_cast<double>(rates.size());
    if (rates.size() < 2) return undetermined;
    const double mean = std::accumulate(rates.begin(), rates.end(), 0.0) / n;
    double squares = 0.0;
    for (const double r : rates) squares += (r - mean) * (r - mean);
    return std::sqrt((n - 1.0) / n * squares);
  }

  /// Every integer there is, in the order of a restart file: one list for pack() and unpack().
  template <typename Self, typename Visit> static void visit_numbers(Self &self, Visit visit)
  {
    const auto visit_all = [&visit](auto &numbers) {
      for (auto &number : numbers) visit(number);
    };
    for (auto *number : {&self.sampled, &self.stretches, &self.changed_stretches}) visit(*number);
    for (auto &state : self.states) {
      for (auto *dwells : {&state.completed, &state.censored, &state.unseen}) {
        visit_all(dwells->counts);
        visit(dwells->longer);
        visit(dwells->longer_samples);
      }
      visit(state.samples);
      visit_all(state.recent);
      visit_all(state.pairs);
    }
    for (auto &bond : self.bonds) {
      visit(bond.state);
      visit(bond.first);
      visit(bond.begin_seen);
      visit(bond.length);
      visit_all(bond.exposure);
      visit_all(bond.transitions);
    }
    visit_all(self.words);
  }

  int longest;    ///< max_lag
  std::uint64_t sampled = 0;
  std::uint64_t stretches = 0;            ///< begun so far
  std::uint64_t changed_stretches = 0;    ///< ended, in another state than they began in
  StateCounts states[2];
  std::vector<Bond> bonds;
  std::vector<std::uint64_t> words;    ///< bit n % 64 of [bond][state][0]: in the state at sample n
};

}    // namespace softmode
