// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/redshift_parts.h"

#include "synthetic.h"

#include <gtest/gtest.h>

namespace softmode {

namespace {

// populations of HKUST-1; states that move by themselves
std::vector<StateCentres> states(double tight_slope, double loose_slope, double error)
{
  std::vector<StateCentres> all;
  for (const double T : synthetic::temperatures) {
    const double K = std::exp(log_equilibrium_constant(5.9, 22.0, 0.0, T)), t = T - 298.15;
    all.push_back({T,
                   {K / (1 + K), error / 20.0},
                   {1596.0 + tight_slope * t, error},
                   {1587.0 + loose_slope * t, error}});
  }
  return all;
}

}    // namespace

TEST(RedshiftParts, AddUpToTheSlopeOfTheMean)
{
  const auto s = states(-0.004, -0.009, 0.1);
  const RedshiftParts parts = decompose_redshift(s);
  double st = 0, sn = 0, stt = 0, stn = 0;
  for (const StateCentres &c : s) {
    const double p = c.loose_fraction.value, nu = (1 - p) * c.tight_cm.value + p * c.loose_cm.value;
    st += c.temperature_K / 7;
    sn += nu / 7;
    stt += c.temperature_K * c.temperature_K / 7;
    stn += c.temperature_K * nu / 7;
  }
  EXPECT_NEAR(parts.total.value, (stn - st * sn) / (stt - st * st), 1e-12);
  EXPECT_NEAR(parts.total.value, parts.population.value + parts.within.value, 1e-14);
  EXPECT_NEAR(parts.within.value, parts.within_tight.value + parts.within_loose.value, 1e-14);
}

TEST(RedshiftParts, AreOnlyWhatChanges)
{
  const RedshiftParts populations = decompose_redshift(states(0.0, 0.0, 0.1));
  EXPECT_NEAR(populations.within.value, 0.0, 1e-13);
  EXPECT_NEAR(populations.population_share.value, 1.0, 1e-10);
  auto still = states(-0.01, -0.01, 0.1);
  for (auto &s : still) s.loose_fraction.value = 0.4;
  const RedshiftParts within = decompose_redshift(still);
  EXPECT_NEAR(within.population.value, 0.0, 1e-13);
  EXPECT_NEAR(within.within_tight.value, -0.006, 1e-12);
  EXPECT_NEAR(within.within_loose.value, -0.004, 1e-12);
  for (auto &s : still) s.tight_cm.value = 1596.0, s.loose_cm.value = 1587.0;
  EXPECT_TRUE(std::isnan(decompose_redshift(still).population_share.value));
}

TEST(RedshiftParts, ErrorsAreThoseOfDrawnNumbers)
{
  std::mt19937 random(101);
  std::normal_distribution<double> normal;
  const auto exact = states(-0.004, -0.009, 0.1);
  const RedshiftParts truth = decompose_redshift(exact);
  synthetic::Coverage total, population, within, share;
  for (int set = 0; set < 2000; ++set) {
    auto drawn = exact;
    for (auto &s : drawn)
      for (Estimate *e : {&s.loose_fraction, &s.tight_cm, &s.loose_cm})
        e->value += e->error * normal(random);
    const RedshiftParts parts = decompose_redshift(drawn);
    total.add(parts.total, truth.total.value);
    population.add(parts.population, truth.population.value);
    within.add(parts.within, truth.within.value);
    share.add(parts.population_share, truth.population_share.value);
  }
  for (const auto *c : {&total, &population, &within, &share}) {
    EXPECT_GT(c->share(), 0.93);
    EXPECT_LT(c->share(), 0.97);
  }
}

TEST(RedshiftParts, RefuseWhatIsNoSeries)
{
  auto s = states(0.0, 0.0, 0.1);
  EXPECT_THROW(decompose_redshift({s[0]}), AnalysisError);
  EXPECT_THROW(decompose_redshift({s[1], s[0]}), AnalysisError);
  s[2].loose_fraction.value = 1.2;
  EXPECT_THROW(decompose_redshift(s), AnalysisError);
  s[2].loose_fraction.value = NAN;
  EXPECT_THROW(decompose_redshift(s), AnalysisError);
}

}    // namespace softmode
