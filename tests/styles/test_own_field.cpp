// SPDX-License-Identifier: BSD-3-Clause
// A LAMMPS field of the user's own in place of softmode's terms.
#include "forcefield/assemble.h"
#include "support/hkust_1.h"

#include <gtest/gtest.h>

namespace softmode {

TEST(OwnField, TakesThePlaceOfEveryStyleAndCoefficient)
{
  const std::filesystem::path source = SOFTMODE_SOURCE_DIR;
  const Crystal crystal = read_cif(source / "inputs/structures/mof-5.cif");
  Potential potential = read_potential(source / "potentials/base.yaml");
  const System base = assemble(crystal, potential);
  const std::string styles = style_commands(base);

  // the base field itself with one number changed, as a user would write it
  LammpsRun run("print none\n");
  potential.lammps_include = run.folder / "mine.lmp";
  write_file(potential.lammps_include, styles.substr(styles.find("pair_style")) +
                                           coefficient_commands(base) + "pair_coeff 1 1 0.2 2.5\n");
  const System own = assemble(crystal, potential);
  EXPECT_EQ(style_commands(own).find("pair_style"), std::string::npos);
  EXPECT_NE(coefficient_commands(own).find("# atom type 1: Zn(O4) as Zn3f2"), std::string::npos);
  EXPECT_NE(coefficient_commands(own).find("# bond type 1: "), std::string::npos);

  const auto energies = [&](const System &system) {
    write_system(run, system);
    run.again(set_up_mof(system) + "thermo_style custom step ebond eangle edihed eimp evdwl\n"
                                   "thermo_modify format float %.15g\nrun 0\n",
              one_thread);
    EXPECT_TRUE(run.success) << run.output;
    return run.last_thermo();
  };
  const auto of_base = energies(base), of_own = energies(own);
  for (const char *term : {"E_bond", "E_angle", "E_dihed", "E_impro"})
    EXPECT_NEAR(of_own.at(term), of_base.at(term), 1e-9 * std::fabs(of_base.at("E_angle"))) << term;
  EXPECT_GT(std::fabs(of_own.at("E_vdwl") - of_base.at("E_vdwl")),
            0.1);    // the changed pair_coeff
}

}    // namespace softmode
