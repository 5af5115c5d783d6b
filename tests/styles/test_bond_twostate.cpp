// SPDX-License-Identifier: BSD-3-Clause
#include "support/bonded_style.h"

namespace softmode {

// wells near the lengths there are, so that bonds of both states and near the crossing are among them
const BondedStyle<TwoStateBond, 2> style{
    "bond",
    "twostate",
    {{105.0, 1.95, 6.9, 2.10, 1.33, 0.5},
     {80.0, 1.20, 30.0, 1.30, 0.4, 0.3},
     {200.0, 1.02, 20.0, 1.15, 0.7, 0.2}},
    {"105 1.95 6.9 2.10 1.33 0.5", "80 1.20 30 1.30 0.4 0.3", "200 1.02 20 1.15 0.7 0.2"},
    "E_bond"};

TEST(BondTwostate, HasTheForcesOfTheCoreOnEveryParallelPath)
{
  expect_core_on_every_path(style);
}

TEST(BondTwostate, PressureTensorIsTheDerivativeOfTheEnergyByStrain)
{
  expect_pressure_tensor_of_the_energy(style);
}

TEST(BondTwostate, SurvivesRestartAndDataFiles)
{
  expect_restart_and_data_files(style);
}

TEST(BondTwostate, TalliesEnergyAndStressOfAtoms)
{
  expect_per_atom_sums(style);
}

TEST(BondTwostate, SingleGivesEnergyAndForceOfOneBond)
{
  // compute bond/local asks single() for both
  const LammpsRun run(only(style, "read_data data.lmp\n") + shaken +
                      "compute b all bond/local dist engpot force\ndump 1 all local 1 b.dump "
                      "c_b[*]\ndump_modify 1 format float %.15g\nrun 0\n");
  ASSERT_TRUE(run.success) << run.output;
  const auto rows = dump_rows(run.file("b.dump"));
  ASSERT_GT(rows.size(), 8u);
  int recognised = 0;
  for (const auto &row : rows)
    for (const TwoStateBond &p : style.parameters) {
      const BondEnergy e = evaluate(p, row[0]);
      if (std::fabs(e.energy - row[1]) > 1e-9) continue;
      EXPECT_NEAR(row[2], -e.derivative, 1e-8 * std::fabs(e.derivative));
      ++recognised;
    }
  EXPECT_EQ(recognised, static_cast<int>(rows.size()));
}

TEST(BondTwostate, LetsFixAdaptChangeItsParameters)
{
  const std::string measure =
      "thermo_style custom step ebond\nthermo_modify format float %.15g\nrun 0\n";
  const std::string begin = only(style, "read_data data.lmp\n") + shaken;
  const LammpsRun direct(begin + "bond_coeff 1 105 1.95 6.9 2.10 3.0 0.5\n" + measure);
  ASSERT_TRUE(direct.success) << direct.output;
  for (const LammpsVariant &variant : {LammpsVariant{}, kokkos_variant()}) {
    SCOPED_TRACE(variant.name);
    if (variant.name.empty()) continue;
    const LammpsRun adapted(begin +
                                "variable offset equal 3.0\nfix a all adapt 1 bond twostate dE 1 "
                                "v_offset\n" +
                                measure,
                            variant);
    ASSERT_TRUE(adapted.success) << adapted.output;
    EXPECT_NEAR(adapted.last_thermo().at("E_bond"), direct.last_thermo().at("E_bond"), 1e-10);
  }
  const LammpsRun unknown(
      begin + "variable v equal 3.0\nfix a all adapt 1 bond twostate k 1 v_v\n" + measure);
  EXPECT_FALSE(unknown.success);
}

class BondTwostateErrors : public testing::TestWithParam<BadCoefficients> {};

TEST_P(BondTwostateErrors, AreNamed)
{
  expect_error("bond", "twostate", GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Cases, BondTwostateErrors,
    testing::Values(BadCoefficients{"105 1.95", "needs: type k_t r_t k_l r_l dE V12; got 3 values"},
                    BadCoefficients{"105 1.95 6.9 2.1 1.33 0",
                                    "k_t, k_l and V12 must be positive, got 105, 6.9 and 0"},
                    BadCoefficients{"105 2.2 6.9 2.1 1.33 0.5",
                                    "0 < r_t < r_l is needed, got r_t 2.2 and r_l 2.1"},
                    BadCoefficients{"x 1.95 6.9 2.1 1.33 0.5", "x"}));

TEST(BondTwostate, TakesNoStyleArguments)
{
  expect_no_arguments("bond", "twostate");
}

}    // namespace softmode
