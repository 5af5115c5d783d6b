// SPDX-License-Identifier: BSD-3-Clause
// Series of states of bonds, and what BondKinetics counts in them straight from the definitions.
#pragma once

#include "core/bond_kinetics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace softmode {

using Counts = std::vector<std::uint64_t>;
using Series = std::vector<std::vector<std::int8_t>>;    ///< [sample][bond]

constexpr BondState both_states[] = {BondState::tight, BondState::loose};

inline bool happens(std::mt19937_64 &random, double probability)
{
  // not std::bernoulli_distribution, whose numbers differ between libraries
  return static_cast<double>(random() >> 11) * 0x1p-53 < probability;
}

/// A two-state Markov chain: leaves tight with probability p per sample and loose with q.
struct Chain {
  double p, q;

  double population(BondState s) const { return (s == BondState::tight ? q : p) / (p + q); }
  double leaving(BondState s) const { return s == BondState::tight ? p : q; }

  std::int8_t start(std::mt19937_64 &random) const { return happens(random, p / (p + q)) ? 1 : 0; }
  std::int8_t next(std::mt19937_64 &random, std::int8_t state) const
  {
    return happens(random, state == 0 ? p : q) ? static_cast<std::int8_t>(1 - state) : state;
  }
};

constexpr Chain chain{0.02, 0.05};

inline BondKinetics sample_chain(const Chain &c, std::size_t bonds, int samples, int max_lag,
                                 std::mt19937_64 &random)
{
  BondKinetics kinetics(bonds, max_lag);
  std::vector<std::int8_t> states(bonds);
  for (std::int8_t &s : states) s = c.start(random);
  for (int n = 0; n < samples; ++n) {
    kinetics.add(states);
    for (std::int8_t &s : states) s = c.next(random, s);
  }
  return kinetics;
}

/// Random states with short and long dwells; bonds are absent now and then if `absences`.
inline Series random_series(int samples, std::size_t bonds, bool absences, unsigned seed)
{
  std::mt19937_64 random(seed);
  Series series(samples, std::vector<std::int8_t>(bonds));
  for (std::size_t b = 0; b < bonds; ++b) {
    const double change = b % 3 == 0 ? 0.3 : b % 3 == 1 ? 0.05 : 0.008;
    int state = static_cast<int>(random() % 2);
    for (int n = 0; n < samples; ++n) {
      if (happens(random, change)) state = static_cast<int>(random() % (absences ? 3 : 2));
      series[n][b] = static_cast<std::int8_t>(state == 2 ? -1 : state);
    }
  }
  return series;
}

inline BondKinetics accumulate(const Series &series, int max_lag)
{
  BondKinetics kinetics(series[0].size(), max_lag);
  for (const auto &states : series) kinetics.add(states);
  return kinetics;
}

/// What BondKinetics counts, straight from the definitions.
struct BruteForce {
  std::uint64_t exposure = 0, transitions = 0, samples = 0;
  Counts origins, continuous, intermittent;
  Counts completed, censored;    ///< lengths of dwells, one by one
};

inline void count_pairs_of(const Series &series, std::size_t b, int s, int max_lag,
                           BruteForce &result)
{
  const int n = static_cast<int>(series.size());
  for (int lag = 0; lag <= max_lag; ++lag)
    for (int t = 0; t + lag < n; ++t) {
      if (series[t][b] != s) continue;
      ++result.origins[lag];
      if (series[t + lag][b] == s) ++result.intermittent[lag];
      bool stays = true;
      for (int u = t; u <= t + lag; ++u) stays = stays && series[u][b] == s;
      if (stays) ++result.continuous[lag];
    }
}

inline void count_dwells_of(const Series &series, std::size_t b, int s, BruteForce &result)
{
  const int n = static_cast<int>(series.size()), other = 1 - s;
  for (int t = 0; t < n; ++t) {
    if (series[t][b] != s) continue;
    ++result.samples;
    if (t + 1 < n && series[t + 1][b] != -1) ++result.exposure;
    if (t + 1 < n && series[t + 1][b] == other) ++result.transitions;
    if (t == 0 || series[t - 1][b] != other) continue;    // not a beginning that was seen
    int end = t;
    while (end < n && series[end][b] == s) ++end;
    (end < n && series[end][b] == other ? result.completed : result.censored)
        .push_back(static_cast<std::uint64_t>(end - t));
  }
}

inline BruteForce brute_force(const Series &series, int s, int max_lag)
{
  BruteForce result;
  for (Counts *counts : {&result.origins, &result.continuous, &result.intermittent})
    counts->resize(static_cast<std::size_t>(max_lag) + 1);
  for (std::size_t b = 0; b < series[0].size(); ++b) {
    count_pairs_of(series, b, s, max_lag, result);
    count_dwells_of(series, b, s, result);
  }
  return result;
}

/// Dwells of each length, and those beyond max_lag with the sum of their lengths.
inline void expect_lengths(const DwellLengths &found, const Counts &lengths, int max_lag)
{
  Counts counts(static_cast<std::size_t>(max_lag) + 1);
  std::uint64_t longer = 0, longer_samples = 0, sum = 0;
  for (const std::uint64_t length : lengths) {
    sum += length;
    if (length < counts.size()) {
      ++counts[length];
    } else {
      ++longer;
      longer_samples += length;
    }
  }
  EXPECT_EQ(found.counts, counts);
  EXPECT_EQ(found.longer, longer);
  EXPECT_EQ(found.longer_samples, longer_samples);
  EXPECT_EQ(found.total(), lengths.size());
  if (lengths.empty())
    EXPECT_TRUE(std::isnan(found.mean()));
  else
    EXPECT_DOUBLE_EQ(found.mean(), static_cast<double>(sum) / static_cast<double>(lengths.size()));
}

/// Kaplan-Meier from the single dwells: a hazard per interval, of those followed through it.
inline void expect_survival(const SurvivalCurve &found, const BruteForce &expected)
{
  double survival = 1.0, greenwood = 0.0;
  EXPECT_EQ(found.survival[0], 1.0);
  EXPECT_EQ(found.error[0], 0.0);
  for (std::size_t t = 1; t < found.survival.size(); ++t) {
    double followed = 0.0, ended = 0.0;
    for (const std::uint64_t length : expected.completed) {
      followed += length >= t ? 1.0 : 0.0;
      ended += length == t ? 1.0 : 0.0;
    }
    for (const std::uint64_t length : expected.censored) followed += length > t ? 1.0 : 0.0;
    if (followed == 0.0 && survival > 0.0) survival = std::nan("");
    if (followed > 0.0) survival *= 1.0 - ended / followed;
    greenwood += ended / (followed * (followed - ended));
    if (std::isnan(survival))
      EXPECT_TRUE(std::isnan(found.survival[t])) << t;
    else
      EXPECT_NEAR(found.survival[t], survival, 1e-12) << t;
    if (survival > 0.0)
      EXPECT_NEAR(found.error[t], survival * std::sqrt(greenwood), 1e-12) << t;
    else
      EXPECT_TRUE(std::isnan(found.error[t])) << t;
  }
}

inline void expect_brute_force(const BondKinetics &kinetics, const Series &series, int max_lag)
{
  for (const BondState state : both_states) {
    const BruteForce expected = brute_force(series, static_cast<int>(state), max_lag);
    EXPECT_EQ(kinetics.rate(state).exposure, expected.exposure);
    EXPECT_EQ(kinetics.rate(state).transitions, expected.transitions);
    EXPECT_EQ(kinetics.origins(state), expected.origins);
    EXPECT_EQ(kinetics.continuous_counts(state), expected.continuous);
    EXPECT_EQ(kinetics.intermittent_counts(state), expected.intermittent);
    expect_lengths(kinetics.completed_dwells(state), expected.completed, max_lag);
    expect_lengths(kinetics.censored_dwells(state), expected.censored, max_lag);
    expect_survival(kinetics.kaplan_meier_survival(state), expected);
  }
}

}    // namespace softmode
