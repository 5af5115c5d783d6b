// SPDX-License-Identifier: BSD-3-Clause
#include "softmode/definitions/constants.h"
#include "support/bonded_style.h"

namespace softmode {

const StateWeight weight{1.95, 0.06};
const BondedStyle<SoftMetalAngle, 3> style{
    "angle",
    "carboxylate/metal",
    {{false, {40.0 / 16, 0, 0, 0, -40.0 / 16}, 0.17, {true, true}, weight},
     {false, {60.0, 40.0, 25.0, 0, 0}, 0.3, {true, false}, weight},
     {true, {55.0, 118.0 * pi / 180.0, 0, 0, 0}, 0.2, {false, true}, weight},
     {false, {1.0, 2.0, 3.0, 4.0, 5.0}, 1.5, {false, false}, weight}},
    {"both 0.17 1.95 0.06 periodic 40 1 4", "first 0.3 1.95 0.06 fourier 10 6 4 2.5",
     "last 0.2 1.95 0.06 harmonic 55 118", "none 1.5 1.95 0.06 series 1 2 3 4 5"},
    "E_angle"};

TEST(AngleCarboxylateMetal, HasTheForcesOfTheCoreOnEveryParallelPath)
{
  expect_core_on_every_path(style);
}

TEST(AngleCarboxylateMetal, PressureTensorIsTheDerivativeOfTheEnergyByStrain)
{
  expect_pressure_tensor_of_the_energy(style);
}

TEST(AngleCarboxylateMetal, SurvivesRestartAndDataFiles)
{
  expect_restart_and_data_files(style);
}

TEST(AngleCarboxylateMetal, TalliesEnergyAndStressOfAtoms)
{
  expect_per_atom_sums(style);
}

TEST(AngleCarboxylateMetal, EqualsTheStylesOfLammpsWhenNothingSoftens)
{
  // UFF's shapes as the driver writes them for hard angles
  const std::string measure =
      "thermo_style custom step eangle\nthermo_modify format float %.15g\nrun 0\n";
  const auto energy = [&](const std::string &name, const std::string &coefficients) {
    BondedStyle<SoftMetalAngle, 3> s{"angle", name, {}, {coefficients}, "E_angle"};
    const LammpsRun run(only(s, "read_data data.lmp\n") + shaken + measure);
    EXPECT_TRUE(run.success) << run.output;
    return run.last_thermo().at("E_angle");
  };
  const std::string hard = "none 1 2 0.04 ";
  EXPECT_NEAR(energy("carboxylate/metal", hard + "fourier 30 0.7 0.2 0.4"),
              energy("fourier", "30 0.7 0.2 0.4"), 1e-8);
  EXPECT_NEAR(energy("carboxylate/metal", hard + "harmonic 30 110"), energy("harmonic", "30 110"),
              1e-8);
  // LAMMPS: E = (2 C / n^2) [1 - B (-1)^n cos(n theta)]
  EXPECT_NEAR(energy("carboxylate/metal", hard + "periodic 30 1 4"),
              energy("cosine/periodic", "15 1 4"), 1e-8);
  EXPECT_NEAR(energy("carboxylate/metal", hard + "periodic 30 -1 1"),
              energy("cosine/periodic", "15 1 1"), 1e-8);
}

class AngleCarboxylateMetalErrors : public testing::TestWithParam<BadCoefficients> {};

TEST_P(AngleCarboxylateMetalErrors, AreNamed)
{
  expect_error("angle", "carboxylate/metal", GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Cases, AngleCarboxylateMetalErrors,
    testing::Values(
        BadCoefficients{"both 0.2 2.0",
                        "needs: type arms ratio r_mid delta shape values; got 4 values"},
        BadCoefficients{"all 0.2 2.0 0.04 harmonic 30 110",
                        "arms must be first, last, both or none, not all"},
        BadCoefficients{"both -0.2 2.0 0.04 harmonic 30 110", "ratio must not be negative"},
        BadCoefficients{"both 0.2 2.0 0 harmonic 30 110", "r_mid and delta must be positive"},
        BadCoefficients{"both 0.2 2.0 0.04 cosine 30 110",
                        "shape must be fourier, periodic, harmonic or series, not cosine"},
        BadCoefficients{"both 0.2 2.0 0.04 harmonic 30", "shape harmonic needs K theta0, got 1"},
        BadCoefficients{"both 0.2 2.0 0.04 fourier 30 1 2",
                        "shape fourier needs K C0 C1 C2, got 3"},
        BadCoefficients{"both 0.2 2.0 0.04 series 30 1 2", "shape series needs C0 C1 C2 C3 C4"},
        BadCoefficients{"both 0.2 2.0 0.04 periodic 30 1", "shape periodic needs K B n, got 2"},
        BadCoefficients{"both 0.2 2.0 0.04 periodic 30 1 5", "n must be 1, 2, 3 or 4, got 5"},
        BadCoefficients{"both 0.2 2.0 0.04 periodic 30 2 4", "B must be 1 or -1, got 2"}));

TEST(AngleCarboxylateMetal, TakesNoStyleArguments)
{
  expect_no_arguments("angle", "carboxylate/metal");
}

}    // namespace softmode
