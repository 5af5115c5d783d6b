// SPDX-License-Identifier: BSD-3-Clause
#include "support/bonded_style.h"

namespace softmode {

const BondedStyle<CoupledDihedral, 4> style{"dihedral",
                                            "carboxylate/coupled",
                                            {{60.0, 1.2, {1.95, 0.06}}, {-45.0, 1.3, {2.0, 0.05}}},
                                            {"60 1.2 1.95 0.06", "-45 1.3 2.0 0.05"},
                                            "E_dihed"};

TEST(DihedralCarboxylateCoupled, HasTheForcesOfTheCoreOnEveryParallelPath)
{
  expect_core_on_every_path(style);
}

TEST(DihedralCarboxylateCoupled, PressureTensorIsTheDerivativeOfTheEnergyByStrain)
{
  expect_pressure_tensor_of_the_energy(style);
}

TEST(DihedralCarboxylateCoupled, SurvivesRestartAndDataFiles)
{
  expect_restart_and_data_files(style);
}

TEST(DihedralCarboxylateCoupled, TalliesEnergyAndStressOfAtoms)
{
  expect_per_atom_sums(style);
}

class DihedralCarboxylateCoupledErrors : public testing::TestWithParam<BadCoefficients> {};

TEST_P(DihedralCarboxylateCoupledErrors, AreNamed)
{
  expect_error("dihedral", "carboxylate/coupled", GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Cases, DihedralCarboxylateCoupledErrors,
    testing::Values(BadCoefficients{"60 1.2", "needs: type df d0 r_mid delta; got 3 values"},
                    BadCoefficients{"60 1.2 2.0 -0.04",
                                    "d0, r_mid and delta must be positive, got 1.2, 2 and -0.04"},
                    BadCoefficients{"sixty 1.2 2.0 0.04", "sixty"}));

TEST(DihedralCarboxylateCoupled, TakesNoStyleArguments)
{
  expect_no_arguments("dihedral", "carboxylate/coupled");
}

}    // namespace softmode
