// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/definitions/constants.h"
#include "support/bonded_style.h"

#include <sstream>

namespace softmode {

const BondedStyle<CoupledAngle, 3> style{
    "angle",
    "carboxylate/coupled",
    {{31.25, 6.125, 117.3 * pi / 180.0, -41.5, 1.2625, {2.0125, 0.0375}},
     {12.0, 30.0, 125.0 * pi / 180.0, 25.0, 1.3, {1.95, 0.06}}},
    {"31.25 6.125 117.3 -41.5 1.2625 2.0125 0.0375", "12 30 125 25 1.3 1.95 0.06"},
    "E_angle"};

TEST(AngleCarboxylateCoupled, HasTheForcesOfTheCoreOnEveryParallelPath)
{
  expect_core_on_every_path(style);
}

TEST(AngleCarboxylateCoupled, PressureTensorIsTheDerivativeOfTheEnergyByStrain)
{
  expect_pressure_tensor_of_the_energy(style);
}

TEST(AngleCarboxylateCoupled, SurvivesRestartAndDataFiles)
{
  expect_restart_and_data_files(style);
}

TEST(AngleCarboxylateCoupled, TalliesEnergyAndStressOfAtoms)
{
  expect_per_atom_sums(style);
}

TEST(AngleCarboxylateCoupled, ConservesEnergyInTheFullField)
{
  const System system = copper_formate();
  const LammpsRun run(
      set_up(system) +
      "velocity all create 300 1 mom yes rot yes\nfix 1 all nve\ntimestep 0.5\nvariable e equal "
      "etotal\n"
      "fix 2 all ave/time 1 2000 2000 v_e file energy.dat format \" %.15g\"\nrun 40000\n");
  ASSERT_TRUE(run.success) << run.output;
  std::vector<double> means;    // of each ps
  std::istringstream in(run.file("energy.dat"));
  for (std::string line; std::getline(in, line);) {
    double step, energy;
    if (std::sscanf(line.c_str(), "%lf %lf", &step, &energy) == 2) means.push_back(energy);
  }
  ASSERT_EQ(means.size(), 20u);
  const double atoms = 18.0, picoseconds = 19.0;
  EXPECT_LT(std::fabs(means.back() - means.front()) / atoms / picoseconds,
            1e-5);    // kcal/mol/atom/ps
}

class AngleCarboxylateCoupledErrors : public testing::TestWithParam<BadCoefficients> {};

TEST_P(AngleCarboxylateCoupledErrors, AreNamed)
{
  expect_error("angle", "carboxylate/coupled", GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Cases, AngleCarboxylateCoupledErrors,
    testing::Values(BadCoefficients{"30 5 119",
                                    "needs: type K_t K_l theta0 dk d0 r_mid delta; got 4 values"},
                    BadCoefficients{"-30 5 119 -40 1.265 2.0 0.04",
                                    "K_t and K_l must not be negative, got -30 and 5"},
                    BadCoefficients{"30 5 119 -40 1.265 2.0 0",
                                    "d0, r_mid and delta must be positive, got 1.265, 2 and 0"},
                    BadCoefficients{"30 5 x -40 1.265 2.0 0.04", "x"}));

TEST(AngleCarboxylateCoupled, TakesNoStyleArguments)
{
  expect_no_arguments("angle", "carboxylate/coupled");
}

}    // namespace softmode
