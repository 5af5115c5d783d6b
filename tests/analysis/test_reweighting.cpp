// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/analysis/error.h"
#include "softmode/analysis/reweighting.h"

#include "softmode/definitions/constants.h"

#include <gtest/gtest.h>

#include <cmath>

namespace softmode {

const LoneBond sampled_bond{{105.0, 1.95, 10.2, 2.15, 1.28, 1.0}, {2.06, 0.04}, 0.14, 2};

/// Expected counts of lone bonds in fine bins: what reweighting is exact for.
SampledLengths lone_bonds(const LoneBond &b, double T, double samples)
{
  const double RT = gas_constant_J_mol_K * T / 1000.0 / kilojoule_per_kilocalorie;
  SampledLengths s{T, 0.02, {}, {}};
  double total = 0.0;
  for (int i = 0; i < 45000; ++i) {
    const double r = 0.06 + 1e-4 * (i + 0.5);
    s.length.push_back(r);
    s.count.push_back(r * r * std::exp(-evaluate(b.wells, r).energy / RT) * bend_partition(b, r));
    total += s.count.back();
  }
  for (double &c : s.count) c *= samples / total;
  return s;
}

std::vector<SampledLengths> all_temperatures(double samples)
{
  std::vector<SampledLengths> all;
  for (const double T : {173.15, 273.15, 373.15, 473.15})
    all.push_back(lone_bonds(sampled_bond, T, samples));
  return all;
}

TEST(Reweighting, IsExactForLoneBonds)
{
  for (const SampledLengths &s : all_temperatures(1e6)) {
    EXPECT_NEAR(reweighted_populations(s, sampled_bond, sampled_bond).log_K,
                lone_bond_log_K(sampled_bond, s.temperature_K), 1e-4);
    LoneBond to = sampled_bond;
    to.wells.offset += 0.2;
    to.wells.loose_constant *= 0.8;
    to.bend_ratio *= 1.3;
    EXPECT_NEAR(reweighted_populations(s, sampled_bond, to).log_K,
                lone_bond_log_K(to, s.temperature_K), 1e-3);
  }
}

TEST(Reweighting, CountsEffectiveSamples)
{
  const SampledLengths s = lone_bonds(sampled_bond, 298.15, 1e6);
  const double K = std::exp(lone_bond_log_K(sampled_bond, 298.15));
  EXPECT_NEAR(reweighted_populations(s, sampled_bond, sampled_bond).effective_samples,
              1e6 * std::min(K, 1.0) / (1.0 + K), 1e3);
  LoneBond far = sampled_bond;
  far.wells.loose_length = 2.6;    // where hardly a bond has been
  EXPECT_LT(reweighted_populations(s, sampled_bond, far).effective_samples, 1e5);
}

TEST(Reweighting, RespondsAsTheQuadratureDoes)
{
  const std::vector<double> T{173.15, 273.15, 373.15, 473.15};
  for (const LoneBondSoftness softness :
       {LoneBondSoftness::bend_ratio, LoneBondSoftness::loose_constant}) {
    const auto response = population_response(all_temperatures(1e6), sampled_bond, softness);
    ASSERT_TRUE(response);
    const double h = 1e-3;
    for (int j = 0; j < 2; ++j) {
      const auto at = [&](double by) {
        return lone_bond_thermodynamics(
            softened(sampled_bond, softness, j == 0 ? by : 0.0, j == 1 ? by : 0.0), T);
      };
      const LoneBondThermodynamics up = at(h), down = at(-h);
      EXPECT_NEAR((*response)(0, j), (up.enthalpy_kJ_mol - down.enthalpy_kJ_mol) / (2 * h), 0.02);
      EXPECT_NEAR((*response)(1, j), (up.entropy_J_mol_K - down.entropy_J_mol_K) / (2 * h), 0.1);
    }
  }
}

TEST(Reweighting, RefusesTooFewSamples)
{
  const LoneBondSoftness ratio = LoneBondSoftness::bend_ratio;
  EXPECT_FALSE(population_response(all_temperatures(2000), sampled_bond, ratio));
  EXPECT_FALSE(population_response({lone_bonds(sampled_bond, 300.0, 1e6)}, sampled_bond, ratio));
  SampledLengths only_tight{300.0, 0.02, {1.90, 1.95}, {1e6, 1e6}};
  EXPECT_THROW(reweighted_populations(only_tight, sampled_bond, sampled_bond), AnalysisError);
  EXPECT_FALSE(population_response({only_tight, only_tight}, sampled_bond, ratio));
}

}    // namespace softmode
