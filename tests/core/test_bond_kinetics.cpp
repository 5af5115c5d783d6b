// SPDX-License-Identifier: BSD-3-Clause
#include "support/bond_series.h"

namespace softmode {

namespace {

/// Mean and standard deviation of a sample.
struct Moments {
  double sum = 0.0, squares = 0.0, count = 0.0;

  void add(double x)
  {
    sum += x;
    squares += x * x;
    count += 1.0;
  }
  double mean() const { return sum / count; }
  double sigma() const { return std::sqrt((squares - sum * sum / count) / (count - 1.0)); }
};

}    // namespace

TEST(BondKinetics, CountsByHand)
{
  // bond 0: TTLLLT, bond 1: L-TTL-
  const Series series{{0, 1}, {0, -1}, {1, 0}, {1, 0}, {1, 1}, {0, -1}};
  const BondKinetics k = accumulate(series, 3);
  const RateEstimate loosen = k.rate(BondState::tight), tighten = k.rate(BondState::loose);
  EXPECT_EQ(loosen.exposure, 4u);    // intervals 0-1, 1-2 of bond 0 and 2-3, 3-4 of bond 1
  EXPECT_EQ(loosen.transitions, 2u);
  EXPECT_EQ(tighten.exposure, 3u);    // of bond 0; absence follows both loose samples of bond 1
  EXPECT_EQ(tighten.transitions, 1u);
  EXPECT_DOUBLE_EQ(loosen.rate, 0.5);
  EXPECT_DOUBLE_EQ(loosen.poisson_error, 0.5 / std::sqrt(2.0));
  EXPECT_DOUBLE_EQ(loosen.jackknife_error, 0.0);    // 1/2 without either bond
  EXPECT_DOUBLE_EQ(loosen.error, loosen.poisson_error);
  EXPECT_TRUE(std::isnan(tighten.jackknife_error));    // one bond has no scatter
  EXPECT_DOUBLE_EQ(tighten.error, tighten.poisson_error);

  EXPECT_EQ(k.completed_dwells(BondState::loose).counts, (Counts{0, 0, 0, 1}));
  EXPECT_EQ(k.completed_dwells(BondState::tight).total(), 0u);    // nobody saw them begin
  EXPECT_EQ(k.censored_dwells(BondState::tight).counts, (Counts{0, 1, 0, 0}));    // still running
  EXPECT_EQ(k.censored_dwells(BondState::loose).counts, (Counts{0, 1, 0, 0}));    // to absence
  EXPECT_DOUBLE_EQ(k.mean_completed_dwell(BondState::loose), 3.0);

  // tight at 0 1 5 and 2 3, loose at 2 3 4 and 0 4
  EXPECT_EQ(k.origins(BondState::tight), (Counts{5, 4, 4, 3}));
  EXPECT_EQ(k.continuous_counts(BondState::tight), (Counts{5, 2, 0, 0}));
  EXPECT_EQ(k.intermittent_counts(BondState::tight), (Counts{5, 2, 0, 0}));
  EXPECT_EQ(k.origins(BondState::loose), (Counts{5, 5, 3, 2}));
  EXPECT_EQ(k.continuous_counts(BondState::loose), (Counts{5, 2, 1, 0}));
  EXPECT_EQ(k.intermittent_counts(BondState::loose), (Counts{5, 2, 1, 0}));

  const DetailedBalance b = k.detailed_balance();
  EXPECT_EQ(b.tight_to_loose, 2u);
  EXPECT_EQ(b.loose_to_tight, 1u);
  EXPECT_EQ(b.difference, 1.0);
  EXPECT_EQ(b.bound, 3u);    // bond 1 is there twice
  EXPECT_DOUBLE_EQ(b.z, 1.0 / std::sqrt(3.0));
  EXPECT_DOUBLE_EQ(b.z_drift, 1.0);    // the second stretch of bond 1 ends as it did not begin
  EXPECT_DOUBLE_EQ(b.K_populations, 1.0);
  EXPECT_DOUBLE_EQ(b.K_rates, 0.5 / (1.0 / 3.0));
}

TEST(BondKinetics, CountsLikeBruteForceExactly)
{
  unsigned seed = 1;
  for (const int samples : {1, 2, 63, 64, 65, 127, 128, 300})
    for (const int max_lag : {0, 1, 5, 63, 64, 65, 100, 128, 200})
      for (const bool absences : {false, true}) {
        SCOPED_TRACE(::testing::Message() << samples << " samples, max_lag " << max_lag);
        const Series series = random_series(samples, 6, absences, seed++);
        expect_brute_force(accumulate(series, max_lag), series, max_lag);
      }
}

TEST(BondKinetics, CountsLikeBruteForceAtEverySample)
{
  const Series series = random_series(200, 5, true, 77);
  BondKinetics kinetics(5, 70);
  for (std::size_t n = 0; n < series.size(); ++n) {
    kinetics.add(series[n]);
    SCOPED_TRACE(n);
    expect_brute_force(kinetics, Series(series.begin(), series.begin() + n + 1), 70);
  }
}

TEST(BondKinetics, ASurvivalFunctionIsCountsOverOrigins)
{
  const BondKinetics k = accumulate(random_series(150, 4, true, 8), 40);
  for (const BondState s : both_states) {
    const Counts origins = k.origins(s), stay = k.continuous_counts(s),
                 return_too = k.intermittent_counts(s);
    const std::vector<double> c = k.continuous_survival(s), i = k.intermittent_survival(s);
    ASSERT_EQ(c.size(), 41u);
    EXPECT_EQ(c[0], 1.0);
    EXPECT_EQ(i[0], 1.0);
    for (std::size_t lag = 0; lag <= 40; ++lag) {
      const double all = static_cast<double>(origins[lag]);
      EXPECT_DOUBLE_EQ(c[lag], static_cast<double>(stay[lag]) / all);
      EXPECT_DOUBLE_EQ(i[lag], static_cast<double>(return_too[lag]) / all);
      EXPECT_LE(c[lag], i[lag]);
    }
  }
}

TEST(BondKinetics, FindsTheRatesAndTheEquilibriumOfAMarkovChain)
{
  std::mt19937_64 random(2);
  const BondKinetics k = sample_chain(chain, 200, 20000, 0, random);
  for (const BondState s : both_states) {
    const RateEstimate r = k.rate(s);
    EXPECT_NEAR(r.rate, chain.leaving(s), 4.0 * r.error);
    EXPECT_LT(r.error, 0.01 * r.rate);
    EXPECT_NEAR(r.jackknife_error, r.poisson_error, 0.2 * r.poisson_error);
    EXPECT_NEAR(k.mean_completed_dwell(s), 1.0 / chain.leaving(s), 0.02 / chain.leaving(s));
  }
  const DetailedBalance b = k.detailed_balance();
  EXPECT_NEAR(b.K_rates, 0.4, 0.01);
  EXPECT_NEAR(b.K_populations, 0.4, 0.01);
  EXPECT_NEAR(b.K_populations, b.K_rates, 0.001);    // differ by the ends of the series only
  EXPECT_EQ(b.bound, 200u);
}

TEST(BondKinetics, ErrorsAndDriftAreOfTheRightSize)
{
  // 800 data sets leave 2.5 % of noise in a standard deviation. That of (k - k0) / error is a
  // little below 1, because the larger of two errors is a few percent too large on average.
  std::mt19937_64 random(3);
  Moments pulls[2], jackknife[2], survival[2], drift;
  for (int set = 0; set < 800; ++set) {
    const BondKinetics k = sample_chain(chain, 100, 400, 10, random);
    for (const BondState s : both_states) {
      const int i = static_cast<int>(s);
      const RateEstimate r = k.rate(s);
      pulls[i].add((r.rate - chain.leaving(s)) / r.error);
      jackknife[i].add((r.rate - chain.leaving(s)) / r.jackknife_error);
      const SurvivalCurve curve = k.kaplan_meier_survival(s);
      survival[i].add((curve.survival[10] - std::pow(1.0 - chain.leaving(s), 10)) /
                      curve.error[10]);
    }
    drift.add(k.detailed_balance().z_drift);
  }
  for (const int i : {0, 1}) {
    EXPECT_NEAR(pulls[i].sigma(), 1.0, 0.1);
    for (const Moments &m : {pulls[i], jackknife[i], survival[i]})
      EXPECT_NEAR(m.mean(), 0.0, 4.0 / std::sqrt(800.0));
    EXPECT_NEAR(jackknife[i].sigma(), 1.0, 0.1);
    EXPECT_NEAR(survival[i].sigma(), 1.0, 0.1);
  }
  EXPECT_NEAR(drift.mean(), 0.0, 4.0 / std::sqrt(800.0));
  EXPECT_NEAR(drift.sigma(), 1.0, 0.1);
}

TEST(BondKinetics, BondsThatDifferWidenTheError)
{
  // half of the bonds switch ten times as often: the rate of the mixture scatters with its make-up
  std::mt19937_64 random(4);
  Moments rates;
  double errors = 0.0;
  for (int set = 0; set < 200; ++set) {
    BondKinetics k(30, 0);
    std::vector<std::int8_t> states(30);
    std::vector<Chain> chains(30);
    for (Chain &c : chains) c = happens(random, 0.5) ? Chain{0.01, 0.01} : Chain{0.1, 0.1};
    for (int n = 0; n < 1000; ++n) {
      k.add(states);
      for (std::size_t b = 0; b < 30; ++b) states[b] = chains[b].next(random, states[b]);
    }
    const RateEstimate r = k.rate(BondState::tight);
    EXPECT_GT(r.jackknife_error, 2.0 * r.poisson_error);
    EXPECT_EQ(r.error, r.jackknife_error);
    rates.add(r.rate);
    errors += r.error / 200.0;
  }
  EXPECT_NEAR(errors, rates.sigma(), 0.1 * rates.sigma());
}

TEST(BondKinetics, TheJackknifeLeavesOutOneBondAtATime)
{
  const Series series = random_series(90, 5, true, 12);
  const RateEstimate r = accumulate(series, 0).rate(BondState::loose);
  std::vector<double> without;
  for (std::size_t left_out = 0; left_out < 5; ++left_out) {
    Series others = series;
    for (auto &states : others) states.erase(states.begin() + left_out);
    without.push_back(accumulate(others, 0).rate(BondState::loose).rate);
  }
  double mean = 0.0, squares = 0.0;
  for (const double rate : without) mean += rate / 5.0;
  for (const double rate : without) squares += std::pow(rate - mean, 2);
  EXPECT_NEAR(r.jackknife_error, std::sqrt(0.8 * squares), 1e-12);
}

TEST(BondKinetics, BondsThatAreNeverThereChangeNoError)
{
  Series series = random_series(90, 5, false, 13);
  const RateEstimate r = accumulate(series, 0).rate(BondState::tight);
  for (auto &states : series) states.insert(states.end(), 20, -1);
  const RateEstimate same = accumulate(series, 0).rate(BondState::tight);
  EXPECT_EQ(same.jackknife_error, r.jackknife_error);
  EXPECT_EQ(same.error, r.error);
}

TEST(BondKinetics, SurvivalFunctionsAreThoseOfAMarkovChain)
{
  // errors from the scatter of independent groups: origins of one bond are correlated
  std::mt19937_64 random(5);
  std::vector<Moments> continuous[2], intermittent[2];
  for (const int s : {0, 1}) {
    continuous[s].resize(101);
    intermittent[s].resize(101);
  }
  for (int group = 0; group < 40; ++group) {
    const BondKinetics k = sample_chain(chain, 5, 20000, 100, random);
    for (const BondState s : both_states)
      for (std::size_t lag = 0; lag <= 100; ++lag) {
        continuous[static_cast<int>(s)][lag].add(k.continuous_survival(s)[lag]);
        intermittent[static_cast<int>(s)][lag].add(k.intermittent_survival(s)[lag]);
      }
  }
  for (const BondState s : both_states)
    for (int lag = 1; lag <= 100; ++lag) {
      const double pi_s = chain.population(s);
      const double stay = std::pow(1.0 - chain.leaving(s), lag);
      const double return_too = pi_s + (1.0 - pi_s) * std::pow(1.0 - chain.p - chain.q, lag);
      const Moments &c = continuous[static_cast<int>(s)][lag];
      const Moments &i = intermittent[static_cast<int>(s)][lag];
      EXPECT_NEAR(c.mean(), stay, 4.0 * c.sigma() / std::sqrt(40.0)) << lag;
      EXPECT_NEAR(i.mean(), return_too, 4.0 * i.sigma() / std::sqrt(40.0)) << lag;
      EXPECT_LT(c.sigma() / std::sqrt(40.0), 0.005);
      EXPECT_LT(i.sigma() / std::sqrt(40.0), 0.005);
    }
}

TEST(BondKinetics, KaplanMeierKnowsDwellsLongerThanTheRun)
{
  // 30 samples of dwells that last 50 and 20: most are cut, in long runs hardly any is
  std::mt19937_64 random(6);
  for (const int samples : {30, 20000}) {
    const BondKinetics k = sample_chain(chain, samples == 30 ? 40000 : 100, samples, 60, random);
    for (const BondState s : both_states) {
      const SurvivalCurve curve = k.kaplan_meier_survival(s);
      const int known = samples == 30 ? 28 : 60;
      for (int t = 1; t <= known; ++t)
        EXPECT_NEAR(curve.survival[t], std::pow(1.0 - chain.leaving(s), t), 4.0 * curve.error[t])
            << t;
      EXPECT_LT(curve.error[10], 0.01);
      if (samples == 30) { EXPECT_TRUE(std::isnan(curve.survival[30])); }
    }
    const double mean = k.mean_completed_dwell(BondState::tight);
    if (samples == 30) { EXPECT_LT(mean, 15.0); }    // what the Kaplan-Meier estimate is there for
    EXPECT_NEAR(k.rate(BondState::tight).rate, 0.02, 4.0 * k.rate(BondState::tight).error);
  }
}

TEST(BondKinetics, KaplanMeierEndsAtZeroWhereAllHaveLeft)
{
  DwellLengths completed(5), censored(5);
  completed.add(1);
  completed.add(3);
  const SurvivalCurve all_left = kaplan_meier(completed, censored);
  EXPECT_EQ(all_left.survival, (std::vector<double>{1.0, 0.5, 0.5, 0.0, 0.0, 0.0}));
  EXPECT_NEAR(all_left.error[1], std::sqrt(0.125), 1e-15);
  EXPECT_TRUE(std::isnan(all_left.error[3]));
  censored.add(5);    // followed through 4 intervals
  const SurvivalCurve one_runs = kaplan_meier(completed, censored);
  EXPECT_NEAR(one_runs.survival[4], 1.0 / 3.0, 1e-15);
  EXPECT_TRUE(std::isnan(one_runs.survival[5]));
  EXPECT_TRUE(std::isnan(one_runs.error[5]));
}

TEST(BondKinetics, TheBalanceOfTransitionsIsBounded)
{
  for (unsigned seed = 0; seed < 20; ++seed) {
    const DetailedBalance present =
        accumulate(random_series(50, 7, false, seed), 0).detailed_balance();
    EXPECT_EQ(present.bound, 7u);
    EXPECT_LE(std::fabs(present.difference), 7.0);
    const DetailedBalance coming =
        accumulate(random_series(50, 7, true, seed), 0).detailed_balance();
    EXPECT_LE(std::fabs(coming.difference), static_cast<double>(coming.bound));
    EXPECT_GT(coming.bound, 7u);
  }
  // all bonds loosen: the bound is reached, and the drift is obvious
  const DetailedBalance b = accumulate({{0, 0, 0, 0}, {1, 1, 1, 1}}, 0).detailed_balance();
  EXPECT_EQ(b.difference, 4.0);
  EXPECT_EQ(b.bound, 4u);
  EXPECT_DOUBLE_EQ(b.z, 2.0);
  EXPECT_DOUBLE_EQ(b.z_drift, 2.0);
  EXPECT_DOUBLE_EQ(b.K_populations, 1.0);
  EXPECT_TRUE(std::isnan(b.K_rates));
}

TEST(BondKinetics, IsUndefinedWithoutExposureOrTransitions)
{
  BondKinetics k(2, 3);
  for (const int n : {0, 1}) {
    const RateEstimate r = k.rate(BondState::tight);
    EXPECT_TRUE(std::isnan(r.rate) && std::isnan(r.error)) << n;
    k.add({0, 0});
  }
  const RateEstimate never = k.rate(BondState::tight);
  EXPECT_EQ(never.rate, 0.0);
  EXPECT_TRUE(std::isnan(never.error));
  EXPECT_TRUE(std::isnan(never.poisson_error));
  EXPECT_TRUE(std::isnan(never.jackknife_error));
  EXPECT_TRUE(std::isnan(k.rate(BondState::loose).rate));
  EXPECT_TRUE(std::isnan(k.continuous_survival(BondState::loose)[0]));
  EXPECT_TRUE(std::isnan(k.continuous_survival(BondState::tight)[2]));    // not yet so long
  EXPECT_EQ(k.continuous_survival(BondState::tight)[1], 1.0);
  const DetailedBalance b = k.detailed_balance();
  EXPECT_TRUE(std::isnan(b.z) && std::isnan(b.z_drift) && std::isnan(b.K_rates));
  EXPECT_EQ(b.K_populations, 0.0);
}

TEST(BondKinetics, TheSummaryRepeatsTheSingleResults)
{
  const BondKinetics k = accumulate(random_series(100, 6, true, 3), 10);
  const KineticsSummary s = k.summary();
  EXPECT_EQ(s.samples, 100u);
  EXPECT_EQ(s.bonds, 6u);
  EXPECT_EQ(s.tight_to_loose.rate, k.rate(BondState::tight).rate);
  EXPECT_EQ(s.loose_to_tight.error, k.rate(BondState::loose).error);
  EXPECT_EQ(s.mean_dwell_tight, k.completed_dwells(BondState::tight).mean());
  EXPECT_EQ(s.mean_dwell_loose, k.completed_dwells(BondState::loose).mean());
  EXPECT_EQ(s.balance.tight_to_loose, s.tight_to_loose.transitions);
  EXPECT_EQ(s.balance.loose_to_tight, s.loose_to_tight.transitions);
  EXPECT_EQ(s.balance.K_rates, s.tight_to_loose.rate / s.loose_to_tight.rate);
}

TEST(BondKinetics, BondsThatAppearLaterWereAbsent)
{
  Series series = random_series(150, 6, true, 21);
  for (int n = 0; n < 90; ++n)
    for (const std::size_t b : {4, 5}) series[n][b] = -1;
  BondKinetics k(4, 70);
  EXPECT_EQ(k.nbonds(), 4u);
  for (int n = 0; n < 150; ++n) {
    if (n == 90) k.add_bonds(6);
    k.add({series[n].begin(), series[n].begin() + static_cast<int>(k.nbonds())});
    if (n < 90) continue;
    const BondKinetics from_start = accumulate({series.begin(), series.begin() + n + 1}, 70);
    EXPECT_EQ(k.pack(), from_start.pack()) << n;
  }
  EXPECT_EQ(k.nbonds(), 6u);
  expect_brute_force(k, series, 70);
}

TEST(BondKinetics, ContinuesExactlyAfterPackAndUnpackAtEverySample)
{
  const Series series = random_series(200, 5, true, 31);
  const BondKinetics straight = accumulate(series, 70);
  BondKinetics running(5, 70);
  for (std::size_t cut = 0; cut < series.size(); ++cut) {
    BondKinetics restarted(5, 70);
    ASSERT_TRUE(restarted.unpack(running.pack()));
    EXPECT_EQ(restarted.pack(), running.pack());
    EXPECT_EQ(restarted.samples(), cut);
    for (std::size_t n = cut; n < series.size(); ++n) restarted.add(series[n]);
    ASSERT_EQ(restarted.pack(), straight.pack()) << cut;
    expect_brute_force(restarted, series, 70);
    const DetailedBalance a = restarted.detailed_balance(), b = straight.detailed_balance();
    EXPECT_EQ(a.z_drift, b.z_drift);
    EXPECT_EQ(a.bound, b.bound);
    running.add(series[cut]);
  }
}

TEST(BondKinetics, ReadingResultsChangesNothing)
{
  const BondKinetics k = accumulate(random_series(100, 4, true, 9), 20);
  const std::vector<double> before = k.pack();
  k.summary();
  for (const BondState s : both_states) {
    k.kaplan_meier_survival(s);
    EXPECT_EQ(k.intermittent_counts(s), k.intermittent_counts(s));
    EXPECT_EQ(k.continuous_counts(s), k.continuous_counts(s));
  }
  EXPECT_EQ(k.pack(), before);
}

TEST(BondKinetics, RefusesTheKineticsOfOthersUnchanged)
{
  BondKinetics k = accumulate(random_series(70, 3, true, 1), 5);
  const std::vector<double> before = k.pack();
  EXPECT_FALSE(k.unpack(BondKinetics(2, 5).pack()));
  EXPECT_FALSE(k.unpack(BondKinetics(3, 6).pack()));
  const std::vector<double> as_long = BondKinetics(8, 0).pack();
  EXPECT_EQ(as_long.size(), BondKinetics(3, 6).pack().size());
  EXPECT_FALSE(BondKinetics(3, 6).unpack(as_long));
  EXPECT_FALSE(k.unpack({}));
  for (const double wrong : {-1.0, 0.5, 4294967296.0, std::nan("")}) {
    std::vector<double> broken = before;
    broken.back() = wrong;
    EXPECT_FALSE(k.unpack(broken)) << wrong;
  }
  EXPECT_EQ(k.pack(), before);
}

TEST(BondKinetics, RefusesWhatIsNoSampleUnchanged)
{
  BondKinetics k = accumulate(random_series(70, 3, true, 1), 5);
  const std::vector<double> before = k.pack();
  EXPECT_THROW(k.add({0, 1}), std::invalid_argument);
  EXPECT_THROW(k.add({0, 1, 2}), std::invalid_argument);
  EXPECT_THROW(k.add({0, 1, -2}), std::invalid_argument);
  EXPECT_THROW(k.add_bonds(2), std::invalid_argument);
  EXPECT_THROW(BondKinetics(3, -1), std::invalid_argument);
  EXPECT_EQ(k.pack(), before);
  BondKinetics none(0, 5);
  none.add({});
  EXPECT_EQ(none.samples(), 1u);
  EXPECT_TRUE(std::isnan(none.rate(BondState::tight).rate));
}

}    // namespace softmode
